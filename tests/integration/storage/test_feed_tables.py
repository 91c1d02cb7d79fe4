from sqlalchemy import create_engine

from bot.storage.database import driver_url
from bot.storage.feed_tables import metadata


def test_the_feed_tables_in_code_are_the_tables_in_the_database(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(driver_url(database_url))
    with engine.connect() as connection:
        options = {
            "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            "compare_type": True,
        }
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert [d for d in differences if d[0] != "remove_index"] == []
