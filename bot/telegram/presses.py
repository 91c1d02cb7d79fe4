"""Pressed buttons: who pressed, what follows, and a short word for them. No press is left without an answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message, Update

from bot.domain import OutgoingMessage
from bot.errors import DeliveryError
from bot.storage.database import Database
from bot.storage.users import Role, find_role
from bot.telegram.client import TelegramClient
from bot.telegram.replies import topic_of
from bot.telegram.rich_text import cut_at_word, utf16_units

MAX_NOTE_UTF16_UNITS = 200  # Telegram takes no more
NOT_FOR_YOU = "These buttons are for the people whom the owner of this bot has let in."
GONE = "This button is too old."


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button of one of our messages."""

    update_id: int
    user_id: int
    chat_id: int
    message_id: int
    thread_id: int | None
    data: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a press leads to."""

    menu: OutgoingMessage | None = None  # takes the place of the pressed message
    note: str | None = None  # shown to who pressed
    is_alert: bool = False  # to be read and closed, not to vanish by itself


Act = Callable[[AsyncConnection, Press, Role], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Presses:
    """Answers presses: strangers in a word, others by what `act` makes of it."""

    database: Database
    client: TelegramClient

    async def handle(self, update: Update, act: Act, *, again: str) -> None:
        """Answer a press; `again` is the command that brings a menu which can no longer be edited."""
        assert update.callback_query
        press = _parse(update)
        outcome = Outcome(note=GONE)
        if press is not None:
            async with self.database.transaction() as transaction:
                role = await find_role(transaction, press.user_id)
                outcome = await act(transaction, press, role) if role else Outcome(note=NOT_FOR_YOU, is_alert=True)
            if outcome.menu is not None:
                outcome = await self._show(press, outcome.menu, outcome, again)
        await self.client.answer_callback(update.callback_query.id, _cut(outcome.note), is_alert=outcome.is_alert)

    async def _show(self, press: Press, menu: OutgoingMessage, outcome: Outcome, again: str) -> Outcome:
        try:
            await self.client.edit(press.chat_id, press.message_id, menu)
        except DeliveryError:
            return Outcome(note=f"That menu is too old; send {again} again.")
        return outcome


def _cut(note: str | None) -> str | None:
    if note is None or utf16_units(note) <= MAX_NOTE_UTF16_UNITS:
        return note
    return cut_at_word(note, MAX_NOTE_UTF16_UNITS // 2)  # a character has at most two units


def _parse(update: Update) -> Press | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    message = query.message
    return Press(
        update_id=update.update_id,
        user_id=query.from_user.id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        thread_id=topic_of(message) if isinstance(message, Message) else None,
        data=query.data or "",
    )
