"""Whom a message of a group speaks to (pure)."""

from dataclasses import replace

from bot.domain import IncomingMessage, TextEntity


def is_mentioned(message: IncomingMessage, username: str) -> bool:
    """Whether a message names the bot: "@byline_bot"."""
    return any(_is_mention(message.text, entity, username) for entity in message.entities)


def without_mentions(message: IncomingMessage, username: str) -> IncomingMessage:
    """The message with blanks where it names the bot: every offset stays right."""
    units = bytearray(message.text.encode("utf-16-le"))
    kept: list[TextEntity] = []
    for entity in message.entities:
        if _is_mention(message.text, entity, username):
            units[2 * entity.offset : 2 * (entity.offset + entity.length)] = " ".encode("utf-16-le") * entity.length
        else:
            kept.append(entity)
    return replace(message, text=units.decode("utf-16-le"), entities=tuple(kept))


def _is_mention(text: str, entity: TextEntity, username: str) -> bool:
    named = text.encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return entity.type == "mention" and named.decode("utf-16-le", "replace").lower() == f"@{username}".lower()
