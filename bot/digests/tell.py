"""Tells one story of a digest: its summary, or only what is new in it, sent once."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.novelty import keep_new
from bot.digests.render import headline_only, render_story, story_keyboard
from bot.digests.sources import MAX_DOCUMENTS
from bot.digests.subscriber import Subscriber
from bot.domain import FormattedText, IncomingMessage, Keyboard, OutgoingMessage
from bot.storage import digests as store
from bot.storage.database import Database
from bot.storage.digests import StoredDigest, StoredStory, Vectors
from bot.storage.entries import StoredEntry
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import NewRequest, add_request, add_summary, finish_request
from summarizer.document import Document
from summarizer.errors import DocumentError
from summarizer.summary import Length, Summary

logger = logging.getLogger(__name__)

ENCODED_AT_ONCE = 64  # sentences; between two batches others get their turn at the model
REMEMBER_STORIES = timedelta(days=7)


class Model(Protocol):
    """Summaries and vectors, off the event loop."""

    def summarize(self, documents: Sequence[Document], *, length: Length) -> Awaitable[Summary]: ...

    def encode(self, sentences: Sequence[str]) -> Awaitable[Vectors]: ...


@dataclass(frozen=True, slots=True)
class _Told:
    """A story ready to be sent."""

    summary: Summary
    others: tuple[StoredEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTeller:
    """Summarizes stories and drafts their messages."""

    database: Database
    model: Model
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def tell(
        self,
        digest: StoredDigest,
        subscriber: Subscriber,
        story: StoredStory,
        *,
        entries: Sequence[StoredEntry],
        documents: list[Document],
    ) -> None:
        """Send a story, or drop it where its reader would learn nothing from it."""
        told = await self._summarize(story, entries, documents, subscriber)
        await self._send(digest, subscriber, story, told)

    async def _summarize(
        self, story: StoredStory, entries: Sequence[StoredEntry], documents: list[Document], subscriber: Subscriber
    ) -> _Told | None:
        """The story as it will be told; None where a reader who was told it before learns nothing new."""
        if not documents:
            return None
        length = Length.LONG if story.updates_id else subscriber.length
        others = tuple(entries[MAX_DOCUMENTS:])
        try:
            summary = await self._summary_of(documents, length)
        except (DocumentError, TimeoutError):
            return (
                None if story.updates_id else _Told(headline_only(documents[0], "Only the headline is known."), others)
            )
        if story.updates_id is None:
            return _Told(summary, others)
        news = await self._news_of(summary, story)
        return _Told(news, others) if news.statements else None

    async def _summary_of(self, documents: list[Document], length: Length) -> Summary:
        """A summary of all documents, or of those that are prose."""
        try:
            return await self.model.summarize(documents, length=length)
        except DocumentError:
            if len(documents) == 1:
                raise
        return await self._summary_of(documents[:-1], length)

    async def _news_of(self, summary: Summary, story: StoredStory) -> Summary:
        async with self.database.transaction() as transaction:
            since = self.clock() - REMEMBER_STORIES
            before = await store.told_stories(transaction, story.chat_id, since=since)
        told = [text for one in before for text in one.statements]
        vectors = await encode_all(self.model, [statement.text for statement in summary.statements])
        return keep_new(summary, told, vectors=vectors, told_vectors=await encode_all(self.model, told))

    async def _send(self, digest: StoredDigest, subscriber: Subscriber, story: StoredStory, told: _Told | None) -> None:
        async with self.database.transaction() as transaction:
            if told is None:
                await store.finish_story(transaction, story.id, state="dropped")
                return
            request_id = await _keep_summary(transaction, subscriber, story, told.summary)
            texts = [statement.text for statement in told.summary.statements]
            if await store.finish_story(transaction, story.id, state="told", statements=texts, request_id=request_id):
                await enqueue(transaction, _story_drafts(digest, subscriber, story, told, request_id))


async def encode_all(model: Model, sentences: Sequence[str]) -> Vectors:
    """Vectors of many sentences, in batches."""
    starts = range(0, len(sentences), ENCODED_AT_ONCE)
    batches = [await model.encode(sentences[at : at + ENCODED_AT_ONCE]) for at in starts]
    return np.concatenate(batches) if batches else np.zeros((0, 1), np.float32)


async def _keep_summary(
    transaction: AsyncConnection, subscriber: Subscriber, story: StoredStory, summary: Summary
) -> int | None:
    """Keep a story's summary where its buttons find it; None where there is nothing to show evidence of."""
    if not summary.statements:
        return None
    target = subscriber.target_chat_id
    links = "\n".join(document.url for document in summary.documents if document.url)
    message = IncomingMessage(target, 0, "private", story.published_at, text=links)
    request = NewRequest(
        key=f"story:{story.id}", chat_id=target, reply_to=0, messages=(message,), length=subscriber.length
    )
    request_id = await add_request(transaction, request)
    if request_id is not None:
        await finish_request(transaction, request_id, state="answered")
        await add_summary(transaction, request_id, length=subscriber.length, summary=summary)
    return request_id


def _story_drafts(
    digest: StoredDigest, subscriber: Subscriber, story: StoredStory, told: _Told, request_id: int | None
) -> list[Draft]:
    contents = render_story(told.summary, others=told.others, is_update=story.updates_id is not None)
    url = told.summary.documents[0].url
    keyboard = story_keyboard(story.id, request_id=request_id, url=url)
    last = len(contents) - 1
    return [
        draft_part(digest, subscriber, f"{story.number}.{n}", content, keyboard=keyboard if n == last else ())
        for n, content in enumerate(contents)
    ]


def draft_part(
    digest: StoredDigest,
    subscriber: Subscriber,
    part: str,
    content: FormattedText,
    *,
    is_silent: bool = True,
    keyboard: Keyboard = (),
) -> Draft:
    """One message of a digest; only its opening makes a sound."""
    message = OutgoingMessage(content, keyboard, is_silent=is_silent, thread_id=subscriber.thread_id)
    return Draft(key=f"digest:{digest.id}:{part}", chat_id=subscriber.target_chat_id, message=message)
