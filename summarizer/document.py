"""Documents and what is found in them: spans, sentences, attributions.

Every offset in the project is a half-open range of characters (Python string indices) into `Document.text`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

MAX_REACH = 4000  # characters from the first to the last part of an attribution: a quotation of some paragraphs


class Span(NamedTuple):
    """A half-open range of character offsets, `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` inside this span."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether at least one character belongs to both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, and what is known of where it comes from.

    `text` may begin with its title; a title line is recognized and is never told as a statement.
    """

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None  # the outlet's name, as it calls itself
    author: str | None = None
    published_at: datetime | None = None  # aware
    language: str | None = None  # ISO 639-1; None: to be detected
    notes: tuple[str, ...] = ()  # what a reader must know: "Partial: only two paragraphs were readable."


class SentenceKind(StrEnum):
    """What part a sentence plays in its document."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    BODY = "body"
    BULLET = "bullet"
    BOILERPLATE = "boilerplate"  # bylines, picture credits, "read also", cookie lines


class Quote(StrEnum):
    """How a claim is reported."""

    DIRECT = "direct"  # at least nine tenths of the content's letters stand in quotation marks
    INDIRECT = "indirect"
    MIXED = "mixed"  # some of it does


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `span` has no blanks at its edges."""

    span: Span
    paragraph: int  # index of its paragraph, from 0
    kind: SentenceKind = SentenceKind.BODY


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) reports what (content), and by which words (cue).

    `source` is what stands in the text: a name, "She", "the report". `name` is the name a reader would use, None where
    it cannot be told; `name_span` is where the text gives that name, None where `source` itself does.
    """

    content: tuple[Span, ...]  # in order; several when the cue interrupts it
    source: Span | None = None
    cue: Span | None = None
    quote: Quote = Quote.INDIRECT
    name: str | None = None
    name_span: Span | None = None
    is_negative: bool = False  # "denied", "did not say"
    is_speech: bool = True  # False for beliefs and wishes: "hopes", "wants"

    @property
    def hull(self) -> Span:
        """From the first to the last character of source, cue and content."""
        parts = [*self.content, *(s for s in (self.source, self.cue) if s)]
        return Span(min(s.start for s in parts), max(s.end for s in parts))


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun that begins a sentence, and the person it means."""

    span: Span
    name: str
    name_span: Span  # where the text gives the name


SOMEBODY = "an interviewee"


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of an interview that is one side's words, its label ("A:") left out.

    `name` is None for the one who asks, SOMEBODY for a guest whose name cannot be told.
    """

    span: Span
    name: str | None = None
    name_span: Span | None = None  # where the text gives the name

    def said(self, span: Span) -> Attribution:
        """A part of the turn as its speaker's words."""
        return Attribution((span,), self.name_span, quote=Quote.DIRECT, name=self.name, name_span=self.name_span)


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A normalized document with its sentences and attributions, both in text order."""

    document: Document
    sentences: Sequence[Sentence] = field(default=())
    attributions: Sequence[Attribution] = field(default=())
    references: Sequence[Reference] = field(default=())  # in text order
    asides: Sequence[Span] = field(default=())  # what grammar allows to leave out, in text order
    turns: Sequence[Turn] = field(default=())  # in text order, apart

    @property
    def text(self) -> str:
        return self.document.text

    def attributions_near(self, span: Span) -> Sequence[Attribution]:
        """Those that begin within MAX_REACH characters before `span`, or in it; one that touches it is among them."""
        first = bisect_left(self.attributions, span.start - MAX_REACH, key=_hull_start)
        return self.attributions[first : bisect_right(self.attributions, span.end, key=_hull_start)]

    def turn_of(self, span: Span) -> Turn | None:
        """The turn of an interview that a span stands in."""
        at = bisect_right(self.turns, span.start, key=_turn_end)
        return self.turns[at] if at < len(self.turns) and self.turns[at].span.overlaps(span) else None

    def reference_at(self, place: int) -> Reference | None:
        """Whom the pronoun means that begins at a place."""
        at = bisect_left(self.references, place, key=_reference_start)
        return self.references[at] if at < len(self.references) and self.references[at].span.start == place else None

    def asides_in(self, span: Span) -> Sequence[Span]:
        """The asides that begin in a span."""
        return self.asides[bisect_left(self.asides, (span.start,)) : bisect_left(self.asides, (span.end,))]

    def sentences_of(self, part: Span) -> Sequence[Sentence]:
        """The sentences that a part stands in."""
        first = bisect_right(self.sentences, part.start, key=_sentence_end)
        return self.sentences[first : bisect_left(self.sentences, part.end, key=_sentence_start)]


def attributions_to_json(article: AnnotatedDocument) -> list[dict[str, Any]]:
    """The JSON contract of attributions: source, cue and content, each with its text and its offsets."""
    return [
        {
            "source": source | {"name": a.name} if (source := _part(article.text, a.source)) else None,
            "cue": _part(article.text, a.cue),
            "content": [_part(article.text, span) for span in a.content],
            "quote": a.quote.value,
        }
        for a in article.attributions
    ]


def _part(text: str, span: Span | None) -> dict[str, Any] | None:
    return {"text": span.of(text), "start": span.start, "end": span.end} if span else None


def _hull_start(attribution: Attribution) -> int:
    return attribution.hull.start


def _reference_start(reference: Reference) -> int:
    return reference.span.start


def _turn_end(turn: Turn) -> int:
    return turn.span.end


def _sentence_start(sentence: Sentence) -> int:
    return sentence.span.start


def _sentence_end(sentence: Sentence) -> int:
    return sentence.span.end
