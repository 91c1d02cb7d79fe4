"""What a chat shows for a Summary."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.rules import checked_text
from bot.domain import FormattedText, Origin, Provenance
from bot.telegram.render import MAX_FURTHER_LINKS, render_evidence, render_summary
from bot.telegram.rich_text import clean_field, utf16_units
from summarizer.document import Document, Quote, Span
from summarizer.summary import Citation, Kind, Statement, StatementAttribution, Summary

URL = "https://harborwire.example.org/bridge"


def document(**fields: object) -> Document:
    published_at = datetime(2026, 5, 3, 9, tzinfo=UTC)
    known = Document("...", url=URL, publisher="Harbor Wire", author="Jana Orel", published_at=published_at)
    return replace(known, **fields)  # type: ignore[arg-type]


def statement(text: str, *passages: str, source: str = "", number: int = 1, url: str | None = URL) -> Statement:
    said = (StatementAttribution(source, source, "said", Quote.INDIRECT),) if source else ()
    cited = tuple(Citation(number, Span(0, len(p)), p, url) for p in passages)
    return Statement(text, Kind.REPORTED if said else Kind.STATED, said, cited)


def summary(
    *statements: Statement, headline: str = "Bridge closed", documents: Sequence[Document] = (document(),)
) -> Summary:
    return Summary(headline, "en", "test", 0.1, tuple(documents), statements)


def marked(message: FormattedText, kind: str) -> list[str]:
    units = message.text.encode("utf-16-le")
    return [
        units[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in message.entities if e.type == kind
    ]


def links(message: FormattedText) -> dict[str, str | None]:
    urls = [entity.url for entity in message.entities if entity.type == "text_link"]
    return dict(zip(marked(message, "text_link"), urls, strict=True))


def test_one_document_gets_one_source_line_and_no_numbers() -> None:
    (message,) = render_summary(summary(statement("Mayor Vell said it stays shut.", "x"), statement("It rained.", "y")))
    assert message.text == (
        "Bridge closed\n\n"
        "•\u00a0Mayor Vell said it stays shut.\n"
        "•\u00a0It rained.\n\n"
        "Source: Harbor Wire – Jana Orel, 3 May 2026"
    )
    assert links(message) == {"Bridge closed": URL, "Harbor Wire": URL}


def test_the_speaker_is_bold_in_the_statement() -> None:
    (message,) = render_summary(summary(statement("It stays shut, Mayor Vell said.", "x", source="Mayor Vell")))
    assert marked(message, "bold") == ["Bridge closed", "Mayor Vell"]


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("the commander of the coast guard, Captain Lena Hartog", "Captain Lena Hartog"),
        ("The North Quay Institute, a think tank", "North Quay Institute"),
        ("officials, who asked not to be named", "Officials"),
        ("somebody else entirely", None),
        ("a very long description of somebody who has no name", None),
    ],
)
def test_only_the_name_of_a_speaker_is_bold(source: str, bold: str | None) -> None:
    text = (
        "Officials, who asked not to be named, told the commander of the coast guard, Captain Lena Hartog, and the North "
        "Quay Institute, a think tank, of a very long description of somebody who has no name."
    )
    (message,) = render_summary(summary(statement(text, "x", source=source)))
    assert marked(message, "bold")[1:] == ([bold] if bold else [])


def test_a_surname_is_bold_where_the_full_name_is_not_repeated() -> None:
    (message,) = render_summary(summary(statement("“Never,” Marlowe said.", "x", source="Tessa Marlowe")))
    assert marked(message, "bold") == ["Bridge closed", "Marlowe"]


def test_a_single_statement_has_no_bullet() -> None:
    (message,) = render_summary(summary(statement("It rained.", "y")))
    assert "•" not in message.text


def test_two_documents_are_numbered_and_each_number_opens_its_page() -> None:
    other = "https://coastdaily.example.org/1"
    both = Statement(
        "Five were hurt.", Kind.STATED, (), (Citation(2, Span(0, 1), "b", other), Citation(1, Span(0, 1), "a", URL))
    )
    documents = (document(), document(publisher=None, author=None, url=other, published_at=None, notes=("Partial.",)))
    (message,) = render_summary(summary(both, documents=documents))
    assert "Five were hurt.\u00a0[1][2]\n\n[1] Harbor Wire – Jana Orel, 3 May 2026\n[2] coastdaily.example.org" in (
        message.text
    )
    assert links(message)["[1]"] == URL
    assert links(message)["[2]"] == other
    assert marked(message, "italic") == ["[2] Partial."]


def test_documents_of_unknown_origin_are_named_by_their_title() -> None:
    nameless = Document(text="x", title="Storm hits coast")
    (message,) = render_summary(summary(statement("a"), documents=(nameless, Document(text="y"))))
    assert message.text.endswith("[1] Storm hits coast\n[2] Text without a source")


def test_a_text_of_unknown_origin_has_no_source_line() -> None:
    (message,) = render_summary(summary(statement("It rained."), documents=(Document(text="x"),)))
    assert message.text == "Bridge closed\n\nIt rained."


def test_notes_stand_under_the_headline_one_a_line() -> None:
    noted = document(notes=("Partial: two paragraphs were readable.", "Published 3 years ago."))
    (message,) = render_summary(summary(statement("It rained."), documents=(noted,)))
    assert marked(message, "italic") == ["Partial: two paragraphs were readable.", "Published 3 years ago."]
    assert message.text.startswith("Bridge closed\nPartial: two paragraphs were readable.\nPublished 3 years ago.\n\n")


def test_evidence_quotes_the_passages_and_leads_to_them() -> None:
    url = URL + "#:~:text=It%20stays"
    (message,) = render_evidence(
        summary(statement("Vell said it stays.", '"It stays," she said.', "Vell came.", url=url))
    )
    assert marked(message, "expandable_blockquote") == ['"It stays," she said.', "Vell came."]
    assert links(message) == {"Open at Harbor Wire": url}
    assert message.text.startswith('Evidence\n\nVell said it stays.\n"It stays," she said.\nOpen at Harbor Wire\n')


def test_a_statement_that_is_its_own_evidence_is_shown_once() -> None:
    (message,) = render_evidence(summary(statement("It rained.", "It rained.", url=None)))
    assert message.text == "Evidence\n\nIt rained."


def test_evidence_of_several_documents_names_the_outlet() -> None:
    documents = (document(), document(publisher="Coast Daily"))
    (message,) = render_evidence(summary(statement("a", "b", number=2, url=None), documents=documents))
    assert "b\n[2] Coast Daily" in message.text


def test_a_summary_of_nothing_is_still_a_message() -> None:
    empty = summary(statement("\u200b"), headline="\u2066 ", documents=(Document(text=""),))
    assert render_summary(empty)[0].text == "There is nothing to tell."
    assert render_evidence(summary())[0].text == "There is nothing to tell."


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[", "https://a b.org", "http://localhost/x", "ftp://a.b"]
)
def test_an_address_that_telegram_would_not_take_is_no_link(url: str) -> None:
    (message,) = render_summary(summary(statement("a"), documents=(document(url=url),)))
    assert not links(message)


def test_a_right_to_left_name_does_not_turn_the_line() -> None:
    (message,) = render_summary(summary(statement("a"), documents=(document(publisher="هاربور"),)))
    assert "Source: \u2068هاربور\u2069 – Jana Orel" in message.text


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("a\u202eb\u202c", "ab"),
        ("a\u2066b", "ab"),
        ("\u2068a\u2069", "\u2068a\u2069"),
        ("a\ud800b", "ab"),
        ("a\x00\x07b\nc", "a b c"),
        ("\u0301\u200dabc", "abc"),
        ("cafe\u0301", "café"),
        ("👩\u200d👩\u200d👧 <b>&amp;", "👩\u200d👩\u200d👧 <b>&amp;"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("a\U000e0041\U000e0001b", "ab"),
        ("x" + "\u0335" * 90, "x" + "\u0335" * 16),
        ("\u200b\u2060", ""),
    ],
)
def test_a_field_cannot_reach_beyond_itself(field: str, shown: str | None) -> None:
    assert clean_field(field) == (field if shown is None else shown)


def test_a_long_headline_is_cut_after_a_word() -> None:
    (message,) = render_summary(summary(statement("a"), headline="Word " * 100))
    assert message.text.split("\n")[0].endswith("Word…")


def test_a_long_statement_is_parted_between_sentences_outside_quotes() -> None:
    text = "The council met. " * 230 + "“" + "Never again. " * 20 + "” " + "It was over. " * 50
    messages = render_summary(summary(statement(text, "x")))
    assert len(messages) == 2
    assert messages[0].text.endswith("The council met.")
    assert messages[1].text.startswith("“Never again.")


def test_a_quote_longer_than_a_message_is_a_quote_in_both() -> None:
    messages = render_evidence(summary(statement("a", "Word " * 1500)))
    assert [len(marked(m, "expandable_blockquote")) for m in messages] == [1, 1]


def test_more_entities_than_a_message_takes_are_spread() -> None:
    messages = render_evidence(summary(*(statement(f"s{i}", "p", "q") for i in range(40))))
    assert len(messages) == 3
    assert all(len(message.entities) <= 100 for message in messages)


TURNING = ["\u202e", "\u2066", "\u2069", "ש", "ع", "\u0600"]
JOINING = ["\u200d", "\u200b", "\u0301", "\ufe0f", "🏽", "👩\u200d👧", "🇺", "🇦", "😀", "क्", "ि", "각", "\U000e0041"]
BREAKING = ["<b>", "&amp;", "\x00", "\ud83d", "\n", "\r", " ", "“", "”", '"', "e" * 40, "word "]
HOSTILE = st.sampled_from([*TURNING, *JOINING, *BREAKING])
FIELD = st.lists(HOSTILE | st.characters(), max_size=12).map("".join)
LONG = st.builds(lambda part, times: part * times, FIELD, st.sampled_from([1, 1, 40, 600]))
URLS = st.none() | st.sampled_from([URL, URL + "#:~:text=a", "javascript:x", "https://x.org/\u202e", "http://[::1"])
NAMES = st.none() | FIELD
DATES = st.none() | st.datetimes(timezones=st.just(UTC))
NOTES = st.lists(FIELD, max_size=2).map(tuple)
DOCUMENTS = st.builds(
    Document, st.just(""), title=NAMES, url=URLS, publisher=NAMES, author=NAMES, published_at=DATES, notes=NOTES
)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    documents = tuple(draw(st.lists(DOCUMENTS, min_size=1, max_size=3)))
    cite = st.builds(Citation, st.integers(1, len(documents)), st.just(Span(0, 0)), LONG, URLS)
    said = st.builds(StatementAttribution, FIELD, FIELD, FIELD, st.just(Quote.INDIRECT))
    told = st.builds(
        Statement,
        LONG,
        st.just(Kind.STATED),
        st.lists(said, max_size=2).map(tuple),
        st.lists(cite, max_size=3).map(tuple),
    )
    return summary(*draw(st.lists(told, max_size=4)), headline=draw(LONG), documents=documents)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(summaries())
def test_nothing_hostile_is_refused_or_cut_amiss(hostile: Summary) -> None:
    given_urls = {d.url for d in hostile.documents} | {c.url for s in hostile.statements for c in s.citations}
    for message in (*render_summary(hostile), *render_evidence(hostile)):
        entities = [{"type": e.type, "offset": e.offset, "length": e.length, "url": e.url} for e in message.entities]
        checked_text(message.text, entities)  # raises where Telegram would refuse
        borders = {0, *accumulate(utf16_units(grapheme) for grapheme in regex.findall(r"\X", message.text))}
        assert {e.offset for e in message.entities} | {e.offset + e.length for e in message.entities} <= borders
        assert {e.url for e in message.entities} - {None} <= given_urls
        assert message.text.count("\u2069") == sum(message.text.count(c) for c in "\u2066\u2067\u2068")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(summaries())
def test_no_statement_or_passage_is_lost(hostile: Summary) -> None:
    answer = "".join(message.text for message in render_summary(hostile))
    evidence = "".join(message.text for message in render_evidence(hostile))
    for told in hostile.statements:
        assert squeezed(clean_field(told.text)) in squeezed(answer)
        for citation in told.citations:
            assert squeezed(clean_field(citation.text, keep_newlines=True)) in squeezed(evidence)


def squeezed(text: str) -> str:
    return "".join(text.split())


POST = "https://t.me/citynews/7"


def test_the_source_line_shows_how_an_article_came() -> None:
    chain = Provenance(Origin("channel", "City News", POST), (POST, URL))
    (message,) = render_summary(summary(statement("It rained.")), (chain,))
    assert message.text.endswith("Source: you forwarded ← City News ← Harbor Wire – Jana Orel, 3 May 2026")
    assert links(message)["City News"] == POST
    assert links(message)["Harbor Wire"] == URL


def test_a_post_that_is_the_article_itself_is_named_once_with_what_it_points_to() -> None:
    post = document(url=POST, publisher="City News", author=None)
    chain = Provenance(Origin("channel", "City News", POST), (POST, "https://www.council.example/plan"))
    (message,) = render_summary(summary(statement("It rained."), documents=(post,)), (chain,))
    assert message.text.endswith("Source: you forwarded ← City News, 3 May 2026 ← council.example")
    assert links(message)["council.example"] == "https://www.council.example/plan"


def test_a_sender_who_hides_is_named_without_a_link() -> None:
    chain = Provenance(Origin("hidden_user", "Ada"), (URL,))
    (message,) = render_summary(summary(statement("It rained.")), (chain,))
    assert "you forwarded ← Ada ← Harbor Wire" in message.text
    assert "Ada" not in links(message)


def test_each_of_several_sources_has_its_own_chain() -> None:
    chains = (Provenance(), Provenance(Origin("channel", "City News", POST), (POST,)))
    (message,) = render_summary(summary(statement("a"), documents=(document(), document(url=None))), chains)
    assert "[1] Harbor Wire" in message.text
    assert "[2] you forwarded ← City News ← Harbor Wire" in message.text


def test_a_post_with_many_links_shows_some() -> None:
    urls = tuple(f"https://site{number}.example/" for number in range(9))
    chain = Provenance(Origin("channel", "City News", POST), urls)
    (message,) = render_summary(summary(statement("a")), (chain,))
    assert message.text.count(".example") == MAX_FURTHER_LINKS
