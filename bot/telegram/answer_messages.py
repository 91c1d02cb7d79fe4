"""An answer in the chat: its messages, and how they become the answer at another length, or to an edited message.

The messages of an answer are the outbox rows `answer:<request>:<number>`. Another length is edited into them, in order. A
longer form adds messages; what a shorter one leaves over is edited to LEFT_OVER, as a bot may edit its messages for ever,
but delete them for two days only. So is the answer to a message that was edited.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import FormattedText, OutgoingMessage, Provenance
from bot.feeds.outlet import find_outlets
from bot.storage.outbox import Draft, count_drafts, enqueue
from bot.storage.requests import Request, find_request, find_summary, set_length
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.render import render_summary
from summarizer.summary import Length, Summary

LENGTHS = tuple(Length)
LEFT_OVER = FormattedText("⋯")


def answer_messages(
    request_id: int, summary: Summary, *, length: Length, provenances: Sequence[Provenance]
) -> list[OutgoingMessage]:
    """The answer as messages; the last one has the buttons."""
    contents = render_summary(summary, provenances)
    at = LENGTHS.index(length)
    shorter = LENGTHS[at - 1] if at else None
    longer = LENGTHS[at + 1] if at + 1 < len(LENGTHS) else None
    has_source = bool(find_outlets(summary.documents, provenances))
    keyboard = answer_keyboard(request_id, shorter=shorter, longer=longer, has_source=has_source)
    return [*map(OutgoingMessage, contents[:-1]), OutgoingMessage(contents[-1], keyboard)]


def answer_key(request_id: int, number: int) -> str:
    """Outbox key of a message of an answer."""
    return f"answer:{request_id}:{number}"


async def show_length(transaction: AsyncConnection, request_id: int, length: Length, *, cause: int) -> bool:
    """Edit an answer to a length that it was told at before; False where it never was.

    `cause` is the id of the update that asked for it. Of two that ask for the same, the second changes nothing.
    """
    request = await find_request(transaction, request_id, should_lock=True)
    stored = await find_summary(transaction, request_id, length=length)
    if request is None or stored is None:
        return False
    if request.length != length:
        await set_length(transaction, request_id, length=length)
        messages = answer_messages(request_id, stored.summary, length=length, provenances=stored.provenances)
        await _show_instead(transaction, request, messages, cause=f"length:{cause}")
    return True


async def show_answer(transaction: AsyncConnection, request: Request, messages: Sequence[OutgoingMessage]) -> None:
    """Draft an answer; one that is shown already, as the messages it answers were edited, is edited in place."""
    if await _count_shown(transaction, request.id):
        await _show_instead(transaction, request, messages, cause=_revision(request.id))
    else:
        await enqueue(transaction, _replies(request, messages))


async def add_note(transaction: AsyncConnection, request: Request, text: str, *, key: str | None = None) -> None:
    """A word beside an answer that stays as it is; without a key it is said anew each time."""
    await enqueue(transaction, [draft_note(request, text, key=key or _revision(request.id))])


def draft_note(request: Request, text: str, *, key: str) -> Draft:
    """A word to whoever asked, where they asked."""
    note = OutgoingMessage(FormattedText(text), reply_to=request.reply_to, thread_id=request.thread_id)
    return Draft(key=key, chat_id=request.chat_id, message=note)


def _revision(request_id: int) -> str:
    """A key that is used once: what is written under it happens in the transaction that ends a request."""
    return f"revised:{request_id}:{secrets.token_hex(4)}"


def _replies(request: Request, messages: Sequence[OutgoingMessage]) -> list[Draft]:
    """The first message takes the place of the acknowledgement, or replies in its stead; the others follow."""
    return [
        Draft(
            key=answer_key(request.id, number),
            chat_id=request.chat_id,
            message=replace(message, reply_to=None if number else request.reply_to, thread_id=request.thread_id),
            replaces=None if number else request.ack_key,
        )
        for number, message in enumerate(messages)
    ]


async def _count_shown(transaction: AsyncConnection, request_id: int) -> int:
    """How many messages an answer has in the chat, or on their way there."""
    return await count_drafts(transaction, answer_key(request_id, 0)[:-1])


async def _show_instead(
    transaction: AsyncConnection, request: Request, messages: Sequence[OutgoingMessage], *, cause: str
) -> None:
    """Edit an answer into other messages; `cause` begins the keys of the edits, and is used once."""
    present = await _count_shown(transaction, request.id)
    left_over = [OutgoingMessage(LEFT_OVER)] * (present - len(messages))
    drafts = [
        Draft(
            key=f"{cause}:{number}" if number < present else answer_key(request.id, number),
            chat_id=request.chat_id,
            message=replace(message, thread_id=request.thread_id),
            replaces=answer_key(request.id, number) if number < present else None,
            is_later=True,
        )
        for number, message in enumerate([*messages, *left_over])
    ]
    await enqueue(transaction, drafts)
