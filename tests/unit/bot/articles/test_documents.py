"""Pages and posts to documents; notes; the chain of links."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.documents import (
    build_document,
    build_post_document,
    build_provenance,
    choose_url,
    clean_line,
    order_provenances,
)
from bot.articles.notes import decide_notes, tell_age
from bot.articles.page import Page
from bot.domain import LinkPart, Origin, Provenance, TextPart
from summarizer.document import Document

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TEXT = "The harbor was reopened on Monday, said the mayor, Ann Lee. " * 60
ORIGIN = Origin("channel", "City \u202eNews", "https://t.me/citynews/7", NOW)


@pytest.mark.parametrize(
    ("page", "notes"),
    [
        (Page(TEXT), ()),
        (Page(TEXT, is_paid=True), ()),  # it says it is not free, and shows everything
        (Page("Short.", is_paid=True), ("Partial: the page shows only the first paragraphs (paywall).",)),
        (Page(TEXT, is_paid=True, is_cut=True), ("Partial: the page shows only the first paragraphs (paywall).",)),
        (Page(TEXT, is_cut=True), ("Partial: the page shows only a part of the article.",)),
        (Page(TEXT, is_shortened=True, is_cut=True), ("Partial: it is very long, so only its beginning was read.",)),
        (Page(TEXT, is_live=True), ("Live page: only its newest entries were read.",)),
        (Page(TEXT, is_translated=True), ("Machine translation: this is not the wording of the original.",)),
        (Page(TEXT, published="2026-01-01"), ()),
        (Page(TEXT, published="2025-08-01"), ("Old article: published 7 months ago.",)),
        (Page(TEXT, published="2023-03-11T00:00:00+05:00"), ("Old article: published 3 years ago.",)),
        (Page(TEXT, published="2031-01-01"), ()),
    ],
)
def test_notes_tell_how_completely_a_page_was_read(page, notes):
    assert decide_notes(page, now=NOW) == notes


def test_a_year_is_a_year():
    assert [tell_age(timedelta(days=days)) for days in (180, 360, 500, 600)] == [
        "6 months",
        "a year",
        "a year",
        "2 years",
    ]


def test_english_is_not_believed_other_languages_are():
    """Templates declare English when nobody thought about it."""
    assert build_document(Page(TEXT, language="en"), url=None, now=NOW).language is None
    assert build_document(Page(TEXT, language="uk"), url=None, now=NOW).language == "uk"


def test_names_are_one_clean_line():
    page = Page(TEXT, title="A\u202e title\n of\u200b two\x07 lines ", author="x" * 500, publisher=" ")
    document = build_document(page, url=None, now=NOW)
    assert document.title == "A title of two lines"
    assert document.author is not None
    assert (len(document.author), document.author[-1]) == (120, "…")
    assert document.publisher is None
    assert build_post_document("x", origin=ORIGIN).publisher == "City News"


def test_joiners_inside_words_and_emoji_stay():
    assert clean_line("می\u200cخواهم 👩\u200d🚀", most=50) == "می\u200cخواهم 👩\u200d🚀"


@pytest.mark.parametrize(
    ("final", "canonical", "shown"),
    [
        ("https://example.org/a?utm_source=x", "https://example.org/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://www.example.org/a", "https://www.example.org/a"),
        ("https://amp.example.org/a", "http://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://evil.example.net/a", "https://example.org/a"),
        ("https://example.org/a", "https://example.org.evil.net/a", "https://example.org/a"),
        ("https://example.org/a", "javascript:alert(1)", "https://example.org/a"),
        ("https://example.org/a", "https://example.org/", "https://example.org/a"),
        ("https://example.org/a", None, "https://example.org/a"),
        ("https://m.org/a", "https://org/a", "https://m.org/a"),
    ],
)
def test_the_address_shown_is_the_pages_own(final, canonical, shown):
    assert choose_url(final, canonical) == shown


def test_every_known_link_of_the_chain_is_told_once():
    document = build_document(Page(TEXT), url="https://example.org/a", now=NOW)
    link = build_provenance(LinkPart("https://example.org/a?utm_source=tg", ORIGIN), document)
    assert (link.origin, link.links) == (ORIGIN, ("https://t.me/citynews/7", "https://example.org/a"))
    post = TextPart(TEXT, ORIGIN, ("https://example.org/source", "https://t.me/citynews/7"))
    assert build_provenance(post, build_post_document(TEXT, origin=ORIGIN)).links == (
        "https://t.me/citynews/7",
        "https://example.org/source",
    )
    assert build_provenance(TextPart(TEXT), build_post_document(TEXT, origin=None)).links == ()


def test_provenances_follow_their_documents() -> None:
    first, second, twin = Document("a", url="https://a.example/"), Document("b"), Document("c")
    known = [Provenance(links=(name,)) for name in ("first", "second", "twin")]
    told = [second, Document("cleaned"), first, Document("new", author="Nobody")]
    ordered = order_provenances([first, second, twin], known, told)
    assert [provenance.links for provenance in ordered] == [("second",), ("twin",), ("first",), ()]
