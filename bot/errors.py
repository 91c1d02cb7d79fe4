"""What can go wrong at the edges. Each message is one sentence for a person; the cause is kept.

BotError
├── ArticleError            a message, link or file gave no article; `str()` is what the chat is told
│   ├── FetchError              the address could not be read: refused, timed out, 404, too large
│   │   └── UnsafeAddressError      the address is private, malformed, or of a scheme never fetched
│   ├── UnreadableError         it was fetched, but holds no readable text
│   └── UnsupportedFileError    a kind of file that is not read
├── QueueFullError          the summarizer has more waiting than it takes
├── StorageError            the database could not be started, reached or migrated
└── TelegramUnavailableError  the Bot API refused the token, or could not be reached
"""


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


class UnsupportedFileError(ArticleError):
    """A kind of file that is not read."""


class QueueFullError(BotError):
    """The summarizer has more waiting than it takes."""


class StorageError(BotError):
    """The database could not be started, reached or migrated."""


class TelegramUnavailableError(BotError):
    """The Bot API refused the token, or could not be reached."""
