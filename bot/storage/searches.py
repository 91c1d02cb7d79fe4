"""What chats asked to follow, until it is found and answered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.feed_tables import searches

SearchKind = Literal["feed", "opml", "catalog"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSearch:
    """What a chat asks to be found."""

    key: str  # the same for the same question: asking twice is asking once
    chat_id: int
    thread_id: int | None = None
    kind: SearchKind = "feed"
    query: Any  # what was typed; an IncomingFile as JSON; for the catalog: {"said", "category", "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A stored search."""

    id: int
    chat_id: int
    thread_id: int | None
    kind: SearchKind
    query: Any
    choices: tuple[str, ...]
    state: str  # waiting, answered


async def add_search(transaction: AsyncConnection, search: NewSearch) -> int | None:
    """Store a search; None where it is stored already."""
    statement = insert(searches).values(**asdict(search)).on_conflict_do_nothing().returning(searches.c.id)
    added: int | None = (await transaction.execute(statement)).scalar_one_or_none()
    return added


async def find_search(transaction: AsyncConnection, search_id: int) -> Search | None:
    """A search, locked until the end of the transaction, or None where it was deleted."""
    names = ("id", "chat_id", "thread_id", "kind", "query", "choices", "state")
    statement = select(*(searches.c[name] for name in names)).where(searches.c.id == search_id).with_for_update()
    row = (await transaction.execute(statement)).one_or_none()
    return Search(**{**row._mapping, "choices": tuple(row.choices)}) if row else None


async def finish_search(transaction: AsyncConnection, search_id: int, *, choices: Sequence[str] = ()) -> bool:
    """A search is answered; False where it was before: then nothing may be sent."""
    statement = (
        update(searches)
        .where(searches.c.id == search_id, searches.c.state == "waiting")
        .values(state="answered", choices=list(choices))
    )
    return (await transaction.execute(statement)).rowcount == 1
