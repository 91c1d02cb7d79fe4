"""The catalog that admins keep: feeds that are listed, some of them offered to chats that follow nothing yet."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.feed_tables import feeds


async def list_feed(
    transaction: AsyncConnection, feed_id: int, *, category: str = "", language: str | None = None
) -> bool:
    """Put a known feed into the catalog; what is not said of it stays. False where the feed is forgotten."""
    said = {name: value for name, value in (("category", category), ("language", language)) if value}
    return await _change(transaction, feed_id, is_listed=True, **said)


async def unlist_feed(transaction: AsyncConnection, feed_id: int) -> None:
    """Take a feed out of the catalog; who follows it keeps it."""
    await _change(transaction, feed_id, is_listed=False, is_default=False)


async def set_default(transaction: AsyncConnection, feed_id: int, *, is_default: bool) -> None:
    """Put a listed feed into the starter set, or take it out."""
    await _change(transaction, feed_id, is_default=is_default)


async def set_trust_note(transaction: AsyncConnection, feed_id: int, note: str) -> None:
    """Say who stands behind a feed; "" says nothing."""
    await _change(transaction, feed_id, trust_note=note)


async def _change(transaction: AsyncConnection, feed_id: int, **values: Any) -> bool:
    statement = update(feeds).where(feeds.c.id == feed_id).values(**values)
    return (await transaction.execute(statement)).rowcount == 1
