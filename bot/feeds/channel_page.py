"""The public page of a Telegram channel as a feed: t.me/s/<name> lists its newest posts. Pure."""

import re
from datetime import UTC, datetime

from lxml import etree, html

from bot.feeds.markup import clean_title
from bot.feeds.parse import ParsedEntry, ParsedFeed, first_words
from summarizer.normalize import normalize

_PAGE = re.compile(r"https?://(?:t|telegram)\.me/s/(\w{4,32})/?(?:\?.*)?", re.IGNORECASE)
_NAME = re.compile(r"(?:@|(?:https?://)?(?:t|telegram)\.me/(?:s/)?)(\w{4,32})/?", re.IGNORECASE)
_WITH = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def channel_page_url(said: str) -> str | None:
    """The page of the channel that somebody names; None where it is no channel's name.

    >>> channel_page_url("@harbornews"), channel_page_url("https://t.me/harbornews")
    ('https://t.me/s/harbornews', 'https://t.me/s/harbornews')
    >>> channel_page_url("example.org") is None
    True
    """
    match = _NAME.fullmatch(said.strip())
    return f"https://t.me/s/{match[1]}" if match else None


def is_channel_page(url: str) -> bool:
    """Whether an address is such a page."""
    return bool(_PAGE.fullmatch(url))


def parse_channel_page(page: bytes) -> ParsedFeed | None:
    """The channel's posts, newest first; None where the page shows none: a private chat, a person, no such name."""
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    posts = root.xpath(f"//div[{_WITH.format('tgme_widget_message')}][@data-post]")
    titles = root.xpath("//meta[@property='og:title']/@content")
    if not posts:
        return None
    entries = [entry for post in reversed(posts) if (entry := _entry(post))]
    return ParsedFeed(title=clean_title(titles[0]) if titles else "Telegram channel", entries=tuple(entries))


def _entry(post: html.HtmlElement) -> ParsedEntry | None:
    bodies = post.xpath(f".//div[{_WITH.format('tgme_widget_message_text')}]")
    if not bodies:
        return None  # a picture without words
    for line_end in bodies[-1].iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    text = normalize(bodies[-1].text_content())
    moments = post.xpath(".//time/@datetime")
    number = post.get("data-post")
    return ParsedEntry(number, first_words(text), text, url=f"https://t.me/{number}", published=_moment(moments))


def _moment(found: list[str]) -> datetime | None:
    try:
        return datetime.fromisoformat(found[-1]).astimezone(UTC) if found else None
    except ValueError:
        return None
