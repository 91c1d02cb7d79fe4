"""The samples' outlets: what the bot finds there."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.demo.outlets import Article, render_feed, render_front_page, render_page
from bot.demo.samples import Sample
from bot.feeds.discover import find_feed_links
from bot.feeds.parse import parse_feed

AT = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
SAMPLE = Sample("fees", 'Fees <b>rise</b> & "fall"\n\nLead & more.\n\nThe rest.', "Wire", "wire", "Ann O'Neil", "")
ARTICLES = [Article(SAMPLE, AT), Article(replace(SAMPLE, name="other"), AT)]


def test_a_page_names_its_outlets_feed() -> None:
    for page in (render_page(ARTICLES[0]), render_front_page(ARTICLES)):
        links = find_feed_links(page.encode(), url="http://wire.example/fees")
        assert [(link.url, link.title) for link in links] == [("http://wire.example/feed.xml", "Wire")]


def test_the_feed_holds_every_article_with_its_first_paragraph() -> None:
    feed = parse_feed(render_feed(ARTICLES).encode(), url="http://wire.example/feed.xml")
    assert feed.title == "Wire"
    assert [entry.url for entry in feed.entries] == ["http://wire.example/fees", "http://wire.example/other"]
    first = feed.entries[0]
    assert (first.text, first.published, first.author) == ("Lead & more.", AT, "Ann O'Neil")


def test_an_article_never_becomes_markup() -> None:
    page = render_page(ARTICLES[0])
    assert "<b>" not in page
    assert "Fees &lt;b&gt;rise&lt;/b&gt; &amp; &quot;fall&quot;" in page
