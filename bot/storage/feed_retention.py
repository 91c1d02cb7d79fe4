"""What is kept of feeds and digests, and for how long."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.storage.database import Database
from bot.storage.digests import forget_dislikes, forget_stories
from bot.storage.entries import forget_texts, forget_unlisted
from bot.storage.feed_tables import searches
from bot.storage.feeds import remove_unwanted_feeds

KEEP_UNFOLLOWED = timedelta(days=2)
KEEP_UNLISTED = timedelta(days=30)  # entries that left their feed: one that comes back later is no longer known
KEEP_STORIES = timedelta(days=90)
KEEP_DISLIKES = timedelta(days=365)
KEEP_SEARCHES = timedelta(days=2)


async def tidy_feeds(database: Database, *, keep_texts: timedelta) -> None:
    """Forget texts of old entries, entries long out of their feeds, feeds nobody wants, old searches, tastes and digests."""
    now = datetime.now(UTC)
    async with database.transaction() as transaction:
        await forget_texts(transaction, before=now - keep_texts)
        await forget_unlisted(transaction, keep=KEEP_UNLISTED)
        await forget_dislikes(transaction, before=now - KEEP_DISLIKES)
        await forget_stories(transaction, before=now - KEEP_STORIES)
        await remove_unwanted_feeds(transaction, before=now - KEEP_UNFOLLOWED)
        await transaction.execute(delete(searches).where(searches.c.created_at < now - KEEP_SEARCHES))
