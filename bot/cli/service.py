"""`byline run`, `bot`, `worker` and `migrate`."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from bot.storage.database import Database
from bot.storage.opening import opened_database
from config.environment import explain_unknown_names
from config.logs import configure_logging
from config.settings import Settings, load_settings

logger = logging.getLogger(__name__)

T = TypeVar("T")


def run() -> None:
    """Run the bot: everything in one process. Needs BYLINE_TELEGRAM_TOKEN; without one, see `byline demo`."""
    _serve(is_bot=True, is_worker=True)


def bot() -> None:
    """Run only the half that talks to Telegram. Of several, one is at work and the others stand by."""
    _serve(is_bot=True, is_worker=False)


def worker() -> None:
    """Run only the half that reads and summarizes: as many as you like, on as many machines, on one database."""
    _serve(is_bot=False, is_worker=True)


def migrate() -> None:
    """Bring the database to the newest schema. `byline run` does this by itself."""
    from bot.storage.migration import newest

    settings = prepared_settings()
    asyncio.run(_migrate(settings))
    typer.echo(f"The database is at {newest()}.")


def in_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """What `work` makes of the settings' database, also while the bot is running."""

    async def run() -> T:
        settings = prepared_settings()
        async with (
            opened_database(settings.database.url.get_secret_value(), settings.data_path) as url,
            Database(url) as database,
        ):
            return await work(database)

    return asyncio.run(run())


def prepared_settings() -> Settings:
    """The settings, with logging set up by them."""
    settings = load_settings()
    configure_logging(level=settings.log.level, json_lines=settings.log.json_lines)
    for line in explain_unknown_names(os.environ):
        logger.warning("%s", line)
    return settings


def _serve(*, is_bot: bool, is_worker: bool) -> None:
    from bot.app import run
    from bot.assembly import Roles

    asyncio.run(run(prepared_settings(), Roles(is_bot=is_bot, is_worker=is_worker), announce=typer.echo))


async def _migrate(settings: Settings) -> None:
    async with opened_database(settings.database.url.get_secret_value(), settings.data_path):
        pass
