"""Edited messages: what was asked before is answered anew, in place; what asked nothing before is read as if it were new."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.articles.intake import find_parts, is_comment, merge_parts
from bot.domain import FormattedText, IncomingMessage, OutgoingMessage
from bot.storage.edits import ask_anew, find_request_of
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import Request
from bot.telegram.addressing import is_mentioned, without_mentions
from bot.telegram.handlers import COMMANDS
from bot.telegram.incoming import parse_message
from bot.telegram.replies import message_of

if TYPE_CHECKING:
    from bot.telegram.reading import ReadingHandlers

Context = ContextTypes.DEFAULT_TYPE

EDITS_FOR = timedelta(days=2)  # after it was sent: as long as Telegram lets people edit, and as traces of it are kept
EDITED_COMMAND = "I do not carry out an edited command. Send it again as a new message."
_ORDERS = frozenset(command.command for command in COMMANDS) - {"read"}


@dataclass(frozen=True, slots=True)
class EditHandlers:
    """Takes edits of what the reading handlers take."""

    reading: "ReadingHandlers"

    def register(self, application: Any) -> None:
        """Only texts and captions can be edited to say something else."""
        edited = filters.UpdateType.EDITED_MESSAGE | filters.UpdateType.EDITED_CHANNEL_POST
        application.add_handler(MessageHandler(edited & (filters.TEXT | filters.CAPTION), self.edit))

    async def edit(self, update: Update, context: Context) -> None:
        """A message says something else now, or may do so."""
        message = message_of(update)
        # Without a date nobody edited it: Telegram sends it again for its preview or a reaction.
        if message.edit_date is None or message.edit_date - message.date > EDITS_FOR:
            return
        own = without_mentions(parse_message(message), context.bot.username)
        async with self.reading.database.transaction() as transaction:
            if own.chat_type == "private" and _is_order(message):
                await self._refuse(transaction, update, own)
                return
            request = await find_request_of(transaction, own)
            if request is not None:
                before = next((each for each in request.messages if each.message_id == own.message_id), None)
                is_changed = before and find_parts(without_mentions(before, context.bot.username)) != find_parts(own)
                if is_changed and await self.reading.role(transaction, update):
                    await self._ask_anew(transaction, request, own)
                return
        await self._read(update, context, own)

    async def _ask_anew(self, transaction: AsyncConnection, request: Request, edited: IncomingMessage) -> None:
        """Answer again, a little later: who edits once often does so twice."""
        messages = tuple(edited if each.message_id == edited.message_id else each for each in request.messages)
        at = await ask_anew(transaction, request.id, messages, wait=self.reading.burst_wait)
        await self.reading.jobs.defer_answer(transaction, request.id, at=at)

    async def _read(self, update: Update, context: Context, own: IncomingMessage) -> None:
        """What asked for nothing when it was sent: a picture that has a caption now, a word that became an article."""
        parts = merge_parts((own,))
        if own.file is not None or not parts:
            return
        if own.chat_type == "private":
            await self.reading.read(update, context)
        elif is_mentioned(parse_message(message_of(update)), context.bot.username) and not all(map(is_comment, parts)):
            await self.reading.read_if_addressed(update, context)

    async def _refuse(self, transaction: AsyncConnection, update: Update, own: IncomingMessage) -> None:
        """Once for each message, however often it is edited."""
        if await self.reading.role(transaction, update):
            told = OutgoingMessage(FormattedText(EDITED_COMMAND), reply_to=own.message_id)
            key = f"edited:{own.chat_id}:{own.message_id}"
            await enqueue(transaction, [Draft(key=key, chat_id=own.chat_id, message=told)])


def _is_order(message: Message) -> bool:
    """Whether a message is one of the bot's commands; /read is an article that can be read anew."""
    word = (message.text or "").partition(" ")[0].partition("@")[0]
    return word.startswith("/") and word[1:].lower() in _ORDERS
