"""`byline feeds` as it is called, on a real database."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.cli.feeds import feeds
from bot.feeds.starter import take_in_starter
from bot.storage.feeds import NewFeed, add_feed, list_feeds
from bot.storage.follows import add_follow


@pytest.fixture
def byline(database_url, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(feeds, list(arguments))


def test_a_feed_is_added_listed_exported_and_removed(byline, tmp_path):
    assert byline("add", "a.example/rss", "--title", "Harbor", "--category", "world").exit_code == 0
    assert byline("list").output == "Harbor (world)\n    https://a.example/rss\n"
    byline("export", str(tmp_path / "out.opml"))
    assert 'xmlUrl="https://a.example/rss"' in (tmp_path / "out.opml").read_text()
    assert byline("remove", "https://a.example/rss").output == "“Harbor” is out of the catalog.\n"
    assert "empty" in byline("list").output
    assert "not in the catalog" in str(byline("remove", "https://a.example/rss").exception)


def test_files_are_imported_and_bad_ones_are_told(byline, tmp_path):
    opml = tmp_path / "in.opml"
    opml.write_text(
        '<opml><body><outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlUrl="b"/></body></opml>'
    )
    assert byline("import", str(opml)).output.startswith("1 feeds are in the catalog.\nNot taken: B")
    toml = tmp_path / "in.toml"
    toml.write_text('[[feed]]\nurl = "https://c.example/"')
    assert byline("import", str(toml)).exit_code == 0
    assert "No such file" in str(byline("import", str(tmp_path / "none")).exception)
    assert "not a web address" in str(byline("add", "nonsense").exception)


def test_health_is_empty_without_readers(byline):
    assert byline("check").output.strip() == "Nobody follows a feed yet."


async def test_the_starter_catalog_is_taken_in_once(database, clock):
    assert await take_in_starter(database, now=clock())
    assert not await take_in_starter(database, now=clock())
    async with database.transaction() as tx:
        listed = await list_feeds(tx, only_listed=True)
    assert len(listed) >= 40 and all(feed.state.next_poll_at for feed in listed)


async def test_health_shows_every_followed_feed(database, byline):
    async with database.transaction() as tx:
        feed_id = await add_feed(tx, NewFeed(url="http://127.0.0.1/rss", title="Local"), now=datetime.now(UTC))
        await add_follow(tx, 1, feed_id)
    shown = await asyncio.to_thread(byline, "check")
    assert shown.exit_code == 0, json.dumps(str(shown.exception))
    assert "Local" in shown.output and "failed 1x" in shown.output and "private" in shown.output
