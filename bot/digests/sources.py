"""The documents of a story: the article behind each entry, or what the feed itself says of it."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.domain import LinkPart, Part
from bot.errors import ArticleError
from bot.storage.entries import StoredEntry
from summarizer.document import Document

MAX_DOCUMENTS = 4  # of one story that are read; the others are named
READ_WITHIN = timedelta(seconds=15)
FULL_TEXT_WORDS = 200  # a feed that carries the whole article spares its site a request


class PartReader(Protocol):
    """Turns a link into a document."""

    def read(self, part: Part) -> Awaitable[Document]: ...


class RobotRules(Protocol):
    """Whether a site lets programs read a page that nobody asked for."""

    def allows(self, url: str) -> Awaitable[bool]: ...


@dataclass(frozen=True, slots=True)
class StorySources:
    """Reads the articles of stories."""

    reader: PartReader
    robots: RobotRules

    async def read(self, entries: Sequence[StoredEntry]) -> list[Document]:
        """The documents of the first entries, in their order; never fewer than entries asked, never empty."""
        return list(await asyncio.gather(*(self._read(entry) for entry in entries[:MAX_DOCUMENTS])))

    async def _read(self, entry: StoredEntry) -> Document:
        own = document_of(entry)
        if entry.url is None or len(entry.text.split()) >= FULL_TEXT_WORDS:
            return own
        try:
            async with asyncio.timeout(READ_WITHIN.total_seconds()):
                if not await self.robots.allows(entry.url):
                    return _only_feed(own, "its site asks programs not to read it")
                found = await self.reader.read(LinkPart(entry.url))
        except TimeoutError:
            return _only_feed(own, "its page took too long")
        except ArticleError as error:
            return _only_feed(
                own, str(error).partition(". ")[0].rstrip(".").partition(": ")[2] or "it cannot be opened"
            )
        return replace(
            found,
            title=found.title or own.title,
            url=found.url or own.url,
            publisher=found.publisher or own.publisher,
            author=found.author or own.author,
            published_at=found.published_at or own.published_at,
        )


def document_of(entry: StoredEntry) -> Document:
    """What the feed says of an entry (pure)."""
    text = entry.text if entry.text.startswith(entry.title) else f"{entry.title}\n\n{entry.text}".strip()
    return Document(
        text=text,
        title=entry.title or None,
        url=entry.url,
        publisher=entry.feed_title or None,
        author=entry.author,
        published_at=entry.published_at,
        language=entry.language,
    )


def _only_feed(document: Document, reason: str) -> Document:
    return replace(document, notes=(*document.notes, f"Only the feed's own words were read: {reason}."))
