"""Lists of feeds as files: OPML in, carefully, and out. Export then import is the identity."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as Etree  # builds only; what comes from outside goes through defusedxml

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from bot.errors import FeedError
from bot.feeds.discover import page_url
from bot.feeds.markup import clean_title

MAX_OPML_BYTES = 5_000_000  # MAX_FEEDS with long names and addresses
MAX_FEEDS = 5_000
MAX_DEPTH = 16
MAX_PROBLEMS = 50  # told one by one; more are counted


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list."""

    url: str
    title: str = ""
    site_url: str | None = None
    folder: tuple[str, ...] = ()  # names from the outside in


@dataclass(frozen=True, slots=True)
class OpmlFile:
    """What a file holds, and what in it could not be taken."""

    feeds: tuple[OpmlFeed, ...]
    problems: tuple[str, ...] = ()  # one sentence each
    skipped: int = 0  # problems beyond those told


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    feeds: dict[str, OpmlFeed] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, feed: OpmlFeed) -> None:
        name = feed.title or feed.url
        if page_url(feed.url) != feed.url:
            self.problems.append(f"{name}: “{feed.url[:100]}” is not a web address.")
        elif feed.url in self.feeds:
            self.problems.append(f"{name}: it is in the file twice.")
        elif len(self.feeds) >= MAX_FEEDS:
            self.problems.append(f"{name}: the file holds more than {MAX_FEEDS:,} feeds.")
        else:
            self.feeds[feed.url] = feed


def parse_opml(data: bytes) -> OpmlFile:
    """The feeds of an OPML file, in its order.

    Raises:
        FeedError: it is too large, declares entities, or is not OPML.
    """
    if len(data) > MAX_OPML_BYTES:
        raise FeedError(f"That file is too large: a list of feeds has at most {MAX_OPML_BYTES // 1_000_000} MB.")
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=False)
    except DefusedXmlException as error:
        raise FeedError("That file declares entities, which a list of feeds never needs; I did not read it.") from error
    except (Etree.ParseError, LookupError, ValueError) as error:
        raise FeedError("That file is not OPML: its XML is broken.") from error
    body = root.find("body")
    if root.tag.lower() != "opml" or body is None:
        raise FeedError("That file is not OPML, so there are no feeds in it that I can find.")
    reading = _Reading()
    for feed in _walk(body):
        reading.add(feed)
    told = tuple(reading.problems[:MAX_PROBLEMS])
    return OpmlFile(tuple(reading.feeds.values()), told, len(reading.problems) - len(told))


def _walk(body: Any) -> Iterator[OpmlFeed]:
    """Feeds in document order; folders deeper than MAX_DEPTH count as the one at that depth."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(outline, ()) for outline in reversed(body.findall("outline"))]
    while waiting:
        outline, folder = waiting.pop()
        attributes = {name.lower(): value for name, value in outline.attrib.items()}
        url = attributes.get("xmlurl", "").strip()
        name = attributes.get("title") or attributes.get("text") or ""
        title = clean_title(name) if name != url else ""
        if url:
            yield OpmlFeed(url, title, attributes.get("htmlurl", "").strip() or None, folder)
        inner = folder if url or not title or len(folder) >= MAX_DEPTH else (*folder, title)
        waiting.extend((child, inner) for child in reversed(outline.findall("outline")))


def build_opml(feeds: Iterable[OpmlFeed], *, title: str = "Byline") -> bytes:
    """An OPML 2.0 file; feeds of one folder stand together in it."""
    root = Etree.Element("opml", version="2.0")
    Etree.SubElement(Etree.SubElement(root, "head"), "title").text = title
    folders: dict[tuple[str, ...], Etree.Element] = {(): Etree.SubElement(root, "body")}
    for feed in feeds:
        attributes = {"type": "rss", "text": feed.title or feed.url, "title": feed.title, "xmlUrl": feed.url}
        if feed.site_url:
            attributes["htmlUrl"] = feed.site_url
        Etree.SubElement(_folder(folders, feed.folder), "outline", attributes)
    Etree.indent(root)
    return bytes(Etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _folder(folders: dict[tuple[str, ...], Etree.Element], path: tuple[str, ...]) -> Etree.Element:
    for depth in range(1, len(path) + 1):
        if path[:depth] not in folders:
            name = path[depth - 1]
            folders[path[:depth]] = Etree.SubElement(folders[path[: depth - 1]], "outline", text=name, title=name)
    return folders[path]
