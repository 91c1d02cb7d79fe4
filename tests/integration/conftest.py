"""A real embedded Postgres for the whole run; every test gets a fresh, migrated database of its own."""

import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.storage.database import Database
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migration import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The server, with a migrated database that is only ever copied."""
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        server = EmbeddedPostgres(Path(folder))
        url = server.start()
        migrate(url)
        yield url
        server.stop()


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A folder for an embedded database. Not below pytest's own: root's Postgres runs as another user, and whenever
    another pytest starts, that folder is closed to other users.
    """
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        yield Path(folder)


@pytest.fixture
def database_url(postgres_url: str) -> Iterator[str]:
    """A fresh database."""
    name = f"test_{next(_numbers)}"
    maintenance = postgres_url.replace("/byline?", "/postgres?")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE byline')
    yield postgres_url.replace("/byline?", f"/{name}?")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool to the fresh database."""
    async with Database(database_url) as opened:
        yield opened
