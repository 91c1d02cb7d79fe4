import itertools

from summarizer.attribution.quotes import find_quotations
from summarizer.layout import split_paragraphs


def quoted(text: str) -> list[str]:
    return [q.inner.of(text) for q in find_quotations(text, split_paragraphs(text))]


def test_marks_of_every_kind_are_found() -> None:
    for opening, closing in ('""', "“”", "«»", "„“", "»«", '"”', '“"'):
        assert quoted(f"She said {opening}we are here{closing} and left.") == ["we are here"], opening + closing


def test_a_quotation_that_is_not_closed_goes_on_in_the_next_paragraph() -> None:
    text = "“One came.\n\n“Two came,” she said."
    first, second = find_quotations(text, split_paragraphs(text))
    assert (first.is_open, second.is_open) == (True, False)


def test_a_quotation_may_go_on_without_a_new_mark() -> None:
    assert quoted('He said, "One came.\n\nTwo came." Then he left.') == ["One came.", "Two came."]


def test_inches_and_apostrophes_open_nothing() -> None:
    assert quoted("The 5\" pipe is the workers' own, isn't it?") == []


def test_single_marks_enclose_speech_but_no_single_words() -> None:
    assert quoted("‘The workers’ rights come first,’ she said of the ‘plan’.") == ["The workers’ rights come first,"]


def test_quotations_neither_overlap_nor_leave_their_paragraph() -> None:
    text = '"A b" c "d e\n\nf" g "h" “i ”j” k\n\n"l"'
    paragraphs = split_paragraphs(text)
    found = find_quotations(text, paragraphs)
    assert all(paragraphs[q.paragraph].contains(q.span) for q in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
