"""A group that became a supergroup has a new id: what it set and was told goes with it."""

from sqlalchemy import Table, delete, exists, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.feed_tables import digests, dislikes, follows, stories, subscribers
from bot.storage.tables import requests


async def move_settings(transaction: AsyncConnection, chat_id: int, *, new_id: int) -> None:
    """Move a chat's feeds, digests and answers; what was set under the new id already stands. Moving twice is moving once."""
    await _move_unless(transaction, follows, "feed_id", chat_id, new_id)
    await _move_unless(transaction, digests, "key", chat_id, new_id)
    await _move_unless(transaction, dislikes, "story_id", chat_id, new_id)
    taken = subscribers.alias()
    is_taken, ours = exists().where(taken.c.chat_id == new_id), subscribers.c.chat_id == chat_id
    await transaction.execute(update(subscribers).where(ours, ~is_taken).values(chat_id=new_id))
    await transaction.execute(delete(subscribers).where(ours))
    await transaction.execute(update(subscribers).where(subscribers.c.deliver_to == chat_id).values(deliver_to=new_id))
    for table in (stories, requests):
        await transaction.execute(update(table).where(table.c.chat_id == chat_id).values(chat_id=new_id))


async def _move_unless(transaction: AsyncConnection, table: Table, unique: str, chat_id: int, new_id: int) -> None:
    """Move the rows of a chat, without those whose `unique` column the new id has already."""
    taken = table.alias()
    is_taken = exists().where(taken.c.chat_id == new_id, taken.c[unique] == table.c[unique])
    ours = table.c.chat_id == chat_id
    await transaction.execute(update(table).where(ours, ~is_taken).values(chat_id=new_id))
    await transaction.execute(delete(table).where(ours))
