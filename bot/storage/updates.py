"""The inbox: raw updates, stored once by their id."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import updates

UpdateState = Literal["new", "done", "poison", "failed"]


class StoredUpdate(NamedTuple):
    """A raw update and how far it came."""

    payload: dict[str, Any]
    state: UpdateState


async def add_updates(transaction: AsyncConnection, payloads: Sequence[dict[str, Any]]) -> set[int]:
    """Store raw updates that are not stored yet; the ids of those that are new."""
    rows = [{"update_id": payload["update_id"], "payload": payload} for payload in payloads]
    statement = insert(updates).values(rows).on_conflict_do_nothing().returning(updates.c.update_id)
    return set((await transaction.execute(statement)).scalars())


async def find_update(transaction: AsyncConnection, update_id: int) -> StoredUpdate | None:
    """The update, or None where it is not stored (any more)."""
    statement = select(updates.c.payload, updates.c.state).where(updates.c.update_id == update_id)
    row = (await transaction.execute(statement)).one_or_none()
    return StoredUpdate(*row) if row else None


async def finish_update(
    transaction: AsyncConnection, update_id: int, *, state: UpdateState, error: str | None = None
) -> None:
    """Record how an update ended."""
    await transaction.execute(update(updates).where(updates.c.update_id == update_id).values(state=state, error=error))
