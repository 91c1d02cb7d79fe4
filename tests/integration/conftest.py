"""A real embedded Postgres for the whole run; every test gets a fresh, migrated database of its own."""

import itertools
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from bot.storage.database import Database
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migration import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server, with a migrated database that is only ever copied."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("data"))
    url = server.start()
    migrate(url)
    yield url
    server.stop()


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
