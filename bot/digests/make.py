"""Makes a digest: plans its stories once, then tells them one by one. Cut off anywhere, it goes on where it stopped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.digests.drafts import draft
from bot.digests.plan import Wishes, choose, find_candidates, is_wanted, telling_of
from bot.digests.render import render_opening, render_quiet
from bot.digests.sources import StorySources
from bot.digests.subscriber import Subscriber
from bot.digests.tell import REMEMBER_STORIES, Issue, Model, StoryTeller, encode_all
from bot.feeds.filters import Topics, parse_topics
from bot.storage import digests as store
from bot.storage.database import Database
from bot.storage.digests import StoredDigest
from bot.storage.entries import StoredEntry, find_entries, fresh_entries
from bot.storage.follows import list_follows
from bot.storage.outbox import enqueue
from bot.storage.subscribers import get_subscriber

MAX_ENTRIES = 200  # compared for one digest: the newest
OVERLAP = timedelta(minutes=15)  # entries that were being stored while the digest before was planned


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMaker:
    """Makes digests, in whichever process works off the queue."""

    database: Database
    model: Model
    sources: StorySources
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def make(self, digest_id: int) -> None:
        """Make a digest unless that is done.

        Raises:
            Exception: what may go better at the next attempt.
        """
        issue = await self._find(digest_id)
        if issue is not None and issue.digest.state == "due":
            await self._plan(issue.digest, issue.subscriber)
            issue = await self._find(digest_id)
        if issue is None or issue.digest.state == "made":
            return
        await self._tell_all(issue)
        await self._finish(issue)

    async def _find(self, digest_id: int) -> Issue | None:
        async with self.database.transaction() as transaction:
            digest = await store.find_digest(transaction, digest_id)
            if digest is None:
                return None
            return Issue(digest, await get_subscriber(transaction, digest.chat_id, now=self.clock()))

    async def _plan(self, digest: StoredDigest, subscriber: Subscriber) -> None:
        """Choose the stories and store them."""
        topics = parse_topics(subscriber.topics)
        async with self.database.transaction() as transaction:
            since = digest.created_at - REMEMBER_STORIES
            told = await store.told_stories(transaction, digest.chat_id, since=since)
            disliked = tuple(await store.disliked_vectors(transaction, digest.chat_id))
            follows = await list_follows(transaction, digest.chat_id)
            after = digest.since_at - OVERLAP
            found = await fresh_entries(
                transaction, digest.chat_id, after=after, until=digest.created_at, limit=MAX_ENTRIES
            )
        before = {entry_id for story in told for entry_id in story.entry_ids}
        entries = [entry for entry in found if entry.id not in before and _is_for(entry, topics, subscriber)]
        tellings = [telling_of(entry) for entry in entries]
        titles = await encode_all(self.model, [telling.title for telling in tellings])
        leads = await encode_all(self.model, [telling.lead for telling in tellings])
        wishes = Wishes(subscriber.stories, topics, disliked)
        candidates = await asyncio.to_thread(find_candidates, entries, told, titles=titles, leads=leads)
        planned = choose(candidates, wishes, self.clock())
        opening = render_opening(
            entries=len(entries),
            feeds=sum(follow.is_in_digest for follow in follows),
            due_at=digest.due_at,
            zone=_zone(subscriber),
            is_late=digest.is_late,
        )
        async with self.database.transaction() as transaction:
            await store.plan_digest(transaction, digest, planned, opening=opening, now=self.clock())

    async def _tell_all(self, issue: Issue) -> None:
        """Tell what is still to be told, in order; the next story is read while one is summarized."""
        async with self.database.transaction() as transaction:
            stories = await store.list_stories(transaction, issue.digest.id)
            planned = [story for story in stories if story.state == "planned"]
            entries = [await find_entries(transaction, story.entry_ids) for story in planned]
        teller = StoryTeller(database=self.database, model=self.model, clock=self.clock)
        reading = [asyncio.create_task(self.sources.read(found)) for found in entries[:1]]
        try:
            for number, story in enumerate(planned):
                documents = await reading[number]
                reading += [asyncio.create_task(self.sources.read(found)) for found in entries[number + 1 : number + 2]]
                await teller.tell(issue, story, entries=entries[number], documents=documents)
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)

    async def _finish(self, issue: Issue) -> None:
        """Close the digest; a quiet day says so in one line."""
        digest, subscriber = issue.digest, issue.subscriber
        async with self.database.transaction() as transaction:
            if not await store.finish_digest(transaction, digest.id, now=self.clock()):
                return
            stories = await store.list_stories(transaction, digest.id)
            if not any(story.state == "told" for story in stories):
                follows = await list_follows(transaction, digest.chat_id)
                ours = [follow for follow in follows if follow.is_in_digest]
                quiet = render_quiet(
                    feeds=len(ours),
                    unread=sum(not follow.is_read for follow in ours),
                    others=len(follows) - len(ours),
                    due_at=digest.due_at,
                    zone=_zone(subscriber),
                )
                await enqueue(transaction, [draft(subscriber, f"{issue.key}0", quiet)])


def _is_for(entry: StoredEntry, topics: Topics, subscriber: Subscriber) -> bool:
    return is_wanted(entry, topics, parse_topics(entry.topics), subscriber.language)


def _zone(subscriber: Subscriber) -> tzinfo:
    return ZoneInfo(subscriber.zone) if subscriber.zone else UTC
