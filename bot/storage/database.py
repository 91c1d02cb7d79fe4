"""Open, migrate, transact, close. Lost connections become StorageError here; the callers see nothing of the driver."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Self

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import StorageError

POOL_SIZE = 5
STATEMENT_TIMEOUT_MS = 60_000


class Database:
    """A pool of connections to one Postgres database."""

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.url = url
        self._engine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            connect_args={"options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"},
            hide_parameters=True,  # they hold what people wrote
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        Raises:
            StorageError: the database cannot be reached.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError) as error:
            raise StorageError(f"The database does not answer: {_first_line(error)}") from error


def driver_url(url: str) -> str:
    """The same address for SQLAlchemy, whichever way its scheme is spelled."""
    _, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}"


async def driver_connection(transaction: AsyncConnection) -> "psycopg.AsyncConnection[tuple[object, ...]]":
    """The psycopg connection below, for Procrastinate to defer a job inside the same transaction."""
    raw = await transaction.get_raw_connection()
    connection = raw.driver_connection
    assert isinstance(connection, psycopg.AsyncConnection)
    return connection


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).partition("\n")[0]
