"""Changes to a sentence, kept as data: what is cut or put in where, so that they can be checked first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.document import Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `text` in the place of `span` (document offsets); an empty span inserts, an empty text cuts."""

    span: Span
    text: str = ""


def apply(text: str, span: Span, edits: Iterable[Edit]) -> str:
    """The characters of `span` with the edits made, the first of two that overlap winning.

    >>> apply("She said it rained.", Span(0, 19), [Edit(Span(0, 3), "Ann Reed")])
    'Ann Reed said it rained.'
    """
    pieces, at = [], span.start
    for edit in sorted(edits):
        if edit.span.start < at or edit.span.end > span.end:
            continue
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at : span.end]])


def outside(edits: Iterable[Edit], protected: Sequence[Span]) -> list[Edit]:
    """The edits that touch none of the protected spans."""
    return [e for e in edits if not any(e.span.overlaps(p) for p in protected)]
