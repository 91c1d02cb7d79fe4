from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from summarizer.document import Span
from summarizer.spans import SpanIndex

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(pair[0], sum(pair)))
PLACED = st.lists(SPANS, max_size=30)


def going_through_all(placed: list[Span], fits: Callable[[Span], bool]) -> list[Span]:
    return sorted(span for span in placed if fits(span))


@given(PLACED, SPANS)
def test_all_that_share_a_character_are_found_in_order(placed: list[Span], span: Span) -> None:
    found = SpanIndex((p, p) for p in placed).touching(span)
    assert found == going_through_all(placed, span.overlaps)


@given(PLACED, SPANS)
def test_all_that_lie_in_a_span_are_found_in_order(placed: list[Span], span: Span) -> None:
    found = SpanIndex((p, p) for p in placed).inside(span)
    assert found == going_through_all(placed, span.contains)


@given(PLACED, SPANS)
def test_all_that_a_span_lies_in_are_found_in_order(placed: list[Span], span: Span) -> None:
    found = SpanIndex((p, p) for p in placed).around(span)
    assert found == going_through_all(placed, lambda place: place.contains(span))
