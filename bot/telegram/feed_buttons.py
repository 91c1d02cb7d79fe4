"""The buttons of searches, of the list of feeds, and of each feed. Menus are edited in place, at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.domain import FormattedText, OutgoingMessage
from bot.errors import DeliveryError
from bot.jobs import Jobs
from bot.storage import feeds, follows
from bot.storage.database import Database
from bot.storage.searches import find_search
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import find_role
from bot.telegram.client import TelegramClient
from bot.telegram.digest_messages import ASK_ZONE
from bot.telegram.following import begin_search
from bot.telegram.following_messages import feed_message, feeds_message

Context = ContextTypes.DEFAULT_TYPE
GONE = "This is gone."


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedButtons:
    """What pressing them does."""

    database: Database
    jobs: Jobs
    client: TelegramClient
    max_per_chat: int

    def register(self, application: Any) -> None:
        """Before the handler of every other button."""
        application.add_handler(CallbackQueryHandler(self.press, r"^(?:follow|pick|feeds|feed):"))

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
        match action, rest:
            case "feeds", [page]:
                return feeds_message(await follows.list_follows(transaction, chat_id), _number(page)), None
            case "pick", [search_id, n]:
                return None, await self._pick(transaction, update_id, chat_id, _number(search_id), _number(n))
            case "follow", ["starter", _]:
                return await self._follow_starter_set(transaction, chat_id)
            case "follow", [delivery, feed_id]:
                return await self._follow(transaction, chat_id, delivery, _number(feed_id))
            case "feed", [what, follow_id]:
                return await self._change(transaction, chat_id, what, _number(follow_id))
        return None, GONE

    async def _pick(
        self, transaction: AsyncConnection, update_id: int, chat_id: int, search_id: int, number: int
    ) -> str | None:
        """Look at one of several feeds; a note where they are forgotten."""
        search = await find_search(transaction, search_id)
        if search is None or search.chat_id != chat_id or not 0 <= number < len(search.choices):
            return GONE
        await begin_search(self.jobs, transaction, f"update:{update_id}", chat_id, "feed", search.choices[number])
        return None

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

    async def _follow_starter_set(
        self, transaction: AsyncConnection, chat_id: int
    ) -> tuple[OutgoingMessage | None, str | None]:
        """Follow the catalogue's default feeds."""
        listed = [feed for feed in await feeds.list_feeds(transaction, only_listed=True) if feed.is_default]
        for feed in listed[: self.max_per_chat]:
            await follows.add_follow(transaction, chat_id, feed.id)
        subscriber = await get_subscriber(transaction, chat_id, now=datetime.now(UTC))
        await save_subscriber(transaction, subscriber, now=datetime.now(UTC))
        menu = feeds_message(await follows.list_follows(transaction, chat_id))
        return menu, None if subscriber.zone else ASK_ZONE[:200]

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

    async def _edit(self, chat_id: int, message_id: int, menu: OutgoingMessage) -> str | None:
        """Edit a menu in place; a note where it cannot be."""
        try:
            await self.client.edit(chat_id, message_id, menu)
        except DeliveryError:
            return "That menu is too old; send /feeds again."
        return None


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else -1
