"""Leave on a page only what a reader sees: hidden words must never reach a summary.

Inline styles and the page's own simple style rules are understood, by the properties that hide text. What hides only
after a script ran, or by an external style sheet, cannot be told.
"""

import re
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from bot.articles.styles import (
    FAR_PX,
    Color,
    Declarations,
    find_color,
    find_pixels,
    is_transparent,
    parse_declarations,
)
from bot.articles.stylesheet import StyleSheet

SAME_COLOR = 12  # per channel: nobody reads #fff on #f8f8f8

_UNSEEN_TAGS = frozenset(
    "script style template noscript iframe object embed applet canvas svg audio video select datalist textarea".split()
)
_UNSEEN_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader a11y-hidden".split()
)
_WHITE: Color = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class _Ink:
    """How text is drawn at one place of the tree; handed down from parent to child."""

    color: Color | None = None
    background: Color | None = _WHITE
    is_zero_size: bool = False
    is_invisible: bool = False

    @property
    def is_seen(self) -> bool:
        if self.is_zero_size or self.is_invisible:
            return False
        if self.color is None or self.background is None:
            return True
        return any(abs(a - b) > SAME_COLOR for a, b in zip(self.color, self.background, strict=True))


def remove_hidden(tree: HtmlElement) -> None:
    """Take out of `tree`, in place, what is not seen."""
    stylesheet = _collect_stylesheet(tree)
    for comment in list(tree.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(comment)
    stack: list[tuple[HtmlElement, _Ink]] = [(tree, _Ink())]
    while stack:
        element, ink = stack.pop()
        declared = _find_declared(element, stylesheet)
        if element.tag not in ("html", "body") and _is_hidden(element, declared):
            _drop(element)
            continue
        ink = _inherit(ink, declared, element)
        children = list(element)
        if not ink.is_seen:
            element.text = None
            for child in children:
                child.tail = None
            if not children:  # gone with its emptiness: extractors drop empty elements along with the text behind them
                _drop(element)
        stack.extend((child, ink) for child in children if isinstance(child.tag, str))


def _collect_stylesheet(tree: HtmlElement) -> StyleSheet | None:
    """The page's own style rules, None where there are none."""
    css = "\n".join(style.text or "" for style in tree.iter("style") if _is_for_screen(style))
    return StyleSheet(css) if css.strip() else None


def _find_declared(element: HtmlElement, stylesheet: StyleSheet | None) -> Declarations:
    """What is declared for an element: by style rules, by old attributes, then by the element itself."""
    declared = stylesheet.find_declarations(element) if stylesheet is not None else {}
    attributes = element.attrib
    if not attributes:
        return declared
    if element.tag == "font" and "color" in attributes:
        declared["color"] = attributes["color"].lower()
    if "bgcolor" in attributes:
        declared["background-color"] = attributes["bgcolor"].lower()
    if "style" in attributes:
        declared.update(parse_declarations(attributes["style"]))
    return declared


def _is_for_screen(style: HtmlElement) -> bool:
    return (
        style.get("media", "all").strip().lower() in ("", "all", "screen")
        and style.getparent() is not None
        and (style.getparent().tag != "noscript")
    )


def _is_hidden(element: HtmlElement, declared: Declarations) -> bool:
    if element.tag in _UNSEEN_TAGS or (element.tag == "dialog" and element.get("open") is None):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("aria-hidden", "").strip().lower() == "true" or (
        "hidden" in attributes and attributes["hidden"].lower() != "until-found"
    ):
        return True
    if not _UNSEEN_CLASSES.isdisjoint(attributes.get("class", "").lower().split()):
        return True
    return bool(declared) and _is_styled_away(declared)


def _is_styled_away(declared: Declarations) -> bool:
    transform = declared.get("transform", "")
    return (
        declared.get("display") == "none"
        or _is_see_through(declared.get("opacity", ""))
        or re.search(r"scale\(\s*0(?:\.0+)?\s*[,)]|translate[xy]?\(\s*-\d{3,}", transform) is not None
        or re.match(r"inset\((?:50|100)%|circle\(0", declared.get("clip-path", "")) is not None
        or any(_is_far(declared.get(name)) for name in ("text-indent", "margin-left", "margin-top"))
        or (declared.get("position") in ("absolute", "fixed") and _is_moved_out(declared))
        or _has_no_room(declared)
    )


def _is_see_through(opacity: str) -> bool:
    match = re.match(r"(\d*\.?\d+)(%?)", opacity)
    return match is not None and float(match[1]) / (100 if match[2] else 1) < 0.1


def _is_moved_out(declared: Declarations) -> bool:
    is_clipped = declared.get("clip", "").startswith("rect(")
    return is_clipped or any(_is_far(declared.get(side)) for side in ("left", "top", "right", "bottom"))


def _has_no_room(declared: Declarations) -> bool:
    """A box of one pixel or less that cuts off what does not fit, or of none in both directions."""
    sides = {
        side
        for side in ("width", "height", "max-width", "max-height")
        if (pixels := find_pixels(declared.get(side))) is not None and 0 <= pixels <= 1
    }
    is_cut = any(
        declared.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-x", "overflow-y")
    )
    return bool(sides) and (is_cut or {"width", "height"} <= sides)


def _is_far(value: str | None) -> bool:
    pixels = find_pixels(value)
    return pixels is not None and pixels <= FAR_PX


def _inherit(ink: _Ink, declared: Declarations, element: HtmlElement) -> _Ink:
    if not declared:
        return ink
    background = declared.get("background-color") or declared.get("background")
    if background and not is_transparent(background) and background not in ("none", "inherit", "initial", "unset"):
        ink = replace(ink, background=find_color(background))
    color = declared.get("color")
    if color and color not in ("inherit", "currentcolor"):
        ink = replace(ink, color=ink.background if is_transparent(color) else find_color(color))
    size = declared.get("font-size", "")
    pixels = find_pixels(size)
    if pixels is not None:
        is_relative = size.rstrip().endswith(("em", "%")) and not size.rstrip().endswith("rem")
        ink = replace(ink, is_zero_size=pixels <= 1 or (is_relative and ink.is_zero_size))
    if declared.get("visibility") and element.tag not in ("html", "body"):
        ink = replace(ink, is_invisible=declared["visibility"] in ("hidden", "collapse"))
    return ink


def _drop(element: HtmlElement) -> None:
    """Remove an element, but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
