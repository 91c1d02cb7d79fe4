"""Which chat follows which feed, and how."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Boolean, Select, delete, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feeds.decide import MIN_INTERVAL, FeedStatus
from bot.storage.feed_tables import entries, feeds, follows

DeliveryKind = Literal["now", "digest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A chat that follows a feed."""

    id: int
    chat_id: int
    feed_id: int
    delivery: DeliveryKind
    is_paused: bool
    topics: str
    url: str
    title: str
    site_url: str | None
    category: str
    interval: timedelta  # as this chat wants it
    feed_interval: timedelta  # the shortest that anybody wants
    status: FeedStatus
    error: str | None
    is_read: bool  # the feed, at least once

    @property
    def name(self) -> str:
        """What a person calls the feed."""
        return self.title or self.url

    @property
    def is_in_digest(self) -> bool:
        """Whether digests tell of it."""
        return self.delivery == "digest" and not self.is_paused


async def add_follow(
    transaction: AsyncConnection, chat_id: int, feed_id: int, *, delivery: DeliveryKind = "digest"
) -> bool:
    """Follow a feed from its next entry on; False where the chat follows it already (its delivery is set all the same)."""
    latest = select(func.coalesce(func.max(entries.c.id), 0)).where(entries.c.feed_id == feed_id).scalar_subquery()
    statement = (
        insert(follows)
        .values(chat_id=chat_id, feed_id=feed_id, delivery=delivery, posted_id=latest)
        .on_conflict_do_update(
            constraint="follows_chat_id_feed_id_key",
            set_={"delivery": delivery, "is_paused": False, "posted_id": latest},
        )
        .returning(literal_column("(xmax = 0)", Boolean))  # a row that was there before has been updated
    )
    is_new = bool((await transaction.execute(statement)).scalar_one())
    await settle_interval(transaction, feed_id)
    return is_new


async def list_follows(transaction: AsyncConnection, chat_id: int) -> list[Follow]:
    """What a chat follows, by name."""
    statement = _select().where(follows.c.chat_id == chat_id).order_by(func.lower(feeds.c.title), follows.c.id)
    return [_follow(row) for row in await transaction.execute(statement)]


async def find_follow(transaction: AsyncConnection, chat_id: int, follow_id: int) -> Follow | None:
    """One follow of a chat."""
    statement = _select().where(follows.c.chat_id == chat_id, follows.c.id == follow_id)
    row = (await transaction.execute(statement)).one_or_none()
    return _follow(row) if row else None


async def find_follow_of(transaction: AsyncConnection, chat_id: int, feed_id: int) -> Follow | None:
    """How a chat follows a feed."""
    row = (
        await transaction.execute(_select().where(follows.c.chat_id == chat_id, follows.c.feed_id == feed_id))
    ).one_or_none()
    return _follow(row) if row else None


async def get_follow(transaction: AsyncConnection, follow_id: int) -> Follow | None:
    """A follow by its id."""
    row = (await transaction.execute(_select().where(follows.c.id == follow_id))).one_or_none()
    return _follow(row) if row else None


async def follows_to_post(transaction: AsyncConnection) -> list[int]:
    """Follows "now" whose feeds brought in something that is not posted yet."""
    is_new = exists().where(
        entries.c.feed_id == follows.c.feed_id, entries.c.verdict == "fresh", entries.c.id > follows.c.posted_id
    )
    statement = select(follows.c.id).where(follows.c.delivery == "now", ~follows.c.is_paused, is_new)
    return list((await transaction.execute(statement)).scalars())


async def advance_posts(transaction: AsyncConnection, follow_id: int, *, to: int) -> bool:
    """Entries up to this id are posted; False where they were before: then nothing may be sent."""
    statement = update(follows).where(follows.c.id == follow_id, follows.c.posted_id < to).values(posted_id=to)
    return (await transaction.execute(statement)).rowcount == 1


async def followers(transaction: AsyncConnection, feed_id: int) -> list[Follow]:
    """Who follows a feed and has not paused it."""
    statement = _select().where(follows.c.feed_id == feed_id, ~follows.c.is_paused).order_by(follows.c.id)
    return [_follow(row) for row in await transaction.execute(statement)]


async def count_follows(transaction: AsyncConnection, chat_id: int) -> int:
    """How many feeds a chat follows."""
    statement = select(func.count()).select_from(follows).where(follows.c.chat_id == chat_id)
    return int((await transaction.execute(statement)).scalar_one())


async def change_follow(transaction: AsyncConnection, chat_id: int, follow_id: int, **values: Any) -> None:
    """Set `delivery`, `is_paused`, `topics` or `interval_s`. Posts start at the next entry when they are turned on."""
    if values.get("delivery") == "now" or values.get("is_paused") is False:
        latest = select(func.coalesce(func.max(entries.c.id), 0)).where(entries.c.feed_id == follows.c.feed_id)
        values["posted_id"] = latest.scalar_subquery()
    statement = update(follows).where(follows.c.chat_id == chat_id, follows.c.id == follow_id).values(**values)
    changed = (await transaction.execute(statement.returning(follows.c.feed_id))).scalar_one_or_none()
    if changed is not None:
        await settle_interval(transaction, changed)


async def change_interval(transaction: AsyncConnection, chat_id: int, follow_id: int, *, interval: timedelta) -> None:
    """How often a chat wants a feed asked, from its next request on."""
    await change_follow(transaction, chat_id, follow_id, interval_s=int(interval.total_seconds()))


async def remove_follow(transaction: AsyncConnection, chat_id: int, follow_id: int) -> bool:
    """Stop following; whether the chat did."""
    statement = delete(follows).where(follows.c.chat_id == chat_id, follows.c.id == follow_id)
    left = (await transaction.execute(statement.returning(follows.c.feed_id))).scalar_one_or_none()
    if left is not None:
        await settle_interval(transaction, left)
    return left is not None


async def settle_interval(transaction: AsyncConnection, feed_id: int) -> None:
    """Ask a feed as often as the most eager of its readers wants."""
    readers = select(func.min(follows.c.interval_s)).where(follows.c.feed_id == feed_id, ~follows.c.is_paused)
    shortest = func.coalesce(readers.scalar_subquery(), int(MIN_INTERVAL.total_seconds()))
    await transaction.execute(update(feeds).where(feeds.c.id == feed_id).values(interval_s=shortest))


def _select() -> Select[Any]:
    theirs = (feeds.c.url, feeds.c.title, feeds.c.site_url, feeds.c.category, feeds.c.status)
    is_read = feeds.c.last_success_at.is_not(None).label("is_read")
    others = (feeds.c.error, is_read, feeds.c.interval_s.label("feed_interval_s"))
    return select(follows, *theirs, *others).join(feeds, feeds.c.id == follows.c.feed_id)


def _follow(row: Any) -> Follow:
    names = ("id", "chat_id", "feed_id", "delivery", "is_paused", "topics", "url", "title", "site_url", "category")
    values = row._mapping
    return Follow(
        **{name: values[name] for name in (*names, "error", "is_read")},
        interval=timedelta(seconds=values["interval_s"]),
        feed_interval=timedelta(seconds=values["feed_interval_s"]),
        status=FeedStatus(values["status"]),
    )
