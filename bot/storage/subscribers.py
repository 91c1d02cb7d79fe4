"""What chats want of their digests, and how far these have come."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.schedule import Progress, Slot
from bot.digests.subscriber import Subscriber
from bot.storage.feed_tables import subscribers
from bot.storage.tables import chats
from summarizer.summary import Length

DUE_AT_ONCE = 100


async def get_subscriber(transaction: AsyncConnection, chat_id: int, *, now: datetime) -> Subscriber:
    """A chat's wishes; the defaults where it has none yet. The row is locked until the end of the transaction."""
    statement = select(subscribers).where(subscribers.c.chat_id == chat_id).with_for_update()
    row = (await transaction.execute(statement)).one_or_none()
    return _subscriber(row._mapping) if row else Subscriber(chat_id, Progress.started(now))


async def save_subscriber(transaction: AsyncConnection, subscriber: Subscriber, *, now: datetime) -> None:
    """Keep a chat's wishes, and when its next digest is due."""
    values = {
        "is_on": subscriber.is_on,
        "zone": subscriber.zone,
        "times": [at.strftime("%H:%M") for at in subscriber.times],
        "weekdays": sorted(subscriber.weekdays),
        "quiet_from": subscriber.quiet[0] if subscriber.quiet else None,
        "quiet_until": subscriber.quiet[1] if subscriber.quiet else None,
        "stories": subscriber.stories,
        "length": subscriber.length.value,
        "language": subscriber.language,
        "is_silent": subscriber.is_silent,
        "topics": subscriber.topics,
        "deliver_to": subscriber.deliver_to,
        "thread_id": subscriber.thread_id,
        "deliver_title": subscriber.deliver_title,
        "started_at": subscriber.progress.started_at,
        "settled_at": subscriber.progress.settled_at,
        "done": [[slot.day.isoformat(), slot.at.strftime("%H:%M")] for slot in sorted(subscriber.progress.done)],
        "next_due_at": subscriber.next_due_at(now),
    }
    statement = insert(subscribers).values(chat_id=subscriber.chat_id, **values)
    await transaction.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))


async def due_subscribers(transaction: AsyncConnection, *, now: datetime) -> list[Subscriber]:
    """Chats whose digest is due, locked; those that another process holds are left to it."""
    statement = (
        select(subscribers)
        .where(subscribers.c.is_on, subscribers.c.next_due_at <= now)
        .order_by(subscribers.c.next_due_at)
        .limit(DUE_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return [_subscriber(row._mapping) for row in await transaction.execute(statement)]


async def is_parked(transaction: AsyncConnection, chat_id: int) -> bool:
    """Whether a chat blocked the bot: what is made for it now would wait, and come all at once."""
    parked = exists().where(chats.c.chat_id == chat_id, chats.c.parked_at.is_not(None))
    return bool((await transaction.execute(select(parked))).scalar_one())


def _subscriber(row: Any) -> Subscriber:
    done = frozenset(Slot(date.fromisoformat(day), time.fromisoformat(at)) for day, at in row["done"])
    return Subscriber(
        progress=Progress(row["started_at"], row["settled_at"], done),
        times=tuple(time.fromisoformat(at) for at in row["times"]),
        weekdays=frozenset(row["weekdays"]),
        quiet=(row["quiet_from"], row["quiet_until"]) if row["quiet_from"] is not None else None,
        length=Length(row["length"]),
        **{
            name: row[name]
            for name in (
                *("chat_id", "is_on", "zone", "stories", "language", "is_silent", "topics", "deliver_to"),
                *("thread_id", "deliver_title"),
            )
        },
    )
