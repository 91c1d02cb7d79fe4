"""The rules of a page's own style sheets that could hide text, and which elements they apply to."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from bot.articles.styles import Declarations, parse_declarations

MAX_RULES = 5_000
MAX_STYLESHEET_CHARS = 600_000
MAX_TRIES = 150_000  # of a rule on an element; a page that needs more is an attack, and gets no further

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+(?:=[\"']?[\w -]*[\"']?)?\])*)", re.IGNORECASE
)
_SIMPLE = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=[\"']?([\w -]*)[\"']?)?\]")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: `p#id.class[attribute=value]`."""

    tag: str | None
    id: str | None
    classes: frozenset[str]
    attributes: tuple[tuple[str, str], ...]  # the value is "" where any will do
    is_child: bool = False  # of the element before: written with ">"

    @property
    def key(self) -> str:
        """The rarest of what it asks for, to find its rules by."""
        return f"#{self.id}" if self.id else f".{min(self.classes)}" if self.classes else self.tag or "*"

    def matches(self, element: HtmlElement) -> bool:
        """Whether `element` is all of it."""
        return (
            (self.tag is None or self.tag == element.tag)
            and (self.id is None or self.id == element.get("id"))
            and (not self.classes or self.classes <= set((element.get("class") or "").split()))
            and all(
                element.get(name) == value if value else element.get(name) is not None
                for name, value in self.attributes
            )
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector, from its last element to its first, and what it declares."""

    compounds: tuple[Compound, ...]
    declarations: Declarations
    number: int

    def matches(self, element: HtmlElement) -> bool:
        """Whether the rule applies to `element`."""
        last, *before = self.compounds
        if not last.matches(element):
            return False
        is_child, above = last.is_child, element.getparent()
        for compound in before:
            while above is not None and not is_child and not compound.matches(above):
                above = above.getparent()
            if above is None or not compound.matches(above):
                return False
            is_child, above = compound.is_child, above.getparent()
        return True


class StyleSheet:
    """Rules by what their last element must be."""

    def __init__(self, css: str) -> None:
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        self._tries = 0
        for number, rule in enumerate(parse_rules(css)):
            if number >= MAX_RULES:
                break
            self._rules[rule.compounds[0].key].append(rule)

    def find_declarations(self, element: HtmlElement) -> Declarations:
        """What the rules declare for `element`, later ones first heard last."""
        if self._tries > MAX_TRIES:
            return {}
        keys = ["*", element.tag, *(f".{name}" for name in (element.get("class") or "").split())]
        if element.get("id"):
            keys.append(f"#{element.get('id')}")
        candidates = [rule for key in keys for rule in self._rules.get(key, ())]
        self._tries += len(candidates)
        found: Declarations = {}
        for rule in sorted(candidates, key=lambda rule: rule.number):
            if rule.matches(element):
                found.update(rule.declarations)
        return found


def parse_rules(css: str) -> Iterator[Rule]:
    """The rules that apply on a screen and could hide text; others, and odd selectors, are passed over."""
    number = 0
    for selectors, body in _blocks(_COMMENT.sub(" ", css[:MAX_STYLESHEET_CHARS])):
        declarations = parse_declarations(body)
        if not declarations:
            continue
        for selector in selectors.split(","):
            compounds = parse_selector(selector)
            if compounds:
                number += 1
                yield Rule(compounds, declarations, number)


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
    for brace in _BRACE.finditer(css, opening):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return len(css)


def parse_selector(selector: str) -> tuple[Compound, ...]:
    """The compounds of a selector made of names, classes, ids, attributes, blanks and ">", the last first; () for others.

    >>> [compound.key for compound in parse_selector("div#a > p.b")]
    ['.b', '#a']
    """
    compounds: list[Compound] = []
    is_child = False
    for word in selector.replace(">", " > ").split():
        if word == ">":
            is_child = True
            continue
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return ()
        found = _SIMPLE.findall(match["rest"])
        compounds.append(
            Compound(
                tag=match["tag"].lower() if match["tag"] and match["tag"] != "*" else None,
                id=next((name for sign, name, *_ in found if sign == "#"), None),
                classes=frozenset(name for sign, name, *_ in found if sign == "."),
                attributes=tuple((name, value) for sign, _, name, value in found if not sign),
                is_child=is_child,
            )
        )
        is_child = False
    return tuple(reversed(compounds))
