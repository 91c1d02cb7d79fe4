"""Edited messages: the request that a message belongs to, asked anew."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import IncomingMessage
from bot.storage.requests import MESSAGES, Request, find_request
from bot.storage.tables import burst_messages, requests


async def find_request_of(transaction: AsyncConnection, message: IncomingMessage) -> Request | None:
    """The request that a message asked for, alone or with others, locked; None where there is none."""
    is_it = burst_messages.c.chat_id == message.chat_id, burst_messages.c.message_id == message.message_id
    collected = select(burst_messages.c.request_id).where(*is_it)
    asked = requests.c.key == f"message:{message.chat_id}:{message.message_id}"
    found = (
        select(requests.c.id).where(or_(asked, requests.c.id.in_(collected))).order_by(requests.c.id.desc()).limit(1)
    )
    request_id = (await transaction.execute(found)).scalar_one_or_none()
    return await find_request(transaction, request_id, should_lock=True) if request_id is not None else None


async def ask_anew(
    transaction: AsyncConnection, request_id: int, messages: tuple[IncomingMessage, ...], *, wait: timedelta
) -> datetime:
    """Have a request answered again, of other messages; when, unless it changes once more."""
    closes_at = func.clock_timestamp() + wait
    values = {"messages": MESSAGES.dump_python(messages, mode="json"), "closes_at": closes_at, "state": "waiting"}
    statement = update(requests).where(requests.c.id == request_id).values(values).returning(requests.c.closes_at)
    moment: datetime = (await transaction.execute(statement)).scalar_one()
    return moment
