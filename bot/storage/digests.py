"""Digests and the stories in them: planned in one transaction, told one by one, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import FormattedText
from bot.storage.feed_tables import digests, dislikes, stories

Vectors = NDArray[np.float32]
_FORMATTED = TypeAdapter(FormattedText)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDigest:
    """A digest to be made."""

    chat_id: int
    key: str  # "2026-05-01 08:00", or "now:<update_id>"
    due_at: datetime
    since_at: datetime
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDigest:
    """A digest as it is stored."""

    id: int
    chat_id: int
    key: str
    due_at: datetime
    since_at: datetime
    created_at: datetime
    is_late: bool
    state: str  # due, planned, made
    opening: FormattedText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStory:
    """A story chosen for a digest."""

    number: int
    title: str
    lead: str
    entry_ids: tuple[int, ...]
    vectors: Vectors  # of the title and the lead; shape (2, dimensions)
    published_at: datetime
    updates_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory(NewStory):
    """A story as it is stored."""

    id: int
    chat_id: int
    state: str  # planned, told, dropped
    statements: tuple[str, ...]
    request_id: int | None


async def add_digest(transaction: AsyncConnection, digest: NewDigest, *, now: datetime) -> int | None:
    """A digest to be made; None where it is known already."""
    statement = (
        insert(digests)
        .values(
            chat_id=digest.chat_id,
            key=digest.key,
            due_at=digest.due_at,
            since_at=digest.since_at,
            is_late=digest.is_late,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(digests.c.id)
    )
    added: int | None = (await transaction.execute(statement)).scalar_one_or_none()
    return added


async def find_digest(transaction: AsyncConnection, digest_id: int) -> StoredDigest | None:
    """A digest, locked until the end of the transaction: two that make it at once plan it once."""
    names = ("id", "chat_id", "key", "due_at", "since_at", "created_at", "is_late", "state", "opening")
    statement = select(*(digests.c[name] for name in names)).where(digests.c.id == digest_id).with_for_update()
    row = (await transaction.execute(statement)).one_or_none()
    if row is None:
        return None
    opening = _FORMATTED.validate_python(row.opening) if row.opening else None
    return StoredDigest(**{**row._mapping, "opening": opening})


async def last_digest_at(transaction: AsyncConnection, chat_id: int) -> datetime | None:
    """When the newest digest of a chat was begun."""
    statement = select(func.max(digests.c.created_at)).where(digests.c.chat_id == chat_id)
    at: datetime | None = (await transaction.execute(statement)).scalar()
    return at


async def finish_digest(transaction: AsyncConnection, digest_id: int, *, now: datetime) -> bool:
    """A digest is made; False where it was before."""
    statement = (
        update(digests).where(digests.c.id == digest_id, digests.c.state != "made").values(state="made", made_at=now)
    )
    return (await transaction.execute(statement)).rowcount == 1


async def plan_digest(
    transaction: AsyncConnection,
    digest: StoredDigest,
    planned: Sequence[NewStory],
    *,
    opening: FormattedText,
    now: datetime,
) -> bool:
    """Keep the stories that a digest will tell; False where another process planned it."""
    statement = (
        update(digests)
        .where(digests.c.id == digest.id, digests.c.state == "due")
        .values(state="planned", opening=_FORMATTED.dump_python(opening, mode="json"))
    )
    if not (await transaction.execute(statement)).rowcount:
        return False
    rows = [
        {
            "digest_id": digest.id,
            "chat_id": digest.chat_id,
            "number": story.number,
            "title": story.title,
            "lead": story.lead,
            "entry_ids": list(story.entry_ids),
            "vectors": story.vectors.astype(np.float32).tobytes(),
            "published_at": story.published_at,
            "updates_id": story.updates_id,
            "told_at": now,
        }
        for story in planned
    ]
    if rows:
        await transaction.execute(insert(stories), rows)
    return True


async def list_stories(transaction: AsyncConnection, digest_id: int) -> list[StoredStory]:
    """The stories of a digest, in order."""
    statement = select(stories).where(stories.c.digest_id == digest_id).order_by(stories.c.number)
    return [_story(row._mapping) for row in await transaction.execute(statement)]


async def told_stories(transaction: AsyncConnection, chat_id: int, *, since: datetime) -> list[StoredStory]:
    """What a chat was told since then, the newest first."""
    statement = (
        select(stories)
        .where(stories.c.chat_id == chat_id, stories.c.state == "told", stories.c.told_at >= since)
        .order_by(stories.c.id.desc())
    )
    return [_story(row._mapping) for row in await transaction.execute(statement)]


async def find_story(transaction: AsyncConnection, story_id: int) -> StoredStory | None:
    """One story, locked until the end of the transaction."""
    statement = select(stories).where(stories.c.id == story_id).with_for_update()
    row = (await transaction.execute(statement)).one_or_none()
    return _story(row._mapping) if row else None


async def finish_story(
    transaction: AsyncConnection,
    story_id: int,
    *,
    state: str,
    statements: Sequence[str] = (),
    request_id: int | None = None,
) -> bool:
    """A planned story is told, or dropped; False where that was done before: then nothing may be sent."""
    statement = (
        update(stories)
        .where(stories.c.id == story_id, stories.c.state == "planned")
        .values(state=state, statements=list(statements), request_id=request_id)
    )
    return (await transaction.execute(statement)).rowcount == 1


async def add_dislike(transaction: AsyncConnection, story: StoredStory) -> None:
    """Fewer stories like this one, please."""
    statement = insert(dislikes).values(
        chat_id=story.chat_id, story_id=story.id, title=story.title, vector=story.vectors[1].tobytes()
    )
    await transaction.execute(statement.on_conflict_do_nothing())


async def disliked_vectors(transaction: AsyncConnection, chat_id: int) -> list[Vectors]:
    """The leads of stories that a chat wants fewer of."""
    statement = select(dislikes.c.vector).where(dislikes.c.chat_id == chat_id)
    return [np.frombuffer(vector, np.float32) for vector in (await transaction.execute(statement)).scalars()]


async def forget_stories(transaction: AsyncConnection, *, before: datetime) -> int:
    """Delete digests and their stories begun before then; how many."""
    return (await transaction.execute(delete(digests).where(digests.c.created_at < before))).rowcount


async def forget_dislikes(transaction: AsyncConnection, *, before: datetime) -> int:
    """Delete what was disliked before then: tastes change; how many."""
    return (await transaction.execute(delete(dislikes).where(dislikes.c.added_at < before))).rowcount


def _story(row: Any) -> StoredStory:
    names = ("id", "chat_id", "number", "title", "lead", "published_at", "updates_id", "state", "request_id")
    return StoredStory(
        **{name: row[name] for name in names},
        entry_ids=tuple(row["entry_ids"]),
        statements=tuple(row["statements"]),
        vectors=np.frombuffer(row["vectors"], np.float32).reshape(2, -1),
    )
