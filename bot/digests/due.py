"""What each tick looks for: digests that are due, posts that may go out. Any number of processes may tick."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.schedule import Due, find_due, settle
from bot.digests.subscriber import Subscriber
from bot.storage.database import Database
from bot.storage.digests import NewDigest, add_digest, last_digest_at
from bot.storage.follows import follows_to_post
from bot.storage.subscribers import due_subscribers, is_parked, save_subscriber

TICK = timedelta(seconds=20)
FIRST_DIGEST_REACH = timedelta(hours=24)  # how far back the first digest of a chat looks


class DigestJobs(Protocol):
    """Defers the work, with the transaction or not at all."""

    def defer_digest(self, transaction: AsyncConnection, digest_id: int) -> Awaitable[None]: ...

    def defer_post(self, follow_id: int) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestClock:
    """Turns moments into jobs."""

    database: Database
    jobs: DigestJobs
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def tick(self) -> None:
        """Begin every digest that is due, unless its chat blocked the bot, and post what feeds followed "now" brought in."""
        now = self.clock()
        async with self.database.transaction() as transaction:
            for subscriber in await due_subscribers(transaction, now=now):
                await self._begin(transaction, subscriber, now)
        async with self.database.transaction() as transaction:
            follow_ids = await follows_to_post(transaction)
        for follow_id in follow_ids:
            await self.jobs.defer_post(follow_id)

    async def _begin(self, transaction: AsyncConnection, subscriber: Subscriber, now: datetime) -> None:
        schedule = subscriber.schedule
        due = find_due(schedule, subscriber.progress, now) if schedule else None
        if due is not None:
            if not await is_parked(transaction, subscriber.target_chat_id):
                digest_id = await begin_digest(transaction, subscriber.chat_id, key=_key(due), due=due, now=now)
                if digest_id is not None:
                    await self.jobs.defer_digest(transaction, digest_id)
            subscriber = subscriber.changed(now, progress=settle(subscriber.progress, due))
        await save_subscriber(transaction, subscriber, now=now)


async def begin_digest(
    transaction: AsyncConnection, chat_id: int, *, key: str, now: datetime, due: Due | None = None
) -> int | None:
    """A digest of what is new since the last one; None where this one is begun already."""
    since = await last_digest_at(transaction, chat_id) or now - FIRST_DIGEST_REACH
    digest = NewDigest(
        chat_id=chat_id,
        key=key,
        due_at=due.at if due else now,
        since_at=since,
        is_late=due is not None and due.is_late,
    )
    return await add_digest(transaction, digest, now=now)


def _key(due: Due) -> str:
    return f"{due.slot.day} {due.slot.at:%H:%M}"
