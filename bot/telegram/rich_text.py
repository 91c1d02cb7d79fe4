"""Styled text that can be cut anywhere: runs of characters with styles, split into messages Telegram takes (pure).

Entities are derived only at the end, so a cut never leaves an offset behind. 4,096 UTF-16 units are at most 12,288
bytes of UTF-8: the 32 KiB limit of a request's text needs no count of its own.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from bot.domain import FormattedText, TextEntity

# Telegram takes 4,096 and 100; the rest is room for the line that marks a message as a repeat.
MAX_UTF16_UNITS = 4080
MAX_ENTITIES = 99
MAX_COMBINING_MARKS = 16  # on one letter; scripts in use stay far below
OPENING, CLOSING = "“«„", "”»"
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_SURROGATES = regex.compile(r"[\ud800-\udfff]")
_CONTROLS = regex.compile(r"[\p{Cc}\u2028\u2029]+")
_CONTROLS_BUT_NEWLINE = regex.compile(r"[^\P{Cc}\n]+|[\u2028\u2029]+")
_EMBEDDINGS = regex.compile(r"[\u202a-\u202e]")
_ISOLATES = regex.compile(r"[\u2066-\u2069]")
_TAGS = regex.compile(r"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
_PILED_MARKS = regex.compile(rf"(\p{{M}}{{{MAX_COMBINING_MARKS}}})\p{{M}}+")
_JOINING_AT_START = regex.compile(r"^[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}\s]+")
_JOINING_AT_END = regex.compile(r"[\p{GCB=Prepend}\p{GCB=ZWJ}\s]+$")
_INVISIBLE = regex.compile(r"[\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0\u2800]*")
_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_GRAPHEME = regex.compile(r"\X")


class Style(NamedTuple):
    """What an entity says about its range: the Bot API's type, and the address of a text_link."""

    type: str
    url: str | None = None


class Run(NamedTuple):
    """Characters that share their styles, outermost first."""

    text: str
    styles: tuple[Style, ...] = ()


Block = tuple[Run, ...]  # kept on one message where it fits


def utf16_units(text: str) -> int:
    """The length Telegram counts.

    >>> utf16_units("a😀")
    3
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def clean_field(text: str, *, max_chars: int | None = None, keep_newlines: bool = False) -> str:
    """One field of a message: nothing in it turns, joins or hides what stands beside it. Empty when nothing is visible.

    >>> clean_field("\\u202egnp.exe\\u0000\\u0301x")
    'gnp.exe x'
    """
    text = unicodedata.normalize("NFC", _SURROGATES.sub("", text))
    text = _CONTROLS_BUT_NEWLINE.sub(" ", text) if keep_newlines else _CONTROLS.sub(" ", text)
    text = _TAGS.sub(lambda match: match[1] or "", _EMBEDDINGS.sub("", text))
    text = _PILED_MARKS.sub(r"\1", text)
    if not _is_balanced(text):
        text = _ISOLATES.sub("", text)
    text = regex.sub(r" [\p{GCB=Extend}\p{GCB=SpacingMark}]+", " ", text)
    text = _JOINING_AT_END.sub("", _JOINING_AT_START.sub("", text))
    if max_chars and len(text) > max_chars:
        text = cut_at_word(text, max_chars)
    return "" if _INVISIBLE.fullmatch(text) else text


def isolated(text: str) -> str:
    """A cleaned field that may stand in a line of another direction.

    >>> isolated("Harbor Wire")
    'Harbor Wire'
    """
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if _RIGHT_TO_LEFT.search(text) else text


def cut_at_word(text: str, max_chars: int) -> str:
    """The beginning of `text` with an ellipsis, at most `max_chars` characters, cut after a word where one is near."""
    end = max(border for border in grapheme_borders(text[:max_chars]) if border < max_chars)
    space = text.rfind(" ", max_chars // 2, end + 1)
    out = text[: space if space > 0 else end].rstrip(" ,;:–—-")
    out = out if _is_balanced(out) else _ISOLATES.sub("", out)
    return f"{out}…"


def grapheme_borders(text: str) -> list[int]:
    """Where `text` may be cut or styled without parting what is seen as one character; 0 and its length included."""
    return [0, *(match.end() for match in _GRAPHEME.finditer(text))]


def split_blocks(blocks: Sequence[tuple[str, Block]]) -> tuple[FormattedText, ...]:
    """Messages that hold the blocks in order; each comes with the gap that parts it from the one before.

    A block is divided only when it does not fit into a message of its own, or would leave a nearly empty one behind:
    at a line's end, else between sentences, else between words, outside links and quotation marks where there is such
    a place.
    """
    messages: list[Block] = []
    for gap, block in blocks:
        last = messages[-1] if messages else ()
        joined = (*last, Run(gap), *block) if last else block
        if _fits(joined):
            messages[-1:] = [joined]
        elif _fits(block) and utf16_units(plain(last)) >= MAX_UTF16_UNITS // 4:
            messages.append(block)
        else:
            messages[-1:] = _divided(joined)
    return tuple(_formatted(message) for message in messages if plain(message).strip())


def plain(block: Block) -> str:
    """The characters of a block."""
    return "".join(run.text for run in block)


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in _ISOLATES.findall(text):
        depth += -1 if character == POP_ISOLATE else 1
        if depth < 0:
            return False
    return depth == 0


def _formatted(block: Block) -> FormattedText:
    block = _stripped(block)
    return FormattedText(plain(block), tuple(_entities(block)))


def _entities(block: Block) -> list[TextEntity]:
    """One entity for each stretch of neighboring runs that share a style."""
    out: list[TextEntity] = []
    open_since: dict[Style, int] = {}
    at = 0
    for run in (*block, Run("")):
        for style in [style for style in open_since if style not in run.styles]:
            start = open_since.pop(style)
            out.append(TextEntity(style.type, start, at - start, style.url))
        for style in run.styles:
            open_since.setdefault(style, at)
        at += utf16_units(run.text)
    return sorted((entity for entity in out if entity.length), key=lambda e: (e.offset, -e.length))


def _fits(block: Block) -> bool:
    return utf16_units(plain(block)) <= MAX_UTF16_UNITS and len(_entities(block)) <= MAX_ENTITIES


def _divided(block: Block) -> Iterator[Block]:
    while not _fits(block):
        at = _cut_position(block)
        yield _stripped(_slice(block, 0, at))
        block = _stripped(_slice(block, at, None))
    yield block


def _cut_position(block: Block) -> int:
    """The best place in the last half of what fits."""
    block = _slice(block, 0, MAX_UTF16_UNITS + 1)
    low, high = 1, len(plain(block))  # the longest beginning that fits ends in [low, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(_slice(block, 0, middle)) else (low, middle)
    ranks = _ranked_cuts(block, low)
    best = [at for rank in ranks if (at := max((a for a in rank if a > low // 2), default=0))]
    return best[0] if best else low


def _ranked_cuts(block: Block, end: int) -> Iterator[list[int]]:
    """Places to cut at or before `end`, the kindest kind first."""
    text = plain(block)
    spaces = [at for at in range(1, end + 1) if at < len(text) and text[at] in " \n"]
    unstyled, unlinked = _positions_outside(block, links_only=False), _positions_outside(block, links_only=True)
    quoted = _quoted_positions(text)
    yield [at for at in spaces if text[at] == "\n" and at in unstyled]
    yield [at for at in spaces if text[at - 1] in ".!?…”»" and at in unstyled and at not in quoted]
    yield [at for at in spaces if at in unstyled and at not in quoted]
    yield [at for at in spaces if at in unlinked and at not in quoted]
    yield [at for at in spaces if at in unlinked]
    yield spaces
    yield [at for at in grapheme_borders(text) if at <= end]


def _positions_outside(block: Block, *, links_only: bool) -> set[int]:
    out: set[int] = set()
    at = 0
    for run in block:
        if not any(style.type == "text_link" or not links_only for style in run.styles):
            out.update(range(at, at + len(run.text)))
        at += len(run.text)
    return out


def _quoted_positions(text: str) -> set[int]:
    """Offsets between quotation marks."""
    out: set[int] = set()
    is_inside = False
    for at, character in enumerate(text):
        if is_inside:
            out.add(at)
        if character in OPENING or (character == '"' and not is_inside):
            is_inside = True
        elif character in CLOSING or character == '"':
            is_inside = False
    return out


def _slice(block: Block, start: int, end: int | None) -> Block:
    out: list[Run] = []
    at = 0
    for run in block:
        piece = run.text[max(start - at, 0) : None if end is None else max(end - at, 0)]
        if piece:
            out.append(run._replace(text=piece))
        at += len(run.text)
    return tuple(out)


def _stripped(block: Block) -> Block:
    text = plain(block)
    return _slice(block, len(text) - len(text.lstrip()), len(text.rstrip()))
