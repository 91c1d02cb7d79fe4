"""As much CSS as is needed to tell what a reader does not see."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MAX_RULES = 400
MAX_STYLESHEET_CHARS = 400_000

Declarations = dict[str, str]

# Nothing else hides text.
_PROPERTIES = frozenset(
    "display visibility opacity font-size color background background-color position left top right bottom text-indent "
    "margin-left margin-top width height max-width max-height overflow overflow-x overflow-y clip clip-path transform".split()
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+(?:=[\"']?[\w -]*[\"']?)?\])*)", re.IGNORECASE
)
_SIMPLE = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=[\"']?([\w -]*)[\"']?)?\]")
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


class Rule(NamedTuple):
    """One selector as an XPath, and what it declares of what matters."""

    xpath: str
    declarations: Declarations


def parse_declarations(style: str) -> Declarations:
    """The declarations that could hide text, the last of each name.

    >>> parse_declarations("Display : NONE !important; border: 0")
    {'display': 'none'}
    """
    found: Declarations = {}
    for declaration in style.split(";"):
        name, separator, value = declaration.partition(":")
        name = name.strip().lower()
        if separator and name in _PROPERTIES:
            found[name] = value.lower().replace("!important", "").strip()
    return found


def parse_rules(css: str) -> Iterator[Rule]:
    """The rules of a style sheet that apply on a screen and could hide text; others, and odd selectors, are passed over."""
    css = _COMMENT.sub(" ", css[:MAX_STYLESHEET_CHARS])
    count = 0
    for selectors, body in _blocks(css):
        declarations = parse_declarations(body)
        if not declarations:
            continue
        for selector in selectors.split(","):
            xpath = build_xpath(selector)
            count += 1
            if count > MAX_RULES:
                return
            if xpath:
                yield Rule(xpath, declarations)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, body) at the top level, and inside `@media screen` or `all`; other at-rules are stepped over."""
    at = 0
    while (opening := css.find("{", at)) >= 0:
        head = css[at:opening].rpartition(";")[2].strip()
        closing = _find_closing(css, opening)
        body = css[opening + 1 : closing]
        if not head.startswith("@"):
            yield head.lstrip("}"), body
        elif re.fullmatch(r"@media\s+(?:only\s+)?(?:screen|all)", head):
            yield from _blocks(body)
        at = closing + 1


def _find_closing(css: str, opening: int) -> int:
    depth = 0
    for brace in re.compile(r"[{}]").finditer(css, opening):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return len(css)


def build_xpath(selector: str) -> str | None:
    """The XPath of a selector made of names, classes, ids, attributes, blanks and ">"; None for any other.

    >>> build_xpath("p.a > b")
    "//p[contains(concat(' ', normalize-space(@class), ' '), ' a ')]/b"
    """
    path = ""
    axis = "//"
    for word in selector.replace(">", " > ").split():
        if word == ">":
            axis = "/"
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return None
        conditions = "".join(_condition(*groups) for groups in _SIMPLE.findall(match["rest"]))
        path += f"{axis}{(match['tag'] or '*').lower()}{conditions}"
        axis = "//"
    return path or None


def _condition(sign: str, name: str, attribute: str, value: str) -> str:
    if sign == ".":
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    if sign == "#":
        return f"[@id='{name}']"
    return f"[@{attribute}='{value}']" if value else f"[@{attribute}]"


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
