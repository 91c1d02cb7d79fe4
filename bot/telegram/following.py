"""/follow, /unfollow, /feeds and /topics.

Handlers only write to the database; what has to be fetched is a job. Menus are edited in place, at once.
"""

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.domain import OutgoingMessage
from bot.errors import FeedError
from bot.feeds.channel_page import channel_page_url
from bot.feeds.discover import page_url
from bot.feeds.filters import Topics, parse_topics
from bot.feeds.opml import OpmlFeed, build_opml
from bot.storage import follows
from bot.storage.database import Database
from bot.storage.feed_rules import get_feed_rules
from bot.storage.feeds import list_feeds
from bot.storage.searches import NewSearch
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role
from bot.telegram.commands import RoleOf, answer_command
from bot.telegram.feed_search import FeedSearch, refusal
from bot.telegram.following_messages import (
    feed_message,
    feeds_message,
    how_to_follow_message,
    nothing_followed_message,
    unfollow_choice,
)
from bot.telegram.replies import message_of, reply, topic_of

Context = ContextTypes.DEFAULT_TYPE

MAX_QUERY_CHARS = 500
MAX_TOPICS_CHARS = 1_000  # so that every message that names them holds them
HOW_TO_SET_TOPICS = """Set them with commas: /topics climate, interest rates, elect*, -football
/topics off clears them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingHandlers:
    """What chats do with the feeds they follow."""

    database: Database
    search: FeedSearch
    role: RoleOf

    def register(self, application: Any) -> None:
        """Before the handlers of everything else."""
        sent = filters.UpdateType.MESSAGE
        application.add_handlers(
            [
                CommandHandler("follow", self.follow, sent),
                CommandHandler("unfollow", self.unfollow, sent),
                CommandHandler("feeds", self.list_feeds, sent),
                CommandHandler("topics", self.topics, sent),
            ]
        )

    async def follow(self, update: Update, context: Context) -> None:
        """/follow <site, feed, @channel or name>"""
        said = " ".join(context.args or [])[:MAX_QUERY_CHARS]

        async def answer(transaction: AsyncConnection, role: Role) -> OutgoingMessage | str | None:
            return await self._follow(transaction, update, said, role)

        await answer_command(update, answer, database=self.database, role_of=self.role)

    async def _follow(
        self, transaction: AsyncConnection, update: Update, said: str, role: Role
    ) -> OutgoingMessage | str | None:
        """What can be answered at once; None where a job answers."""
        message = message_of(update)
        if not said:
            rules = await get_feed_rules(transaction, self.search.configured)
            return how_to_follow_message(has_own=rules.allow_own(role))
        rules = await self.search.rules_with_room(transaction, message.chat.id)
        url = channel_page_url(said) or page_url(said)
        if url and (reason := refusal(rules, role)):
            return await self.search.match(transaction, url, message.chat.id) or reason
        await self.search.begin(transaction, _search(update, query=said))
        return None

    async def unfollow(self, update: Update, context: Context) -> None:
        """/unfollow <name>: choose from the list, or among what has such a name"""
        said = " ".join(context.args or []).casefold()
        if not said:
            await self.list_feeds(update, context)
            return
        chat_id = message_of(update).chat.id
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            followed = await follows.list_follows(transaction, chat_id)
            meant = [one for one in followed if said in f"{one.name}\n{one.url}".casefold()]
            if len(meant) == 1:
                await reply(transaction, update, feed_message(meant[0]))
            else:
                await reply(transaction, update, unfollow_choice(meant, said))

    async def list_feeds(self, update: Update, context: Context) -> None:
        """/feeds, /feeds export"""
        chat_id = message_of(update).chat.id
        is_export = (context.args or [""])[0].lower() == "export"
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            followed = await follows.list_follows(transaction, chat_id)
            if not (is_export and followed):
                await reply(transaction, update, await list_message(transaction, chat_id))
                return
        listed = [
            OpmlFeed(one.url, one.title, one.site_url, (one.category,) if one.category else ()) for one in followed
        ]
        await context.bot.send_document(
            chat_id,
            io.BytesIO(build_opml(listed)),
            filename="byline-feeds.opml",
            message_thread_id=topic_of(message_of(update)),
        )

    async def topics(self, update: Update, context: Context) -> None:
        """/topics, /topics climate, -football, /topics off, /topics <number>: climate"""
        said = " ".join(context.args or [])

        async def answer(transaction: AsyncConnection, role: Role) -> str:
            return await _set_topics(transaction, message_of(update).chat.id, said)

        await answer_command(update, answer, database=self.database, role_of=self.role)


async def list_message(transaction: AsyncConnection, chat_id: int, page: int = 0) -> OutgoingMessage:
    """What a chat follows, and where it is told."""
    followed = await follows.list_follows(transaction, chat_id)
    if not followed:
        listed = await list_feeds(transaction, only_listed=True)
        return nothing_followed_message([feed for feed in listed if feed.is_default])
    subscriber = await get_subscriber(transaction, chat_id, now=datetime.now(UTC))
    return feeds_message(followed, subscriber, page)


def _search(update: Update, *, query: object) -> NewSearch:
    message = message_of(update)
    return NewSearch(
        key=f"update:{update.update_id}", chat_id=message.chat.id, thread_id=topic_of(message), query=query
    )


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
    return f"Your topics: {changed.topics}. {_effect(parse_topics(changed.topics))}"


def _effect(topics: Topics) -> str:
    if not topics.include:
        return "Your digest tells nothing of them."
    return "They come first in your digest" + ("; what you exclude stays out." if topics.exclude else ".")


def _parse(said: str) -> str:
    """Only "off" clears: what holds no word is a slip of the hand.

    Raises:
        FeedError: not topics.
    """
    if said.strip().lower() in ("off", "none"):
        return ""
    if not (topics := str(parse_topics(said))):
        raise FeedError("I found no topic in that. /topics off clears them.")
    if len(topics) > MAX_TOPICS_CHARS:
        raise FeedError(f"That is too long: topics have at most {MAX_TOPICS_CHARS:,} characters together.")
    return topics
