"""What people may ask about themselves: a file of everything, and to be forgotten. Strangers may as well."""

import io
import json
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.domain import Button, FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.privacy import export_person, forget_person
from bot.storage.users import Role, find_role
from bot.telegram.client import TelegramClient

Context = ContextTypes.DEFAULT_TYPE

PRIVATE_ONLY = "That is between us: please ask me in our private chat."
ASK = (
    "Shall I forget you? Everything that I keep about you goes, at once and for good: what you sent, my answers, your feeds, "
    "topics and digests, and your permission to use this bot. /export_me first gives you all of it as a file."
)
OWNER = "\n\nYou are the owner: this bot will then belong to nobody, until it is started anew."
KEPT = "I forget nothing."
FORGOTTEN = "You are forgotten. What stands in this chat is yours to delete."
KEYBOARD = ((Button("Forget me", data="forget:yes"), Button("Keep everything", data="forget:no")),)
FILE_NAME = "byline-and-you.json"


class PrivacyHandlers:
    """/export_me, /forget and its buttons."""

    def __init__(self, *, database: Database, client: TelegramClient) -> None:
        self._database = database
        self._client = client

    def register(self, application: Any) -> None:
        """Before the handler that takes every pressed button."""
        application.add_handlers(
            [
                CommandHandler("export_me", self.export, filters.UpdateType.MESSAGE),
                CommandHandler("forget", self.ask, filters.UpdateType.MESSAGE),
                CallbackQueryHandler(self.decide, pattern=r"^forget:(yes|no)$"),
            ]
        )

    async def export(self, update: Update, context: Context) -> None:
        """/export_me"""
        if not await self._is_private(update):
            return
        assert update.message
        assert update.effective_user
        async with self._database.transaction() as transaction:
            found = await export_person(transaction, update.effective_user.id)
        body = json.dumps(found, indent=1).encode()  # in ASCII: what people send may hold what UTF-8 has no bytes for
        await context.bot.send_document(update.message.chat.id, io.BytesIO(body), filename=FILE_NAME)

    async def ask(self, update: Update, context: Context) -> None:
        """/forget"""
        if not await self._is_private(update):
            return
        assert update.message
        assert update.effective_user
        async with self._database.transaction() as transaction:
            is_owner = await find_role(transaction, update.effective_user.id) is Role.OWNER
        await self._reply(update, OutgoingMessage(FormattedText(ASK + (OWNER if is_owner else "")), KEYBOARD))

    async def decide(self, update: Update, context: Context) -> None:
        """The buttons under the question. The answer is edited in directly: what waits in the outbox would be a trace."""
        query = update.callback_query
        assert query
        if query.message and query.message.chat.id == query.from_user.id:
            is_wanted = query.data == "forget:yes"
            if is_wanted:
                async with self._database.transaction() as transaction:
                    await forget_person(transaction, query.from_user.id, update_id=update.update_id)
            told = OutgoingMessage(FormattedText(FORGOTTEN if is_wanted else KEPT))
            await self._client.edit(query.message.chat.id, query.message.message_id, told)
        await self._client.answer_callback(query.id)

    async def _is_private(self, update: Update) -> bool:
        """Whether nobody else reads along; says so where somebody does."""
        assert update.message
        is_private = update.message.chat.type == "private"
        if not is_private:
            await self._reply(update, OutgoingMessage(FormattedText(PRIVATE_ONLY)))
        return is_private

    async def _reply(self, update: Update, message: OutgoingMessage) -> None:
        assert update.message
        async with self._database.transaction() as transaction:
            draft = Draft(key=f"reply:{update.update_id}", chat_id=update.message.chat.id, message=message)
            await enqueue(transaction, [draft])
