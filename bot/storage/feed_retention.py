"""What is kept of feeds and digests, and for how long."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.storage.database import Database
from bot.storage.digests import forget_stories
from bot.storage.entries import forget_texts
from bot.storage.feed_tables import searches
from bot.storage.feeds import remove_unwanted_feeds

KEEP_UNFOLLOWED = timedelta(days=2)
KEEP_STORIES = timedelta(days=90)
KEEP_SEARCHES = timedelta(days=2)


async def tidy_feeds(database: Database, *, keep_texts: timedelta) -> None:
    """Forget texts of old entries, feeds nobody wants any more, old searches, and digests long past."""
    now = datetime.now(UTC)
    async with database.transaction() as transaction:
        await forget_texts(transaction, before=now - keep_texts)
        await forget_stories(transaction, before=now - KEEP_STORIES)
        await remove_unwanted_feeds(transaction, before=now - KEEP_UNFOLLOWED)
        await transaction.execute(delete(searches).where(searches.c.created_at < now - KEEP_SEARCHES))
