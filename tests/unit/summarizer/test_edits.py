"""Changes to a sentence, kept as data."""

from summarizer.document import Span
from summarizer.edits import Edit, apply, outside

TEXT = "Before. She said that it rained. After."
SENTENCE = Span(8, 32)


def test_edits_replace_cut_and_insert_in_text_order() -> None:
    edits = [Edit(Span(16, 21)), Edit(Span(31, 31), " a lot"), Edit(Span(8, 11), "Ann Reed")]

    assert apply(TEXT, SENTENCE, edits) == "Ann Reed said it rained a lot."


def test_of_two_that_overlap_the_first_wins() -> None:
    assert apply(TEXT, SENTENCE, [Edit(Span(12, 21), "swore"), Edit(Span(8, 16), "Ann Reed said")]) == (
        "Ann Reed said that it rained."
    )


def test_edits_outside_the_span_do_nothing() -> None:
    assert apply(TEXT, SENTENCE, [Edit(Span(0, 9), "X"), Edit(Span(30, 34), "Y")]) == "She said that it rained."


def test_neighbors_do_not_overlap() -> None:
    edits = [Edit(Span(8, 11), "He"), Edit(Span(11, 16))]

    assert apply(TEXT, SENTENCE, edits) == "He that it rained."
    assert outside(edits, [Span(0, 8), Span(16, 21)]) == edits
    assert outside(edits, [Span(15, 17)]) == edits[:1]
