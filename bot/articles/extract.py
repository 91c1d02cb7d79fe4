"""HTML to an article's text and what is told about it. Runs inside the sandbox: its input is written by strangers."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fromstring

from bot.articles.charset import MAX_DAMAGE, UndecodableError, decode_text, find_damage, is_binary
from bot.articles.metadata import build_page, find_live_entries
from bot.articles.page import Wall
from bot.articles.telegram_posts import find_channel, find_post
from bot.articles.visible import remove_hidden
from bot.articles.walls import cut_pitch, find_wall
from bot.errors import UnreadableError

MIN_WORDS = 40  # fewer than these from the careful extraction: look again, less strictly
LIVE_ENTRIES = 10
REFRESH_WORDS = 60  # a page with more words is no mere signpost

UNDECODABLE = (
    "I could not read the letters of that page: its character set is wrong. Paste the text and I will read it."
)

_BLOCKS = "p div li h1 h2 h3 h4 h5 h6 blockquote td article section br tr dd dt figcaption pre".split()


def extract_page(data: bytes, *, url: str, header_charset: str | None, max_text_bytes: int) -> dict[str, Any]:
    """The article of a page, as `Page.to_json` tells it.

    Raises:
        UnreadableError: its letters cannot be told, or it is no HTML.
    """
    if is_binary(data):
        raise UnreadableError("That link leads to something that is no text. Paste the text and I will read it.")
    try:
        html = decode_text(data, header_charset=header_charset)
    except UndecodableError as error:
        raise UnreadableError(UNDECODABLE) from error
    html, is_shortened = shorten_html(html, max_text_bytes)
    tree = parse_html(html)
    page = replace(build_page(tree, url), is_shortened=is_shortened)
    if channel := find_channel(tree, url):  # a post has no headline; its page is called "Telegram Widget"
        page = replace(page, publisher=channel, title=None)
    live = find_live_entries(tree, most=LIVE_ENTRIES) if page.is_live else []
    noscript = " ".join(text for element in tree.iter("noscript") for text in element.itertext())
    remove_hidden(tree)
    page_text = read_visible(tree)
    told = _post_paragraphs(tree, url) or _live_paragraphs(live, page_text)
    paragraphs, is_cut = cut_pitch(told or extract_paragraphs(tree, url, page.title))
    text = "\n\n".join(paragraphs)
    if find_damage(text) > MAX_DAMAGE:
        raise UnreadableError(UNDECODABLE)
    wall = find_wall(text, page_text=page_text)
    if not text and wall is Wall.NONE and find_wall(noscript[:2000], page_text="") is Wall.SCRIPT:
        wall = Wall.SCRIPT
    if len(page_text.split()) > REFRESH_WORDS:
        page = replace(page, refresh_url=None)
    is_live = page.is_live and bool(told)
    return replace(page, text=text, wall=wall, is_cut=is_cut or is_shortened, is_live=is_live).to_json()


def parse_html(html: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        UnreadableError: there is none.
    """
    html = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html)  # lxml refuses text that names a charset
    try:
        return fromstring(html.replace("\0", ""), parser=HTMLParser(remove_pis=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("There is nothing to read on that page. Paste the text and I will read it.") from error


def shorten_html(html: str, max_bytes: int) -> tuple[str, bool]:
    """Scripts and pictures out, then cut at `max_bytes`: most of a large page is not text."""
    if len(html) <= max_bytes // 4:  # at most four bytes a character
        return html, False
    for tag in ("script", "style", "svg"):
        html = "".join(_without(html, tag))
    encoded = html.encode("utf-8", "replace")
    return encoded[:max_bytes].decode("utf-8", "ignore"), len(encoded) > max_bytes


def _without(html: str, tag: str) -> Iterator[str]:
    """The pieces between the elements of one kind; machine-readable articles and style sheets' rules stay."""
    opening, closing = (
        re.compile(rf"<{tag}\b([^>]{{0,2000}})>", re.IGNORECASE),
        re.compile(rf"</{tag}\s*>", re.IGNORECASE),
    )
    at = 0
    while (start := opening.search(html, at)) and (end := closing.search(html, start.end())):
        is_kept = (tag == "script" and "ld+json" in start[1]) or (tag == "style" and end.end() - start.start() < 50_000)
        yield html[at : end.end() if is_kept else start.start()]
        at = end.end()
    yield html[at:]


def read_visible(tree: HtmlElement) -> str:
    """Every word of the tree, blocks apart."""
    pieces: list[str] = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            pieces.append("\n" if element.tag in _BLOCKS else "")
            pieces.append(element.text or "")
        pieces.append(element.tail or "")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", "".join(pieces))).strip()


def extract_paragraphs(tree: HtmlElement, url: str, title: str | None) -> list[str]:
    """The article's paragraphs, carefully first, and less strictly where that finds next to nothing."""
    paragraphs = _extract(tree, url, favor_precision=True)
    if sum(len(paragraph.split()) for paragraph in paragraphs) < MIN_WORDS:
        paragraphs = max(paragraphs, _extract(tree, url, favor_precision=False), key=lambda found: sum(map(len, found)))
    if title and paragraphs and _letters(paragraphs[0]) == _letters(title):
        paragraphs = paragraphs[1:]
    return paragraphs


def _extract(tree: HtmlElement, url: str, *, favor_precision: bool) -> list[str]:
    document = trafilatura.bare_extraction(
        deepcopy(tree),
        url=url,
        favor_precision=favor_precision,
        include_comments=False,
        include_tables=not favor_precision,
    )
    text = getattr(document, "text", None) or ""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _post_paragraphs(tree: HtmlElement, url: str) -> list[str]:
    """The paragraphs of a Telegram post, where this is the page of one."""
    post = find_post(tree, url)
    return [line for line in read_visible(post).split("\n") if line] if post is not None else []


def _live_paragraphs(entries: list[tuple[str, str]], page_text: str) -> list[str]:
    """The entries that a reader of the page can see, too."""
    visible = _letters(page_text)
    paragraphs: list[str] = []
    for headline, body in entries:
        lines = [line for line in (" ".join(line.split()) for line in body.split("\n")) if line]
        if lines and all(_letters(line)[:200] in visible for line in lines):
            is_headed = (
                bool(headline)
                and _letters(headline) in visible
                and not _letters(lines[0]).startswith(_letters(headline))
            )
            paragraphs += [headline, *lines] if is_headed else lines
    return paragraphs


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
