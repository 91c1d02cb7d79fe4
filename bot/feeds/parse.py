"""Bytes to a feed. Pure, but hostile bytes can hang feedparser: run it in a child process with a deadline."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.articles.address_key import build_address_key
from bot.feeds.markup import clean_text, clean_title

MAX_FEED_BYTES = 2_000_000  # of one document; feedparser takes a second for it, and more for what is broken
MAX_FEED_END_BYTES = 10_000  # behind its last entry
MAX_ENTRIES = 2_000  # of one document; the first of a longer one
MAX_URL_CHARS = 2_000
MAX_GUID_CHARS = 500
MAX_TTL = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a feed document, cleaned."""

    entry_id: str  # tells entries of one feed apart: guid, else link, else title; see `_identify`
    title: str  # one line; may be ""
    text: str  # plain text of the body, paragraphs apart by blank lines; may be ""
    url: str | None = None  # absolute, http or https
    author: str | None = None
    published: datetime | None = None  # aware UTC, as the feed claims; may be absurd
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What one fetch of a feed holds."""

    title: str
    entries: tuple[ParsedEntry, ...]  # in the document's order
    site_url: str | None = None
    language: str | None = None  # ISO 639-1
    ttl: timedelta = timedelta(0)


def parse_feed(data: bytes, *, url: str, content_type: str = "") -> ParsedFeed | None:
    """The feed in a document; None where it is not a feed.

    Args:
        url: where the document came from; relative links start there.
        content_type: of the answer, for its charset.
    """
    import feedparser

    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    parsed = feedparser.parse(
        BytesIO(_beginning(data.lstrip())), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        return None
    feed = parsed.feed
    site_url = _absolute(feed.get("link"), url)
    entries = [_entry(raw, base=url) for raw in parsed.entries[:MAX_ENTRIES]]
    return ParsedFeed(
        title=clean_title(feed.get("title", "")) or urlsplit(url).hostname or url,
        entries=tuple(_identify(entries, site_url)),
        site_url=site_url,
        language=_language(feed.get("language")),
        ttl=_ttl(feed.get("ttl")),
    )


def _beginning(data: bytes) -> bytes:
    """Of a gigantic document the entries that fit, then its own end: feeds begin with what is new.

    Without that end it would be read again by feedparser's parser for broken feeds, which is far slower.
    """
    if len(data) <= MAX_FEED_BYTES:
        return data
    for close in (b"</item>", b"</entry>"):
        if (cut := data.rfind(close, 0, MAX_FEED_BYTES)) >= 0:
            return data[: cut + len(close)] + data[data.rfind(close) + len(close) :][:MAX_FEED_END_BYTES]
    return data[:MAX_FEED_BYTES]


def _entry(raw: Any, *, base: str) -> ParsedEntry:
    """An entry whose `entry_id` is its guid as given, "" where there is none."""
    bodies = [raw.get("summary") or "", *(part.get("value") or "" for part in raw.get("content", ()))]
    text = clean_text(max(bodies, key=len))
    return ParsedEntry(
        entry_id=_storable(str(raw.get("id") or ""))[:MAX_GUID_CHARS],
        title=clean_title(raw.get("title", "")) or first_words(text),
        text=text,
        url=_absolute(raw.get("link"), base),
        author=clean_title(raw.get("author") or "") or None,
        published=_moment(raw.get("published_parsed")),
        updated=_moment(dict.get(raw, "updated_parsed")),  # its own get() answers with `published`,
    )


def _identify(entries: Iterable[ParsedEntry], site_url: str | None) -> list[ParsedEntry]:
    """Give each entry an id of its own and leave repeated ones out.

    A guid counts only where different links do not share it: broken feeds give every entry the guid of the home page.
    """
    entries = [entry for entry in entries if entry.entry_id or entry.url or entry.title]
    links = {(entry.entry_id, build_address_key(entry.url)) for entry in entries if entry.entry_id and entry.url}
    shared = {guid for guid, count in Counter(guid for guid, _link in links).items() if count > 1}
    found: dict[str, ParsedEntry] = {}
    for entry in entries:
        guid = "" if entry.entry_id in shared or entry.entry_id == site_url else entry.entry_id
        own_link = build_address_key(entry.url) if entry.url and entry.url != site_url else ""
        entry_id = guid or own_link or f"{entry.title} {entry.published or ''}".strip()
        found.setdefault(entry_id, replace(entry, entry_id=entry_id))
    return list(found.values())


def _storable(text: str) -> str:
    """Without what a database refuses or a log cannot show: NUL, lone surrogates, control characters."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _absolute(link: Any, base: str) -> str | None:
    try:
        url = urljoin(base, str(link or "").strip())
        is_web = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return None
    return url if link and is_web and len(url) <= MAX_URL_CHARS and url.isprintable() else None


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _ttl(minutes: Any) -> timedelta:
    try:
        return min(MAX_TTL, timedelta(minutes=max(0, int(minutes))))
    except (TypeError, ValueError, OverflowError):
        return timedelta(0)


def _language(tag: Any) -> str | None:
    code = str(tag or "").replace("_", "-").partition("-")[0].strip().lower()
    return code if len(code) == 2 and code.isalpha() else None


def first_words(text: str) -> str:
    """A title for an entry that has none, as posts of people and channels."""
    line = text.partition("\n")[0]
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + "…"
