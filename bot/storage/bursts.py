"""Messages of a chat that belong together: each collected once, into one request, until nothing more comes.

A request is being collected as long as it has a `closes_at`. Who adds to it and who closes it lock its row: no message
comes in after it was closed.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import IncomingMessage
from bot.storage.requests import MESSAGES, Request, find_request
from bot.storage.tables import burst_messages, chats, requests


async def find_open_burst(transaction: AsyncConnection, chat_id: int) -> Request | None:
    """What is being collected in a chat, locked until the end of the transaction."""
    is_open = requests.c.closes_at > func.clock_timestamp()
    statement = select(requests.c.id).where(requests.c.chat_id == chat_id, is_open).order_by(requests.c.id.desc())
    found = (await transaction.execute(statement.limit(1).with_for_update())).scalar_one_or_none()
    return await find_request(transaction, found) if found is not None else None


async def is_collected(transaction: AsyncConnection, message: IncomingMessage) -> bool:
    """Whether a message belongs to a request already."""
    is_this = burst_messages.c.chat_id == message.chat_id, burst_messages.c.message_id == message.message_id
    return bool((await transaction.execute(select(exists().where(*is_this)))).scalar_one())


async def collect(
    transaction: AsyncConnection, request_id: int, messages: tuple[IncomingMessage, ...], *, wait: timedelta
) -> datetime:
    """Keep the messages of a request, the last of which is new; when it closes unless another comes."""
    closes_at = func.clock_timestamp() + wait
    values = {"messages": MESSAGES.dump_python(messages, mode="json"), "closes_at": closes_at}
    statement = update(requests).where(requests.c.id == request_id).values(values).returning(requests.c.closes_at)
    moment: datetime = (await transaction.execute(statement)).scalar_one()
    new = {"chat_id": messages[-1].chat_id, "message_id": messages[-1].message_id, "request_id": request_id}
    await transaction.execute(insert(burst_messages).values(new))
    return moment


async def close_burst(transaction: AsyncConnection, request_id: int) -> None:
    """Take no more messages into a request, if its time is over."""
    is_due = requests.c.closes_at <= func.clock_timestamp()
    await transaction.execute(update(requests).where(requests.c.id == request_id, is_due).values(closes_at=None))


async def has_bursts(transaction: AsyncConnection, chat_id: int) -> bool:
    """Whether a chat wants its forwards answered together."""
    known = (await transaction.execute(select(chats.c.has_bursts).where(chats.c.chat_id == chat_id))).scalar()
    return known is not False


async def set_bursts(transaction: AsyncConnection, chat_id: int, *, is_on: bool) -> None:
    """Whether a chat wants its forwards answered together, from now on."""
    statement = insert(chats).values(chat_id=chat_id, has_bursts=is_on)
    await transaction.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_={"has_bursts": is_on}))
