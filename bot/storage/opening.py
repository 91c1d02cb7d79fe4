"""A running database at the newest schema: the configured server, or our own for as long as somebody uses it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migration import migrate


@asynccontextmanager
async def opened_database(url: str, folder: Path) -> AsyncGenerator[str]:
    """The address of the database.

    Args:
        url: of a server; empty: the embedded Postgres in `folder`.

    Raises:
        StorageError: it could not be started, reached or migrated.
    """
    async with AsyncExitStack() as stack:
        if not url:
            embedded = EmbeddedPostgres(folder)
            url = await asyncio.to_thread(embedded.start)
            stack.push_async_callback(asyncio.to_thread, embedded.stop)
        await asyncio.to_thread(migrate, url)
        yield url
