"""What is kept for how long. Article texts go first; summaries stay, with the words they quote."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.feed_retention import tidy_feeds
from bot.storage.tables import burst_messages, outbox, requests, summaries, updates

# Telegram repeats an update for a day at most; what tells a repeat from something new is kept twice as long.
KEEP_TRACES = timedelta(days=2)
BATCH_SIZE = 200


class Retention:
    """Deletes what is older than it may be kept."""

    def __init__(self, database: Database, *, keep_texts: timedelta) -> None:
        self._database = database
        self._keep_texts = keep_texts

    async def tidy(self) -> None:
        """Delete everything that is due."""
        async with self._database.transaction() as transaction:
            await _delete_traces(transaction)
            await _delete_texts(transaction, self._keep_texts)
        while await self._strip_summaries():
            pass
        await tidy_feeds(self._database, keep_texts=self._keep_texts)

    async def _strip_summaries(self) -> int:
        """Take the article texts out of some summaries; how many. In Python: `jsonb` would refuse some texts."""
        due = summaries.c.has_text & (summaries.c.created_at < func.now() - self._keep_texts)
        async with self._database.transaction() as transaction:
            statement = select(summaries.c.id, summaries.c.summary).where(due).limit(BATCH_SIZE).with_for_update()
            rows = (await transaction.execute(statement)).all()
            for row in rows:
                for document in row.summary["documents"]:
                    document.pop("text", None)
                values = {"summary": row.summary, "has_text": False}
                await transaction.execute(update(summaries).where(summaries.c.id == row.id).values(values))
        return len(rows)


async def _delete_traces(transaction: AsyncConnection) -> None:
    old = func.now() - KEEP_TRACES
    await transaction.execute(delete(updates).where(updates.c.state == "done", updates.c.received_at < old))
    await transaction.execute(delete(burst_messages).where(burst_messages.c.added_at < old))
    # Answers stay as long as their texts: Shorter and Longer are edited into them.
    is_over = outbox.c.state.in_(["sent", "skipped"]) & ~outbox.c.key.startswith("answer:")
    await transaction.execute(delete(outbox).where(is_over, outbox.c.created_at < old))


async def _delete_texts(transaction: AsyncConnection, keep: timedelta) -> None:
    old = func.now() - keep
    await transaction.execute(delete(updates).where(updates.c.received_at < old))
    await transaction.execute(delete(outbox).where(outbox.c.created_at < old))
    await transaction.execute(update(requests).where(requests.c.created_at < old).values(messages=[]))
