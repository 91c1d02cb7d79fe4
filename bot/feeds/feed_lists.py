"""The feeds of an OPML file: followed by a chat, or put into the catalog."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feeds.catalog import from_opml
from bot.feeds.opml import OpmlFeed, OpmlFile
from bot.feeds.starter import list_catalog
from bot.storage.feeds import NewFeed, add_feeds, list_feeds
from bot.storage.follows import add_follow, list_follows
from bot.storage.subscribers import get_subscriber, save_subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The feeds of a file are followed now."""

    added: int
    known: int  # followed before, and left as they were
    over_limit: int
    limit: int  # of feeds that a chat may follow
    has_zone: bool  # the chat's digests know when to come
    file: OpmlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Cataloged:
    """The feeds of a file are in the catalog now."""

    added: int
    known: int  # in it before
    file: OpmlFile


async def follow_all(
    transaction: AsyncConnection, chat_id: int, file: OpmlFile, *, limit: int, now: datetime
) -> Imported:
    """Follow the feeds of a file, up to `limit` feeds in all; what the chat follows already stays as it is."""
    followed = {follow.url for follow in await list_follows(transaction, chat_id)}
    wanted = [feed for feed in file.feeds if feed.url not in followed]
    taken = wanted[: max(0, limit - len(followed))]
    subscriber = await get_subscriber(transaction, chat_id, now=now)
    if taken:
        ids = await _know(transaction, taken, now)
        for feed in taken:
            await add_follow(transaction, chat_id, ids[feed.url])
        await save_subscriber(transaction, subscriber, now=now)
    return Imported(
        added=len(taken),
        known=len(file.feeds) - len(wanted),
        over_limit=len(wanted) - len(taken),
        limit=limit,
        has_zone=subscriber.zone is not None,
        file=file,
    )


async def catalog_all(transaction: AsyncConnection, file: OpmlFile, *, now: datetime) -> Cataloged:
    """Put the feeds of a file into the catalog, each under the folder that it stands in."""
    listed = {feed.state.url for feed in await list_feeds(transaction, only_listed=True)}
    await list_catalog(transaction, from_opml(file.feeds), now=now)
    known = sum(feed.url in listed for feed in file.feeds)
    return Cataloged(added=len(file.feeds) - known, known=known, file=file)


async def _know(transaction: AsyncConnection, feeds: Sequence[OpmlFeed], now: datetime) -> dict[str, int]:
    """The ids of feeds by address. The name of one that nobody knew is a reader's word, and gives way to its own."""
    known = {feed.state.url for feed in await list_feeds(transaction)}
    new = [NewFeed(url=feed.url, title=feed.title) for feed in feeds if feed.url not in known]
    await add_feeds(transaction, new, now=now)
    return {feed.state.url: feed.id for feed in await list_feeds(transaction)}
