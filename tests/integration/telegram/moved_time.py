"""Time that is moved on, so that a burst is complete when a test says so, and not when a busy machine has paused."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select, update

from bot.storage.database import Database
from bot.storage.tables import burst_messages, requests

LONG_WAIT = timedelta(seconds=150)  # longer than any machine takes to collect what was sent together


async def complete(database: Database, count: int) -> None:
    """Wait until so many messages were collected, then move on the time: nothing more came."""
    async with asyncio.timeout(120):
        while await count_collected(database) < count:  # noqa: ASYNC110  rows tell nobody
            await asyncio.sleep(0.01)
    async with database.transaction() as transaction:
        is_open = requests.c.closes_at.is_not(None)
        await transaction.execute(update(requests).where(is_open).values(closes_at=func.clock_timestamp()))
        await transaction.exec_driver_sql("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


async def count_collected(database: Database) -> int:
    async with database.transaction() as transaction:
        return (await transaction.execute(select(func.count()).select_from(burst_messages))).scalar_one()
