"""Things that stand in a text, found by their place without looking at all of them: a long text costs no more a find."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import itemgetter
from typing import Generic, TypeVar

from summarizer.document import Span

T = TypeVar("T")


class SpanIndex(Generic[T]):
    """Values by where they stand; they may overlap. Finds are in text order.

    >>> index = SpanIndex([(Span(0, 9), "claim"), (Span(4, 6), "name"), (Span(20, 24), "later")])
    >>> index.touching(Span(5, 21)), index.inside(Span(4, 30)), index.around(Span(4, 5))
    (['claim', 'name', 'later'], ['name', 'later'], ['claim', 'name'])
    """

    def __init__(self, placed: Iterable[tuple[Span, T]]) -> None:
        self._placed = sorted(placed, key=itemgetter(0))
        self._starts = [span.start for span, _ in self._placed]
        self._reach = list(accumulate((span.end for span, _ in self._placed), max))  # the furthest end up to each

    def touching(self, span: Span) -> list[T]:
        """Those that share a character with a span."""
        return [value for place, value in self._near(span) if place.overlaps(span)]

    def inside(self, span: Span) -> list[T]:
        """Those that lie wholly in a span."""
        return [value for place, value in self._near(span) if span.contains(place)]

    def around(self, span: Span) -> list[T]:
        """Those that a span lies wholly in."""
        return [value for place, value in self._near(span) if place.contains(span)]

    def _near(self, span: Span) -> list[tuple[Span, T]]:
        return self._placed[bisect_left(self._reach, span.start) : bisect_right(self._starts, span.end)]
