"""Files with lists of feeds: followed, or, where an admin wants it, put into the catalog."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Document, Update
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.domain import FormattedText, OutgoingMessage
from bot.feeds.opml import MAX_OPML_BYTES
from bot.storage.database import Database
from bot.storage.feed_rules import get_feed_rules
from bot.storage.searches import NewSearch, add_search, find_search, finish_search
from bot.storage.users import Role
from bot.telegram.admin_messages import ONLY_ADMINS
from bot.telegram.commands import RoleOf
from bot.telegram.feed_search import FeedSearch
from bot.telegram.list_messages import NO_LISTS, READING, TOO_LARGE, list_question
from bot.telegram.presses import GONE, Outcome, Press, Presses
from bot.telegram.replies import message_of, reply, topic_of

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLists:
    """What becomes of an OPML file."""

    database: Database
    presses: Presses
    search: FeedSearch
    role: RoleOf

    def register(self, application: Any) -> None:
        """Before the handlers of everything else: a list of feeds is not an article."""
        ends = filters.Document.FileExtension("opml") | filters.Document.FileExtension("xml")  # programs write both
        is_list = (ends | filters.Document.MimeType("text/x-opml")) & filters.ChatType.PRIVATE
        application.add_handlers(
            [
                MessageHandler(is_list & filters.UpdateType.MESSAGE, self.take),
                CallbackQueryHandler(self.press, r"^list:(?:here|catalog):[0-9]{1,18}$"),
            ]
        )

    async def take(self, update: Update, context: Context) -> None:
        """A file: followed at once; an admin is asked what it is for."""
        message = message_of(update)
        assert message.document
        async with self.database.transaction() as transaction:
            role = await self.role(transaction, update)
            if role is None:
                return
            rules = await get_feed_rules(transaction, self.search.configured)
            found = NewSearch(
                key=f"update:{update.update_id}",
                chat_id=message.chat.id,
                thread_id=topic_of(message),
                kind="opml",
                query=_file(message.document),
            )
            if role is Role.USER and not rules.allow_own(role):
                await reply(transaction, update, NO_LISTS)
            elif (message.document.file_size or 0) > MAX_OPML_BYTES:
                await reply(transaction, update, TOO_LARGE)
            elif role is Role.USER:
                await self.search.begin(transaction, found)
            elif (search_id := await add_search(transaction, found)) is not None:
                question = list_question(found.query["name"], search_id, has_own=rules.allow_own(role))
                await reply(transaction, update, question)

    async def press(self, update: Update, context: Context) -> None:
        """What an admin wants of a file."""
        await self.presses.handle(update, self._act, again="the file")

    async def _act(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        _, where, number = press.data.split(":")
        if role is Role.USER:
            return Outcome(note=ONLY_ADMINS, is_alert=True)
        found = await find_search(transaction, int(number))
        if found is None or found.chat_id != press.chat_id or not await finish_search(transaction, found.id):
            return Outcome(note=GONE)
        chosen = NewSearch(key=f"list:{found.id}", chat_id=press.chat_id, kind="opml", query=found.query)
        if where == "catalog":
            chosen = replace(chosen, kind="catalog", query={"file": found.query})
        await self.search.begin(transaction, chosen)
        return Outcome(OutgoingMessage(FormattedText(READING)))


def _file(document: Document) -> dict[str, Any]:
    """An IncomingFile as JSON."""
    return {
        "file_id": document.file_id,
        "name": document.file_name or "feeds.opml",
        "mime_type": document.mime_type or "",
        "size_bytes": document.file_size or 0,
    }
