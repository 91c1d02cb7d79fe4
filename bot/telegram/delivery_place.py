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

_NAME = re.compile(r"(?:@|(?:https?://)?t\.me/)([A-Za-z]\w{3,31})/?")
_ID = re.compile(r"-?\d{1,16}")
ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
HOW_TO_CHOOSE = """Where to? Send /digest to with
• a public channel or group: /digest to @name
• its id: /digest to -1001234567890
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
        return Place(message.chat.id, thread_id=message.message_thread_id if message.is_topic_message else None)
    wanted = _named(words) if words else _forwarded_from(message)
    if wanted is None:
        raise FeedError(HOW_TO_CHOOSE)
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
    return Place(chat.id, chat.title or "")


def _named(words: Sequence[str]) -> str | int | None:
    if len(words) != 1:
        return None
    if match := _NAME.fullmatch(words[0]):
        return f"@{match[1]}"
    return int(words[0]) if _ID.fullmatch(words[0]) else None


def _forwarded_from(message: Message) -> int | None:
    """The channel of the forwarded post that a message replies to."""
    origin = message.reply_to_message.forward_origin if message.reply_to_message else None
    return origin.chat.id if isinstance(origin, MessageOriginChannel) else None


def _may_post(own: ChatMember, *, is_channel: bool) -> bool:
    if isinstance(own, ChatMemberAdministrator):
        return bool(own.can_post_messages) or not is_channel
    if isinstance(own, ChatMemberRestricted):
        return own.is_member and own.can_send_messages
    return own.status == ChatMember.OWNER or (own.status == ChatMember.MEMBER and not is_channel)
