"""Entries of feeds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feeds.novelty import EntryDecision, KnownEntry, Verdict
from bot.storage.feed_tables import entries, feeds, follows

LISTED_GRAIN = timedelta(days=1)
COMPARED_ENTRIES = 200  # of a feed: the newest, whose words a new one may repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it is told: with its feed."""

    id: int
    feed_id: int
    feed_title: str
    title: str
    text: str
    url: str | None
    url_key: str | None
    author: str | None
    language: str | None
    published_at: datetime
    seen_at: datetime
    topics: str = ""  # of the follow that it came by


async def known_entries(transaction: AsyncConnection, feed_id: int, entry_ids: Sequence[str]) -> list[KnownEntry]:
    """What is known of these ids, and the newest others, with words to compare."""
    columns = (entries.c.entry_id, entries.c.words_hash, entries.c.url_key, entries.c.title, entries.c.text)
    newest = select(*columns).where(entries.c.feed_id == feed_id).order_by(entries.c.id.desc()).limit(COMPARED_ENTRIES)
    listed = select(*columns[:3]).where(entries.c.feed_id == feed_id, entries.c.entry_id.in_(entry_ids))
    known = [KnownEntry(*row) for row in await transaction.execute(newest)]
    seen = {entry.entry_id for entry in known}
    return [*known, *(KnownEntry(*row) for row in await transaction.execute(listed) if row.entry_id not in seen)]


async def save_entries(
    transaction: AsyncConnection, feed_id: int, decisions: Iterable[EntryDecision], *, now: datetime
) -> None:
    """Keep entries, oldest first, so that ids follow time. What is never told is kept without its text."""
    added = []
    for decision in reversed(list(decisions)):
        words = _words(decision)
        if decision.verdict is Verdict.CHANGED:
            same = entries.c.feed_id == feed_id, entries.c.entry_id == decision.entry.entry_id
            await transaction.execute(update(entries).where(*same).values(**words, changed_at=now))
        else:
            ours = {"feed_id": feed_id, "entry_id": decision.entry.entry_id, "verdict": decision.verdict.value}
            moments = {"published_at": decision.published_at, "seen_at": now, "listed_at": now}
            added.append({**words, **ours, **moments})
    if added:
        await transaction.execute(insert(entries).on_conflict_do_nothing(), added)


async def note_listed(transaction: AsyncConnection, feed_id: int, entry_ids: Sequence[str], *, now: datetime) -> None:
    """These entries stand in their feed now; once a day is often enough to write that down."""
    theirs = entries.c.feed_id == feed_id, entries.c.entry_id.in_(entry_ids)
    is_due = entries.c.listed_at < now - LISTED_GRAIN
    await transaction.execute(update(entries).where(*theirs, is_due).values(listed_at=now))


def _words(decision: EntryDecision) -> dict[str, Any]:
    entry = decision.entry
    return {
        "title": entry.title,
        "text": entry.text if decision.verdict in (Verdict.FRESH, Verdict.CHANGED) else "",
        "words_hash": decision.words_hash,
        "url": entry.url,
        "url_key": decision.url_key,
        "author": entry.author,
    }


async def fresh_entries(
    transaction: AsyncConnection, chat_id: int, *, after: datetime, until: datetime, limit: int
) -> list[StoredEntry]:
    """What the feeds that a chat follows for its digests brought in (after, until], the newest first."""
    ours = [follows.c.chat_id == chat_id, follows.c.delivery == "digest", ~follows.c.is_paused]
    window = [entries.c.seen_at > after, entries.c.seen_at <= until]
    newest = [entries.c.published_at.desc(), entries.c.id.desc()]
    return await _told(transaction, [*ours, *window], order=newest, limit=limit)


async def entries_to_post(transaction: AsyncConnection, follow_id: int, *, limit: int) -> list[StoredEntry]:
    """What a follow "now" has not posted yet, in the order in which it came: what is beyond `limit` comes next."""
    ours = [follows.c.id == follow_id, follows.c.delivery == "now", entries.c.id > follows.c.posted_id]
    return await _told(transaction, ours, order=[entries.c.id], limit=limit)


async def find_entries(transaction: AsyncConnection, ids: Sequence[int]) -> list[StoredEntry]:
    """Entries by their ids, in this order; those that are gone are left out."""
    rows = await transaction.execute(_select().where(entries.c.id.in_(ids)))
    found = {row.id: StoredEntry(**row._mapping) for row in rows}
    return [found[entry_id] for entry_id in ids if entry_id in found]


async def latest_entries(transaction: AsyncConnection, feed_id: int, *, limit: int) -> list[StoredEntry]:
    """The newest entries of a feed, told or not: what a chat is shown before it follows."""
    statement = _select().where(entries.c.feed_id == feed_id).order_by(entries.c.published_at.desc()).limit(limit)
    return [StoredEntry(**row._mapping) for row in await transaction.execute(statement)]


async def forget_texts(transaction: AsyncConnection, *, before: datetime) -> int:
    """Empty the texts of entries seen before then; titles, links and ids stay, so that none comes back as news."""
    statement = update(entries).where(entries.c.seen_at < before, entries.c.text != "").values(text="")
    return (await transaction.execute(statement)).rowcount


async def forget_unlisted(transaction: AsyncConnection, *, keep: timedelta) -> int:
    """Delete entries that left their feed so long before it was read last; how many.

    By the feed's own time: as long as it is silent or away nothing in it grows old, so none of it comes back as news.
    """
    read = select(entries.c.feed_id, func.max(entries.c.listed_at).label("at")).group_by(entries.c.feed_id).subquery()
    is_gone = entries.c.feed_id == read.c.feed_id, entries.c.listed_at < read.c.at - keep
    return (await transaction.execute(delete(entries).where(*is_gone))).rowcount


async def _told(
    transaction: AsyncConnection,
    conditions: Sequence[ColumnElement[bool]],
    *,
    order: Sequence[ColumnElement[Any]],
    limit: int,
) -> list[StoredEntry]:
    statement = (
        _select()
        .add_columns(follows.c.topics)
        .join(follows, follows.c.feed_id == entries.c.feed_id)
        .where(entries.c.verdict == Verdict.FRESH.value, *conditions)
        .order_by(*order)
        .limit(limit)
    )
    return [StoredEntry(**row._mapping) for row in await transaction.execute(statement)]


def _select() -> Select[Any]:
    names = ("id", "feed_id", "title", "text", "url", "url_key", "author", "published_at", "seen_at")
    columns = [entries.c[name] for name in names]
    return select(*columns, feeds.c.title.label("feed_title"), feeds.c.language).join(
        feeds, feeds.c.id == entries.c.feed_id
    )
