"""Parts to documents: fetch or download, extract in the sandbox, and tell honestly what was and was not read."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from bot.articles.documents import build_document, build_headline_document, build_post_document
from bot.articles.gate import Fetched, FetchGate
from bot.articles.intake import MIN_POST_WORDS, count_words
from bot.articles.links import find_own_words
from bot.articles.notes import WALLS
from bot.articles.page import Page, Wall
from bot.articles.page_cache import PageCache
from bot.articles.sandbox import Limits, Sandbox
from bot.articles.telegram_posts import NO_TEXT, explain_unreadable_link, find_embedded_url, find_wrapped_url
from bot.domain import FilePart, IncomingFile, LinkPart, Origin, Part, TextPart
from bot.errors import ArticleError, FetchError, UnreadableError, UnsupportedFileError
from config.settings import FetchSettings
from summarizer.document import Document

PARSERS = ("bot.articles.extract", "bot.articles.files")  # imported by every parsing child before its first call
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
FILE_STARTS = (b"%PDF-", b"PK\x03\x04")  # whatever the header says
MIN_TEXT_WORDS = 15  # an article with fewer words is a headline
MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 3, 30  # of a file's first line
_FEED_START = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL)

Download = Callable[[IncomingFile], Awaitable[bytes]]


def build_sandbox(settings: FetchSettings, *, size: int = 2) -> Sandbox:
    """Child processes with the parsers of pages and files at hand."""
    return Sandbox(Limits(settings.parse_timeout_s, settings.parse_memory_mb), size=size, preload=PARSERS)


class ArticleReader:
    """Reads what `find_parts` found; an async context manager.

    A gate or a sandbox that is handed in is shared and stays open; otherwise the reader opens and closes its own.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        download: Download,
        gate: FetchGate | None = None,
        sandbox: Sandbox | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._download = download
        self._gate = gate
        self._sandbox = sandbox
        self._now = now
        self._cache = PageCache()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        if self._gate is None:
            self._gate = await self._stack.enter_async_context(FetchGate(self._settings))
        if self._sandbox is None:
            self._sandbox = await self._stack.enter_async_context(build_sandbox(self._settings))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def read(self, part: Part) -> Document:
        """The document of one part, with notes on what a reader must know about it.

        Raises:
            ArticleError: nothing can be read; the message says why, and what to do.
        """
        match part:
            case TextPart():
                return build_post_document(part.text, origin=part.origin)
            case LinkPart():
                return await self._read_link(part)
            case FilePart():
                return await self._read_file_part(part)

    async def read_file(self, data: bytes, *, name: str, content_type: str = "") -> Document:
        """The document of a file's bytes.

        Raises:
            ArticleError: it is of a kind that is not read, locked, scanned or damaged.
        """
        page = await self._parse_file(data, name=name, content_type=content_type)
        document = build_document(page, url=None, now=self._now())
        if document.title or _opens_with_headline(document.text):
            return document
        return replace(document, title=PurePosixPath(name).stem or None)

    async def _read_file_part(self, part: FilePart) -> Document:
        origin = part.origin
        try:
            document = await self._download_file(part.file)
        except ArticleError as error:
            return _fall_back(part.caption, origin, error, told="Only the caption was read, not the file")
        return replace(
            document,
            url=origin.url if origin else None,
            publisher=document.publisher or (origin.name if origin else None),
        )

    async def _download_file(self, file: IncomingFile) -> Document:
        most = self._settings.max_file_bytes
        if file.size_bytes > most:
            raise UnsupportedFileError(f"That file is too large: I can read files of up to {most // 2**20} MB.")
        data = await self._download(file)
        return await self.read_file(data, name=file.name, content_type=file.mime_type)

    async def _read_link(self, part: LinkPart) -> Document:
        try:
            return await self._read_page(find_wrapped_url(part.url) or part.url)
        except ArticleError as error:
            told = "Only the post was read, not the page it links to"
            return _fall_back(part.post_text, part.origin, error, told=told)

    async def _read_page(self, url: str) -> Document:
        if reason := explain_unreadable_link(url):
            raise UnreadableError(reason)
        try:
            page, final_url = await self._open(url)
            return self._build(page, final_url)
        except UnreadableError as error:
            if find_embedded_url(url):
                raise UnreadableError(NO_TEXT) from error
            raise

    def _build(self, page: Page, url: str) -> Document:
        is_walled = page.wall is not Wall.NONE or count_words(page.text) < MIN_TEXT_WORDS
        if not is_walled:
            return build_document(page, url=url, now=self._now())
        has_teaser = (
            page.wall in (Wall.NONE, Wall.SCRIPT, Wall.CONSENT)
            and count_words(page.description or "") >= MIN_POST_WORDS
        )
        if has_teaser:
            return build_headline_document(page, url=url, now=self._now())
        raise UnreadableError(WALLS[page.wall])

    async def _open(self, url: str) -> tuple[Page, str]:
        """The page behind a link, past pages that only lead on to it, and its final address."""
        post_url = find_embedded_url(url)
        hops_left = self._settings.max_redirects
        page, fetched = await self._fetch_page(post_url or url, hops_left)
        while onward := _find_onward(page, fetched.final_url):
            hops_left -= len(fetched.redirects) + 1
            try:
                page, fetched = await self._fetch_page(onward, hops_left)
            except ArticleError:
                if count_words(page.text) < MIN_TEXT_WORDS:
                    raise
                break
        return page, url if post_url else fetched.final_url

    async def _fetch_page(self, url: str, hops_left: int) -> tuple[Page, Fetched]:
        assert self._gate is not None, "the reader is not open"
        cached = self._cache.find(url)
        validators = cached.validators if cached else {}
        fetched = await self._gate.fetch_content(url, headers=validators, max_redirects=hops_left)
        if cached and fetched.status == 304:
            return cached.page, fetched
        if _is_front_page_instead(fetched):
            raise FetchError(
                "The article is gone: the site sent me to its front page instead. Paste the text and I will read it."
            )
        page = await self._parse_fetched(fetched)
        self._cache.keep(fetched, page)
        return page, fetched

    async def _parse_fetched(self, fetched: Fetched) -> Page:
        if not fetched.body.strip():
            raise UnreadableError(WALLS[Wall.NONE])
        if fetched.content_type in ("application/rss+xml", "application/atom+xml") or _FEED_START.match(
            fetched.body[:2000]
        ):
            raise UnreadableError("That link is a feed, not an article: send /follow and the link to get its news.")
        if fetched.content_type not in HTML_TYPES or fetched.body.startswith(FILE_STARTS):
            name = PurePosixPath(urlsplit(fetched.final_url).path).name
            return await self._parse_file(
                fetched.body, name=name, content_type=fetched.content_type, header_charset=fetched.charset
            )
        assert self._sandbox is not None, "the reader is not open"
        found = await self._sandbox.run(
            "bot.articles.extract:extract_page",
            fetched.body,
            url=fetched.final_url,
            header_charset=fetched.charset,
            max_text_bytes=self._settings.max_text_bytes,
        )
        return Page.from_json(found)

    async def _parse_file(
        self, data: bytes, *, name: str, content_type: str, header_charset: str | None = None
    ) -> Page:
        assert self._sandbox is not None, "the reader is not open"
        found = await self._sandbox.run(
            "bot.articles.files:extract_file",
            data,
            name=name,
            content_type=content_type,
            header_charset=header_charset,
            max_text_bytes=self._settings.max_text_bytes,
            timeout_s=self._settings.parse_timeout_s,
        )
        return Page.from_json(found)


def _opens_with_headline(text: str) -> bool:
    """Whether the first line of a file names it better than the file's name does."""
    first, _, rest = text.strip().partition("\n")
    is_line = MIN_HEADLINE_WORDS <= count_words(first) <= MAX_HEADLINE_WORDS and first.rstrip()[-1:] not in ".!?…:;,"
    return is_line and count_words(rest) >= MIN_TEXT_WORDS


def _fall_back(text: str, origin: Origin | None, error: ArticleError, *, told: str) -> Document:
    """What came with a link or a file, where there is enough of it; the error otherwise."""
    if count_words(find_own_words(text, ())) < MIN_POST_WORDS:  # an address is no word of the post
        raise error
    reason = str(error).split(". ")[0].rstrip(".")
    return build_post_document(text, origin=origin, note=f"{told}: {reason}.")


def _find_onward(page: Page, url: str) -> str | None:
    """Where a page that is no article itself leads: a meta refresh, or the page an AMP cache copied."""
    if page.refresh_url:
        return page.refresh_url
    is_copy = page.is_amp and page.canonical_url and urlsplit(page.canonical_url).hostname != urlsplit(url).hostname
    return page.canonical_url if is_copy else None


def _is_front_page_instead(fetched: Fetched) -> bool:
    asked, got = urlsplit(fetched.url), urlsplit(fetched.final_url)
    return (
        bool(fetched.redirects)
        and asked.hostname == got.hostname
        and len(asked.path) > 1
        and got.path in ("", "/")
        and not got.query
    )
