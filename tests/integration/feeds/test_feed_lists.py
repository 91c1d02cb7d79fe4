"""Files with feeds, from the chat: followed as they stand, or put into the catalog by an admin."""

from datetime import UTC, datetime

import pytest

from bot.demo.bot_api import USER_ID
from bot.feeds.feed_lists import catalog_all, follow_all
from bot.feeds.opml import OpmlFeed, OpmlFile
from bot.feeds.poll import FeedPoller
from bot.storage.feed_rules import OwnFeeds, allow_own_feeds
from bot.storage.feeds import NewFeed, add_feed, find_feed_by_url, list_feeds
from bot.storage.follows import add_follow, change_follow, list_follows
from bot.storage.users import Role, set_role
from tests.integration.feeds.following_bot import buttons

FOLDERS = """<opml version="2.0"><head/><body>
<outline text="News"><outline text="World"><outline text="Harbor" xmlUrl="https://h.example/rss"/></outline></outline>
<outline text="Bad" xmlUrl="javascript:1"/>
<outline text="Loose" xmlUrl="https://l.example/rss"/>
</body></opml>"""


def opml(*urls: str) -> bytes:
    outlines = "".join(f'<outline text="Name of {url}" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()


async def send(chat, data: bytes, name: str = "feeds.opml", mime_type: str = "text/x-opml"):
    before = len(chat.api.answers())
    chat.api.post_file(data, name=name, mime_type=mime_type)
    return (await chat.api.wait_for(lambda: chat.api.answers()[before:]))[0]


@pytest.fixture
async def admin(feed_chat, database):
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.ADMIN)
    return feed_chat


async def test_what_is_followed_already_stays_as_it_is_and_takes_no_room(feed_chat, database, clock):
    async with database.transaction() as tx:
        for name in ("a", "b"):
            feed_id = await add_feed(tx, NewFeed(url=f"https://{name}.example/rss"), now=clock())
            await add_follow(tx, USER_ID, feed_id, delivery="now")
        [first, _] = await list_follows(tx, USER_ID)
        await change_follow(tx, USER_ID, first.id, is_paused=True)
    told = await send(feed_chat, opml(*(f"https://{name}.example/rss" for name in "abcd")))
    assert told["text"].splitlines()[:3] == [
        "You follow 1 more feed now.",
        "2 you followed before.",
        "1 was too many: a chat may follow 3 here.",
    ]
    assert "I need your time zone" in told["text"]
    async with database.transaction() as tx:
        after = {follow.url: (follow.delivery, follow.is_paused) for follow in await list_follows(tx, USER_ID)}
    assert after == {
        "https://a.example/rss": ("now", True),
        "https://b.example/rss": ("now", False),
        "https://c.example/rss": ("digest", False),
    }
    again = await send(feed_chat, opml(*(f"https://{name}.example/rss" for name in "abc")), "feeds.xml", "text/xml")
    assert again["text"] == "You follow no more than before.\n3 you followed before."


async def test_a_readers_file_renames_no_feed_that_others_know(world, database, gate, feed_reader, clock):
    world.sites["new.example"] = lambda _: world.reply(200, world.rss("One", title="Its own name"))
    listed, new = "https://listed.example/rss", world.url("new.example")
    async with database.transaction() as tx:
        await add_feed(
            tx, NewFeed(url=listed, title="Listed", site_url="https://listed.example", is_listed=True), now=clock()
        )
        file = OpmlFile((OpmlFeed(listed, "Hoax", "https://hoax.example"), OpmlFeed(new, "Hoax")))
        await follow_all(tx, USER_ID, file, limit=9, now=clock())
        known, unread = await find_feed_by_url(tx, listed), await find_feed_by_url(tx, new)
    assert (known.title, known.site_url, unread.title) == ("Listed", "https://listed.example", "Hoax")
    poller = FeedPoller(database=database, gate=gate, reader=feed_reader, clock=clock, sleep=clock.sleep, gap_s=0.0)
    await poller.poll_due()
    async with database.transaction() as tx:
        assert (await find_feed_by_url(tx, new)).title == "Its own name"


async def test_an_admin_puts_a_list_into_the_catalog_by_its_folders(admin, database):
    asked = await send(admin, FOLDERS.encode())
    assert asked["text"] == "“feeds.opml”: what shall I do with its feeds?"
    assert buttons(asked) == ["Follow them here", "Put them into the catalog"]
    await admin.press("Put them into the catalog")
    told = await admin.answer("2 feeds came into the catalog")
    assert "• Bad: “javascript:1” is not a web address." in told["text"]
    async with database.transaction() as tx:
        found = {feed.title: feed.category for feed in await list_feeds(tx, only_listed=True)}
        assert await list_follows(tx, USER_ID) == []
    assert (found["Harbor"], found["Loose"]) == ("world", "")
    await send(admin, FOLDERS.encode())
    await admin.press("Put them into the catalog")
    await admin.answer("0 feeds came into the catalog")


async def test_an_admin_follows_a_list_and_is_asked_once(admin, database):
    await send(admin, FOLDERS.encode())
    first, second = (admin.api.press(button) for button in ("Follow them here", "Put them into the catalog"))
    await admin.answer("You follow 2 more feeds now.")
    assert (await admin.api.wait_for(lambda: admin.api.callback_answer(second)))["text"] == "This button is too old."
    assert "text" not in await admin.api.wait_for(lambda: admin.api.callback_answer(first))
    async with database.transaction() as tx:
        assert len(await list_follows(tx, USER_ID)) == 2


async def test_the_buttons_of_a_list_are_for_admins(admin, database):
    await send(admin, FOLDERS.encode())
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.USER)
    shown = await admin.press("Put them into the catalog")
    assert (shown["text"], shown["show_alert"]) == ("Only the owner and admins can do this.", True)


async def test_where_nobody_follows_feeds_of_their_own_a_list_is_for_the_catalog(admin, database):
    async with database.transaction() as tx:
        await allow_own_feeds(tx, OwnFeeds.NOBODY)
    assert buttons(await send(admin, FOLDERS.encode())) == ["Put them into the catalog"]
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.USER)
    assert (await send(admin, FOLDERS.encode()))["text"].startswith("Lists of feeds are not taken here.")


async def test_five_thousand_feeds_come_into_the_catalog(database):
    feeds = tuple(
        OpmlFeed(f"https://s{n}.example/rss", f"Site {n}", None, ("A", f"Shelf {n % 9}")) for n in range(5_000)
    )
    async with database.transaction() as tx:
        found = await catalog_all(tx, OpmlFile(feeds), now=datetime.now(UTC))
        again = await catalog_all(tx, OpmlFile(feeds[:9]), now=datetime.now(UTC))
        shelves = {feed.category for feed in await list_feeds(tx, only_listed=True)}
    assert (found.added, found.known, again.added, again.known) == (5_000, 0, 0, 9)
    assert shelves == {f"shelf {n}" for n in range(9)}
