"""Messages to the place where a chat wants its digests (pure)."""

from collections.abc import Sequence

from bot.digests.subscriber import Subscriber
from bot.domain import FormattedText, Keyboard, OutgoingMessage
from bot.storage.outbox import Draft


def draft(
    subscriber: Subscriber,
    key: str,
    content: FormattedText,
    *,
    keyboard: Keyboard = (),
    is_silent: bool | None = None,
) -> Draft:
    """One message; it makes a sound as the chat wishes, unless it is said."""
    silent = subscriber.is_silent if is_silent is None else is_silent
    message = OutgoingMessage(content, keyboard, is_silent=silent, thread_id=subscriber.thread_id)
    return Draft(key=key, chat_id=subscriber.target_chat_id, message=message)


def drafts(
    subscriber: Subscriber,
    key: str,
    contents: Sequence[FormattedText],
    *,
    keyboard: Keyboard = (),
    is_silent: bool | None = None,
) -> list[Draft]:
    """One text in as many messages as it takes, numbered behind `key`; the keyboard stands under the last."""
    last = len(contents) - 1
    return [
        draft(subscriber, f"{key}{number}", content, keyboard=keyboard if number == last else (), is_silent=is_silent)
        for number, content in enumerate(contents)
    ]
