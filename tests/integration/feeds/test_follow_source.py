"""From an answer to the feed of whoever published it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from bot.demo.bot_api import USER_ID, channel_origin
from bot.storage.catalog import list_feed
from bot.storage.feed_rules import OwnFeeds, allow_own_feeds
from bot.storage.feed_tables import searches
from bot.storage.feeds import NewFeed, add_feed
from bot.storage.follows import add_follow, list_follows
from bot.storage.tables import requests, summaries
from tests.integration.feeds.following_bot import buttons

FOLLOW = "Follow this source"
BODY = "".join(
    f"<p>The harbor master said on Tuesday that pier {n} would stay closed for {n + 2} weeks, as divers look at it.</p>"
    for n in range(8)
)
ARTICLE = (
    '<html><head><title>Pier closed</title><meta property="og:site_name" content="Harbor Wire">{links}</head>'
    f"<body><article><h1>Pier closed</h1>{BODY}</article></body></html>"
)
POST = "Rivers rose overnight, the mayor said. " + "Nobody was hurt in any of the houses by the river. " * 12


@pytest.fixture
def site(world):
    """An outlet whose articles name its feed."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'

    def serve(request):
        if request.path == "/feed":
            return world.reply(200, world.rss("One", "Two", title="Harbor Wire"))
        return world.reply(200, ARTICLE.format(links=link).encode(), content_type="text/html")

    world.sites["harbor.example"] = serve
    return world


async def answered(chat, said: str, **fields):
    before = len(chat.api.answers())
    chat.api.post_text(said, **fields)
    return (await chat.api.wait_for(lambda: [m for m in chat.api.answers()[before:] if "Evidence" in buttons(m)]))[0]


async def test_an_article_leads_to_the_feed_that_its_page_names(site, feed_chat):
    shown = await answered(feed_chat, site.url("harbor.example", "/pier"))
    assert buttons(shown) == ["Evidence", "Shorter", "Longer", FOLLOW]
    asked = len(site.requests)
    assert (await feed_chat.press(FOLLOW))["text"] == "I am looking for its feed …"
    found = await feed_chat.answer("Shall I tell you in the digest, or at once?")
    assert found["text"].startswith("Harbor Wire\n• ")
    assert {request.path for request in site.requests[asked:]} == {"/pier", "/feed"}
    await feed_chat.press("At once")
    await feed_chat.answer("You follow “Harbor Wire” now: each entry at once.")


async def test_the_button_stays_at_every_length(site, feed_chat):
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    await feed_chat.press("Longer")
    await feed_chat.api.wait_for(
        lambda: [m for m in feed_chat.api.answers() if buttons(m) == ["Evidence", "Shorter", FOLLOW]]
    )


async def test_a_site_of_the_catalog_is_known_by_its_name_and_nothing_is_fetched(site, feed_chat, database):
    async with database.transaction() as tx:
        url = site.url("feeds.harbor.example", "/rss")
        feed_id = await add_feed(
            tx, NewFeed(url=url, title="Harbor Wire", trust_note="a co-operative"), now=site.clock()
        )
        await list_feed(tx, feed_id)
    shown = await answered(feed_chat, site.url("harbor.example", "/pier"))
    asked = len(site.requests)
    await feed_chat.press(FOLLOW)
    found = await feed_chat.answer("Shall I tell you")
    assert found["text"].startswith("Harbor Wire\na co-operative\n")
    assert found["reply_to_message"]["message_id"] == shown["message_id"]
    assert len(site.requests) == asked


async def test_of_several_feeds_of_the_catalog_one_is_chosen(site, feed_chat, database):
    async with database.transaction() as tx:
        for name in ("World", "Sport"):
            feed = NewFeed(url=site.url("harbor.example", f"/{name}"), title=f"Harbor {name}", is_listed=True)
            await add_feed(tx, feed, now=site.clock())
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    await feed_chat.press(FOLLOW)
    assert buttons(await feed_chat.answer("There are several feeds.")) == ["Harbor Sport", "Harbor World"]
    await feed_chat.press("Harbor Sport")
    await feed_chat.answer("Harbor Sport\n")
    await feed_chat.press("In the digest")
    await feed_chat.answer("You follow “Harbor Sport” now")


async def test_what_is_followed_already_is_said_without_a_request_also_at_the_limit(site, feed_chat, database):
    async with database.transaction() as tx:
        for host in ("harbor.example", "two.example", "three.example"):
            feed = NewFeed(url=site.url(host), title="Harbor Wire")
            await add_follow(tx, USER_ID, await add_feed(tx, feed, now=site.clock()))
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    asked = len(site.requests)
    await feed_chat.press(FOLLOW)
    await feed_chat.answer("You follow it already, in the digest.")
    assert len(site.requests) == asked


async def test_who_follows_as_much_as_may_be_is_told(site, feed_chat, database):
    async with database.transaction() as tx:
        for host in ("one.example", "two.example", "three.example"):
            await add_follow(tx, USER_ID, await add_feed(tx, NewFeed(url=site.url(host)), now=site.clock()))
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    told = await feed_chat.press(FOLLOW)
    assert (told["text"], told["show_alert"]) == (
        "You follow 3 feeds, and that is the limit here. /feeds lets you drop one.",
        True,
    )


async def test_a_public_channel_is_followed_by_its_name(feed_chat, database):
    async with database.transaction() as tx:
        feed = NewFeed(url="https://t.me/s/cityriver", title="City River", is_listed=True)
        await add_feed(tx, feed, now=datetime.now(UTC))
    shown = await answered(feed_chat, POST, forward_origin=channel_origin("City River", "CityRiver", 7))
    assert FOLLOW in buttons(shown)
    await feed_chat.press(FOLLOW)
    await feed_chat.answer("City River\n\nShall I tell you")


async def test_a_channel_that_is_in_no_catalog_is_looked_up_by_its_public_page(feed_chat, database):
    await answered(feed_chat, POST, forward_origin=channel_origin("City River", "cityriver", 7))
    await feed_chat.press(FOLLOW)
    async with database.transaction() as tx:
        assert (await tx.execute(select(searches.c.query))).scalars().all() == ["https://t.me/s/cityriver"]


async def test_a_post_that_leads_to_an_article_offers_both(site, feed_chat):
    origin = channel_origin("City River", "cityriver", 7)
    await answered(feed_chat, f"Read: {site.url('harbor.example', '/pier')}", forward_origin=origin)
    await feed_chat.press(FOLLOW)
    assert buttons(await feed_chat.answer("Whom shall I follow?")) == ["Harbor Wire", "City River (@cityriver)"]
    await feed_chat.press("Harbor Wire")
    await feed_chat.answer("Shall I tell you")


@pytest.mark.parametrize("origin", [None, channel_origin("Private talk")])
async def test_where_nobody_can_be_followed_nothing_is_offered(feed_chat, origin):
    shown = await answered(feed_chat, POST, **({"forward_origin": origin} if origin else {}))
    assert FOLLOW not in buttons(shown)


async def test_an_answer_that_was_deleted_says_so(site, feed_chat, database):
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    async with database.transaction() as tx:
        await tx.execute(delete(summaries))
        await tx.execute(delete(requests))
    shown = await feed_chat.press(FOLLOW)
    assert (shown["text"], shown["show_alert"]) == (
        "This answer is too old: where it came from was deleted.",
        True,
    )


async def test_the_rules_hold_for_this_button_too(site, feed_chat, database):
    async with database.transaction() as tx:
        await allow_own_feeds(tx, OwnFeeds.ADMINS)
    await answered(feed_chat, site.url("harbor.example", "/pier"))
    asked = len(site.requests)
    shown = await feed_chat.press(FOLLOW)
    assert shown["text"].startswith("Only admins can follow Harbor Wire here, as it is not in the catalog.")
    assert shown["show_alert"] and len(site.requests) == asked
    async with database.transaction() as tx:
        assert await list_follows(tx, USER_ID) == []


async def test_a_page_without_a_feed_leads_to_the_one_its_front_page_names(world, feed_chat):
    link = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'

    def serve(request):
        if request.path == "/news.rss":
            return world.reply(200, world.rss("One", title="Harbor Wire"))
        page = f"<html><head>{link}</head></html>" if request.path == "/" else ARTICLE.format(links="")
        return world.reply(200, page.encode(), content_type="text/html")

    world.sites["harbor.example"] = serve
    await answered(feed_chat, world.url("harbor.example", "/pier"))
    await feed_chat.press(FOLLOW)
    await feed_chat.answer("Harbor Wire\n• ")
