"""What is forgotten of feeds and digests, and what stays however old it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, insert, select

from bot.storage.database import Database
from bot.storage.feed_retention import (
    KEEP_DISLIKES,
    KEEP_SEARCHES,
    KEEP_STORIES,
    KEEP_UNFOLLOWED,
    KEEP_UNLISTED,
    tidy_feeds,
)
from bot.storage.feed_tables import digests, dislikes, entries, feeds, follows, searches

HOUR = timedelta(hours=1)
KEEP_TEXTS = timedelta(days=30)


def ago(span: timedelta) -> datetime:
    return datetime.now(UTC) - span


async def add(database: Database, table: Any, *rows: dict[str, Any]) -> list[int]:
    async with database.transaction() as transaction:
        return [
            (await transaction.execute(insert(table).values(row).returning(table.c.id))).scalar_one() for row in rows
        ]


async def column(database: Database, wanted: "Column[Any]") -> list[Any]:
    async with database.transaction() as transaction:
        return list((await transaction.execute(select(wanted).order_by(wanted.table.c.id))).scalars())


def feed(name: str, *, added: timedelta, is_listed: bool = False) -> dict[str, Any]:
    return {
        "url": f"https://{name}.example/",
        "host": f"{name}.example",
        "added_at": ago(added),
        "is_listed": is_listed,
    }


async def test_a_feed_that_nobody_wants_is_forgotten_with_its_entries(database: Database) -> None:
    old = KEEP_UNFOLLOWED + HOUR
    ids = await add(
        database, feeds, feed("followed", added=old), feed("listed", added=old, is_listed=True), feed("left", added=old),
        feed("new", added=KEEP_UNFOLLOWED - HOUR),
    )  # fmt: skip
    await add(database, follows, {"chat_id": 1, "feed_id": ids[0], "is_paused": True})
    await add(database, entries, *(entry(feed_id, seen=HOUR) for feed_id in ids))
    await tidy_feeds(database, keep_texts=KEEP_TEXTS)

    assert await column(database, feeds.c.host) == ["followed.example", "listed.example", "new.example"]
    assert await column(database, entries.c.feed_id) == [ids[0], ids[1], ids[3]]


def entry(feed_id: int, *, seen: timedelta, entry_id: str = "e", listed: timedelta = timedelta(0)) -> dict[str, Any]:
    return {
        "feed_id": feed_id, "entry_id": entry_id, "verdict": "fresh", "title": "Rain", "text": "It rained.",
        "words_hash": "x", "published_at": ago(seen), "seen_at": ago(seen), "listed_at": ago(listed),
    }  # fmt: skip


async def test_an_entry_goes_when_it_is_long_out_of_its_feed(database: Database) -> None:
    read, silent = await add(
        database, feeds, feed("read", added=HOUR, is_listed=True), feed("silent", added=HOUR, is_listed=True)
    )
    old, left, kept = 9 * KEEP_UNLISTED, KEEP_UNLISTED + HOUR, KEEP_UNLISTED - HOUR
    await add(
        database,
        entries,
        entry(read, seen=old, entry_id="listed"),
        entry(read, seen=old, listed=left, entry_id="left long ago"),
        entry(read, seen=old, listed=kept, entry_id="left lately"),
        entry(silent, seen=old, listed=old, entry_id="listed when the feed was read last"),
        entry(silent, seen=old, listed=old + kept, entry_id="left just before"),
    )
    await tidy_feeds(database, keep_texts=KEEP_TEXTS)

    assert await column(database, entries.c.entry_id) == [
        "listed", "left lately", "listed when the feed was read last", "left just before",
    ]  # fmt: skip


async def test_a_dislike_is_forgotten_after_a_year(database: Database) -> None:
    row = {"chat_id": 1, "vector": b""}
    await add(
        database,
        dislikes,
        row | {"title": "old", "added_at": ago(KEEP_DISLIKES + HOUR)},
        row | {"title": "young", "added_at": ago(KEEP_DISLIKES - HOUR)},
    )
    await tidy_feeds(database, keep_texts=KEEP_TEXTS)

    assert await column(database, dislikes.c.title) == ["young"]


async def test_of_an_old_entry_the_text_goes_and_its_title_stays(database: Database) -> None:
    [feed_id] = await add(database, feeds, feed("listed", added=HOUR, is_listed=True))
    old, young = KEEP_TEXTS + HOUR, KEEP_TEXTS - HOUR
    await add(database, entries, entry(feed_id, seen=old, entry_id="old"), entry(feed_id, seen=young, entry_id="young"))
    await tidy_feeds(database, keep_texts=KEEP_TEXTS)

    assert await column(database, entries.c.text) == ["", "It rained."]
    assert await column(database, entries.c.title) == ["Rain", "Rain"]


@pytest.mark.parametrize(
    ("table", "keep", "row"),
    [
        (digests, KEEP_STORIES, {"chat_id": 1, "due_at": ago(HOUR), "since_at": ago(HOUR)}),
        (searches, KEEP_SEARCHES, {"chat_id": 1, "kind": "feed", "query": "paper.example"}),
    ],
)
async def test_digests_and_searches_go_in_their_time(
    database: Database, table: Any, keep: timedelta, row: dict[str, Any]
) -> None:
    await add(
        database,
        table,
        row | {"key": "old", "created_at": ago(keep + HOUR)},
        row | {"key": "young", "created_at": ago(keep - HOUR)},
    )
    await tidy_feeds(database, keep_texts=KEEP_TEXTS)

    assert await column(database, table.c.key) == ["young"]
