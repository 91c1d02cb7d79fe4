"""The catalog in the database: taken in once, then changed by admins."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from importlib import resources

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feeds.catalog import CatalogFeed, parse_catalog
from bot.storage.database import Database
from bot.storage.feeds import NewFeed, add_feeds
from bot.storage.users import remember

_FACT = "starter_catalog"


async def list_catalog(transaction: AsyncConnection, feeds: Sequence[CatalogFeed], *, now: datetime) -> None:
    """Put feeds into the catalog; those that are known keep their state."""
    new = [
        NewFeed(
            url=feed.url,
            title=feed.title,
            site_url=feed.site,
            language=feed.language,
            category=feed.category.strip().lower(),  # "World" and "world" are one
            trust_note=feed.trust,
            is_listed=True,
            is_default=feed.is_default,
        )
        for feed in feeds
    ]
    await add_feeds(transaction, new, now=now)


async def take_in_starter(database: Database, *, now: datetime) -> bool:
    """Take in the starter catalog unless one was: what an admin removed stays removed. Whether it was taken in."""
    text = resources.files("config").joinpath("feeds.toml").read_text(encoding="utf-8")
    mark = secrets.token_hex(16)
    async with database.transaction() as transaction:
        if await remember(transaction, _FACT, value=mark) != mark:
            return False
        await list_catalog(transaction, parse_catalog(text), now=now)
    return True
