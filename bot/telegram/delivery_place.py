"""Where else a digest may go: a channel or group where the bot may post, and where who asks for it is an admin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Message,
    MessageOriginChannel,
)

from bot.errors import ChatBlockedError, DeliveryError, FeedError, MessageRefusedError
from bot.telegram.client import delivery_errors
from bot.telegram.replies import topic_of
from bot.telegram.rich_text import clean_field

MAX_TITLE_CHARS = 60
_NAME = re.compile(r"(?:@|(?:https?://)?t\.me/)([A-Za-z]\w{3,31})(?:/(\d{1,9}))?/?")
_PRIVATE = re.compile(r"(?:https?://)?t\.me/c/(\d{1,13})/(\d{1,9})/?")  # a topic, or a post, of a group by its number
_ID = re.compile(r"-?\d{1,16}")
ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
HOW_TO_CHOOSE = """To send it elsewhere, send /digest to with
• a public channel or group: /digest to @name
• its id: /digest to -1001234567890
• a topic of a group, by its link: /digest to t.me/name/31
• or /digest to alone, as a reply to a post forwarded from the channel.
I must be allowed to post there, and you must be an admin there. /digest to here brings it back."""
UNKNOWN = "I cannot see that chat. Add me to it first: to a channel as an admin who may post, to a group as a member."
NO_PERSON = "A digest can go to a channel or a group, not to another person."
MAY_NOT_POST = "I may not post there. In a channel make me an admin who may post messages; in a group let me write."
NOT_YOUR_CHAT = "Only admins of that chat can have a digest sent there, and I do not see you among them."
NO_ANSWER = "Telegram did not tell me about that chat just now. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the topic of it, where digests go."""

    chat_id: int
    title: str = ""
    thread_id: int | None = None


async def choose_place(bot: Bot, message: Message, words: Sequence[str]) -> Place:
    """The place that somebody named, once it is known that both may use it.

    Raises:
        FeedError: none was named, or the bot or who asks may not post there; the message says which.
    """
    if [word.lower() for word in words] == ["here"]:
        topic = topic_of(message)
        return Place(message.chat.id, topic_title(message) if topic else "", topic)
    named = _named(words) if words else _forwarded_from(message)
    if named is None:
        raise FeedError(HOW_TO_CHOOSE)
    wanted, topic = named
    try:
        with delivery_errors():
            chat = await bot.get_chat(wanted)
            if chat.type == Chat.PRIVATE:
                raise FeedError(NO_PERSON)
            own = await bot.get_chat_member(chat.id, bot.id)
            asker = await bot.get_chat_member(chat.id, message.from_user.id if message.from_user else 0)
    except (ChatBlockedError, MessageRefusedError) as error:
        raise FeedError(UNKNOWN) from error
    except DeliveryError as error:
        raise FeedError(NO_ANSWER) from error
    if not _may_post(own, is_channel=chat.type == Chat.CHANNEL):
        raise FeedError(MAY_NOT_POST)
    if asker.status not in ADMINS:
        raise FeedError(NOT_YOUR_CHAT)
    title = clean_field(chat.title or "", max_chars=MAX_TITLE_CHARS)
    return Place(chat.id, title, topic if chat.is_forum else None)


def topic_title(message: Message) -> str:
    """The name of the topic that a message stands in, where Telegram tells it: with the message that opened the topic."""
    opened = message.reply_to_message.forum_topic_created if message.reply_to_message else None
    return clean_field(opened.name, max_chars=MAX_TITLE_CHARS) if opened else ""


def _named(words: Sequence[str]) -> tuple[str | int, int | None] | None:
    """A chat, and the topic of it where a link names one."""
    if len(words) != 1:
        return None
    if match := _NAME.fullmatch(words[0]):
        return f"@{match[1]}", int(match[2]) if match[2] else None
    if match := _PRIVATE.fullmatch(words[0]):
        return int(f"-100{match[1]}"), int(match[2])
    return (int(words[0]), None) if _ID.fullmatch(words[0]) else None


def _forwarded_from(message: Message) -> tuple[int, None] | None:
    """The channel of the forwarded post that a message replies to."""
    origin = message.reply_to_message.forward_origin if message.reply_to_message else None
    return (origin.chat.id, None) if isinstance(origin, MessageOriginChannel) else None


def _may_post(own: ChatMember, *, is_channel: bool) -> bool:
    if isinstance(own, ChatMemberAdministrator):
        return bool(own.can_post_messages) or not is_channel
    if isinstance(own, ChatMemberRestricted):
        return own.is_member and own.can_send_messages
    return own.status == ChatMember.OWNER or (own.status == ChatMember.MEMBER and not is_channel)
