"""/digest, /zone, a shared location, and the buttons under stories."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.digests.due import begin_digest
from bot.digests.subscriber import MAX_TIMES, Subscriber
from bot.digests.wishes import parse_wish
from bot.digests.zones import find_zones, is_zone, nearest_zone
from bot.domain import FormattedText, OutgoingMessage
from bot.errors import FeedError
from bot.jobs import Jobs
from bot.storage.database import Database
from bot.storage.digests import add_dislike, find_story
from bot.storage.requests import find_summary
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role
from bot.telegram import digest_messages as messages
from bot.telegram.commands import RoleOf
from bot.telegram.delivery_place import choose_place, topic_title
from bot.telegram.presses import GONE, Outcome, Press, Presses
from bot.telegram.replies import message_of, reply, topic_of
from summarizer.summary import Length

Context = ContextTypes.DEFAULT_TYPE
MAKING = "I am making your digest …"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestHandlers:
    """What chats do with their digests."""

    database: Database
    jobs: Jobs
    presses: Presses
    role: RoleOf
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def register(self, application: Any) -> None:
        """Before the handlers of everything else."""
        sent = filters.UpdateType.MESSAGE
        application.add_handlers(
            [
                CommandHandler("digest", self.digest, sent),
                CommandHandler("zone", self.zone, sent),
                MessageHandler(filters.LOCATION & sent & filters.ChatType.PRIVATE, self.location),
                CallbackQueryHandler(self.press_setting, r"^(?:digest|zone):"),
                CallbackQueryHandler(self.press_story, r"^story:"),
            ]
        )

    async def digest(self, update: Update, context: Context) -> None:
        """/digest, /digest now, /digest 08:00 mon-fri quiet 22:00-07:00 ..."""
        said = " ".join(context.args or [])
        if said.lower().split()[:1] == ["to"]:
            await self._deliver(update, context)
            return
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            message = message_of(update)
            now = self.clock()
            subscriber = await get_subscriber(transaction, message.chat.id, now=now)
            topic = topic_of(message)
            if topic and subscriber.deliver_to is None and subscriber.thread_id in (None, topic):
                subscriber = subscriber.delivered(now, to=None, topic=topic, title=topic_title(message))
            if said.strip().lower() == "now":
                await save_subscriber(transaction, subscriber, now=now)
                await self._make_now(transaction, update.update_id, message.chat.id)
                answer = OutgoingMessage(FormattedText(MAKING))
            else:
                answer = await _change(transaction, subscriber, said, now)
            await reply(transaction, update, answer)

    async def _deliver(self, update: Update, context: Context) -> None:
        """/digest to @channel, /digest to here"""
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
        message = message_of(update)
        try:
            place = await choose_place(context.bot, message, (context.args or [])[1:])
        except FeedError as error:
            place, text = None, str(error)
        async with self.database.transaction() as transaction:
            if place is not None:
                now = self.clock()
                subscriber = await get_subscriber(transaction, message.chat.id, now=now)
                elsewhere = None if place.chat_id == message.chat.id else place.chat_id
                changed = subscriber.delivered(now, to=elsewhere, topic=place.thread_id, title=place.title)
                await save_subscriber(transaction, changed, now=now)
                text = messages.place_text(changed.place)
            await reply(transaction, update, text)

    async def zone(self, update: Update, context: Context) -> None:
        """/zone <city, country or IANA name>"""
        said = " ".join(context.args or [])
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            zones = find_zones(said)
            if len(zones) == 1:
                answer = await _set_zone(transaction, message_of(update).chat.id, zones[0], self.clock())
            elif zones:
                answer = messages.zone_choice(zones)
            else:
                answer = OutgoingMessage(FormattedText(messages.NO_SUCH_PLACE if said else messages.ASK_ZONE))
            await reply(transaction, update, answer)

    async def location(self, update: Update, context: Context) -> None:
        """Where somebody is: only the time zone of it is kept; the place goes with the stored update, after two days."""
        place = message_of(update).location
        assert place
        async with self.database.transaction() as transaction:
            if await self.role(transaction, update) is None:
                return
            zone = nearest_zone(place.latitude, place.longitude)
            await reply(
                transaction, update, await _set_zone(transaction, message_of(update).chat.id, zone, self.clock())
            )

    async def press_setting(self, update: Update, context: Context) -> None:
        """A button of the settings."""
        await self.presses.handle(update, self._change_setting, again="/digest")

    async def press_story(self, update: Update, context: Context) -> None:
        """Longer, or Less like this, under a story."""
        await self.presses.handle(update, self._act_on_story, again="/digest")

    async def _act_on_story(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        match = re.fullmatch(r"story:(less|longer):(\d{1,18})", press.data)
        if match is None:
            return Outcome(note=GONE)
        act = self._less if match[1] == "less" else self._longer
        return Outcome(note=await act(transaction, press.chat_id, int(match[2])))

    async def _less(self, transaction: AsyncConnection, chat_id: int, story_id: int) -> str:
        story = await find_story(transaction, story_id)
        if story is None:
            return "This story is too old."
        target = (await get_subscriber(transaction, story.chat_id, now=self.clock())).target_chat_id
        if chat_id not in (story.chat_id, target):
            return "This story is too old."
        await add_dislike(transaction, story)
        return "Noted: fewer stories like this one."

    async def _longer(self, transaction: AsyncConnection, chat_id: int, request_id: int) -> str:
        stored = await find_summary(transaction, request_id)
        if stored is None or stored.chat_id != chat_id:
            return "This story is too old."
        await self.jobs.defer_longer(transaction, request_id)
        return "I am reading it again …"

    async def _make_now(self, transaction: AsyncConnection, update_id: int, chat_id: int) -> None:
        digest_id = await begin_digest(transaction, chat_id, key=f"now:{update_id}", now=self.clock())
        if digest_id is not None:
            await self.jobs.defer_digest(transaction, digest_id)

    async def _change_setting(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        now = self.clock()
        if press.data.startswith("zone:"):
            zone = press.data.removeprefix("zone:")
            return Outcome(await _set_zone(transaction, press.chat_id, zone, now) if is_zone(zone) else None)
        subscriber = await get_subscriber(transaction, press.chat_id, now=now)
        action, _, value = press.data.removeprefix("digest:").partition(":")
        if action == "now":
            await save_subscriber(transaction, subscriber, now=now)
            await self._make_now(transaction, press.update_id, press.chat_id)
            return Outcome(note=MAKING)
        if action in _MENUS:
            return Outcome(_MENUS[action](subscriber))
        changed, menu = _apply(subscriber, action, value, now)
        if action == "here":
            changed = subscriber.delivered(now, to=None, topic=press.thread_id, title="")
        await save_subscriber(transaction, changed, now=now)
        return Outcome(_MENUS[menu](changed) if menu else messages.digest_message(changed, now))


_MENUS = {
    "times": messages.times_message,
    "days": messages.days_message,
    "stories": messages.stories_message,
    "length": messages.length_message,
    "quiet": messages.quiet_message,
    "where": messages.where_message,
}


def _apply(subscriber: Subscriber, action: str, value: str, now: datetime) -> tuple[Subscriber, str | None]:
    """A pressed button's change, and the menu to stay in."""
    number = int(value) if value.isdigit() and len(value) < 4 else -1
    changes: dict[str, Any] = {}
    menu: str | None = None
    match action:
        case "switch":
            changes = {"is_on": not subscriber.is_on}
        case "silent":
            changes = {"is_silent": not subscriber.is_silent}
        case "time" if 0 <= number < 24:
            times = set(subscriber.times) ^ {time(number)}
            menu, changes = "times", {"times": tuple(sorted(times))} if 1 <= len(times) <= MAX_TIMES else {}
        case "day" if 0 <= number < 7:
            menu, changes = "days", {"weekdays": subscriber.weekdays ^ {number}}
        case "count" if number in messages.STORY_COUNTS:
            menu, changes = "stories", {"stories": number}
        case "long" if value in {one.value for one in Length}:
            menu, changes = "length", {"length": Length(value)}
        case "hush" if 0 <= number < len(messages.QUIET_HOURS):
            menu, changes = "quiet", {"quiet": messages.QUIET_HOURS[number]}
    return subscriber.changed(now, **changes), menu


async def _change(transaction: AsyncConnection, subscriber: Subscriber, said: str, now: datetime) -> OutgoingMessage:
    """Do what was typed after /digest; the settings as they are now."""
    try:
        changed = subscriber.changed(now, **parse_wish(said)) if said.strip() else subscriber
    except FeedError as error:
        return OutgoingMessage(FormattedText(str(error)))
    await save_subscriber(transaction, changed, now=now)
    return messages.digest_message(changed, now)


async def _set_zone(transaction: AsyncConnection, chat_id: int, zone: str, now: datetime) -> OutgoingMessage:
    subscriber = (await get_subscriber(transaction, chat_id, now=now)).changed(now, zone=zone)
    await save_subscriber(transaction, subscriber, now=now)
    return messages.zone_message(zone, now)
