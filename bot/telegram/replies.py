"""Answers to commands: once for each update, in the topic where it was sent."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update

from bot.domain import FormattedText, OutgoingMessage
from bot.storage.outbox import Draft, enqueue


async def reply(transaction: AsyncConnection, update: Update, said: OutgoingMessage | str) -> None:
    """Answer the message of an update."""
    message = message_of(update)
    answer = OutgoingMessage(FormattedText(said)) if isinstance(said, str) else said
    answer = replace(answer, thread_id=topic_of(message))
    await enqueue(transaction, [Draft(key=f"reply:{update.update_id}", chat_id=message.chat.id, message=answer)])


def message_of(update: Update) -> Message:
    """The message of an update whose handler takes only such."""
    assert update.effective_message
    return update.effective_message


def topic_of(message: Message) -> int | None:
    """The forum topic that a message stands in."""
    return message.message_thread_id if message.is_topic_message else None
