"""The button "Follow this source" under an answer: from an article to the feed of whoever published it."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.domain import Button, FormattedText, OutgoingMessage
from bot.errors import FeedError
from bot.feeds.channel_page import channel_page_url
from bot.feeds.outlet import Outlet, find_outlets
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import find_summary
from bot.storage.searches import NewSearch
from bot.storage.users import Role
from bot.telegram.feed_search import FeedSearch, refusal
from bot.telegram.presses import Outcome, Press, Presses
from bot.telegram.rich_text import clean_field

MAX_NAME_CHARS = 60
TOO_OLD = "This answer is too old: where it came from was deleted."
LOOKING = "I am looking for its feed …"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowSource:
    """What pressing it does."""

    presses: Presses
    search: FeedSearch

    def register(self, application: Any) -> None:
        """Before the handler of every other button."""
        application.add_handler(CallbackQueryHandler(self.press, r"^source:"))

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button itself, or the choice where an answer has several sources."""
        await self.presses.handle(update, self._act, again="the article")

    async def _act(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        match = re.fullmatch(r"source:(\d{1,18})(?::(\d{1,2}))?", press.data)
        stored = await find_summary(transaction, int(match[1])) if match else None
        if match is None or stored is None or stored.chat_id != press.chat_id:
            return Outcome(note=TOO_OLD, is_alert=True)
        outlets = find_outlets(stored.summary.documents, stored.provenances)
        number = int(match[2] or 0)
        if number >= len(outlets):
            return Outcome(note=TOO_OLD, is_alert=True)
        if match[2] is None and len(outlets) > 1:
            await _answer(transaction, press, _choice(int(match[1]), outlets))
            return Outcome()
        try:
            return await self._look(transaction, press, role, outlets[number])
        except FeedError as error:
            return Outcome(note=str(error), is_alert=True)

    async def _look(self, transaction: AsyncConnection, press: Press, role: Role, outlet: Outlet) -> Outcome:
        """In the catalog first, by name; only then on the network."""
        found = await self.search.match(transaction, outlet.url, press.chat_id)
        if found is not None:
            await _answer(transaction, press, found)
            return Outcome()
        rules = await self.search.rules_with_room(transaction, press.chat_id)
        if reason := refusal(rules, role, _name(outlet)):
            return Outcome(note=reason, is_alert=True)
        search = NewSearch(
            key=f"update:{press.update_id}", chat_id=press.chat_id, thread_id=press.thread_id, query=outlet.url
        )
        await self.search.begin(transaction, search)
        return Outcome(note=LOOKING)


def _choice(request_id: int, outlets: tuple[Outlet, ...]) -> OutgoingMessage:
    rows = tuple((Button(_name(outlet), data=f"source:{request_id}:{n}"),) for n, outlet in enumerate(outlets))
    return OutgoingMessage(FormattedText("Whom shall I follow?"), rows)


def _name(outlet: Outlet) -> str:
    name = clean_field(outlet.name, max_chars=MAX_NAME_CHARS) or outlet.url
    page = channel_page_url(outlet.url)
    handle = f"@{page.rpartition('/')[2]}" if page else ""
    return f"{name} ({handle})" if handle and handle != name else name


async def _answer(transaction: AsyncConnection, press: Press, message: OutgoingMessage) -> None:
    """Below the answer whose button was pressed."""
    sent = OutgoingMessage(message.content, message.keyboard, reply_to=press.message_id, thread_id=press.thread_id)
    await enqueue(transaction, [Draft(key=f"source:{press.update_id}", chat_id=press.chat_id, message=sent)])
