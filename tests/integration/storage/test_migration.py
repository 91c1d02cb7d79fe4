import asyncio

import psycopg
import pytest
from sqlalchemy import create_engine

from bot.errors import StorageError
from bot.storage import migration
from bot.storage.database import driver_url
from bot.storage.feed_tables import metadata
from bot.storage.migration import migrate, newest


@pytest.fixture
def empty_url(database_url: str) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return database_url


def test_an_empty_database_is_brought_to_the_newest_schema(empty_url: str) -> None:
    assert migrate(empty_url) is None
    assert migrate(empty_url) == newest()


async def test_two_processes_that_start_together_migrate_once(empty_url: str) -> None:
    before = await asyncio.gather(*(asyncio.to_thread(migrate, empty_url) for _ in range(3)))
    assert sorted(map(str, before)) == [newest(), newest(), "None"]


def test_the_tables_in_code_are_the_tables_in_the_database(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(driver_url(database_url))
    with engine.connect() as connection:
        ours = set(metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, type_, _: type_ != "table" or name in ours, "compare_type": True},
        )
        differences = [d for d in compare_metadata(context, metadata) if d[0] != "remove_index"]
    engine.dispose()
    assert differences == []


def test_a_database_from_the_future_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="newer than this program"):
        migrate(database_url)


def test_a_turn_that_never_comes_is_one_clear_error(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "LOCK_WAIT_S", 1)
    with psycopg.connect(database_url, autocommit=True) as hanging:
        hanging.execute("SELECT pg_advisory_lock(%s)", [migration.LOCK])
        with pytest.raises(StorageError, match=r"could not be migrated: .*lock timeout"):
            migrate(database_url)


def test_a_server_that_is_away_is_one_clear_error() -> None:
    with pytest.raises(StorageError, match=r"^The database"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing")
