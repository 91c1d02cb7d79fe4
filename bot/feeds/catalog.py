"""The catalog that admins keep: feeds by category and language, and who stands behind them. From files (pure)."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.errors import FeedError
from bot.feeds.discover import page_url
from bot.feeds.opml import OpmlFeed

_TEXTS = ("url", "title", "site", "category", "language", "trust")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogFeed:
    """One feed of a catalog."""

    url: str
    title: str = ""
    site: str | None = None  # whose pages are the outlet's, where the feed has a host of its own
    category: str = ""
    language: str | None = None  # ISO 639-1
    trust: str = ""  # who stands behind the outlet
    is_default: bool = False  # in the starter set


def parse_catalog(text: str) -> list[CatalogFeed]:
    """The feeds of a catalog file.

    Raises:
        FeedError: it is not TOML, or a feed in it is wrong; the message lists every one.
    """
    try:
        tables = tomllib.loads(text).get("feed", [])
    except tomllib.TOMLDecodeError as error:
        raise FeedError(f"The catalog is not TOML: {error}") from error
    if not isinstance(tables, list):
        raise FeedError("The catalog lists no feeds: each begins with [[feed]].")
    problems = [problem for number, table in enumerate(tables, 1) for problem in _problems(number, table)]
    if problems:
        raise FeedError("\n".join(problems))
    return [
        CatalogFeed(
            **{name: table[name] for name in _TEXTS if name in table}, is_default=bool(table.get("default", False))
        )
        for table in tables
    ]


def from_opml(feeds: Iterable[OpmlFeed]) -> list[CatalogFeed]:
    """The feeds of a list; the innermost folder of each is its category."""
    return [
        CatalogFeed(url=feed.url, title=feed.title, site=feed.site_url, category=feed.folder[-1] if feed.folder else "")
        for feed in feeds
    ]


def _problems(number: int, table: Any) -> Iterator[str]:
    if not isinstance(table, dict) or not isinstance(table.get("url"), str):
        yield f"feed {number}: it has no url"
        return
    if page_url(table["url"]) != table["url"]:
        yield f"feed {number}: “{table['url'][:100]}” is not a web address"
    for name in sorted(set(table) - {*_TEXTS, "default"}):
        yield f"feed {number}: “{name}” is not a field of a feed"
    for name in _TEXTS:
        if not isinstance(table.get(name, ""), str):
            yield f"feed {number}: {name} is not text"
