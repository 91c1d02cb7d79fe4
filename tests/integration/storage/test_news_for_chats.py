"""Which entries a chat is told, and that nothing is told twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.digests import NewDigest, add_digest, finish_story
from bot.storage.entries import entries_to_post, fresh_entries
from bot.storage.feed_tables import entries, feeds, follows, stories
from bot.storage.follows import advance_posts, followers

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def add(transaction: AsyncConnection, table: Any, **values: Any) -> int:
    return int((await transaction.execute(insert(table).values(values).returning(table.c.id))).scalar_one())


async def add_feed(transaction: AsyncConnection, name: str, **follow: Any) -> tuple[int, int]:
    feed_id = await add(transaction, feeds, url=f"https://{name}.example/", host=f"{name}.example", title=name)
    return feed_id, await add(transaction, follows, feed_id=feed_id, **{"chat_id": 1, **follow})


async def add_entry(transaction: AsyncConnection, feed_id: int, title: str, *, seen_at: datetime, **other: Any) -> int:
    values = {"verdict": "fresh", "words_hash": "x", "published_at": seen_at} | other
    return await add(transaction, entries, feed_id=feed_id, entry_id=title, title=title, seen_at=seen_at, **values)


async def told(transaction: AsyncConnection) -> list[str]:
    found = await fresh_entries(transaction, 1, after=NOW - HOUR, until=NOW, limit=10)
    return [entry.title for entry in found]


async def test_a_digest_tells_what_came_since_the_last_one(database: Database) -> None:
    async with database.transaction() as transaction:
        feed_id, _ = await add_feed(transaction, "paper")
        for title, minutes in (("before", 60), ("first", 59), ("last", 0), ("after", -1)):
            await add_entry(transaction, feed_id, title, seen_at=NOW - timedelta(minutes=minutes))
        await add_entry(transaction, feed_id, "known", seen_at=NOW, verdict="duplicate")

        assert await told(transaction) == ["last", "first"]


@pytest.mark.parametrize("follow", [{"is_paused": True}, {"delivery": "now"}, {"chat_id": 2}])
async def test_a_digest_tells_only_feeds_that_the_chat_follows_for_it(
    database: Database, follow: dict[str, Any]
) -> None:
    async with database.transaction() as transaction:
        feed_id, _ = await add_feed(transaction, "paper", **follow)
        await add_entry(transaction, feed_id, "news", seen_at=NOW)

        assert await told(transaction) == []


async def test_what_was_posted_is_not_posted_again(database: Database) -> None:
    async with database.transaction() as transaction:
        feed_id, follow_id = await add_feed(transaction, "paper", delivery="now")
        first, second = [await add_entry(transaction, feed_id, title, seen_at=NOW) for title in ("a", "b")]

        assert await advance_posts(transaction, follow_id, to=first)
        assert not await advance_posts(transaction, follow_id, to=first)
        assert [entry.id for entry in await entries_to_post(transaction, follow_id, limit=10)] == [second]


async def test_who_paused_a_feed_is_told_nothing_of_it(database: Database) -> None:
    async with database.transaction() as transaction:
        feed_id, _ = await add_feed(transaction, "paper")
        await add(transaction, follows, chat_id=2, feed_id=feed_id, is_paused=True)

        assert [follow.chat_id for follow in await followers(transaction, feed_id)] == [1]


async def test_a_story_is_finished_once(database: Database) -> None:
    async with database.transaction() as transaction:
        digest = NewDigest(chat_id=1, key="k", due_at=NOW, since_at=NOW - HOUR)
        digest_id = await add_digest(transaction, digest, now=NOW)
        story_id = await add(
            transaction, stories, digest_id=digest_id, chat_id=1, number=1, title="Rain", lead="Rain.", entry_ids=[],
            vectors=np.zeros((2, 3), np.float32).tobytes(), published_at=NOW,
        )  # fmt: skip

        assert await finish_story(transaction, story_id, state="told")
        assert not await finish_story(transaction, story_id, state="told")
        assert not await finish_story(transaction, story_id, state="dropped")
