"""/follow, /unfollow, /feeds, /topics, and files with lists of feeds.

Handlers only write to the database; what has to be fetched is a job. Menus are edited in place, at once.
"""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.domain import FormattedText, OutgoingMessage
from bot.errors import FeedError
from bot.feeds.filters import parse_topics
from bot.feeds.opml import MAX_OPML_BYTES, OpmlFeed, build_opml
from bot.jobs import Jobs
from bot.storage import follows
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.searches import SearchKind, add_search
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role
from bot.telegram.following_messages import HOW_TO_FOLLOW, feeds_message

Context = ContextTypes.DEFAULT_TYPE
RoleOf = Callable[[AsyncConnection, Update], Awaitable[Role | None]]  # tells strangers what they are

HOW_TO_SET_TOPICS = """Set them with commas: /topics climate, interest rates, elect*, -football
/topics off clears them."""
ONLY_ADMINS = "Here only admins add feeds. /follow and a name finds those of the catalogue."


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingHandlers:
    """What chats do with the feeds they follow."""

    database: Database
    jobs: Jobs
    role: RoleOf
    max_per_chat: int
    own_feeds: str  # everyone, admins

    def register(self, application: Any) -> None:
        """Before the handlers of everything else: a list of feeds is not an article."""
        sent = filters.UpdateType.MESSAGE
        opml = filters.Document.FileExtension("opml") | filters.Document.MimeType("text/x-opml")
        application.add_handlers(
            [
                CommandHandler("follow", self.follow, sent),
                CommandHandler("unfollow", self.unfollow, sent),
                CommandHandler("feeds", self.list_feeds, sent),
                CommandHandler("topics", self.topics, sent),
                MessageHandler(opml & sent & filters.ChatType.PRIVATE, self.import_file),
            ]
        )

    async def follow(self, update: Update, context: Context) -> None:
        """/follow <site, feed, @channel or name>"""
        said = " ".join(context.args or [])[:500]
        async with self.database.transaction() as transaction:
            role = await self.role(transaction, update)
            if role is None:
                return
            chat_id = _message(update).chat.id
            if not said:
                await _reply(transaction, update, HOW_TO_FOLLOW)
            elif self.own_feeds == "admins" and role is Role.USER and re.search(r"[@./]", said):
                await _reply(transaction, update, ONLY_ADMINS)
            elif await follows.count_follows(transaction, chat_id) >= self.max_per_chat:
                await _reply(transaction, update, f"You follow {self.max_per_chat} feeds; that is the most.")
            else:
                await begin_search(self.jobs, transaction, f"update:{update.update_id}", chat_id, "feed", said)

    async def import_file(self, update: Update, context: Context) -> None:
        """A file with a list of feeds."""
        message = _message(update)
        document = message.document
        assert document
        file = {
            "file_id": document.file_id,
            "name": document.file_name or "feeds.opml",
            "mime_type": document.mime_type or "",
            "size_bytes": document.file_size or 0,
        }
        async with self.database.transaction() as transaction:
            role = await self.role(transaction, update)
            if role is None:
                return
            if self.own_feeds == "admins" and role is Role.USER:
                await _reply(transaction, update, ONLY_ADMINS)
            elif (document.file_size or 0) > MAX_OPML_BYTES:
                await _reply(transaction, update, "That file is too large for a list of feeds.")
            else:
                await begin_search(self.jobs, transaction, f"update:{update.update_id}", message.chat.id, "opml", file)

    async def unfollow(self, update: Update, context: Context) -> None:
        """/unfollow: choose from the list"""
        await self.list_feeds(update, context)

    async def list_feeds(self, update: Update, context: Context) -> None:
        """/feeds, /feeds export"""
        chat_id = _message(update).chat.id
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            followed = await follows.list_follows(transaction, chat_id)
            if (context.args or [""])[0].lower() != "export":
                await _answer(transaction, update, feeds_message(followed))
        if (context.args or [""])[0].lower() == "export":
            listed = [
                OpmlFeed(one.url, one.title, one.site_url, (one.category,) if one.category else ()) for one in followed
            ]
            await context.bot.send_document(chat_id, io.BytesIO(build_opml(listed)), filename="byline-feeds.opml")

    async def topics(self, update: Update, context: Context) -> None:
        """/topics, /topics climate, -football, /topics off, /topics <number>: climate"""
        said = " ".join(context.args or [])
        chat_id = _message(update).chat.id
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            try:
                text = await _set_topics(transaction, chat_id, said)
            except FeedError as error:
                text = str(error)
            await _reply(transaction, update, text)


async def begin_search(
    jobs: Jobs, transaction: AsyncConnection, key: str, chat_id: int, kind: SearchKind, query: object
) -> None:
    """Look for feeds, in a job: once for each key."""
    search_id = await add_search(transaction, key=key, chat_id=chat_id, kind=kind, query=query)
    if search_id is not None:
        await jobs.defer_search(transaction, search_id)


async def _set_topics(transaction: AsyncConnection, chat_id: int, said: str) -> str:
    """Show or set the topics of a chat, or of one feed that it follows; the answer."""
    now = datetime.now(UTC)
    of_feed = re.match(r"(\d{1,9})\s*:\s*(.*)", said, re.DOTALL)
    if of_feed:
        follow = await follows.find_follow(transaction, chat_id, int(of_feed[1]))
        if follow is None:
            return "You follow no feed of that number; /feeds shows each one's."
        topics = _parse(of_feed[2])
        await follows.change_follow(transaction, chat_id, follow.id, topics=topics)
        return f"“{follow.name}”: {topics or 'everything'}."
    subscriber = await get_subscriber(transaction, chat_id, now=now)
    if not said:
        return f"Your topics: {subscriber.topics or 'none yet'}.\n{HOW_TO_SET_TOPICS}"
    changed = subscriber.changed(now, topics=_parse(said))
    await save_subscriber(transaction, changed, now=now)
    if not changed.topics:
        return "No topics: everything counts the same."
    return f"Your topics: {changed.topics}. They come first in your digest; what you exclude stays out."


def _parse(said: str) -> str:
    return "" if said.strip().lower() in ("off", "none", "") else str(parse_topics(said))


async def _reply(transaction: AsyncConnection, update: Update, text: str) -> None:
    await _answer(transaction, update, OutgoingMessage(FormattedText(text)))


async def _answer(transaction: AsyncConnection, update: Update, message: OutgoingMessage) -> None:
    draft = Draft(key=f"reply:{update.update_id}", chat_id=_message(update).chat.id, message=message)
    await enqueue(transaction, [draft])


def _message(update: Update) -> Message:
    assert update.message
    return update.message
