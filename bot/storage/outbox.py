"""Every message that goes out: written in the transaction of its cause, sent later, in order within a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import case, delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import OutgoingMessage
from bot.storage.tables import chats, outbox

CHANNEL = "outbox"  # NOTIFY channel; the payload is the chat_id
_MESSAGE = TypeAdapter(OutgoingMessage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to send. A key is sent once, however often it is drafted."""

    key: str
    chat_id: int
    message: OutgoingMessage
    replaces: str | None = None  # key of an earlier draft: its message becomes this one
    is_later: bool = False  # what it replaces goes out all the same, and is edited then
    is_disposable: bool = False  # not worth a repeat when nobody knows whether it arrived
    delay: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The next message of a chat."""

    id: int
    chat_id: int
    payload: Any  # an OutgoingMessage; see `message`
    edits: int | None  # message_id of the message that becomes this one; None: send a new one
    is_disposable: bool
    is_unsure: bool  # an earlier attempt may have arrived
    attempts: int
    hold_s: float  # seconds it has to wait still, by the database's clock

    @property
    def message(self) -> OutgoingMessage:
        """What is to be sent.

        Raises:
            ValueError: the row was written by another version of the program.
        """
        return _MESSAGE.validate_python(self.payload)


async def enqueue(transaction: AsyncConnection, drafts: Sequence[Draft]) -> None:
    """Write drafts, in their order, and wake the sender. An acknowledgement not sent yet gives way to its answer."""
    for draft in drafts:
        if draft.replaces and not draft.is_later:
            await transaction.execute(
                update(outbox)
                .where(outbox.c.key == draft.replaces, outbox.c.state == "pending")
                .values(state="skipped")
            )
        await transaction.execute(
            insert(outbox)
            .values(
                key=draft.key,
                chat_id=draft.chat_id,
                payload=_MESSAGE.dump_python(draft.message, mode="json"),
                replaces=draft.replaces,
                is_disposable=draft.is_disposable,
                not_before=func.now() + draft.delay if draft.delay else None,
            )
            .on_conflict_do_nothing()
        )
    await wake(transaction, {draft.chat_id for draft in drafts})


async def reword(transaction: AsyncConnection, draft: Draft) -> None:
    """Change what the message of this key says, sent or not; nothing where it was never meant to arrive."""
    payload = _MESSAGE.dump_python(draft.message, mode="json")
    is_waiting = outbox.c.key == draft.key, outbox.c.state == "pending"
    if (await transaction.execute(update(outbox).where(*is_waiting).values(payload=payload))).rowcount:
        return
    is_sent = outbox.c.key == draft.key, outbox.c.state.in_(["sending", "sent"])
    if (await transaction.execute(select(exists().where(*is_sent)))).scalar_one():
        edit = replace(draft, key=f"{draft.key}:again", replaces=draft.key, is_disposable=True)
        await enqueue(transaction, [edit])


async def count_drafts(transaction: AsyncConnection, prefix: str) -> int:
    """How many messages, sent or not, have a key that begins so."""
    statement = select(func.count()).where(outbox.c.key.startswith(prefix, autoescape=True))
    return (await transaction.execute(statement)).scalar_one()


async def is_sent_by_us(transaction: AsyncConnection, chat_id: int, message_id: int) -> bool:
    """Whether a message of a chat is one of the bot's, as far back as it remembers."""
    is_it = outbox.c.chat_id == chat_id, outbox.c.message_id == message_id
    return bool((await transaction.execute(select(exists().where(*is_it)))).scalar_one())


async def wake(transaction: AsyncConnection, chat_ids: set[int]) -> None:
    """Tell the sender, at commit, that these chats have something waiting."""
    for chat_id in chat_ids:
        await transaction.execute(text("SELECT pg_notify(:channel, :chat)"), {"channel": CHANNEL, "chat": str(chat_id)})


async def waiting_chats(transaction: AsyncConnection) -> set[int]:
    """Chats with something to send, without the parked ones."""
    parked = exists().where(chats.c.chat_id == outbox.c.chat_id, chats.c.parked_at.is_not(None))
    statement = select(outbox.c.chat_id).where(outbox.c.state == "pending", ~parked).distinct()
    return set((await transaction.execute(statement)).scalars())


async def next_delivery(transaction: AsyncConnection, chat_id: int) -> Delivery | None:
    """The oldest message that waits in a chat; None when there is none, or the chat is parked."""
    earlier = outbox.alias()
    parked = exists().where(chats.c.chat_id == outbox.c.chat_id, chats.c.parked_at.is_not(None))
    statement = (
        select(
            outbox,
            earlier.c.message_id.label("replaced_id"),
            func.extract("epoch", outbox.c.not_before - func.clock_timestamp()).label("hold_s"),
        )
        .outerjoin(earlier, (earlier.c.key == outbox.c.replaces) & (earlier.c.state == "sent"))
        .where(outbox.c.chat_id == chat_id, outbox.c.state == "pending", ~parked)
        .order_by(outbox.c.id)
        .limit(1)
    )
    row = (await transaction.execute(statement)).one_or_none()
    if row is None:
        return None
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        payload=row.payload,
        edits=row.message_id or row.replaced_id,
        is_disposable=row.is_disposable,
        is_unsure=row.is_unsure,
        attempts=row.attempts,
        hold_s=float(row.hold_s or 0),
    )


async def mark_sending(transaction: AsyncConnection, delivery_id: int) -> None:
    """From here on a crash leaves it open whether the message arrived."""
    await transaction.execute(
        update(outbox).where(outbox.c.id == delivery_id).values(state="sending", attempts=outbox.c.attempts + 1)
    )


async def mark_sent(transaction: AsyncConnection, delivery_id: int, *, message_id: int) -> None:
    """Telegram has it, under this message_id."""
    await transaction.execute(
        update(outbox)
        .where(outbox.c.id == delivery_id)
        .values(state="sent", message_id=message_id, sent_at=func.now(), error=None)
    )


async def mark_placed(transaction: AsyncConnection, delivery_id: int, *, message_id: int) -> None:
    """A placeholder stands in the chat; the content is edited into it."""
    await transaction.execute(
        update(outbox).where(outbox.c.id == delivery_id).values(message_id=message_id, state="pending")
    )


async def forget_target(transaction: AsyncConnection, delivery_id: int) -> None:
    """The message to be edited is gone: send a new one."""
    await transaction.execute(
        update(outbox).where(outbox.c.id == delivery_id).values(state="pending", message_id=None, replaces=None)
    )


async def put_back(
    transaction: AsyncConnection, delivery_id: int, *, delay: timedelta, error: str, is_unsure: bool = False
) -> None:
    """Try again after `delay`; `is_unsure` where the message may have arrived."""
    values: dict[str, Any] = {"state": "pending", "not_before": func.now() + delay, "error": error}
    if is_unsure:
        values |= {"is_unsure": True, "state": case((outbox.c.is_disposable, "skipped"), else_="pending")}
    await transaction.execute(update(outbox).where(outbox.c.id == delivery_id).values(values))


async def refuse(transaction: AsyncConnection, delivery_id: int, *, error: str) -> None:
    """Telegram will never take it: keep it aside, the next one goes out."""
    await transaction.execute(update(outbox).where(outbox.c.id == delivery_id).values(state="refused", error=error))


async def recover(transaction: AsyncConnection) -> int:
    """After a crash: what was being sent may have arrived. Edits are simply repeated; the number of rows."""
    earlier = outbox.alias()
    is_edit = outbox.c.message_id.is_not(None) | exists().where(
        earlier.c.key == outbox.c.replaces, earlier.c.state == "sent"
    )
    statement = (
        update(outbox)
        .where(outbox.c.state == "sending")
        .values(
            state=case((outbox.c.is_disposable, "skipped"), else_="pending"),
            is_unsure=case((is_edit, outbox.c.is_unsure), else_=True),
        )
    )
    return (await transaction.execute(statement)).rowcount


async def park_chat(transaction: AsyncConnection, chat_id: int) -> None:
    """The chat blocked the bot: nothing is sent until it writes again."""
    await transaction.execute(
        insert(chats)
        .values(chat_id=chat_id, parked_at=func.now())
        .on_conflict_do_update(index_elements=["chat_id"], set_={"parked_at": func.now()})
    )


async def unpark_chat(transaction: AsyncConnection, chat_id: int) -> None:
    """The chat writes again: what waited goes out."""
    statement = update(chats).where(chats.c.chat_id == chat_id, chats.c.parked_at.is_not(None)).values(parked_at=None)
    if (await transaction.execute(statement)).rowcount:
        await wake(transaction, {chat_id})


async def move_chat(transaction: AsyncConnection, chat_id: int, *, new_id: int) -> None:
    """A group became a supergroup: what waits goes to its new id, as new messages."""
    waiting = outbox.c.chat_id == chat_id, outbox.c.state.in_(["pending", "sending"])
    await transaction.execute(
        update(outbox).where(*waiting).values(chat_id=new_id, state="pending", message_id=None, replaces=None)
    )
    await transaction.execute(delete(chats).where(chats.c.chat_id == chat_id))
    await wake(transaction, {new_id})
