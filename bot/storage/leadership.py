"""One bot process at a time polls and sends; the others stand by. An advisory lock says who; the kernel or the server
drops it with the connection, so a dead leader is followed within seconds.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import psycopg

from bot.errors import StorageError
from bot.storage.outbox import CHANNEL

logger = logging.getLogger(__name__)

LOCK = 0x62796C02
STANDBY_CHECK_S = 1.0
# A leader whose machine vanished is noticed by the server within 25 s.
KEEPALIVES = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"


class Leadership:
    """Held as long as its connection lives."""

    def __init__(self, connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        self._connection = connection

    async def wakes(self) -> AsyncGenerator[int]:
        """Chats that got something to send, as it is committed; runs until the leadership ends.

        Raises:
            StorageError: the connection is lost, and the leadership with it.
        """
        try:
            async for notice in self._connection.notifies():
                yield int(notice.payload)
        except psycopg.OperationalError as error:
            raise StorageError("The database connection of the leading bot process is lost.") from error


@asynccontextmanager
async def leadership(url: str) -> AsyncGenerator[Leadership]:
    """Wait until no other process leads, then lead.

    Raises:
        StorageError: the database cannot be reached.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True, options=KEEPALIVES, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise StorageError(f"The database does not answer: {str(error).partition(chr(10))[0]}") from error
    async with connection:
        await _win(connection)
        await connection.execute(f'LISTEN "{CHANNEL}"')
        yield Leadership(connection)


async def _win(connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
    is_told = False
    while True:
        try:
            cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            row = await cursor.fetchone()
        except psycopg.OperationalError as error:
            raise StorageError("The database connection of a waiting bot process is lost.") from error
        if row and row[0]:
            return
        if not is_told:
            logger.info("another bot process is at work; standing by")
            is_told = True
        await asyncio.sleep(STANDBY_CHECK_S)
