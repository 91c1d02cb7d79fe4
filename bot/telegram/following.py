"""/follow, /unfollow, /feeds, /topics, and files with lists of feeds.

Handlers only write to the database; what has to be fetched is a job. Menus are edited in place, at once.
"""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.domain import FormattedText, OutgoingMessage
from bot.errors import DeliveryError, FeedError
from bot.feeds.filters import parse_topics
from bot.feeds.opml import MAX_OPML_BYTES, OpmlFeed, build_opml
from bot.jobs import Jobs
from bot.storage import feeds, follows
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.searches import SearchKind, add_search, find_search
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role, find_role
from bot.telegram.client import TelegramClient
from bot.telegram.digest_messages import ASK_ZONE
from bot.telegram.following_messages import HOW_TO_FOLLOW, feed_message, feeds_message

Context = ContextTypes.DEFAULT_TYPE
RoleOf = Callable[[AsyncConnection, Update], Awaitable[Role | None]]  # tells strangers what they are

GONE = "This is gone."
HOW_TO_SET_TOPICS = """Set them with commas: /topics climate, interest rates, elect*, -football
/topics off clears them."""
ONLY_ADMINS = "Here only admins add feeds. /follow and a name finds those of the catalogue."


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingHandlers:
    """What chats do with the feeds they follow."""

    database: Database
    jobs: Jobs
    client: TelegramClient
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
                CallbackQueryHandler(self.press, r"^(?:follow|pick|feeds|feed):"),
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
                await self._search(transaction, f"update:{update.update_id}", chat_id, "feed", said)

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
                await self._search(transaction, f"update:{update.update_id}", message.chat.id, "opml", file)

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

    async def press(self, update: Update, context: Context) -> None:
        """A button of a search, the list or a feed."""
        query = update.callback_query
        assert query
        note: str | None = None
        if query.message is not None:
            message_id, chat_id = query.message.message_id, query.message.chat.id
            action, *rest = (query.data or "").split(":")
            async with self.database.transaction() as transaction:
                if await find_role(transaction, query.from_user.id) is None:
                    return
                menu, note = await self._press(transaction, update.update_id, chat_id, action, rest)
            if menu is not None:
                note = await self._edit(chat_id, message_id, menu) or note
        await self.client.answer_callback(query.id, note)

    async def _press(
        self, transaction: AsyncConnection, update_id: int, chat_id: int, action: str, rest: list[str]
    ) -> tuple[OutgoingMessage | None, str | None]:
        """The menu that takes the place of the pressed one, and a note for the presser."""
        if action == "feeds":
            return feeds_message(await follows.list_follows(transaction, chat_id), _number(rest)), None
        if action == "pick" and len(rest) == 2:
            search = await find_search(transaction, _number(rest))
            picked = _number(rest[1:])
            if search is None or search.chat_id != chat_id or not 0 <= picked < len(search.choices):
                return None, GONE
            await self._search(transaction, f"update:{update_id}", chat_id, "feed", search.choices[picked])
            return None, None
        if action == "follow" and len(rest) == 2:
            return await self._follow(transaction, chat_id, rest[0], _number(rest[1:]))
        if action == "feed" and len(rest) == 2:
            return await self._change(transaction, chat_id, rest[0], _number(rest[1:]))
        return None, GONE

    async def _follow(
        self, transaction: AsyncConnection, chat_id: int, delivery: str, feed_id: int
    ) -> tuple[OutgoingMessage | None, str | None]:
        feed = await feeds.find_feed(transaction, feed_id)
        if feed is None or delivery not in ("now", "digest"):
            return None, GONE
        if await follows.count_follows(transaction, chat_id) >= self.max_per_chat:
            return None, f"You follow {self.max_per_chat} feeds; that is the most."
        await feeds.revive_feed(transaction, feed_id, now=datetime.now(UTC))
        kind: follows.DeliveryKind = "now" if delivery == "now" else "digest"
        await follows.add_follow(transaction, chat_id, feed_id, delivery=kind)
        text = f"You follow “{feed.name}” now: " + ("each entry at once." if kind == "now" else "in your digest.")
        subscriber = await get_subscriber(transaction, chat_id, now=datetime.now(UTC))
        await save_subscriber(transaction, subscriber, now=datetime.now(UTC))
        if kind == "digest" and subscriber.zone is None:
            text += f"\n\n{ASK_ZONE}"
        return OutgoingMessage(FormattedText(text)), None

    async def _change(
        self, transaction: AsyncConnection, chat_id: int, action: str, follow_id: int
    ) -> tuple[OutgoingMessage | None, str | None]:
        follow = await follows.find_follow(transaction, chat_id, follow_id)
        if follow is None:
            return None, GONE
        if action == "unfollow":
            await follows.remove_follow(transaction, chat_id, follow_id)
            left = feeds_message(await follows.list_follows(transaction, chat_id))
            return left, f"You no longer follow {follow.name}."[:200]
        if action in ("pause", "resume"):
            await follows.change_follow(transaction, chat_id, follow_id, is_paused=action == "pause")
        elif action in ("now", "digest"):
            await follows.change_follow(transaction, chat_id, follow_id, delivery=action)
        elif match := re.fullmatch(r"every(\d{1,2})", action):
            await follows.change_interval(transaction, follow.feed_id, interval=timedelta(hours=int(match[1])))
        changed = await follows.find_follow(transaction, chat_id, follow_id)
        return (feed_message(changed), None) if changed else (None, GONE)

    async def _search(
        self, transaction: AsyncConnection, key: str, chat_id: int, kind: SearchKind, query: object
    ) -> None:
        search_id = await add_search(transaction, key=key, chat_id=chat_id, kind=kind, query=query)
        if search_id is not None:
            await self.jobs.defer_search(transaction, search_id)

    async def _edit(self, chat_id: int, message_id: int, menu: OutgoingMessage) -> str | None:
        """Edit a menu in place; a note where it cannot be."""
        try:
            await self.client.edit(chat_id, message_id, menu)
        except DeliveryError:
            return "That menu is too old; send /feeds again."
        return None


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


def _number(parts: list[str]) -> int:
    return int(parts[0]) if parts and re.fullmatch(r"-?\d{1,18}", parts[0]) else -1


async def _reply(transaction: AsyncConnection, update: Update, text: str) -> None:
    await _answer(transaction, update, OutgoingMessage(FormattedText(text)))


async def _answer(transaction: AsyncConnection, update: Update, message: OutgoingMessage) -> None:
    draft = Draft(key=f"reply:{update.update_id}", chat_id=_message(update).chat.id, message=message)
    await enqueue(transaction, [draft])


def _message(update: Update) -> Message:
    assert update.message
    return update.message
