"""Quotation marks: which words of a text stand between them, across sentences and paragraphs, in mixed and broken forms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.document import Span

MIN_SINGLE_WORDS = 3  # what stands in single marks is a quotation from this many words on; else a title or a word

_OPENS = "“«„"
_CLOSES = "”»"
_STRAIGHT = '"'
_MARK = re.compile(r"``|''|[\"“”„«»]")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\w)|(?<=[\w.,!?…;])[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks."""

    span: Span  # with the marks
    inner: Span  # without them
    paragraph: int
    is_open: bool = False  # not closed in its paragraph: it goes on in the next

    def words(self, text: str) -> list[str]:
        return re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", self.inner.of(text))


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """All quotations in text order; they do not overlap, and none leaves its paragraph."""
    out: list[Quotation] = []
    is_speaking = False
    for number, paragraph in enumerate(paragraphs):
        doubles = list(_doubles(text, paragraph, number, is_speaking=is_speaking))
        is_speaking = bool(doubles) and doubles[-1].is_open and _closes_later(text, paragraphs[number + 1 : number + 2])
        if is_speaking:
            pass
        elif doubles and doubles[-1].is_open and not _goes_on(text, paragraphs[number + 1 : number + 2]):
            doubles[-1] = replace(doubles[-1], is_open=False)
        out += doubles or _singles(text, paragraph, number)
    return out


def _doubles(text: str, paragraph: Span, number: int, *, is_speaking: bool) -> Iterator[Quotation]:
    """Quotations in double marks; `is_speaking` where one of the paragraph before goes on without a new mark."""
    start: tuple[int, int] | None = (paragraph.start, paragraph.start) if is_speaking else None
    for mark in _MARK.finditer(text, *paragraph):
        if start is None:
            if _may_open(text, paragraph, mark):
                start = mark.span()
        elif _may_close(text, paragraph, mark):
            if text[start[1] : mark.start()].strip():
                yield Quotation(Span(start[0], mark.end()), Span(start[1], mark.start()), number)
            start = None
        elif mark.group() in _OPENS and mark.group() != "“":
            continue  # a quotation inside
    if start is not None and text[start[1] : paragraph.end].strip():
        yield Quotation(Span(start[0], paragraph.end), Span(start[1], paragraph.end), number, is_open=True)


def _may_open(text: str, paragraph: Span, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if mark.group() in _OPENS or mark.group() == "``":
        return True
    if mark.group() == _STRAIGHT or mark.group() == "''":
        return not before.isdigit() and (not before.isalnum() or after.isalnum())
    return mark.group() == "»" and after.isalpha() and not before.isalnum()  # »so«


def _may_close(text: str, paragraph: Span, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if mark.group() in _CLOSES or mark.group() == "''":
        return True
    if mark.group() == _STRAIGHT:
        return not (after.isalnum() and before.isspace())
    return mark.group() in "“«" and (not before.isspace()) and not after.isalnum()  # „so“, »so«


def _closes_later(text: str, following: Sequence[Span]) -> bool:
    """Whether the first mark of the next paragraph closes a quotation that was opened before."""
    for paragraph in following:
        marks = list(_MARK.finditer(text, *paragraph))
        if marks and marks[0].start() > paragraph.start:
            return bool(text[marks[0].start() - 1].strip()) and _may_close(text, paragraph, marks[0])
    return False


def _goes_on(text: str, following: Sequence[Span]) -> bool:
    return any(text[p.start] in _OPENS + _STRAIGHT or text.startswith("``", p.start) for p in following)


def _singles(text: str, paragraph: Span, number: int) -> Iterator[Quotation]:
    """Quotations in single marks, for paragraphs that use them alone; apostrophes are left in peace."""
    start: int | None = None
    for mark in _SINGLE.finditer(text, *paragraph):
        opens = text[mark.end() : mark.end() + 1].isalnum() and not text[mark.start() - 1 : mark.start()].isalnum()
        opens = (opens and text[mark.start() - 1 : mark.start()] not in ".,!?…;") or mark.start() == paragraph.start
        if opens and start is None:
            start = mark.start()
        elif start is not None and not opens and _closes_single(text, mark, paragraph):
            found = Quotation(Span(start, mark.end()), Span(start + 1, mark.start()), number)
            if len(found.words(text)) >= MIN_SINGLE_WORDS:
                yield found
            start = None


def _closes_single(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """Not the apostrophe of "the workers' rights": punctuation stands on one side of the mark."""
    after = text[mark.end() : mark.end() + 1] if mark.end() < paragraph.end else "."
    return text[mark.start() - 1] in ".,!?…;" or after in ".,!?…;:)–—"
