"""The values of CSS declarations, as far as they tell what a reader does not see."""

import re
from typing import Any

FAR_PX = -500.0  # off any screen

Declarations = dict[str, str]

# Nothing else hides text.
_PROPERTIES = frozenset(
    "display visibility opacity font-size color background background-color position left top right bottom text-indent "
    "margin-left margin-top width height max-width max-height overflow overflow-x overflow-y clip clip-path transform".split()
)
_PLACES = frozenset({"left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top"})
_SIZES = frozenset({"width", "height", "max-width", "max-height"})
_LENGTH = re.compile(r"([-+]?\d*\.?\d+)\s*(px|em|rem|pt|vw|vh|%|ex|ch|)")
_PIXELS = {
    "px": 1.0,
    "": 1.0,
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "vw": 10.0,
    "vh": 8.0,
    "%": 10.0,
    "ex": 8.0,
    "ch": 8.0,
}
_NAMED_COLORS = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_COLOR = re.compile(r"#([0-9a-f]{3,8})\b|rgba?\(([^)]*)\)|\b([a-z]+)\b")

Color = tuple[int, int, int]


def parse_declarations(style: str) -> Declarations:
    """The declarations that could hide text, or show again what another hid, the last of each name.

    >>> parse_declarations("Display : NONE !important; border: 0")
    {'display': 'none'}
    """
    found: Declarations = {}
    for declaration in style.split(";"):
        name, separator, value = declaration.partition(":")
        name = name.strip().lower()
        if separator and name in _PROPERTIES:
            value = value.lower().replace("!important", "").strip()
            if _could_hide(name, value):
                found[name] = value
    return found


def _could_hide(name: str, value: str) -> bool:
    """False for the many places and sizes that hide nothing: a large page has thousands."""
    if name == "position":
        return value in ("absolute", "fixed")
    if name in _PLACES:
        return (find_pixels(value) or 0.0) <= FAR_PX
    if name in _SIZES:
        return (find_pixels(value) or 0.0) <= 1.0 and value[:1] in "0123456789."
    return True


def find_pixels(value: str | None) -> float | None:
    """A length in pixels, roughly; None where there is none.

    >>> find_pixels("-99em"), find_pixels("auto")
    (-1584.0, None)
    """
    match = _LENGTH.match(value or "")
    return float(match[1]) * _PIXELS[match[2]] if match else None


def find_color(value: str | None) -> Color | None:
    """The color, None where it cannot be told (names, gradients, variables).

    >>> find_color("#FFF"), find_color("rgb(1, 2, 3)"), find_color("var(--x)")
    ((255, 255, 255), (1, 2, 3), None)
    """
    match = _COLOR.search((value or "").lower())
    if match is None or "url(" in (value or "") or "gradient" in (value or "") or "var(" in (value or ""):
        return None
    if match[1]:
        return _from_hex(match[1])
    if match[2]:
        numbers: list[Any] = re.findall(r"\d+\.?\d*", match[2])
        return (int(float(numbers[0])), int(float(numbers[1])), int(float(numbers[2]))) if len(numbers) >= 3 else None
    return _NAMED_COLORS.get(match[3])


def is_transparent(value: str | None) -> bool:
    """Whether a color lets everything through.

    >>> is_transparent("rgba(0,0,0,0)"), is_transparent("transparent"), is_transparent("#000")
    (True, True, False)
    """
    value = (value or "").replace(" ", "")
    return value == "transparent" or bool(
        re.fullmatch(r"rgba\([\d.]+,[\d.]+,[\d.]+,0?\.?0+%?\)|#(?:\w{6}00|\w{3}0)", value)
    )


def _from_hex(digits: str) -> Color | None:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
