"""The buttons of searches, of the list of feeds, and of each feed. Menus are edited in place, at once."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.domain import FormattedText, OutgoingMessage
from bot.storage import feeds, follows
from bot.storage.feed_rules import get_feed_rules
from bot.storage.searches import NewSearch, find_search
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role
from bot.telegram.admin_messages import ONLY_ADMINS
from bot.telegram.catalog_messages import back_to_shelf, catalog_message, category_name, shelf_message
from bot.telegram.digest_messages import ASK_ZONE
from bot.telegram.feed_search import FeedSearch, refusal, show_feed, too_many
from bot.telegram.following import list_message
from bot.telegram.following_messages import feed_message, feed_topics_message, followed_text
from bot.telegram.presses import GONE, Outcome, Press, Presses

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedButtons:
    """What pressing them does."""

    presses: Presses
    search: FeedSearch

    def register(self, application: Any) -> None:
        """Before the handler of every other button."""
        application.add_handlers(
            [
                CallbackQueryHandler(self.press, r"^(?:follow|pick|feeds|feed):"),
                CallbackQueryHandler(self.browse, r"^catalog:"),
            ]
        )

    async def press(self, update: Update, context: Context) -> None:
        """A button of a search, the list or a feed."""
        await self.presses.handle(update, self._act, again="/feeds")

    async def _act(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        match press.data.split(":"):
            case ["feeds", page]:
                return Outcome(await list_message(transaction, press.chat_id, _number(page)))
            case ["pick", search_id, n]:
                return await self._pick(transaction, press, role, _number(search_id), _number(n))
            case ["follow", "starter", _]:
                return await self._follow_starter_set(transaction, press.chat_id)
            case ["follow", how, feed_id]:
                return await self._follow(transaction, press.chat_id, role, how, _number(feed_id))
            case ["feed", what, follow_id]:
                return await self._change(transaction, press.chat_id, what, _number(follow_id))
        return Outcome(note=GONE)

    async def browse(self, update: Update, context: Context) -> None:
        """A button of the catalog."""
        await self.presses.handle(update, _browse, again="/feeds")

    async def _pick(
        self, transaction: AsyncConnection, press: Press, role: Role, search_id: int, number: int
    ) -> Outcome:
        """Look at one of several feeds, or put it into the catalog."""
        found = await find_search(transaction, search_id)
        if found is None or found.chat_id != press.chat_id or not 0 <= number < len(found.choices):
            return Outcome(note=GONE)
        chosen = NewSearch(
            key=f"update:{press.update_id}",
            chat_id=press.chat_id,
            thread_id=press.thread_id,
            query=found.choices[number],
        )
        if found.kind == "catalog":
            if role is Role.USER:
                return Outcome(note=ONLY_ADMINS, is_alert=True)
            chosen = replace(chosen, kind="catalog", query={**found.query, "said": found.choices[number]})
        await self.search.begin(transaction, chosen)
        return Outcome()

    async def _follow(self, transaction: AsyncConnection, chat_id: int, role: Role, how: str, feed_id: int) -> Outcome:
        feed = await feeds.find_feed(transaction, feed_id)
        if feed is None or how not in ("now", "digest", "look"):
            return Outcome(note=GONE)
        rules = await get_feed_rules(transaction, self.search.configured)
        if not feed.is_listed and (reason := refusal(rules, role)):
            return Outcome(note=reason, is_alert=True)
        if how == "look":
            shown = await show_feed(transaction, feed, chat_id)
            return Outcome(replace(shown, keyboard=(*shown.keyboard, *back_to_shelf(feed))))
        is_known = await follows.find_follow_of(transaction, chat_id, feed_id) is not None
        if not is_known and await follows.count_follows(transaction, chat_id) >= rules.max_per_chat:
            return Outcome(note=too_many(rules), is_alert=True)
        return await _begin_to_follow(transaction, chat_id, feed, "now" if how == "now" else "digest")

    async def _follow_starter_set(self, transaction: AsyncConnection, chat_id: int) -> Outcome:
        """Follow the catalog's default feeds."""
        rules = await get_feed_rules(transaction, self.search.configured)
        listed = [feed for feed in await feeds.list_feeds(transaction, only_listed=True) if feed.is_default]
        if not listed:
            return Outcome(note="The starter set is empty here. /follow and a site begins.", is_alert=True)
        room = max(0, rules.max_per_chat - await follows.count_follows(transaction, chat_id))
        if not room:
            return Outcome(note=too_many(rules), is_alert=True)
        for feed in listed[:room]:
            await follows.add_follow(transaction, chat_id, feed.id)
        subscriber = await get_subscriber(transaction, chat_id, now=datetime.now(UTC))
        await save_subscriber(transaction, subscriber, now=datetime.now(UTC))
        return Outcome(await list_message(transaction, chat_id))

    async def _change(self, transaction: AsyncConnection, chat_id: int, action: str, follow_id: int) -> Outcome:
        follow = await follows.find_follow(transaction, chat_id, follow_id)
        if follow is None:
            return Outcome(note="You do not follow it any more.")
        if action == "unfollow":
            await follows.remove_follow(transaction, chat_id, follow_id)
            return Outcome(await list_message(transaction, chat_id), f"You no longer follow {follow.name}.")
        if action == "topics":
            return Outcome(feed_topics_message(follow))
        if action in ("pause", "resume"):
            await follows.change_follow(transaction, chat_id, follow_id, is_paused=action == "pause")
        elif action in ("now", "digest"):
            await follows.change_follow(transaction, chat_id, follow_id, delivery=action)
        elif action == "everything":
            await follows.change_follow(transaction, chat_id, follow_id, topics="")
        elif match := re.fullmatch(r"every(\d{1,2})", action):
            interval = timedelta(hours=min(max(1, int(match[1])), 24))
            await follows.change_interval(transaction, chat_id, follow_id, interval=interval)
        changed = await follows.find_follow(transaction, chat_id, follow_id)
        return Outcome(feed_message(changed)) if changed else Outcome(note=GONE)


async def _browse(transaction: AsyncConnection, press: Press, _role: Role) -> Outcome:
    """The catalog, or the category of it that a feed is in."""
    listed = await feeds.list_feeds(transaction, only_listed=True)
    match press.data.split(":"):
        case [_, "in", feed_id, page]:
            feed = await feeds.find_feed(transaction, _number(feed_id))
            beside = [one for one in listed if feed and category_name(one) == category_name(feed)]
            if beside:
                followed = {one.feed_id for one in await follows.list_follows(transaction, press.chat_id)}
                return Outcome(shelf_message(beside, _number(page), followed=followed))
    return Outcome(catalog_message(listed))


async def _begin_to_follow(
    transaction: AsyncConnection, chat_id: int, feed: feeds.StoredFeed, kind: follows.DeliveryKind
) -> Outcome:
    now = datetime.now(UTC)
    await feeds.revive_feed(transaction, feed.id, now=now)
    await follows.add_follow(transaction, chat_id, feed.id, delivery=kind)
    subscriber = await get_subscriber(transaction, chat_id, now=now)
    await save_subscriber(transaction, subscriber, now=now)
    text = followed_text(feed.name, kind, place=subscriber.place)
    if kind == "digest" and subscriber.zone is None:
        text += f"\n\n{ASK_ZONE}"
    return Outcome(OutgoingMessage(FormattedText(text)))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else -1
