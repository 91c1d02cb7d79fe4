"""An answer in the chat: its messages, and how they become the same answer at another length.

The messages of an answer are the outbox rows `answer:<request>:<number>`. Another length is edited into them, in order. A
longer form adds messages; what a shorter one leaves over is edited to LEFT_OVER, as a bot may edit its messages for ever,
but delete them for two days only.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import FormattedText, OutgoingMessage, Provenance
from bot.feeds.outlet import find_outlets
from bot.storage.outbox import Draft, count_drafts, enqueue
from bot.storage.requests import StoredSummary, find_request, find_summary, set_length
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
        present = await count_drafts(transaction, answer_key(request_id, 0)[:-1])
        await enqueue(transaction, _edits(request_id, stored, present=present, cause=cause))
    return True


def _edits(request_id: int, stored: StoredSummary, *, present: int, cause: int) -> Sequence[Draft]:
    """The answer over its `present` messages."""
    messages = answer_messages(request_id, stored.summary, length=stored.length, provenances=stored.provenances)
    messages += [OutgoingMessage(LEFT_OVER)] * (present - len(messages))
    return [
        Draft(
            key=f"length:{cause}:{number}" if number < present else answer_key(request_id, number),
            chat_id=stored.chat_id,
            message=message,
            replaces=answer_key(request_id, number) if number < present else None,
        )
        for number, message in enumerate(messages)
    ]
