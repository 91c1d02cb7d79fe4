"""The catalog file, and the one that ships."""

from importlib import resources

import pytest

from bot.errors import FeedError
from bot.feeds.catalog import CatalogFeed, parse_catalog


def test_a_catalog_lists_feeds_with_what_is_said_of_them() -> None:
    said = 'title = "A"\nsite = "https://b.example/"\ncategory = "world"\nlanguage = "en"\ntrust = "x"\ndefault = true'
    text = f'[[feed]]\nurl = "https://a.example/rss"\n{said}'
    assert parse_catalog(text) == [
        CatalogFeed(
            url="https://a.example/rss",
            title="A",
            site="https://b.example/",
            category="world",
            language="en",
            trust="x",
            is_default=True,
        )
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[feed", "not TOML"),
        ('feed = "x"', "lists no feeds"),
        ('[[feed]]\ntitle = "A"', "feed 1: it has no url"),
        ('[[feed]]\nurl = "ftp://a"', "feed 1: “ftp://a” is not a web address"),
        ('[[feed]]\nurl = "https://a.example"\nurll = "x"', "“urll” is not a field"),
        ('[[feed]]\nurl = "https://a.example"\ntitle = 5', "title is not text"),
    ],
)
def test_what_is_wrong_in_it_is_said(text: str, problem: str) -> None:
    with pytest.raises(FeedError, match=problem):
        parse_catalog(text)


def test_the_starter_catalog_is_whole() -> None:
    feeds = parse_catalog(resources.files("config").joinpath("feeds.toml").read_text(encoding="utf-8"))
    assert len({feed.url for feed in feeds}) == len(feeds) >= 40
    assert all(feed.title and feed.category and feed.language and feed.trust for feed in feeds)
    assert len({feed.language for feed in feeds}) >= 8
    assert 3 <= sum(feed.is_default for feed in feeds) <= 8
