"""Posts what a feed followed "now" brought in: a short summary each, or one list when the feed bursts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.drafts import drafts
from bot.digests.plan import is_wanted
from bot.digests.render import headline_only, render_burst, render_story, story_keyboard
from bot.digests.sources import StorySources, document_of
from bot.digests.subscriber import Subscriber
from bot.digests.tell import Model, keep_summary
from bot.feeds.filters import parse_topics
from bot.storage.database import Database
from bot.storage.entries import StoredEntry, entries_to_post
from bot.storage.follows import Follow, advance_posts, get_follow
from bot.storage.outbox import Draft, enqueue
from bot.storage.subscribers import get_subscriber, is_parked
from summarizer.errors import DocumentError
from summarizer.summary import Length, Summary

BURST = 3  # more new entries than this at once become one message
MAX_POSTED = 30  # in one burst; the next message holds more


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts entries, in whichever process works off the queue."""

    database: Database
    model: Model
    sources: StorySources
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def post(self, follow_id: int) -> None:
        """Post what is new of one follow, unless its chat has quiet hours; a chat that blocked the bot misses it."""
        async with self.database.transaction() as transaction:
            follow = await get_follow(transaction, follow_id)
            if follow is None or follow.is_paused or follow.delivery != "now":
                return
            subscriber = await get_subscriber(transaction, follow.chat_id, now=self.clock())
            found = await entries_to_post(transaction, follow_id, limit=MAX_POSTED)
            is_blocked = await is_parked(transaction, subscriber.target_chat_id)
        if not found or subscriber.quiet_until(self.clock()) > self.clock():
            return
        topics, own = parse_topics(subscriber.topics), parse_topics(follow.topics)
        wanted = [] if is_blocked else [entry for entry in found if is_wanted(entry, topics, own, subscriber.language)]
        if len(wanted) > BURST:
            await self._post_burst(follow, subscriber, wanted)
        else:
            for entry in sorted(wanted, key=lambda entry: entry.id):
                await self._post_one(follow, subscriber, entry)
        async with self.database.transaction() as transaction:
            await advance_posts(transaction, follow.id, to=max(entry.id for entry in found))

    async def _post_one(self, follow: Follow, subscriber: Subscriber, entry: StoredEntry) -> None:
        [document] = await self.sources.read([entry])
        try:
            summary = await self.model.summarize([document], length=Length.SHORT)
        except (DocumentError, TimeoutError):
            summary = headline_only(document_of(entry), "Only the headline is known.")
        key = f"post:{follow.id}:{entry.id}"
        async with self.database.transaction() as transaction:
            if not await advance_posts(transaction, follow.id, to=entry.id):
                return
            await enqueue(transaction, await self._drafts(transaction, subscriber, key, entry, summary))

    async def _drafts(
        self, transaction: AsyncConnection, subscriber: Subscriber, key: str, entry: StoredEntry, summary: Summary
    ) -> list[Draft]:
        request_id = await keep_summary(transaction, subscriber, key, summary, at=entry.published_at)
        keyboard = story_keyboard(None, request_id=request_id, url=entry.url)
        return drafts(subscriber, f"{key}:", render_story(summary), keyboard=keyboard)

    async def _post_burst(self, follow: Follow, subscriber: Subscriber, entries: Sequence[StoredEntry]) -> None:
        newest = max(entry.id for entry in entries)
        entries = sorted(entries, key=lambda entry: entry.published_at, reverse=True)
        burst = drafts(subscriber, f"post:{follow.id}:{newest}:", render_burst(follow.name, entries))
        async with self.database.transaction() as transaction:
            if await advance_posts(transaction, follow.id, to=newest):
                await enqueue(transaction, burst)
