"""Asks due feeds and keeps what they say. Calls things in order; what follows from an answer is decided elsewhere."""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StorageError
from bot.feeds.decide import Notice, decide_poll
from bot.feeds.fetch import HOST_GAP_S, FeedReader, FeedVisit, Gate, visit_feed
from bot.feeds.novelty import Verdict, decide_entries
from bot.storage import entries as entry_store
from bot.storage import feeds as feed_store
from bot.storage.database import Database
from bot.storage.feeds import StoredFeed

logger = logging.getLogger(__name__)

TICK = timedelta(seconds=20)
BURST = 1.25  # of the even share of a tick: what piled up while the bot was down is spread, not fired off
MIN_PER_TICK = 5
HOSTS_AT_ONCE = 16
GOLDEN = 0.6180339887498949  # multiples of it fill an interval evenly


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNews:
    """What a poll changed that somebody may have to be told."""

    feed: StoredFeed
    fresh: int = 0
    notice: Notice | None = None


TellNews = Callable[[AsyncConnection, FeedNews], Awaitable[None]]  # runs inside the transaction that stores the news


@dataclass(slots=True)
class PollReport:
    """What one tick did."""

    statuses: Counter[str] = field(default_factory=Counter)
    fresh: int = 0


async def tell_nobody(_transaction: AsyncConnection, _news: FeedNews) -> None:
    """For callers that only want the feeds kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPoller:
    """Polls feeds; any number of these may run, in any number of processes."""

    database: Database
    gate: Gate
    reader: FeedReader
    tell: TellNews = tell_nobody
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    gap_s: float = HOST_GAP_S

    async def poll_due(self, *, limit: int | None = None) -> PollReport:
        """Ask the feeds that are due, one at a time on each host; without `limit`, as many as a tick may."""
        async with self.database.transaction() as transaction:
            if limit is None:
                limit = feeds_per_tick(await feed_store.polls_per_second(transaction))
            hosts = await feed_store.claim_due(transaction, now=self.clock(), limit=limit)
        report, room = PollReport(), asyncio.Semaphore(HOSTS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for feeds in hosts:
                group.create_task(self._poll_host(feeds, report, room), name=f"poll {feeds[0].host}")
        return report

    async def keep(self, feed: StoredFeed, visit: FeedVisit) -> bool:
        """Store what one request brought, in one transaction; whether its host may be asked on."""
        polls = int(visit.answer.at.timestamp()) // 3600
        decision = decide_poll(feed.state, visit.answer, jitter=(feed.id + polls) * GOLDEN % 1.0)
        async with self.database.transaction() as transaction:
            fresh = await self._keep_entries(transaction, feed, visit)
            await feed_store.save_state(transaction, feed, decision.state, now=visit.answer.at)
            if decision.hold_host_until:
                await feed_store.hold_host(transaction, feed.host, until=decision.hold_host_until)
            if fresh or decision.notice:
                await self.tell(transaction, FeedNews(feed=feed, fresh=fresh, notice=decision.notice))
        return decision.hold_host_until is None

    async def _poll_host(self, feeds: list[StoredFeed], report: PollReport, room: asyncio.Semaphore) -> None:
        host = feeds[0].host
        async with room:
            await self._wait_for_turn(host)
            for feed in feeds:
                visit = await visit_feed(self.gate, self.reader, feed.state, clock=self.clock, gap_s=self.gap_s)
                report.statuses[str(visit.answer.status or "failed")] += 1
                if not await self._keep_somehow(feed, visit):
                    break
        async with self.database.transaction() as transaction:
            await feed_store.release_host(transaction, host)

    async def _keep_somehow(self, feed: StoredFeed, visit: FeedVisit) -> bool:
        """`keep`; an answer that cannot be kept counts as a failure of its feed, so that the others go on."""
        try:
            return await self.keep(feed, visit)
        except StorageError:
            raise
        except Exception:
            logger.exception("what feed %s answered could not be kept", feed.id)
            broken = replace(visit.answer, is_read=False, error="its answer could not be kept")
            return await self.keep(feed, FeedVisit(broken))

    async def _wait_for_turn(self, host: str) -> None:
        """Keep the distance to the last request of any process, also across a restart."""
        async with self.database.transaction() as transaction:
            asked_at = await feed_store.last_asked_at(transaction, host)
        if asked_at is not None:
            wait = asked_at + timedelta(seconds=self.gap_s) - self.clock()
            if wait > timedelta(0):
                await self.sleep(wait.total_seconds())

    async def _keep_entries(self, transaction: AsyncConnection, feed: StoredFeed, visit: FeedVisit) -> int:
        """Store what is new or changed; how many entries are news."""
        if visit.feed is None:
            return 0
        parsed = visit.feed
        await feed_store.describe_feed(
            transaction, feed.id, title=parsed.title, site_url=parsed.site_url, language=parsed.language
        )
        ids = [entry.entry_id for entry in parsed.entries]
        known = await entry_store.known_entries(transaction, feed.id, ids)
        decisions = await asyncio.to_thread(
            decide_entries, known, parsed.entries, now=visit.answer.at, is_first_sight=feed.is_first_sight
        )
        await entry_store.note_listed(transaction, feed.id, ids, now=visit.answer.at)
        await entry_store.save_entries(transaction, feed.id, decisions, now=visit.answer.at)
        return sum(decision.verdict is Verdict.FRESH for decision in decisions)


def feeds_per_tick(per_second: float, tick: timedelta = TICK) -> int:
    """How many feeds one tick asks, so that the busiest minute stays near the mean.

    >>> feeds_per_tick(1000 / 3600), feeds_per_tick(0.001)
    (7, 5)
    """
    return max(MIN_PER_TICK, math.ceil(per_second * tick.total_seconds() * BURST))
