"""Brings a database to the newest schema. The migrations ship inside the package."""

import logging
from pathlib import Path

import psycopg

from bot.errors import StorageError
from bot.storage.database import driver_url

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).with_name("migrations")
LOCK = 0x62796C01  # advisory lock: processes that start together migrate one after the other
LOCK_WAIT_S = 120  # for its turn; a process that hangs in a migration must not hang the others


def newest() -> str:
    """Revision of the newest migration; files are named <revision>_<what>.py."""
    return max(file.stem for file in (FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def migrate(url: str) -> str | None:
    """Apply what is missing; the revision before. Blocks: run it off the event loop.

    Raises:
        StorageError: the database cannot be reached, is newer than this program, or a migration failed.
    """
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            connection.execute(f"SET lock_timeout = '{LOCK_WAIT_S}s'")
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            before = _current(connection)
            if before is not None and before > newest():
                raise StorageError(f"The database is at {before}, newer than this program knows ({newest()}).")
            if before != newest():  # Alembic is imported only where there is work for it
                _upgrade(url)
            return before
    except psycopg.Error as error:
        raise StorageError(f"The database could not be migrated: {str(error).partition(chr(10))[0]}") from error


def _current(connection: "psycopg.Connection[tuple[object, ...]]") -> str | None:
    row = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if not (row and row[0]):
        return None
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version[0]) if version else None


def _upgrade(url: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import SQLAlchemyError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["url"] = driver_url(url)
    try:
        command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise StorageError(f"The database could not be migrated: {str(error).partition(chr(10))[0]}") from error
    logger.info("database migrated to %s", newest())
