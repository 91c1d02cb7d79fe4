"""/admin from the chat: what an admin changes is what the terminal, the worker and every reader see."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.feeds import feeds as feeds_command
from bot.demo.bot_api import USER_ID
from bot.storage.feed_rules import get_feed_rules
from bot.storage.feed_tables import searches
from bot.storage.feeds import NewFeed, StoredFeed, add_feed, find_feed_by_url, list_feeds
from bot.storage.follows import add_follow
from bot.storage.users import Role, set_role
from tests.integration.feeds.following_bot import button_data, buttons, with_limit

READER = 77


@pytest.fixture
async def chat(feed_chat, database):
    """The chat of an admin."""
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.ADMIN)
    return feed_chat


@pytest.fixture
def byline(database_url, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "250")

    async def run(*arguments: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, feeds_command, list(arguments))
        assert done.exit_code == 0, done.output
        return done.output

    return run


async def cataloged(database, url: str = "https://harbor.example/rss", **fields) -> StoredFeed:
    async with database.transaction() as tx:
        new = NewFeed(url=url, title=fields.pop("title", "Harbor Wire"), is_listed=True, **fields)
        await add_feed(tx, new, now=datetime.now(UTC))
        found = await find_feed_by_url(tx, url)
    assert found is not None
    return found


@pytest.mark.parametrize("said", ["/admin", "/admin own nobody", "/admin add example.org", "/admin remove 1"])
async def test_who_is_no_admin_is_refused_in_one_sentence(feed_chat, database, said):
    assert (await feed_chat.ask(said))["text"] == "Only the owner and admins can do this."
    async with database.transaction() as tx:
        assert (await tx.execute(select(searches))).all() == []
        assert not (await get_feed_rules(tx, with_limit(3).feeds)).is_changed


async def test_the_buttons_of_an_admin_are_not_for_others(chat, database):
    await chat.ask("/admin")
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.USER)
    shown = await chat.press("Rules")
    assert (shown["text"], shown["show_alert"]) == ("Only the owner and admins can do this.", True)


async def test_admin_begins_with_numbers_and_rules(chat, database):
    feed = await cataloged(database, is_default=True)
    async with database.transaction() as tx:
        await add_follow(tx, READER, feed.id)
        listed = await list_feeds(tx, only_listed=True)
    lines = (await chat.ask("/admin"))["text"].splitlines()
    starter = sum(one.is_default for one in listed)
    assert lines == [
        "Feeds of this bot",
        f"{len(listed)} feeds in the catalog, {starter} of them in the starter set",
        "1 feed followed, 0 in trouble",
        "1 person may use the bot",
        "Everyone may follow feeds that are not in the catalog.",
        "A chat may follow up to 3 feeds.",
    ]


async def test_the_catalog_is_read_by_category_and_feed_and_every_button_fits(chat, database):
    feed = await cataloged(
        database,
        category="ein sehr langer Name für Übersichten aus aller Welt, Wirtschaft",
        trust_note="a co-operative",
    )
    shown = await chat.ask("/admin feeds")
    assert any(text.startswith("world (") for text in buttons(shown))
    await chat.press(f"admin:in:{feed.id}:0")
    category = await chat.answer("1 feed. ★ in the starter set")
    await chat.press("Harbor Wire")
    opened = await chat.answer("Its number:")
    assert f"Its number: {feed.id}, as in /admin note {feed.id}" in opened["text"]
    assert "A co-operative" in opened["text"] and "Not in the starter set" in opened["text"]
    assert "Last read: never. Checked every 1 h, next: when somebody follows it." in opened["text"]
    every = [data for message in (shown, category, opened) for data in button_data(message)]
    assert every and max(len(data.encode()) for data in every) <= 64


async def test_a_long_category_is_turned_page_by_page(chat, database):
    for n in range(10):
        await cataloged(database, f"https://s{n}.example/rss", title=f"Site {n}", category="sites")
    first = await chat.ask("/admin feeds sites")
    assert buttons(first) == [*(f"Site {n}" for n in range(8)), "›", "‹ Catalog"]
    await chat.press("›")
    await chat.api.wait_for(
        lambda: any(buttons(m) == ["Site 8", "Site 9", "‹", "‹ Catalog"] for m in chat.api.answers())
    )


async def test_a_feed_goes_into_the_starter_set_and_the_terminal_shows_it(chat, database, byline):
    feed = await cataloged(database)
    await chat.ask("/admin feeds other")
    await chat.press("Harbor Wire")
    await chat.answer("Not in the starter set")
    await chat.press("Into the starter set")
    await chat.answer("In the starter set, which new users are offered")
    assert "Harbor Wire (starter set)\n" in await byline("list")
    await byline("add", feed.state.url, "--no-default")
    assert "Harbor Wire\n" in await byline("list")
    opened = await chat.press(f"admin:starter:{feed.id}:off")
    assert "text" not in opened
    await chat.answer("Not in the starter set")


async def test_who_stands_behind_a_feed_is_said_in_the_chat_and_shown_to_readers(chat, database, byline):
    feed = await cataloged(database)
    assert (
        "\nPublic broadcaster, Japan\n" in (await chat.ask(f"/admin note {feed.id} public broadcaster, Japan"))["text"]
    )
    assert "public broadcaster, Japan" in await byline("list")
    await chat.ask("/admin own nobody")
    assert (await chat.ask("/follow https://harbor.example/"))["text"].startswith(
        "Harbor Wire\npublic broadcaster, Japan"
    )
    assert "Japan" not in (await chat.ask(f"/admin note {feed.id}"))["text"]


async def test_a_removed_feed_stays_with_its_followers_and_can_be_put_back(chat, database, byline):
    feed = await cataloged(database, category="local", is_default=True)
    async with database.transaction() as tx:
        await add_follow(tx, READER, feed.id)
    removed = await chat.ask(f"/admin remove {feed.id}")
    assert removed["text"] == ("“Harbor Wire” is out of the catalog. 1 chat follows it and will go on getting it.")
    assert feed.state.url not in await byline("list")
    assert "not in the catalog" in (await chat.ask(f"/admin remove {feed.id}"))["text"]
    await chat.press("Put it back")
    assert "In the starter set" in (await chat.answer("Category: local."))["text"]
    assert feed.state.url in await byline("list")


async def test_a_site_is_added_with_category_and_language_by_the_finder(world, chat, byline):
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    feed = world.rss("One", title="Harbor News")
    world.sites["news.example"] = lambda r: world.reply(200, feed if r.path == "/feed" else page)
    added = await chat.ask(f"/admin add {world.url('news.example', '/')} Local News en")
    assert added["text"].startswith("Harbor News\nIt is in the catalog now.\n")
    assert "Category: local news. Language: English" in added["text"]
    [row] = [line for line in (await byline("list")).splitlines() if "Harbor News" in line]
    assert "local news" in row and "en" in row
    changed = await chat.ask(f"/admin add {world.url('news.example')} ports de")
    assert "Category: ports. Language: German" in changed["text"]


async def test_of_several_feeds_the_admin_says_which_and_the_category_stays(world, chat):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{t}" href="/{t}.xml">' for t in ("World", "Sport")
    )
    world.sites["news.example"] = lambda r: world.reply(
        200,
        world.rss("Goal", title="Sport") if r.path == "/Sport.xml" else f"<html><head>{links}</head></html>".encode(),
    )
    await chat.ask(f"/admin add {world.url('news.example', '/')} games en")
    await chat.press("Sport")
    assert "Category: games. Language: English" in (await chat.answer("It is in the catalog now."))["text"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/admin add", "Send /admin add, the site or its feed"),
        ("/admin add nowhere", "“nowhere” is no site, feed or @channel."),
        ("/admin add example.org world xq", "I know no language “xq”"),
        ("/admin add http://gone.example:1/", "I could not follow"),
        ("/admin remove 987654", "not in the catalog"),
        ("/admin remove harbor", "not in the catalog"),
        ("/admin remove", "Which feed?"),
        ("/admin feeds nowhere", "It has no category “nowhere”."),
        ("/admin own strangers", "Who may follow"),
        ("/admin limit 0", "From 1 to 5,000"),
        ("/admin limit many", "From 1 to 5,000"),
        ("/admin sing", "/admin limit 50 – feeds that one chat may follow"),
    ],
)
async def test_what_cannot_be_done_is_told(chat, said, told):
    assert told in (await chat.ask(said))["text"]


async def test_who_may_follow_other_feeds_is_decided_in_the_chat_for_every_process(world, chat, database, byline):
    feed = await cataloged(database, world.url("harbor.example"))
    assert "Only admins may follow feeds" in (await chat.ask("/admin own off"))["text"]
    assert "not in the catalog may be followed by admins." in await byline("rules")
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.USER)
    refused = await chat.ask(f"/follow {world.url('news.example')}")
    assert refused["text"].startswith("Only admins can follow that here, as it is not in the catalog.")
    offered = await chat.ask(f"/follow {world.url('harbor.example', '/')}")
    assert offered["text"].startswith("Harbor Wire\n") and "Shall I tell you" in offered["text"]
    assert world.requests == []
    await chat.press(f"follow:digest:{feed.id}")
    await chat.answer("You follow “Harbor Wire” now")


async def test_nobody_may_is_kept_from_admins_too(chat):
    await chat.ask("/admin own nobody")
    for said in ("/follow example.org", "/follow @harbornews"):
        assert (await chat.ask(said))["text"].startswith("Nobody can follow that here")
    assert "a name from the catalog" in (await chat.ask("/follow"))["text"]


async def test_the_limit_is_set_in_the_chat_or_the_terminal_and_goes_back_to_the_settings(chat, byline, database):
    assert "A chat may follow up to 1 feed." in (await chat.ask("/admin limit 1"))["text"]
    for n in range(2):
        await cataloged(database, f"https://s{n}.example/rss", title=f"Site {n}", is_default=True)
    async with database.transaction() as tx:
        [first, *_] = [one for one in await list_feeds(tx, only_listed=True) if one.is_default]
        await add_follow(tx, USER_ID, first.id)
    assert "You follow 1 feed, and that is the limit here." in (await chat.ask("/follow example.org"))["text"]
    await byline("rules", "--limit", "2", "--own", "nobody")
    await chat.ask("/admin rules")
    await chat.press("As in the settings")
    await chat.answer("A chat may follow up to 3 feeds.\nAnother limit: /admin limit 75")
    assert "A chat may follow up to 200 feeds." in await byline("rules")


async def test_every_followed_feed_has_its_health_in_the_chat(world, chat, database):
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One", title="Harbor"))
    await chat.ask(f"/follow {world.url('news.example')}")
    await chat.press("In the digest")
    await chat.answer("You follow")
    async with database.transaction() as tx:
        ill = await add_feed(tx, NewFeed(url="https://ill.example/rss", title="Ill"), now=datetime.now(UTC))
        await add_follow(tx, READER, ill)
        await tx.exec_driver_sql(f"UPDATE feeds SET error = 'it answered 500', failures = 2 WHERE id = {ill}")
    shown = await chat.ask("/admin health")
    head, first, second = shown["text"].split("\n\n")
    assert head == "2 feeds followed, 1 in trouble"
    assert first == (
        "⚠ Ill\n1 chat. Last read: never. Checked every 1 h, next: now. Status: active, failed 2x."
        " Trouble: it answered 500."
    )
    assert second.startswith("Harbor\n1 chat. Last read: ")


async def test_the_limit_of_the_chat_holds_where_lists_of_feeds_are_read(chat):
    await chat.ask("/admin limit 1")
    outlines = "".join(f'<outline text="F{n}" xmlUrl="https://f{n}.example/rss"/>' for n in range(3))
    opml = f'<opml version="2.0"><body>{outlines}</body></opml>'
    chat.api.post_file(opml.encode(), name="list.opml", mime_type="text/x-opml")
    await chat.answer("what shall I do with its feeds?")
    await chat.press("Follow them here")
    told = await chat.answer("You follow 1 more feed now.")
    assert "2 were too many: a chat may follow 1 here." in told["text"]
