"""The chapters of an EPUB, in reading order."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from bot.articles.charset import decode_text
from bot.articles.visible import remove_hidden

_NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
}


@dataclass(frozen=True, slots=True)
class Package:
    """What the book's table of files says."""

    chapters: tuple[str, ...]  # names inside the archive
    title: str | None
    author: str | None


def read_package(archive: zipfile.ZipFile) -> Package:
    """The book's description.

    Raises:
        KeyError, ValueError, SyntaxError: it is damaged.
    """
    container = _parse(archive.read("META-INF/container.xml"))
    path = str(container.xpath("string(//c:rootfile/@full-path)", namespaces=_NAMES))
    package = _parse(archive.read(path))
    files = {item.get("id"): item.get("href") for item in package.iterfind(".//o:manifest/o:item", _NAMES)}
    spine = (files.get(item.get("idref")) for item in package.iterfind(".//o:spine/o:itemref", _NAMES))
    folder = posixpath.dirname(path)
    return Package(
        chapters=tuple(posixpath.normpath(posixpath.join(folder, unquote(href))) for href in spine if href),
        title=package.findtext(".//d:title", None, _NAMES),
        author=package.findtext(".//d:creator", None, _NAMES),
    )


def read_chapters(archive: zipfile.ZipFile, package: Package) -> Iterator[str]:
    """The text of each chapter, in paragraphs with a blank line between."""
    from bot.articles.extract import parse_html, read_visible

    for name in package.chapters:
        tree = parse_html(decode_text(archive.read(name)))
        for head in tree.xpath("//head"):
            head.drop_tree()
        remove_hidden(tree)
        yield read_visible(tree).replace("\n", "\n\n")


def _parse(data: bytes) -> "etree._Element":
    return etree.fromstring(data, parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
