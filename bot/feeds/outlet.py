"""Whose an article is: the site of its page, or the public channel that posted it (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain import Provenance
from bot.feeds.channel_page import channel_page_url
from bot.storage.feeds import StoredFeed
from summarizer.document import Document

_POST = re.compile(r"https?://(?:t|telegram)\.me/(?:s/)?([a-z]\w{3,31})/\d+/?(?:[?#].*)?", re.IGNORECASE)
_TELEGRAM = frozenset({"t.me", "telegram.me", "telegram.dog"})
_SERVICE = re.compile(r"^(?:www\d?|m|mobile|amp|feeds?|rss)\.(?=[^.]+\.)")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Somebody who publishes, as far as an article shows."""

    name: str
    url: str  # a page of the site, or the public page of the channel


def find_outlets(documents: Sequence[Document], provenances: Sequence[Provenance]) -> tuple[Outlet, ...]:
    """Whom the articles of an answer come from, each once; empty where there is nobody to follow.

    The channel that posted a link comes after the site that it leads to.
    """
    told = [*provenances, *[Provenance()] * (len(documents) - len(provenances))]
    found = [one for pair in zip(documents, told, strict=False) for one in _outlets(*pair)]
    unique: dict[str, Outlet] = {}
    for one in found:
        unique.setdefault(_key(one), one)
    return tuple(unique.values())


def match_feeds(url: str, known: Iterable[StoredFeed]) -> list[StoredFeed]:
    """Those of the known feeds that belong to the site of a page, or to a channel; by name alone, nothing is fetched.

    Where a site has several, those of the section that the page stands in.
    """
    page = channel_page_url(url)
    if page:
        return [feed for feed in known if feed.state.url.lower() == page.lower()]
    site = _site(url)
    matches = [feed for feed in known if any(_is_part_of(site, own) for own in _sites(feed))]
    return [feed for feed in matches if _is_within(url, feed.site_url or "")] or matches


def _outlets(document: Document, provenance: Provenance) -> Iterator[Outlet]:
    origin = provenance.origin
    url = document.url or ""
    post = _POST.fullmatch(url)
    if post:
        yield _channel(post[1], document.publisher or "")
    elif (site := _site(url)) and site not in _TELEGRAM:
        yield Outlet(document.publisher or site, url)
    if origin and origin.kind == "channel" and (post := _POST.fullmatch(origin.url or "")):
        yield _channel(post[1], origin.name)


def _channel(username: str, name: str) -> Outlet:
    return Outlet(name or f"@{username}", f"https://t.me/s/{username}")


def _key(outlet: Outlet) -> str:
    return outlet.url.lower() if channel_page_url(outlet.url) else _site(outlet.url)


def _sites(feed: StoredFeed) -> set[str]:
    return {_site(feed.state.url), _site(feed.site_url or "")} - {"", *_TELEGRAM}


def _site(url: str) -> str:
    """The host without what names only a service of it; "" where `url` is no web address.

    >>> _site("https://feeds.harbor.example/rss"), _site("https://www.harbor.example/a"), _site("mailto:x")
    ('harbor.example', 'harbor.example', '')
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    return _SERVICE.sub("", host) if parts.scheme in ("http", "https") else ""


def _is_part_of(site: str, other: str) -> bool:
    return site == other or site.endswith(f".{other}")


def _is_within(url: str, section: str) -> bool:
    """Whether a page stands below a section's address, which is more than a site's front page.

    >>> _is_within("https://a.example/world/1", "https://a.example/world"), _is_within("https://a.example/1", "https://a.example/")
    (True, False)
    """
    path = urlsplit(section).path.rstrip("/")
    return bool(path) and f"{urlsplit(url).path}/".startswith(f"{path}/")
