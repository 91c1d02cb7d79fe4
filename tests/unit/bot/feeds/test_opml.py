"""Lists of feeds as files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.markup import clean_title
from bot.feeds.opml import MAX_DEPTH, MAX_FEEDS, MAX_OPML_BYTES, OpmlFeed, build_opml, parse_opml

_TITLES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(clean_title)
_FEEDS = st.builds(
    OpmlFeed,
    url=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9&?=%+]{0,12}", fullmatch=True),
    title=_TITLES,
    site_url=st.none() | st.just("https://example.org/?a=1&b=2"),
    folder=st.lists(_TITLES.filter(bool), max_size=3).map(tuple),
)


def opml(*outlines: str) -> bytes:
    return f'<opml version="1.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(_FEEDS, unique_by=lambda feed: feed.url, max_size=8))
def test_export_then_import_is_the_identity(feeds: list[OpmlFeed]) -> None:
    back = parse_opml(build_opml(feeds))
    assert (sorted(back.feeds, key=lambda f: f.url), back.problems) == (sorted(feeds, key=lambda f: f.url), ())
    assert build_opml(back.feeds) == build_opml(parse_opml(build_opml(back.feeds)).feeds)


def test_feeds_of_one_folder_keep_their_order() -> None:
    feeds = [OpmlFeed(f"https://example.org/{n}", f"T{n}", folder=("News",)) for n in range(9)]
    assert parse_opml(build_opml(feeds)).feeds == tuple(feeds)


def test_folders_attributes_and_titles_are_read_as_others_write_them() -> None:
    data = opml(
        '<outline text="Tech"><outline text="A &lt;b&gt;blog&lt;/b&gt;" xmlURL=" https://a.example/rss "/></outline>',
        '<outline type="rss" title="B" xmlUrl="http://b.example/" htmlUrl="http://b.example"/>',
    )
    assert parse_opml(data).feeds == (
        OpmlFeed("https://a.example/rss", "A blog", None, ("Tech",)),
        OpmlFeed("http://b.example/", "B", "http://b.example"),
    )


def test_bad_addresses_and_duplicates_are_told_one_by_one() -> None:
    data = opml(
        '<outline text="A" xmlUrl="https://a.example/"/>',
        '<outline text="A again" xmlUrl="https://a.example/"/>',
        '<outline text="Evil" xmlUrl="file:///etc/passwd"/>',
        '<outline text="Odd" xmlUrl="a feed"/>',
    )
    found = parse_opml(data)
    assert len(found.feeds) == 1
    assert found.problems == (
        "A again: it is in the file twice.",
        "Evil: “file:///etc/passwd” is not a web address.",
        "Odd: “a feed” is not a web address.",
    )


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + opml(
        '<outline text="&b;" xmlUrl="https://x.example"/>'
    )
    with pytest.raises(FeedError, match="entities"):
        parse_opml(bomb)
    outside = b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + opml('<outline text="&x;"/>')
    with pytest.raises(FeedError, match="entities"):
        parse_opml(outside)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<opml>",
        b"plain words",
        b"<rss><channel/></rss>",
        b'<?xml version="1.0" encoding="nope"?><opml/>',
        b"\xff",
    ],
)
def test_what_is_no_opml_is_said(data: bytes) -> None:
    with pytest.raises(FeedError, match="not OPML"):
        parse_opml(data)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FeedError, match="too large"):
        parse_opml(b" " * (MAX_OPML_BYTES + 1))


def test_five_thousand_feeds_are_read_and_more_are_told() -> None:
    found = parse_opml(opml(*(f'<outline text="F{n}" xmlUrl="https://x.example/{n}"/>' for n in range(MAX_FEEDS + 60))))
    assert (len(found.feeds), len(found.problems), found.skipped) == (MAX_FEEDS, 50, 10)


def test_folders_nested_too_deep_are_flattened() -> None:
    deep = '<outline text="d">' * 300 + '<outline text="A" xmlUrl="https://a.example/"/>' + "</outline>" * 300
    [feed] = parse_opml(opml(deep)).feeds
    assert len(feed.folder) == MAX_DEPTH
