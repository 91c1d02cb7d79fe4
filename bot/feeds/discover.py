"""The feeds of a page: what it names itself, and where feeds usually are. Pure; the page comes from the gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from bot.feeds.markup import clean_title

MAX_FEED_LINKS = 8
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+xml"})
COMMON_PATHS = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml")
_COMMENTS = ("comment", "kommentar", "коментар", "комментар")  # a page's own discussion is not what is followed


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str  # as the page calls it; may be ""


def find_feed_links(page: bytes, *, url: str) -> list[FeedLink]:
    """The feeds that a page declares, else those it links to; without comment feeds unless there is nothing else.

    Runs in the child process: pages can be hostile.
    """
    try:
        root = html.document_fromstring(page, base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = urljoin(url, next(iter(root.xpath("//base/@href")), ""))
    links = list(_declared(root, base)) or list(_linked(root, base))
    unique = {link.url: link for link in reversed(links)}
    ordered = [link for link in links if unique[link.url] is link]
    news = [link for link in ordered if not _is_about_comments(link)]
    return (news or ordered)[:MAX_FEED_LINKS]


def common_feed_urls(url: str) -> list[str]:
    """Where the feed of a site that names none may be: near the page, then at the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    own = [f"{root}{parts.path.rstrip('/')}/feed"] if parts.path.strip("/") else []
    return [*own, *(root + path for path in COMMON_PATHS)]


def page_url(text: str) -> str | None:
    """What a person typed after /follow as an address: a link, or a site's bare name. None where it is neither.

    >>> page_url("example.org"), page_url("feed://example.org/rss"), page_url("not a site")
    ('https://example.org', 'https://example.org/rss', None)
    """
    text = text.strip().strip("<>")
    for prefix in ("feed://", "rss://"):
        if text.startswith(prefix):
            text = "https://" + text.removeprefix(prefix)
    text = text.removeprefix("feed:")
    if "://" not in text:
        text = f"https://{text}"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return None
    is_site = "." in host.strip(".") and not any(map(str.isspace, text))
    return text if is_site and text.startswith(("https://", "http://")) else None


def _declared(root: html.HtmlElement, base: str) -> Iterator[FeedLink]:
    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in FEED_TYPES and link.get("href"):
            yield from _feed_link(base, link.get("href"), link.get("title") or "")


def _linked(root: html.HtmlElement, base: str) -> Iterator[FeedLink]:
    for anchor in root.iter("a"):
        href = anchor.get("href") or ""
        path = href.lower().partition("?")[0].partition("#")[0].rstrip("/")
        if path.endswith(("/feed", "/rss", ".rss", "/feed.xml", "/rss.xml", "/atom.xml", ".atom")):
            yield from _feed_link(base, href, "".join(anchor.itertext())[:300])


def _feed_link(base: str, href: str, title: str) -> Iterator[FeedLink]:
    try:
        url = urljoin(base, href.strip())
        if urlsplit(url).scheme in ("http", "https"):
            yield FeedLink(url, clean_title(title))
    except ValueError:
        return


def _is_about_comments(link: FeedLink) -> bool:
    return any(word in f"{link.url} {link.title}".lower() for word in _COMMENTS)
