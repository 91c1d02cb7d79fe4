"""python-telegram-bot as we use it: its parsing, dispatch and methods; not its updater, job queue or rate limiter."""

import asyncio
import hashlib
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from bot.errors import TelegramUnavailableError
from bot.telegram.client import retry_after_s
from bot.telegram.handlers import COMMANDS, AnyApplication
from bot.telegram.ingress import ALLOWED_UPDATES

logger = logging.getLogger(__name__)

CONNECTIONS = 32
TIMEOUT_S = 15.0
MAX_BACKOFF_S = 30.0
T = TypeVar("T")


def build_bot(token: str, api_url: str) -> Bot:
    """A client of the Bot API; nothing is sent yet."""
    # Otherwise the library warns at every 429 that a number will be a timedelta one day.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    base = api_url.rstrip("/")
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=TIMEOUT_S,
        read_timeout=TIMEOUT_S,
        write_timeout=TIMEOUT_S,
        pool_timeout=TIMEOUT_S,
    )
    return ExtBot(token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot", request=request)


def build_application(bot: Bot) -> AnyApplication:
    """The dispatcher of handlers."""
    assert isinstance(bot, ExtBot)
    application: AnyApplication = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    return application


async def connect(application: AnyApplication) -> None:
    """Wait until Telegram answers, and learn who the bot is.

    Raises:
        TelegramUnavailableError: Telegram does not know the token.
    """
    await until_answered(application.initialize, "getMe")


async def prepare_polling(bot: Bot) -> None:
    """No webhook, so that polling is allowed; the list of commands."""
    await until_answered(lambda: bot.delete_webhook(drop_pending_updates=False), "deleteWebhook")
    await _announce_commands(bot)


async def prepare_webhook(bot: Bot, url: str, *, secret: str) -> None:
    """Telegram posts updates to `url` from now on."""
    await until_answered(
        lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES), "setWebhook"
    )
    await _announce_commands(bot)


def webhook_secret(configured: str, *, token: str) -> str:
    """What Telegram has to show with each update: as configured, or derived from the token."""
    return configured or hmac.new(token.encode(), b"byline webhook", hashlib.sha256).hexdigest()


def webhook_path(url: str) -> str:
    """Where this process takes updates, by the public address."""
    return urlsplit(url).path or "/"


async def _announce_commands(bot: Bot) -> None:
    await until_answered(lambda: bot.set_my_commands(COMMANDS), "setMyCommands")


async def until_answered(call: Callable[[], Awaitable[T]], name: str) -> T:
    """The result of a harmless call, however long Telegram is away.

    Raises:
        TelegramUnavailableError: Telegram does not know the token.
    """
    failures = 0
    while True:
        try:
            result = await call()
        except InvalidToken as error:
            raise TelegramUnavailableError(
                "Telegram does not know this bot token. Check BYLINE_TELEGRAM_TOKEN."
            ) from error
        except TelegramError as error:
            if failures == 0:
                logger.warning("Telegram does not answer %s (%s); trying again", name, type(error).__name__)
            failures += 1
            wait_s = retry_after_s(error) if isinstance(error, RetryAfter) else 0.5 * 2 ** min(failures, 6)
            await asyncio.sleep(min(wait_s, MAX_BACKOFF_S))
        else:
            if failures:
                logger.info("Telegram answers again")
            return result
