"""Whose an article is, and which feeds of a catalog are theirs."""

import pytest

from bot.domain import Origin, Provenance
from bot.feeds.decide import PollState
from bot.feeds.outlet import Outlet, find_outlets, match_feeds
from bot.storage.feeds import StoredFeed
from summarizer.document import Document
from tests.unit.bot.feeds.known_feed import known_feed

CHANNEL = Origin("channel", "City River", "https://t.me/cityriver/7")


def feed(url: str, *, site_url: str | None = None) -> StoredFeed:
    return known_feed(PollState(url), title=url, site_url=site_url)


def document(url: str | None, publisher: str | None = None) -> Document:
    return Document("It rained.", url=url, publisher=publisher)


def test_a_page_belongs_to_its_site_and_is_named_by_its_publisher() -> None:
    url = "https://www.harbor.example/pier"
    assert find_outlets([document(url, "Harbor Wire")], []) == (Outlet("Harbor Wire", url),)
    assert find_outlets([document(url)], [Provenance()]) == (Outlet("harbor.example", url),)


def test_two_articles_of_a_site_are_one_outlet() -> None:
    found = find_outlets([document("https://www.harbor.example/1"), document("https://m.harbor.example/2")], [])
    assert [one.url for one in found] == ["https://www.harbor.example/1"]


def test_the_site_comes_before_the_channel_that_posted_its_link() -> None:
    found = find_outlets([document("https://harbor.example/1")], [Provenance(CHANNEL)])
    assert [one.url for one in found] == ["https://harbor.example/1", "https://t.me/s/cityriver"]


@pytest.mark.parametrize(
    "url", ["https://t.me/cityriver/7", "https://t.me/s/CityRiver/7?single", "https://telegram.me/cityriver/7#x"]
)
def test_a_post_belongs_to_its_channel_once(url: str) -> None:
    [found] = find_outlets([document(url, "City River")], [Provenance(CHANNEL)])
    assert (found.name, found.url.lower()) == ("City River", "https://t.me/s/cityriver")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (None, None),
        ("mailto:a@b.example", None),
        ("https://[broken/", None),
        ("https://t.me/c/12345/6", Origin("channel", "Private talk")),
        ("https://t.me/rivertalk", Origin("chat", "A group", "https://t.me/rivertalk")),
        (None, Origin("user", "A friend")),
        (None, Origin("hidden_user", "A friend")),
    ],
)
def test_nobody_can_be_followed_who_has_no_public_place(url: str | None, origin: Origin | None) -> None:
    assert find_outlets([document(url)], [Provenance(origin)]) == ()


@pytest.mark.parametrize(
    ("url", "listed", "expected"),
    [
        ("https://www.harbor.example/pier", feed("https://feeds.harbor.example/rss"), True),
        ("https://www.harbor.example/pier", feed("https://cdn.example/x", site_url="https://harbor.example/"), True),
        ("https://news.harbor.example/pier", feed("https://www.harbor.example/rss"), True),
        ("https://harbor.example/", feed("https://blog.harbor.example/rss"), False),
        ("https://myharbor.example/", feed("https://harbor.example/rss"), False),
        ("https://co.example/", feed("https://feeds.co.example/rss"), True),
        ("https://t.me/s/CityRiver", feed("https://t.me/s/cityriver"), True),
        ("https://t.me/s/cityriver", feed("https://t.me/s/cityriver2"), False),
        ("https://harbor.example/", feed("https://t.me/s/harbor", site_url="https://t.me/harbor"), False),
    ],
)
def test_a_feed_of_the_catalog_belongs_to_a_page_by_host(url: str, listed: StoredFeed, *, expected: bool) -> None:
    assert match_feeds(url, [listed]) == ([listed] if expected else [])


def test_of_several_feeds_of_a_site_the_page_has_that_of_its_section() -> None:
    world = feed("https://feeds.harbor.example/w", site_url="https://harbor.example/world")
    sport = feed("https://feeds.harbor.example/s", site_url="https://harbor.example/sport/")
    front = feed("https://feeds.harbor.example/", site_url="https://harbor.example/")
    every = [world, sport, front]
    assert match_feeds("https://www.harbor.example/sport/1", every) == [sport]
    assert match_feeds("https://www.harbor.example/worldwide", every) == every
    assert match_feeds("https://www.harbor.example/", every) == every
