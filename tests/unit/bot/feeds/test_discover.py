"""Where a page's feeds are."""

import pytest

from bot.feeds.discover import MAX_FEED_LINKS, FeedLink, common_feed_urls, find_feed_links, page_url

URL = "https://example.org/news/"


def links(page: str) -> list[FeedLink]:
    return find_feed_links(page.encode(), url=URL)


def alternate(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_declared_feeds_are_found_in_order_with_their_titles() -> None:
    page = (
        "<html><head>"
        + alternate("/all.xml", "All &amp; more")
        + alternate("x", "X", "application/atom+xml")
        + "</head>"
    )
    assert links(page) == [FeedLink("https://example.org/all.xml", "All & more"), FeedLink(URL + "x", "X")]


def test_base_and_upper_case_and_charset_are_understood() -> None:
    page = '<BASE href="https://cdn.example.org/"><LINK REL="Alternate" TYPE="application/RSS+xml; charset=utf-8" HREF=feed>'
    assert links(page) == [FeedLink("https://cdn.example.org/feed", "")]


def test_other_alternates_are_no_feeds() -> None:
    assert (
        links(alternate("/de", kind="text/html") + '<link rel="stylesheet" type="application/rss+xml" href="/x">') == []
    )


def test_links_in_the_text_count_where_none_is_declared() -> None:
    assert links('<a href="/world/rss.xml">World</a> <a href="/about">About</a>') == [
        FeedLink("https://example.org/world/rss.xml", "World")
    ]
    assert links(alternate("/a.xml") + '<a href="/rss">RSS</a>') == [FeedLink("https://example.org/a.xml", "")]


def test_comment_feeds_come_only_where_there_is_nothing_else() -> None:
    comments = alternate("/comments/feed", "Comments")
    assert [link.url for link in links(alternate("/feed") + comments)] == ["https://example.org/feed"]
    assert [link.url for link in links(comments)] == ["https://example.org/comments/feed"]


def test_a_feed_declared_twice_is_one_choice_and_choices_are_few() -> None:
    assert len(links(alternate("/feed") * 3)) == 1
    assert len(links("".join(alternate(f"/{n}") for n in range(99)))) == MAX_FEED_LINKS


@pytest.mark.parametrize("page", [b"", b"\x00\xff\xfe", b"plain", b'<link rel="alternate" type="application/rss+xml">'])
def test_pages_without_feeds_have_none(page: bytes) -> None:
    assert find_feed_links(page, url=URL) == []


def test_hostile_addresses_are_left_out() -> None:
    assert links(alternate("javascript:alert(1)") + alternate("http://[::1")) == []


def test_common_paths_start_near_the_page() -> None:
    assert common_feed_urls("https://example.org/blog/")[:2] == [
        "https://example.org/blog/feed",
        "https://example.org/feed",
    ]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (" example.org ", "https://example.org"),
        ("example.org/rss", "https://example.org/rss"),
        ("http://example.org", "http://example.org"),
        ("feed:https://example.org/rss", "https://example.org/rss"),
        ("<https://example.org>", "https://example.org"),
        ("two words.org", None),
        ("word", None),
        ("ftp://example.org", None),
        ("javascript:alert(1).x", None),
        ("", None),
    ],
)
def test_what_people_type_becomes_an_address(typed: str, url: str | None) -> None:
    assert page_url(typed) == url
