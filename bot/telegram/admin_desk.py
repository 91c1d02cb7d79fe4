"""What an admin asks for, done: every view of the catalog and every change of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import OutgoingMessage
from bot.errors import FeedError
from bot.feeds.health import is_ill
from bot.storage.catalog import list_feed, set_default, set_trust_note, unlist_feed
from bot.storage.feed_rules import (
    MAX_LIMIT,
    ConfiguredRules,
    OwnFeeds,
    allow_own_feeds,
    get_feed_rules,
    limit_feeds,
    reset_feed_rules,
)
from bot.storage.feeds import StoredFeed, count_readers, find_feed, list_feeds
from bot.storage.users import list_users
from bot.telegram import admin_messages as messages
from bot.telegram.catalog_messages import category_name
from bot.telegram.rich_text import clean_field

NOT_LISTED = "That feed is not in the catalog. /admin feeds shows what is, with numbers."
_RULES, _CHANGES = ("rules", "own", "limit", "reset"), ("feed", "starter", "note", "remove", "back")
_OWN = {"on": OwnFeeds.EVERYONE, "off": OwnFeeds.ADMINS} | {who.value: who for who in OwnFeeds}


@dataclass(frozen=True, slots=True)
class AdminDesk:
    """Takes the words of a command or a button. Whether they come from an admin is asked before."""

    configured: ConfiguredRules
    clock: Callable[[], datetime]

    async def act(self, transaction: AsyncConnection, words: Sequence[str]) -> OutgoingMessage:
        """Do it, and show what came of it.

        Raises:
            FeedError: it was not understood, or cannot be done; nothing was changed.
        """
        said = [words[0].lower(), *words[1:]] if words else ["home"]
        if said[0] in _RULES:
            return await self._rule(transaction, said)
        if said[0] in _CHANGES:
            return await self._change(transaction, said)
        return await self._view(transaction, said)

    async def _view(self, transaction: AsyncConnection, words: list[str]) -> OutgoingMessage:
        match words:
            case ["home"]:
                return await self._overview(transaction)
            case ["feeds"]:
                return messages.categories_message(await list_feeds(transaction, only_listed=True))
            case ["feeds", *name]:
                return await _category_named(transaction, " ".join(name))
            case ["in", number, page]:
                return await _category_of(transaction, number, _page(page))
            case ["health", *page]:
                return await self._health(transaction, _page(page[0] if page else "0"))
            case ["how"]:
                return messages.how_to_add_message()
        raise FeedError(messages.USAGE)

    async def _change(self, transaction: AsyncConnection, words: list[str]) -> OutgoingMessage:
        match words:
            case ["feed", number]:
                return await self._show(transaction, number)
            case ["starter", number, "on" | "off" as switch]:
                feed = await _listed(transaction, number)
                await set_default(transaction, feed.id, is_default=switch == "on")
                return await self._show(transaction, number)
            case ["note", number, *note]:
                feed = await _listed(transaction, number)
                said = clean_field(" ".join(note), max_chars=messages.MAX_LINE_CHARS)
                await set_trust_note(transaction, feed.id, said)
                return await self._show(transaction, number)
            case ["remove", number]:
                feed = await _listed(transaction, number)
                await unlist_feed(transaction, feed.id)
                return messages.removed_message(feed, (await count_readers(transaction)).get(feed.id, 0))
            case ["back", number, *starter]:
                if not await list_feed(transaction, _id(number)):
                    raise FeedError("That feed is forgotten by now; /admin add takes it in again.")
                await set_default(transaction, _id(number), is_default=starter == ["starter"])
                return await self._show(transaction, number)
        raise FeedError("Which feed? Its number stands below it in /admin feeds, as in /admin remove 12.")

    async def _rule(self, transaction: AsyncConnection, words: list[str]) -> OutgoingMessage:
        match words:
            case ["rules"]:
                pass
            case ["own", who] if who.lower() in _OWN:
                await allow_own_feeds(transaction, _OWN[who.lower()])
            case ["own", *_]:
                raise FeedError(
                    "Who may follow what is not in the catalog?\n/admin own everyone, /admin own admins, or /admin own nobody"
                )
            case ["limit", number] if re.fullmatch(r"\d{1,4}", number) and 1 <= int(number) <= MAX_LIMIT:
                await limit_feeds(transaction, int(number))
            case ["limit", *_]:
                raise FeedError(f"How many feeds may a chat follow? From 1 to {MAX_LIMIT:,}, as in /admin limit 50.")
            case ["reset"]:
                await reset_feed_rules(transaction)
        return messages.rules_message(await get_feed_rules(transaction, self.configured))

    async def _overview(self, transaction: AsyncConnection) -> OutgoingMessage:
        feeds, readers = await list_feeds(transaction), await count_readers(transaction)
        listed = [feed for feed in feeds if feed.is_listed]
        followed = [feed for feed in feeds if readers.get(feed.id)]
        numbers = messages.Overview(
            people=len(await list_users(transaction)),
            listed=len(listed),
            in_starter_set=sum(feed.is_default for feed in listed),
            followed=len(followed),
            ill=sum(map(is_ill, followed)),
        )
        return messages.overview_message(numbers, await get_feed_rules(transaction, self.configured))

    async def _health(self, transaction: AsyncConnection, page: int) -> OutgoingMessage:
        readers = await count_readers(transaction)
        followed = [feed for feed in await list_feeds(transaction) if readers.get(feed.id)]
        return messages.health_message(followed, readers=readers, now=self.clock(), page=page)

    async def _show(self, transaction: AsyncConnection, number: str) -> OutgoingMessage:
        feed, readers = await _listed(transaction, number), await count_readers(transaction)
        return messages.feed_message(feed, readers=readers.get(feed.id, 0), now=self.clock())


async def _listed(transaction: AsyncConnection, number: str) -> StoredFeed:
    feed = await find_feed(transaction, _id(number))
    if feed is None or not feed.is_listed:
        raise FeedError(NOT_LISTED)
    return feed


async def _category_of(transaction: AsyncConnection, number: str, page: int) -> OutgoingMessage:
    """The category that a feed is in, also where it was taken out since."""
    feed = await find_feed(transaction, _id(number))
    if feed is None:
        raise FeedError(NOT_LISTED)
    return await _category_named(transaction, category_name(feed), page)


async def _category_named(transaction: AsyncConnection, name: str, page: int = 0) -> OutgoingMessage:
    listed = await list_feeds(transaction, only_listed=True)
    wanted = [feed for feed in listed if category_name(feed).casefold() == name.casefold()]
    if wanted:
        return messages.category_message(wanted, page)
    return messages.categories_message(listed, f"It has no category “{clean_field(name, max_chars=60)}”.")


def _id(number: str) -> int:
    return int(number) if re.fullmatch(r"\d{1,18}", number) else 0


def _page(number: str) -> int:
    return int(number) if re.fullmatch(r"\d{1,4}", number) else 0
