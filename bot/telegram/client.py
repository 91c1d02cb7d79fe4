"""The Bot API as the bot uses it: our types in, our errors out. The only caller of send methods is the outbox sender."""

import contextlib
import logging
from collections.abc import Generator
from datetime import timedelta

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain import FormattedText, IncomingFile, Keyboard, OutgoingMessage
from bot.errors import (
    ArticleError,
    ChatBlockedError,
    ChatMovedError,
    DeliveryError,
    EntitiesRefusedError,
    MessageGoneError,
    MessageRefusedError,
    NotSentError,
    SlowDownError,
    TelegramUnavailableError,
    UnsureError,
)

logger = logging.getLogger(__name__)

# What the request never left with; after any other failure of the connection it may have arrived.
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
# Parts of Telegram's descriptions, lower case (python-telegram-bot changes their case).
NOT_MODIFIED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NO_ENTRY = (
    "chat not found",
    "chat_write_forbidden",
    "not enough rights",
    "have no rights",
    "group chat was deactivated",
    "user is deactivated",
    "peer_id_invalid",
)


class TelegramClient:
    """Sends, edits and downloads through a python-telegram-bot `Bot`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, message: OutgoingMessage) -> int:
        """Send a new message; its message_id.

        Raises:
            DeliveryError: by what went wrong.
        """
        with delivery_errors():
            sent = await self._bot.send_message(
                chat_id,
                message.content.text,
                entities=_entities(message.content),
                reply_markup=_markup(message.keyboard),
                reply_parameters=_reply(message.reply_to),
                disable_notification=message.is_silent or None,
                message_thread_id=message.thread_id,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return sent.message_id

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> None:
        """Edit a message of the bot; that it reads so already is fine.

        Raises:
            DeliveryError: by what went wrong.
        """
        with delivery_errors():
            try:
                await self._bot.edit_message_text(
                    message.content.text,
                    chat_id,
                    message_id,
                    entities=_entities(message.content),
                    reply_markup=_markup(message.keyboard),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            except BadRequest as error:
                if NOT_MODIFIED not in error.message.lower():
                    raise

    async def send_typing(self, chat_id: int) -> None:
        """Show that the bot is at work, for about five seconds.

        Raises:
            DeliveryError: by what went wrong.
        """
        with delivery_errors():
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)

    async def answer_callback(self, query_id: str, text: str | None = None, *, is_alert: bool = False) -> None:
        """End the wait of a pressed button. Too late or twice does not matter."""
        try:
            await self._bot.answer_callback_query(query_id, text, show_alert=is_alert or None)
        except TelegramError as error:
            logger.info("a pressed button was not answered: %s", type(error).__name__)

    async def download(self, file: IncomingFile) -> bytes:
        """The bytes of a file that was sent to the bot.

        Raises:
            ArticleError: Telegram does not give it.
        """
        try:
            handle = await self._bot.get_file(file.file_id)
            return bytes(await handle.download_as_bytearray())
        except TelegramError as error:
            raise ArticleError("Telegram did not let me download that file. Please send it again.") from error


@contextlib.contextmanager
def delivery_errors() -> Generator[None]:
    """Turn python-telegram-bot's errors into ours, the cause kept."""
    try:
        yield
    except TelegramError as error:
        raise delivery_error(error) from error


def delivery_error(error: TelegramError) -> DeliveryError | TelegramUnavailableError:
    """Our error for one of python-telegram-bot's."""
    ours: DeliveryError | TelegramUnavailableError
    match error:
        case RetryAfter():
            ours = SlowDownError(timedelta(seconds=retry_after_s(error)))
        case ChatMigrated():
            ours = ChatMovedError(error.new_chat_id)
        case Forbidden():
            ours = ChatBlockedError(error.message)
        case InvalidToken():
            ours = TelegramUnavailableError("Telegram does not know this bot token.")
        case BadRequest():
            ours = _bad_request(error.message)
        case NetworkError() if isinstance(error.__cause__, NEVER_LEFT):
            ours = NotSentError(error.message)
        case NetworkError():  # timeouts, broken connections, 5xx
            ours = UnsureError(error.message)
        case _:
            ours = MessageRefusedError(error.message)
    return ours


def _bad_request(description: str) -> DeliveryError:
    lower = description.lower()
    if any(words in lower for words in GONE):
        return MessageGoneError(description)
    if any(words in lower for words in NO_ENTRY):
        return ChatBlockedError(description)
    if "entit" in lower:
        return EntitiesRefusedError(description)
    return MessageRefusedError(description)


def retry_after_s(error: RetryAfter) -> float:
    """Seconds to wait. The library's own property warns, or not, by an environment variable."""
    value: timedelta | float = error._retry_after
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


def _entities(content: FormattedText) -> list[MessageEntity]:
    return [MessageEntity(e.type, e.offset, e.length, url=e.url) for e in content.entities]


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row] for row in keyboard]
    )


def _reply(message_id: int | None) -> ReplyParameters | None:
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None
