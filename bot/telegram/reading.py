"""Messages that ask to be read: in a private chat everything, elsewhere only what speaks to the bot.

What belongs together is collected into one request: an album, a text that an app cut in two, a burst of forwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.articles.bursts import belongs_to, is_waited_with
from bot.articles.intake import is_comment, merge_parts
from bot.domain import FormattedText, IncomingMessage, OutgoingMessage
from bot.jobs import Jobs
from bot.storage import bursts
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue, is_sent_by_us
from bot.storage.requests import NewRequest, add_request
from bot.telegram.addressing import is_mentioned, without_mentions
from bot.telegram.commands import RoleOf
from bot.telegram.edits import EditHandlers
from bot.telegram.hints import hint_for
from bot.telegram.incoming import parse_message
from bot.telegram.replies import message_of, reply
from summarizer.summary import Length

Context = ContextTypes.DEFAULT_TYPE

READING = "Reading …"
BURSTS = {
    True: "Forwards that come together are answered together. /bursts off: each by itself.",
    False: "Each forward is answered by itself. /bursts on: those that come together, together.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingHandlers:
    """What makes a request of messages."""

    database: Database
    jobs: Jobs
    role: RoleOf
    length: Length
    ack_delay: timedelta
    burst_wait: timedelta

    def register(self, application: Any) -> None:
        """After every other handler: in a private chat nothing gets past these."""
        new = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
        shared = (filters.ChatType.GROUPS | filters.ChatType.CHANNEL) & new & ~filters.StatusUpdate.ALL
        application.add_handlers(
            [
                CommandHandler("read", self.read_command, new),
                CommandHandler("bursts", self.set_bursts, filters.UpdateType.MESSAGE),
                MessageHandler(private, self.read),
                MessageHandler(shared, self.read_if_addressed),
            ]
        )
        EditHandlers(self).register(application)

    async def read(self, update: Update, context: Context) -> None:
        """Anything else in a private chat: something to read, or a few words under it."""
        message = parse_message(message_of(update))
        parts = merge_parts((message,))
        if message_of(update).reply_to_message and parts and all(map(is_comment, parts)):
            await self._read_with_replied(update, context.bot.username)
            return
        async with self.database.transaction() as transaction:
            if not await self.role(transaction, update):
                return
            has_bursts = await bursts.has_bursts(transaction, message.chat_id)
            if not await self._collect(transaction, message, has_bursts=has_bursts):
                await self._read(transaction, update, (message,))

    async def set_bursts(self, update: Update, context: Context) -> None:
        """/bursts, /bursts on, /bursts off"""
        said = "".join(context.args or []).lower()
        chat_id = message_of(update).chat.id
        async with self.database.transaction() as transaction:
            if not await self.role(transaction, update):
                return
            if said in ("on", "off"):
                await bursts.set_bursts(transaction, chat_id, is_on=said == "on")
            await reply(transaction, update, BURSTS[await bursts.has_bursts(transaction, chat_id)])

    async def read_command(self, update: Update, context: Context) -> None:
        """/read <link>, or as a reply to what is to be read"""
        await self._read_with_replied(update, context.bot.username)

    async def read_if_addressed(self, update: Update, context: Context) -> None:
        """In groups and channels: what mentions the bot, or replies to it."""
        message = message_of(update)
        if is_mentioned(parse_message(message), context.bot.username):
            await self._read_with_replied(update, context.bot.username)
        elif message.reply_to_message:
            await self._read_reply(update, context.bot.id)

    async def _read_with_replied(self, update: Update, username: str) -> None:
        """Read a message, and the one that it replies to, unless it quotes what it means."""
        message = message_of(update)
        own = without_mentions(parse_message(message), username)
        async with self.database.transaction() as transaction:
            if not await self.role(transaction, update):
                return
            replied = message.reply_to_message if not own.quote else None
            if replied is None or await self._is_ours(transaction, replied, message.get_bot().id):
                messages: tuple[IncomingMessage, ...] = (own,)
            else:
                messages = (parse_message(replied), own)
            has_content = any(not is_comment(part) for part in merge_parts(messages))
            is_private = own.chat_type == "private"
            await self._read(transaction, update, messages if has_content or is_private else ())

    async def _read_reply(self, update: Update, bot_id: int) -> None:
        """Read a reply to the bot; a word of thanks is no article."""
        message = message_of(update)
        own = parse_message(message)
        assert message.reply_to_message
        if all(is_comment(part) for part in merge_parts((own,))):
            return
        async with self.database.transaction() as transaction:
            if not await self._is_ours(transaction, message.reply_to_message, bot_id):
                return
            if await self.role(transaction, update):
                await self._read(transaction, update, (own,))

    async def _is_ours(self, transaction: AsyncConnection, message: Message, bot_id: int) -> bool:
        """Whether the bot sent a message; in a channel nobody's name stands on it."""
        if message.from_user:
            return message.from_user.id == bot_id
        return await is_sent_by_us(transaction, message.chat.id, message.message_id)

    async def _collect(self, transaction: AsyncConnection, message: IncomingMessage, *, has_bursts: bool) -> bool:
        """Collect a message with those it belongs to; False where it stands alone."""
        if await bursts.is_collected(transaction, message):
            return True
        wait = self.burst_wait
        burst = await bursts.find_open_burst(transaction, message.chat_id)
        if burst and belongs_to(burst.messages, message, wait=wait, has_bursts=has_bursts):
            messages = (*burst.messages, message)
            closes_at = await bursts.collect(transaction, burst.id, messages, wait=wait)
            await self.jobs.defer_answer(transaction, burst.id, at=closes_at)
            return True
        if not is_waited_with(message, has_bursts=has_bursts):
            return False
        request_id = await add_request(transaction, self._request((message,)))
        if request_id is not None:
            closes_at = await bursts.collect(transaction, request_id, (message,), wait=wait)
            await self._begin(transaction, request_id, message, at=closes_at)
        return True

    async def _read(self, transaction: AsyncConnection, update: Update, messages: tuple[IncomingMessage, ...]) -> None:
        if not merge_parts(messages):
            await reply(transaction, update, hint_for(message_of(update)))
            return
        request_id = await add_request(transaction, self._request(messages))
        if request_id is not None:
            await self._begin(transaction, request_id, messages[-1])

    def _request(self, messages: tuple[IncomingMessage, ...]) -> NewRequest:
        asked = messages[-1]
        return NewRequest(
            key=f"message:{asked.chat_id}:{asked.message_id}",
            chat_id=asked.chat_id,
            reply_to=asked.message_id,
            user_id=asked.user_id,
            messages=messages,
            length=self.length,
        )

    async def _begin(
        self, transaction: AsyncConnection, request_id: int, asked: IncomingMessage, *, at: datetime | None = None
    ) -> None:
        """The job that answers, and the acknowledgement."""
        await self.jobs.defer_answer(transaction, request_id, at=at)
        ack = OutgoingMessage(FormattedText(READING), reply_to=asked.message_id, thread_id=asked.thread_id)
        draft = Draft(
            key=f"ack:{request_id}",
            chat_id=asked.chat_id,
            message=ack,
            is_disposable=True,
            delay=self.ack_delay,
        )
        await enqueue(transaction, [draft])
