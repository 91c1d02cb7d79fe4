"""Tells one story of a digest: its summary, or only what is new in it, sent once."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.drafts import draft, drafts
from bot.digests.novelty import keep_new
from bot.digests.render import headline_only, render_story, story_keyboard
from bot.digests.sources import MAX_DOCUMENTS
from bot.digests.subscriber import Subscriber
from bot.domain import FormattedText, IncomingMessage
from bot.errors import StorageError
from bot.storage import digests as store
from bot.storage.database import Database
from bot.storage.digests import StoredDigest, StoredStory, Vectors
from bot.storage.entries import StoredEntry
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import NewRequest, add_request, add_summary, find_summary, finish_request
from summarizer.document import Document
from summarizer.errors import DocumentError, SummarizerError
from summarizer.segment import split_sentences
from summarizer.summary import Length, Summary

logger = logging.getLogger(__name__)

ENCODED_AT_ONCE = 64  # sentences; between two batches others get their turn at the model
REMEMBER_STORIES = timedelta(days=7)
KNOWN_SENTENCES = 60  # of one article told before


class Model(Protocol):
    """Summaries and vectors, off the event loop."""

    def summarize(self, documents: Sequence[Document], *, length: Length) -> Awaitable[Summary]: ...

    def encode(self, sentences: Sequence[str]) -> Awaitable[Vectors]: ...


@dataclass(frozen=True, slots=True)
class Issue:
    """One digest for one reader."""

    digest: StoredDigest
    subscriber: Subscriber

    @property
    def key(self) -> str:
        """What the outbox keys of its messages begin with."""
        return f"digest:{self.digest.id}:"

    @property
    def opening(self) -> Draft:
        """What precedes the first story; drafted with each, sent once. It alone makes a sound."""
        return draft(self.subscriber, f"{self.key}0", self.digest.opening or FormattedText("Your digest"))


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
        self, issue: Issue, story: StoredStory, *, entries: Sequence[StoredEntry], documents: list[Document]
    ) -> None:
        """Send a story, or drop it where its reader would learn nothing from it."""
        told = await self._summarize(story, entries, documents, issue.subscriber.length)
        async with self.database.transaction() as transaction:
            if await store.find_story(transaction, story.id) is None:  # its reader was forgotten meanwhile
                return
            if told is None:
                await store.finish_story(transaction, story.id, state="dropped")
                return
            key = f"story:{story.id}"
            request_id = await keep_summary(transaction, issue.subscriber, key, told.summary, at=story.published_at)
            texts = [statement.text for statement in told.summary.statements]
            if await store.finish_story(transaction, story.id, state="told", statements=texts, request_id=request_id):
                await enqueue(transaction, [issue.opening, *_story_drafts(issue, story, told, request_id)])

    async def _summarize(
        self, story: StoredStory, entries: Sequence[StoredEntry], documents: list[Document], length: Length
    ) -> _Told | None:
        """The story as it will be told; None where a reader who was told it before learns nothing new."""
        if not documents:
            return None
        length = Length.LONG if story.updates_id else length
        others = tuple(entries[MAX_DOCUMENTS:])
        try:
            summary = await self._summary_of(documents, length)
        except StorageError:
            raise
        except Exception as error:  # whatever the matter with one story is, the others are told
            if not isinstance(error, SummarizerError | TimeoutError):
                logger.exception("story %d could not be summarized", story.id)
            only = _Told(headline_only(documents[0], "Only the headline is known."), others)
            return None if story.updates_id else only
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
        """What the articles of this story's earlier tellings did not say yet."""
        async with self.database.transaction() as transaction:
            since = self.clock() - REMEMBER_STORIES
            known = await _known_sentences(transaction, story, since=since)
        vectors = await encode_all(self.model, [statement.text for statement in summary.statements])
        return keep_new(summary, known, vectors=vectors, known_vectors=await encode_all(self.model, known))


async def _known_sentences(transaction: AsyncConnection, story: StoredStory, *, since: datetime) -> list[str]:
    """What was told of a story, and what else its articles said then."""
    told = {one.id: one for one in await store.told_stories(transaction, story.chat_id, since=since)}
    known: list[str] = []
    before = told.get(story.updates_id or 0)
    while before is not None:
        known += [before.title, *before.statements]
        kept = await find_summary(transaction, before.request_id) if before.request_id else None
        for document in kept.summary.documents if kept else ():
            known += [sentence.span.of(document.text) for sentence in split_sentences(document.text)][:KNOWN_SENTENCES]
        before = told.get(before.updates_id or 0)
    return known


async def encode_all(model: Model, sentences: Sequence[str]) -> Vectors:
    """Vectors of many sentences, in batches."""
    starts = range(0, len(sentences), ENCODED_AT_ONCE)
    batches = [await model.encode(sentences[at : at + ENCODED_AT_ONCE]) for at in starts]
    return np.concatenate(batches) if batches else np.zeros((0, 1), np.float32)


async def keep_summary(
    transaction: AsyncConnection, subscriber: Subscriber, key: str, summary: Summary, *, at: datetime
) -> int | None:
    """Keep a summary where its buttons find it; None where there is nothing to show evidence of, or it is kept already."""
    if not summary.statements:
        return None
    target = subscriber.target_chat_id
    links = "\n".join(document.url for document in summary.documents if document.url)
    message = IncomingMessage(target, 0, "private", at, text=links)
    request = NewRequest(key=key, chat_id=target, reply_to=0, messages=(message,), length=subscriber.length)
    request_id = await add_request(transaction, request)
    if request_id is not None:
        await finish_request(transaction, request_id, state="answered")
        await add_summary(transaction, request_id, length=subscriber.length, summary=summary)
    return request_id


def _story_drafts(issue: Issue, story: StoredStory, told: _Told, request_id: int | None) -> list[Draft]:
    contents = render_story(told.summary, others=told.others, is_update=story.updates_id is not None)
    keyboard = story_keyboard(story.id, request_id=request_id, url=told.summary.documents[0].url)
    return drafts(issue.subscriber, f"{issue.key}{story.number}.", contents, keyboard=keyboard, is_silent=True)
