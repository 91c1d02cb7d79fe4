"""Telegram's messages in the bot's own words (pure)."""

from telegram import (
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.domain import IncomingFile, IncomingMessage, Origin, TextEntity


def parse_message(message: Message) -> IncomingMessage:
    """What a message says and where it comes from; a caption counts as its text."""
    entities = message.entities if message.text is not None else message.caption_entities
    return IncomingMessage(
        chat_id=message.chat.id,
        message_id=message.message_id,
        chat_type=message.chat.type,
        sent_at=message.date,
        user_id=message.from_user.id if message.from_user else None,
        text=without_lone_surrogates(message.text or message.caption or ""),
        entities=tuple(_entity(entity) for entity in entities),
        origin=parse_origin(message.forward_origin),
        media_group_id=message.media_group_id,
        file=_file(message),
        quote=without_lone_surrogates(message.quote.text) if message.quote else "",
        preview_url=_preview_url(message),
        language_code=message.from_user.language_code if message.from_user else None,
        thread_id=message.message_thread_id if message.is_topic_message else None,
    )


def parse_origin(origin: MessageOrigin | None) -> Origin | None:
    """Where a forwarded message was first posted; with a link where the public can follow it."""
    match origin:
        case MessageOriginChannel():
            url = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
            return Origin("channel", _name(origin.chat.title), url, origin.date)
        case MessageOriginChat():
            url = f"https://t.me/{origin.sender_chat.username}" if origin.sender_chat.username else None
            return Origin("chat", _name(origin.sender_chat.title), url, origin.date)
        case MessageOriginUser():
            return Origin("user", _name(origin.sender_user.full_name), None, origin.date)
        case MessageOriginHiddenUser():
            return Origin("hidden_user", _name(origin.sender_user_name), None, origin.date)
        case _:
            return None


def without_lone_surrogates(text: str) -> str:
    """Halves of a character become U+FFFD, one for one: every UTF-16 offset stays right.

    >>> without_lone_surrogates(chr(0xD83D) + "x")
    '�x'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _entity(entity: MessageEntity) -> TextEntity:
    return TextEntity(str(entity.type), entity.offset, entity.length, entity.url)


def _preview_url(message: Message) -> str | None:
    url = message.link_preview_options.url if message.link_preview_options else None
    return url if isinstance(url, str) else None


def _file(message: Message) -> IncomingFile | None:
    document = message.document
    if document is None:
        return None
    return IncomingFile(document.file_id, _name(document.file_name), document.mime_type or "", document.file_size or 0)


def _name(name: str | None) -> str:
    return without_lone_surrogates(name or "")
