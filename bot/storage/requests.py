"""What chats asked to be read, and the summaries that answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import IncomingMessage, Provenance
from bot.storage.tables import facts, requests, summaries
from summarizer.summary import Length, Summary, from_json, to_json

MESSAGES = TypeAdapter(tuple[IncomingMessage, ...])
_PROVENANCES = TypeAdapter(tuple[Provenance, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """Messages that are to be read together, and the one that the answer replies to."""

    key: str  # the same for the same messages: asking twice is asking once
    chat_id: int
    reply_to: int
    messages: tuple[IncomingMessage, ...]
    length: Length
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A stored request."""

    id: int
    chat_id: int
    reply_to: int
    messages: tuple[IncomingMessage, ...]
    length: Length
    state: str  # waiting, answered, failed
    closes_at: datetime | None = None  # while messages are still collected into it

    @property
    def thread_id(self) -> int | None:
        """The forum topic where it was asked."""
        return self.messages[-1].thread_id if self.messages else None

    @property
    def ack_key(self) -> str:
        """Outbox key of the acknowledgement, which the answer replaces."""
        return f"ack:{self.id}"


class StoredSummary(NamedTuple):
    """A summary and the chat that it was made for."""

    summary: Summary
    chat_id: int
    reply_to: int
    length: Length
    provenances: tuple[Provenance, ...] = ()  # of its documents, in their order; empty where they are not known

    @property
    def has_texts(self) -> bool:
        """Whether its articles are still there, so that it can be told at another length."""
        return all(document.text for document in self.summary.documents)


async def add_request(transaction: AsyncConnection, request: NewRequest) -> int | None:
    """Store a request; its id, or None where it is stored already."""
    statement = (
        insert(requests)
        .values(
            key=request.key,
            chat_id=request.chat_id,
            reply_to=request.reply_to,
            user_id=request.user_id,
            messages=MESSAGES.dump_python(request.messages, mode="json"),
            length=request.length.value,
        )
        .on_conflict_do_nothing()
        .returning(requests.c.id)
    )
    added: int | None = (await transaction.execute(statement)).scalar_one_or_none()
    return added


async def find_request(transaction: AsyncConnection, request_id: int, *, should_lock: bool = False) -> Request | None:
    """The request, or None where it was deleted; nobody else changes a locked one before the transaction ends."""
    statement = select(requests).where(requests.c.id == request_id)
    row = (await transaction.execute(statement.with_for_update() if should_lock else statement)).one_or_none()
    if row is None:
        return None
    return Request(
        id=row.id,
        chat_id=row.chat_id,
        reply_to=row.reply_to,
        messages=MESSAGES.validate_python(row.messages),
        length=Length(row.length),
        state=row.state,
        closes_at=row.closes_at,
    )


async def note_begun(transaction: AsyncConnection, request_id: int) -> None:
    """Its summary begins: should the process die of it, that is remembered."""
    statement = insert(facts).values(key=_begun(request_id), value="1")
    more = cast(cast(facts.c.value, Integer) + 1, Text)
    await transaction.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": more}))


async def count_begun(transaction: AsyncConnection, request_id: int) -> int:
    """How often its summary began and had no end."""
    value = (await transaction.execute(select(facts.c.value).where(facts.c.key == _begun(request_id)))).scalar()
    return int(value or 0)


def _begun(request_id: int) -> str:
    return f"begun:{request_id}"


async def finish_request(
    transaction: AsyncConnection, request_id: int, *, state: str, error: str | None = None
) -> bool:
    """Close a waiting request; False where somebody closed it before: then nothing may be sent."""
    await transaction.execute(delete(facts).where(facts.c.key == _begun(request_id)))
    statement = (
        update(requests)
        .where(requests.c.id == request_id, requests.c.state == "waiting")
        .values(state=state, error=error, answered_at=func.now(), closes_at=None)
    )
    return (await transaction.execute(statement)).rowcount == 1


async def add_summary(
    transaction: AsyncConnection,
    request_id: int,
    *,
    length: Length,
    summary: Summary,
    provenances: tuple[Provenance, ...] = (),
) -> None:
    """Keep the summary that answers a request at this length."""
    values: dict[str, Any] = {
        "summary": to_json(summary, with_text=True, with_trace=True),
        "provenances": _PROVENANCES.dump_python(provenances, mode="json"),
    }
    statement = (
        insert(summaries)
        .values(request_id=request_id, length=length.value, **values)
        .on_conflict_do_update(constraint="summaries_request_id_length_key", set_=values)
    )
    await transaction.execute(statement)


async def delete_summaries(transaction: AsyncConnection, request_id: int) -> None:
    """Forget how a request was answered, at every length: its messages say something else now."""
    await transaction.execute(delete(summaries).where(summaries.c.request_id == request_id))


async def find_summary(
    transaction: AsyncConnection, request_id: int, *, length: Length | None = None
) -> StoredSummary | None:
    """The summary that answers a request at a length, by default the one shown; None where there is none."""
    wanted = requests.c.length if length is None else length.value
    statement = (
        select(summaries, requests.c.chat_id, requests.c.reply_to)
        .join(requests, requests.c.id == summaries.c.request_id)
        .where(requests.c.id == request_id, summaries.c.length == wanted)
    )
    row = (await transaction.execute(statement)).one_or_none()
    if row is None:
        return None
    provenances = _PROVENANCES.validate_python(row.provenances)
    return StoredSummary(from_json(row.summary), row.chat_id, row.reply_to, Length(row.length), provenances)


async def set_length(transaction: AsyncConnection, request_id: int, *, length: Length) -> None:
    """The length at which an answer is shown from now on."""
    await transaction.execute(update(requests).where(requests.c.id == request_id).values(length=length.value))
