"""What can go wrong at the edges. Each message is one sentence for a person; the cause is kept.

BotError
├── ArticleError            a message, link or file gave no article; `str()` is what the chat is told
│   ├── FetchError              the address could not be read: refused, timed out, 404, too large
│   │   └── UnsafeAddressError      the address is private, malformed, or of a scheme never fetched
│   ├── FeedError               a feed, or a list of feeds, could not be found or read
│   ├── UnreadableError         it was fetched, but holds no readable text
│   │   └── ParseFailedError        its parser was too slow, took too much memory, or failed
│   └── UnsupportedFileError    a kind of file that is not read
├── DemoError               the demo could not start, or the bot in it gave no answer
├── WebError                the address for the webhook could not be opened
├── StorageError            the database could not be started, reached or migrated
├── TelegramUnavailableError  the Bot API refused the token, or could not be reached
└── DeliveryError           a message was not sent or edited
    ├── NotSentError            it never left this machine: try again
    ├── UnsureError             it left, and no answer came back: it may have arrived
    ├── SlowDownError           too many messages: wait
    ├── ChatBlockedError        the chat shut the bot out
    ├── ChatMovedError          the group has a new id
    ├── EntitiesRefusedError    the same text without its entities may be taken
    ├── MessageGoneError        the message to be edited is gone
    └── MessageRefusedError     Telegram will never take it
"""

from datetime import timedelta


class BotError(Exception):
    """Root of the bot's errors."""


class ArticleError(BotError):
    """A message, link or file gave no article; the text is what the chat is told."""


class FetchError(ArticleError):
    """An address could not be read."""


class UnsafeAddressError(FetchError):
    """An address that is never fetched: private, malformed, odd scheme or port."""


class UnreadableError(ArticleError):
    """Fetched, but there is no readable text in it."""


class ParseFailedError(UnreadableError):
    """The parser was too slow, took too much memory, or failed."""


class UnsupportedFileError(ArticleError):
    """A kind of file that is not read."""


class FeedError(ArticleError):
    """A feed, or a list of feeds, could not be found or read."""


class WebError(BotError):
    """The address for the webhook could not be opened."""


class StorageError(BotError):
    """The database could not be started, reached or migrated."""


class TelegramUnavailableError(BotError):
    """The Bot API refused the token, or could not be reached."""


class DeliveryError(BotError):
    """A message was not sent or edited."""


class NotSentError(DeliveryError):
    """It never left this machine."""


class UnsureError(DeliveryError):
    """It left, and no answer came back: it may have arrived."""


class SlowDownError(DeliveryError):
    """Telegram asks to wait."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"too many messages, wait {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class ChatBlockedError(DeliveryError):
    """The chat blocked the bot, threw it out, or does not exist for it."""


class ChatMovedError(DeliveryError):
    """The group became a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(f"the chat is now {new_chat_id}")
        self.new_chat_id = new_chat_id


class EntitiesRefusedError(DeliveryError):
    """Telegram does not take the entities of a text."""


class MessageGoneError(DeliveryError):
    """The message to be edited was deleted, or cannot be edited any more."""


class MessageRefusedError(DeliveryError):
    """Telegram will never take this message."""


class DemoError(BotError):
    """The demo could not start, or the bot in it gave no answer."""
