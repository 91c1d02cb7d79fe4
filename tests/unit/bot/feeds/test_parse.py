"""Feeds as the web has them: broken, empty, hostile to readers, in any charset."""

import io
import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.feeds.markup import clean_title
from bot.feeds.parse import MAX_ENTRIES, MAX_FEED_BYTES, ParsedFeed, parse_feed

URL = "https://example.org/feeds/news.xml"


def rss(*items: str, head: str = "") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>News</title>{head}{body}</channel></rss>'.encode()


def parsed(data: bytes, content_type: str = "") -> ParsedFeed:
    feed = parse_feed(data, url=URL, content_type=content_type)
    assert feed is not None
    return feed


def test_rss_gives_title_link_text_author_and_date() -> None:
    [entry] = parsed(
        rss(
            "<title>A vote</title><link>https://example.org/a</link><guid>tag:1</guid>"
            "<description>&lt;p&gt;The council voted.&lt;/p&gt;</description><author>Ann Lee</author>"
            "<pubDate>Fri, 01 May 2026 08:00:00 +0200</pubDate>"
        )
    ).entries
    assert (entry.entry_id, entry.title, entry.url) == ("tag:1", "A vote", "https://example.org/a")
    assert (entry.text, entry.author) == ("The council voted.", "Ann Lee")
    assert entry.published == datetime(2026, 5, 1, 6, tzinfo=UTC)


def test_atom_content_is_taken_before_its_shorter_summary() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-AT"><title>Blatt</title>
      <link href="https://example.org/"/><entry><id>u:1</id>
      <title type="html">R&amp;lt;b&amp;gt;at&amp;lt;/b&amp;gt;</title>
      <link href="/a?b=1"/><updated>2026-05-01T08:00:00Z</updated><summary>Kurz.</summary>
      <content type="html">&lt;p&gt;Der Rat hat beschlossen.&lt;/p&gt;</content></entry></feed>"""
    feed = parsed(atom)
    assert (feed.title, feed.site_url, feed.language) == ("Blatt", "https://example.org/", "de")
    [entry] = feed.entries
    assert (entry.title, entry.url, entry.text) == ("Rat", "https://example.org/a?b=1", "Der Rat hat beschlossen.")
    assert entry.updated == datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"<html><head><title>Not a feed</title></head><body><p>Hi</p></body></html>", b"\x00\xff", b"{}"],
)
def test_what_is_no_feed_is_none(data: bytes) -> None:
    assert parse_feed(data, url=URL) is None


def test_an_empty_feed_is_a_feed() -> None:
    assert parsed(rss()).entries == ()


def test_a_cut_document_gives_the_entries_before_the_cut() -> None:
    whole = rss(*(f"<title>T{n}</title><guid>{n}</guid>" for n in range(10)))
    assert len(parsed(whole[: whole.index(b"T9")]).entries) >= 9


def test_blank_lines_before_the_declaration_do_not_matter() -> None:
    assert len(parsed(b'\n\n<?xml version="1.0"?>' + rss("<title>A</title>")).entries) == 1


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "", ""),
        ("windows-1251", "windows-1251", ""),
        ("windows-1251", "", "text/xml; charset=windows-1251"),
        ("utf-16", "utf-16", ""),
    ],
)
def test_the_charset_is_found(encoding: str, declared: str, header: str) -> None:
    xml = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    data = (xml + rss("<title>Рада проголосувала</title>").decode()).encode(encoding)
    assert parsed(data, header).entries[0].title == "Рада проголосувала"


def test_relative_links_start_at_the_feed() -> None:
    assert parsed(rss("<title>A</title><link>../a</link>")).entries[0].url == "https://example.org/a"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1", "mailto:a@b.org"])
def test_links_that_are_no_web_page_are_dropped(link: str) -> None:
    assert parsed(rss(f"<title>A</title><link>{link}</link><guid>x</guid>")).entries[0].url is None


def test_entries_with_one_guid_but_different_links_stay_apart() -> None:
    same = "<guid>https://example.org/</guid>"
    feed = parsed(rss(*(f"<title>T{n}</title><link>https://example.org/{n}</link>{same}" for n in range(3))))
    assert [entry.entry_id for entry in feed.entries] == [f"example.org/{n}" for n in range(3)]


def test_an_entry_repeated_in_one_document_counts_once() -> None:
    assert len(parsed(rss(*["<title>A</title><guid>1</guid><link>https://example.org/a</link>"] * 4)).entries) == 1


def test_an_entry_without_guid_goes_by_its_link_and_one_without_link_by_its_title() -> None:
    feed = parsed(rss("<title>A</title><link>https://www.example.org/a/?utm_source=rss</link>", "<title>B</title>"))
    assert [entry.entry_id for entry in feed.entries] == ["example.org/a", "B"]


def test_ids_and_links_hold_nothing_that_a_database_refuses() -> None:
    [entry] = parsed(rss("<title>A</title><guid>a\x00b\x1b</guid><link>https://example.org/\x07</link>")).entries
    assert entry.entry_id.isprintable() and (entry.url is None or entry.url.isprintable())


def test_an_entry_with_nothing_in_it_is_left_out() -> None:
    assert [entry.title for entry in parsed(rss("<category>x</category>", "<title>A</title>")).entries] == ["A"]


def test_a_post_without_title_is_called_by_its_first_words() -> None:
    [entry] = parsed(rss(f"<guid>1</guid><description>{'word ' * 40}</description>")).entries
    assert entry.title == "word " * 15 + "word…"


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Foo 20266 99:99:99"])
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert parsed(rss(f"<title>A</title><pubDate>{date}</pubDate>")).entries[0].published is None


def test_ttl_is_read_and_capped() -> None:
    assert parsed(rss(head="<ttl>120</ttl>")).ttl == timedelta(hours=2)
    assert parsed(rss(head="<ttl>99999999999</ttl>")).ttl == timedelta(hours=24)
    assert parsed(rss(head="<ttl>soon</ttl>")).ttl == timedelta(0)


def test_a_gigantic_feed_is_cut() -> None:
    assert len(parsed(rss(*(f"<guid>{n}</guid>" for n in range(MAX_ENTRIES + 5)))).entries) == MAX_ENTRIES


@pytest.mark.parametrize(
    ("head", "close"),
    [("<rss version='2.0'><channel>", "</item>"), ("<feed xmlns='http://www.w3.org/2005/Atom'>", "</entry>")],
)
def test_of_a_gigantic_document_the_first_entries_are_read(head: str, close: str) -> None:
    entry = f"{close.replace('/', '')}<title>T</title><id>{{}}</id><summary>{'word ' * 20_000}</summary>{close}"
    end = "</channel></rss>" if "rss" in head else "</feed>"
    data = head + "".join(entry.format(n) for n in range(25)) + end
    assert len(parsed(data.encode()).entries) == (MAX_FEED_BYTES - len(head)) // len(entry.format(10))


def test_a_gigantic_entry_is_read_as_far_as_may_be() -> None:
    data = f"<rss version='2.0'><channel><item><title>T</title><description>{'word ' * 500_000}"
    assert [entry.title for entry in parsed(data.encode()).entries] == ["T"]


def test_external_entities_are_not_read(tmp_path: object) -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in repr(parsed(xml + rss("<title>A&e;</title>")))


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title>B</title>
<entry><id>1</id><title>A &amp; b</title><link href="a"/><published>2026-05-01T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title></channel><item><title>One</title>
<link>https://example.org/1</link><dc:date>2026-05-01</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>"""


@settings(max_examples=150, deadline=None)
@given(
    whole=st.sampled_from([rss("<title>A</title><guid>1</guid>", "<title>B</title>"), ATOM, RDF]),
    at=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.binary(max_size=12) | st.sampled_from([b"<", b"]]>", b"&#0;", b"\xff\xfe", b"<!DOCTYPE x>", b"<![CDATA["]),
)
def test_no_damage_crashes_the_parser_or_hides_entries_that_feedparser_finds(
    whole: bytes, at: float, cut: int, put: bytes
) -> None:
    where = int(at * len(whole))
    damaged = whole[:where] + put + whole[where + cut :]
    feed = parse_feed(damaged, url=URL)
    found = feedparser.parse(io.BytesIO(damaged)).entries
    told = [
        entry for entry in found if entry.get("id") or entry.get("link") or entry.get("title") or entry.get("summary")
    ]
    assert bool(feed and feed.entries) or not any(clean_title(entry.get("title", "")) for entry in told)
    json.dumps(TypeAdapter(ParsedFeed | None).dump_python(feed, mode="json")).encode("utf-8")
