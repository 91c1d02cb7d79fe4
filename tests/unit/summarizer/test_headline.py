"""What an answer is called."""

from datetime import UTC, datetime

import pytest

from summarizer.document import AnnotatedDocument, Attribution, Document, Sentence, SentenceKind, Span
from summarizer.headline import MAX_HEADLINE_CHARS, build_headline, find_title
from summarizer.segment import split_sentences

SAID = "“We never sleep in here at night,” Ada Ferrant said."
TEXT = f"{SAID} “It snows a lot,” Bo Hale said."
SPEAKERS = (
    Attribution(content=(Span(1, 33),), source=Span(35, 46), cue=Span(47, 51), name="Ada Ferrant"),
    Attribution(content=(Span(54, 68),), source=Span(71, 78), cue=Span(79, 83), name="Bo Hale"),
)


def article(title: str | None, *, attributions: tuple[Attribution, ...] = SPEAKERS) -> AnnotatedDocument:
    return AnnotatedDocument(Document(TEXT, title=title), attributions=attributions)


def test_a_quotation_for_a_headline_gets_its_speaker() -> None:
    title = "“We never sleep in here”, harbor at night"
    assert build_headline([article(title)], []) == f"{title} – Ada Ferrant"


@pytest.mark.parametrize(
    "title",
    [
        "Harbor at night",
        "“We never sleep in here”: harbor at night",  # a colon leads to whoever says it
        "“We never sleep in here”, harbor chief says",
        "“We never sleep in here”, Ferrant in the harbor",
        "“We will rebuild every single pier”, harbor promise",  # nobody is known to have said that
        "“Night shift” in the harbor",  # two words are no statement
    ],
)
def test_other_headlines_stay_as_they_are(title: str) -> None:
    assert build_headline([article(title)], []) == title


def headed(headline: str) -> AnnotatedDocument:
    text = f"{headline}\n\nIt rained."
    kinds = (
        Sentence(Span(0, len(headline)), 0, SentenceKind.HEADLINE),
        Sentence(Span(len(headline) + 2, len(text)), 1),
    )
    return AnnotatedDocument(Document(text), kinds)


def test_without_a_title_the_first_line_is_the_headline() -> None:
    assert build_headline([headed("Rain in Marrow")], ["It rained."]) == "Rain in Marrow"


@pytest.mark.parametrize("prefix", ["UPDATE 1-", "CORRECTED: ", "UPDATE 2-EXCLUSIVE: "])
def test_what_an_agency_writes_before_a_headline_is_left_out(prefix: str) -> None:
    assert build_headline([headed(f"{prefix}Rain in Marrow")], []) == "Rain in Marrow"
    assert find_title(article(f"{prefix}Rain in Marrow")) == "Rain in Marrow"


def test_a_very_long_first_line_is_none() -> None:
    longest = ("word " * 60).strip()[:MAX_HEADLINE_CHARS]

    assert build_headline([headed(longest)], ["It rained."]) == longest
    assert build_headline([headed(longest + "xx")], ["It rained."]) == "It rained"


def test_without_any_headline_the_first_statement_begins_the_answer() -> None:
    fourteen = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"

    assert build_headline([article(None)], [f"{fourteen}."]) == fourteen
    assert build_headline([article(None)], [f"{fourteen.replace('twelve', 'twelve,')} fifteen."]) == (
        "one two three four five six seven eight nine ten eleven twelve …"
    )
    assert build_headline([article(None)], []) == ""


def read(text: str, title: str | None = None, day: int | None = None) -> AnnotatedDocument:
    published = datetime(2026, 5, day, tzinfo=UTC) if day else None
    return AnnotatedDocument(Document(text, title=title, published_at=published), split_sentences(text, title=title))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("UPDATE 2-Bridge closes in Marrow", "Bridge closes in Marrow"),
        ("Skip to main content", "Mayor closes bridge"),
        ("Home", "Mayor closes bridge"),
        ("Home rule for Marrow passes the council at last", "Home rule for Marrow passes the council at last"),
    ],
)
def test_a_headline_is_what_is_news(given: str, expected: str) -> None:
    assert find_title(read("Mayor closes bridge\n\nThe mayor of Marrow closed the bridge.", given)) == expected


def test_of_several_dated_documents_the_newest_gives_the_headline() -> None:
    old, new = read("It rained.", "18 dead in Marrow", 4), read("It rained.", "27 dead in Marrow", 5)
    assert build_headline([old, new], []) == "27 dead in Marrow"
    assert build_headline([new, old], []) == "27 dead in Marrow"


def test_without_dates_the_first_document_gives_the_headline() -> None:
    rain, snow = read("It rained.", "Rain in Marrow"), read("It snowed.", "Snow in Tarn")
    assert build_headline([rain, snow], []) == "Rain in Marrow"
