"""What the bot does with each kind of update. All handlers stand in one list, in `register`.

A handler only writes to the database: its effects and its answers, under keys made of the update's id, so that an update
that is handled twice has its effects once. What takes long is a job of its own.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import BotCommand, ChatMember, Message, MessageOriginUser, Update, User
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.domain import FormattedText, OutgoingMessage
from bot.jobs import Jobs
from bot.storage.database import Database
from bot.storage.moves import move_settings
from bot.storage.outbox import Draft, enqueue, park_chat, unpark_chat
from bot.storage.requests import StoredSummary, find_summary
from bot.storage.users import Role, find_role
from bot.telegram import access
from bot.telegram.answer_messages import show_length
from bot.telegram.client import TelegramClient
from bot.telegram.keyboards import Pressed, parse_pressed
from bot.telegram.presses import GONE, Outcome, Press, Presses
from bot.telegram.render import render_evidence
from bot.telegram.replies import reply

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

COMMANDS = (
    BotCommand("help", "what to send, and what comes back"),
    BotCommand("read", "read a link, or the message you reply to; in groups too"),
    BotCommand("bursts", "answer forwards that come together as one: on or off"),
    BotCommand("follow", "follow a site, a feed or a channel"),
    BotCommand("feeds", "what you follow: pause, filter, unfollow, export"),
    BotCommand("topics", "what comes first, and what stays out"),
    BotCommand("digest", "when and how your digest comes; /digest now makes one"),
    BotCommand("zone", "your time zone, by city"),
    BotCommand("export_me", "everything that I keep about you, as a file"),
    BotCommand("forget", "delete everything that I keep about you"),
    BotCommand("admin", "catalog of feeds, its rules, every feed's health (owner and admins)"),
    BotCommand("allow", "let somebody use this bot (owner and admins)"),
    BotCommand("deny", "shut somebody out (owner and admins)"),
)
WELCOME = """Welcome. Forward me an article or a post, send a link, or paste the text: I answer with a short summary.

For a daily digest, /feeds lets you choose whom to follow. /help says more."""
OWNED = f"You are the owner of this bot now.\n\n{WELCOME}"
HELP = """Send me something to read:
• forward a post or an article
• send a link
• paste the text
• send a file (PDF, DOCX, HTML, TXT)

I answer with a short summary in which every claim names its speaker. “Evidence” under an answer shows the article's own words for each statement; “Shorter” and “Longer” tell it anew. Edit what you sent, and its answer follows.

Forwards that come together, and albums, are answered as one, each source numbered (/bursts off: each by itself). In a group or channel I answer when you mention me, reply to me, or send /read with a link or as a reply.

A daily digest tells the news of the feeds you follow, each story once. /follow and a site, a channel or a name follows one; so does “Follow this source” under an answer. /feeds, /topics and /digest set what comes, when and where; /zone your time zone."""  # noqa: E501 - one paragraph of the chat is one line
TOO_OLD = "This answer is too old: what it rests on was deleted."
AT_WORK = "One moment …"
WHOM = "Whom? Send the command with a user id, or as a reply to a message of theirs."


class Handlers:
    """Handlers of one bot process."""

    def __init__(self, *, database: Database, jobs: Jobs, client: TelegramClient) -> None:
        self._database = database
        self._jobs = jobs
        self._client = client

    def register(self, application: AnyApplication) -> None:
        """Every handler, in the order they are asked."""
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        application.add_handlers(
            [
                CommandHandler("start", self.start, private),
                CommandHandler("help", self.help, filters.UpdateType.MESSAGE),
                CommandHandler("allow", self.allow, filters.UpdateType.MESSAGE),
                CommandHandler("deny", self.deny, filters.UpdateType.MESSAGE),
                MessageHandler(filters.StatusUpdate.MIGRATE, self.move),
                CallbackQueryHandler(self.press),
                ChatMemberHandler(self.change_membership, ChatMemberHandler.MY_CHAT_MEMBER),
            ]
        )

    async def start(self, update: Update, context: Context) -> None:
        """/start, /start <code>"""
        user = _user(update)
        async with self._database.transaction() as transaction:
            code = (context.args or [""])[0]
            if await access.claim(transaction, code, user_id=user.id, name=user.full_name):
                await reply(transaction, update, OWNED)
            elif await self.role(transaction, update):
                await reply(transaction, update, WELCOME)

    async def help(self, update: Update, context: Context) -> None:
        """/help"""
        async with self._database.transaction() as transaction:
            if await self.role(transaction, update):
                await reply(transaction, update, HELP)

    async def allow(self, update: Update, context: Context) -> None:
        """/allow <id>, or as a reply"""
        await self._change_access(update, context, access.allow)

    async def deny(self, update: Update, context: Context) -> None:
        """/deny <id>, or as a reply"""
        await self._change_access(update, context, access.deny)

    async def _change_access(self, update: Update, context: Context, change: Any) -> None:
        async with self._database.transaction() as transaction:
            role = await self.role(transaction, update)
            if role is None:
                return
            whom = _find_whom(_message(update), context.args or [])
            answer = WHOM if whom is None else await change(transaction, whom[0], by=role, name=whom[1])
            await reply(transaction, update, answer)

    async def press(self, update: Update, context: Context) -> None:
        """A button under an answer."""
        await Presses(self._database, self._client).handle(update, self._press, again="the article")

    async def _press(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        pressed = parse_pressed(press.data)
        if pressed is None or not re.fullmatch(r"[0-9]{1,18}", pressed.request_id):
            return Outcome(note=GONE)
        stored = await find_summary(transaction, int(pressed.request_id))
        if stored is None or stored.chat_id != press.chat_id:
            return Outcome(note=TOO_OLD)
        if pressed.length:
            return Outcome(note=await self._change_length(transaction, press.update_id, pressed, stored))
        await enqueue(transaction, _evidence(press, render_evidence(stored.summary)))
        return Outcome()

    async def _change_length(
        self, transaction: AsyncConnection, update_id: int, pressed: Pressed, shown: StoredSummary
    ) -> str | None:
        """Shorter or Longer: at once where it was told so before, else by a job; a note for who pressed it."""
        assert pressed.length
        if not shown.has_texts:
            return TOO_OLD
        request_id = int(pressed.request_id)
        if await show_length(transaction, request_id, pressed.length, cause=update_id):
            return None
        await self._jobs.defer_length(transaction, request_id, pressed.length.value, cause=update_id)
        return AT_WORK

    async def change_membership(self, update: Update, context: Context) -> None:
        """Somebody blocked the bot, or let it back in."""
        change = update.my_chat_member
        assert change
        is_out = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        async with self._database.transaction() as transaction:
            await (park_chat if is_out else unpark_chat)(transaction, change.chat.id)

    async def move(self, update: Update, context: Context) -> None:
        """A group became a supergroup, as Telegram says in both: its feeds and digests go with it."""
        message = _message(update)
        before, now = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
        async with self._database.transaction() as transaction:
            await move_settings(transaction, before, new_id=now)

    async def role(self, transaction: AsyncConnection, update: Update) -> Role | None:
        """The sender's role. A stranger is told, at most once a minute, and never in a group.

        Who writes in the name of a chat, as every post of a channel does, has the role of that chat.
        """
        message, user = update.effective_message, update.effective_user
        sender = (message.sender_chat if message else None) or user
        if message is None or sender is None:
            return None
        role = await find_role(transaction, sender.id)
        if role is None and message.chat.type == "private":
            minute = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")
            text = f"Sorry, this bot answers only people whom its owner has let in; your id is {sender.id}."
            await enqueue(transaction, [_draft(f"stranger:{sender.id}:{minute}", message.chat.id, text)])
        return role


def _draft(key: str, chat_id: int, text: str) -> Draft:
    return Draft(key=key, chat_id=chat_id, message=OutgoingMessage(FormattedText(text)))


def _evidence(press: Press, contents: Sequence[FormattedText]) -> list[Draft]:
    """The evidence as messages; the first replies to the answer."""
    return [
        Draft(
            key=f"evidence:{press.update_id}:{number}",
            chat_id=press.chat_id,
            message=OutgoingMessage(content, reply_to=None if number else press.message_id, thread_id=press.thread_id),
        )
        for number, content in enumerate(contents)
    ]


def _find_whom(message: Message, arguments: Sequence[str]) -> tuple[int, str] | None:
    """Whom a command is about: an id, the author of the message replied to, or of what was forwarded there.

    The id of a channel, which begins with -100, lets its posts in.
    """
    if arguments and re.fullmatch(r"-100\d{1,13}|[1-9]\d{0,15}", arguments[0]):
        return int(arguments[0]), ""
    replied = message.reply_to_message
    if replied is None:
        return None
    origin = replied.forward_origin
    user = origin.sender_user if isinstance(origin, MessageOriginUser) else None if origin else replied.from_user
    return (user.id, user.full_name) if user and not user.is_bot else None


def _message(update: Update) -> Message:
    assert update.message
    return update.message


def _user(update: Update) -> User:
    assert update.effective_user
    return update.effective_user
