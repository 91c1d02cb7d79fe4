"""What runs in the child process: bytes in, JSON out."""

from typing import Any

from pydantic import TypeAdapter

from bot.feeds.channel_page import is_channel_page, parse_channel_page
from bot.feeds.discover import FeedLink, find_feed_links
from bot.feeds.opml import OpmlFile, parse_opml
from bot.feeds.parse import ParsedFeed, parse_feed


def feed(data: bytes, *, url: str, content_type: str) -> Any:
    """See parse_feed."""
    is_channel = is_channel_page(url)
    parsed = parse_channel_page(data) if is_channel else parse_feed(data, url=url, content_type=content_type)
    return TypeAdapter(ParsedFeed | None).dump_python(parsed, mode="json")


def links(data: bytes, *, url: str) -> Any:
    """See find_feed_links."""
    return TypeAdapter(list[FeedLink]).dump_python(find_feed_links(data, url=url), mode="json")


def opml(data: bytes) -> Any:
    """See parse_opml."""
    return TypeAdapter(OpmlFile).dump_python(parse_opml(data), mode="json")
