"""Passages, and the links that open a page at them."""

import pytest

from summarizer.citation import cite, text_fragment_url
from summarizer.document import Document, Span

PAGE = "https://paper.example/a"


def test_each_passage_is_cited_once_in_text_order() -> None:
    document = Document("It rained. It stopped. It froze.", url=PAGE)
    cited = cite(document, 2, [Span(23, 32), Span(0, 10), Span(3, 9), Span(0, 10)])

    assert [(c.document, c.text, c.span) for c in cited] == [
        (2, "It rained.", Span(0, 10)),
        (2, "It froze.", Span(23, 32)),
    ]
    assert cited[0].url == f"{PAGE}#:~:text=It%20rained."


@pytest.mark.parametrize(("url", "passage"), [(None, "It rained."), ("", "It rained."), (PAGE, " ")])
def test_without_a_page_or_words_there_is_no_link(url: str | None, passage: str) -> None:
    assert text_fragment_url(url, passage) is None


def test_of_a_long_passage_both_ends_are_named() -> None:
    ten, eleven = (
        "one two three four five six seven eight nine ten",
        "a one two three four five six seven eight nine ten",
    )

    assert text_fragment_url(PAGE, ten) == f"{PAGE}#:~:text={ten.replace(' ', '%20')}"
    assert (
        text_fragment_url(PAGE, eleven)
        == f"{PAGE}#:~:text=a%20one%20two%20three%20four,six%20seven%20eight%20nine%20ten"
    )


def test_what_a_text_directive_reads_as_its_own_is_encoded() -> None:
    url = text_fragment_url(PAGE, "so-called R&D, 5%")

    assert url == f"{PAGE}#:~:text=so%2Dcalled%20R%26D%2C%205%25"


def test_a_fragment_of_the_page_stays() -> None:
    assert text_fragment_url(f"{PAGE}#live", "Rain.") == f"{PAGE}#live:~:text=Rain."
