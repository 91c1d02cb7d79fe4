"""Following and digests from the chat: real handlers, jobs and database around the local Bot API."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.bot_api import USER_ID
from bot.storage.feeds import NewFeed, add_feed
from bot.storage.follows import add_follow, list_follows, remove_follow
from bot.storage.subscribers import get_subscriber
from tests.integration.feeds.following_bot import buttons


async def answer(api, needle):
    (found, *_) = await api.wait_for(lambda: [m for m in api.answers() if needle in m["text"]])
    return found


@pytest.fixture
def chat(feed_chat):
    return feed_chat.api


async def test_a_page_leads_to_its_feed_which_shows_its_last_titles_and_is_asked_once(world, chat):
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    feed = world.rss("One", "Two", "Three", "Four", title="Harbor &amp; News")
    world.sites["news.example"] = lambda r: world.reply(200, feed if r.path == "/feed" else page)
    chat.post_text(f"/follow {world.url('news.example', '/')}")
    found = await answer(chat, "Shall I tell you")
    assert found["text"].startswith("Harbor & News\n• ") and found["text"].count("•") == 3
    assert buttons(found) == ["In the digest", "At once"]
    chat.press("In the digest")
    followed = await answer(chat, "You follow “Harbor & News” now")
    assert "/zone" in followed["text"]
    chat.post_text(f"/follow {world.url('news.example', '/feed')}")
    again = await answer(chat, "You follow it already, in the digest.")
    assert buttons(again) == ["Change it"]
    assert [request.path for request in world.requests] == ["/", "/feed"]


async def test_several_feeds_are_a_choice(world, chat):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{t}" href="/{t}.xml">' for t in ("World", "Sport")
    )
    world.sites["news.example"] = lambda r: world.reply(
        200,
        world.rss("Goal", title="Sport") if r.path == "/Sport.xml" else f"<html><head>{links}</head></html>".encode(),
    )
    chat.post_text(f"/follow {world.url('news.example', '/')}")
    assert buttons(await answer(chat, "several feeds")) == ["World", "Sport"]
    chat.press("Sport")
    assert "Goal" in (await answer(chat, "Shall I tell you"))["text"]


async def test_a_site_that_asks_to_be_left_alone_is(world, chat):
    world.sites["busy.example"] = lambda _: world.reply(429, retry_after="7200")
    chat.post_text(f"/follow {world.url('busy.example')}")
    await answer(chat, "it answered 429")
    chat.post_text(f"/follow {world.url('busy.example', '/other')}")
    await answer(chat, "busy.example asks to be left alone for")
    assert len(world.asked("busy.example")) == 1


async def test_a_bare_name_is_asked_for_without_tls_where_there_is_none(world, chat):
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One", title="Harbor"))
    chat.post_text(f"/follow news.example:{world.port}")
    await answer(chat, "Shall I tell you")
    chat.press("In the digest")
    await answer(chat, "You follow “Harbor” now")
    chat.post_text(f"/follow news.example:{world.port}")
    await answer(chat, "You follow it already")
    assert [request.path for request in world.asked("news.example")] == ["/"]


async def test_the_one_feed_of_a_name_is_shown_also_while_it_does_not_answer(chat):
    chat.post_text("/follow kff health")
    found = await answer(chat, "KFF Health News")
    assert buttons(found) == ["In the digest", "At once"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "What shall I follow?"),
        ("no such outlet", "I know no site called “no such outlet”"),
        ("http://empty.example:PORT/", "I found no feed at"),
        ("http://gone.example:PORT/", "it answered 404"),
        ("http://127.0.0.1.nip/", "I could not follow"),
    ],
)
async def test_what_cannot_be_followed_is_told(world, chat, said, told):
    world.sites["empty.example"] = lambda r: world.reply(200 if r.path == "/" else 404, b"<html><body>Hi</body></html>")
    chat.post_text(f"/follow {said.replace('PORT', str(world.port))}".strip())
    assert told in (await answer(chat, told))["text"]


async def test_the_list_pauses_filters_slows_and_unfollows(world, chat):
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One"))
    chat.post_text(f"/follow {world.url('news.example')}")
    await answer(chat, "Shall I tell you")
    chat.press("At once")
    await answer(chat, "each entry at once")
    chat.post_text("/feeds")
    listed = await answer(chat, "You follow 1 feed.")
    assert buttons(listed) == ["News", "Choose from the catalog", "Where to deliver"]
    chat.press("News")
    opened = await answer(chat, "Posted at once")
    assert buttons(opened)[:2] == ["In the digest", "Pause"]
    chat.press("Pause")
    await answer(chat, "Paused")
    chat.press("Check every 3\N{NO-BREAK SPACE}h")
    await answer(chat, "Checked every 3\N{NO-BREAK SPACE}h")
    chat.press("Topics")
    number = (await answer(chat, "From “News” you get everything."))["text"].partition("/topics ")[2].partition(":")[0]
    chat.post_text(f"/topics {number}: climate, -sports")
    await answer(chat, "“News”: climate, -sports.")
    chat.press("‹ Back")
    await answer(chat, "Only what fits climate, -sports")
    chat.press("Topics")
    await answer(chat, "From “News” you get what fits climate, -sports.")
    chat.press("Everything")
    await chat.wait_for(lambda: not any("what fits" in m["text"] for m in chat.answers()))
    chat.press("Unfollow")
    await answer(chat, "You follow no feeds yet")
    chat.press("Begin with the starter set")
    await answer(chat, "You follow 3 feeds.")


async def test_a_file_with_feeds_is_followed_up_to_the_limit_and_exported(world, chat):
    outlines = "".join(f'<outline text="F{n}" xmlUrl="https://f{n}.example/rss"/>' for n in range(4))
    opml = f'<opml version="2.0"><body>{outlines}<outline text="Bad" xmlUrl="ftp://x"/></body></opml>'
    chat.post_file(opml.encode(), name="list.opml", mime_type="text/x-opml")
    told = await answer(chat, "You follow 3 more feeds now")
    assert "1 was too many: a chat may follow 3 here." in told["text"]
    assert "Bad: “ftp://x” is not a web address." in told["text"]
    chat.post_text("/feeds export")
    await chat.wait_for(lambda: chat.calls_of("sendDocument"))


async def test_a_feed_is_unfollowed_by_its_name(feed_chat, database, clock):
    async with database.transaction() as tx:
        for name in ("Harbor Wire", "Harbor Daily", "Inland"):
            url = f"https://{name.replace(' ', '')}.example/rss"
            await add_follow(tx, USER_ID, await add_feed(tx, NewFeed(url=url, title=name), now=clock()))
    assert buttons(await feed_chat.ask("/unfollow harbor")) == ["Harbor Daily", "Harbor Wire"]
    assert "Unfollow" in buttons(await feed_chat.ask("/unfollow inland.example"))
    assert (await feed_chat.ask("/unfollow moon"))["text"].startswith("You follow nothing called “moon”")
    assert (await feed_chat.ask("/unfollow"))["text"].startswith("You follow 3 feeds.")


async def test_topics_are_shown_set_and_refused(chat, database):
    chat.post_text("/topics climate, -football")
    await answer(chat, "Your topics: climate, -football. They come first in your digest; what you exclude stays out.")
    chat.post_text("/topics -football")
    await answer(chat, "Your topics: -football. Your digest tells nothing of them.")
    chat.post_text("/topics +")
    await answer(chat, "I found no topic in that. /topics off clears them.")
    chat.post_text("/topics /(a/")
    await answer(chat, "is not an expression")
    chat.post_text("/topics " + ", ".join(f"{n} {'🦊' * 20} a" for n in range(50)))
    await answer(chat, "That is too long: topics have at most 1,000 characters together.")
    chat.post_text("/topics " + ", ".join(f"{n} {'🦊' * 15}" for n in range(45)))
    await answer(chat, "They come first in your digest.")
    chat.post_text("/digest")
    await answer(chat, "Topics: 0 🦊")
    chat.post_text("/topics off")
    await answer(chat, "No topics")


async def test_the_time_zone_is_chosen_by_city_and_by_place(chat, database):
    chat.post_text("/zone Atlantis")
    await answer(chat, "I know no such place")
    chat.post_text("/zone munich")
    await answer(chat, "Your time zone: Europe/Berlin.")
    chat.post_text("/zone Portugal")
    assert "Europe/Lisbon" in buttons(await answer(chat, "Which of these?"))
    chat.press("Europe/Lisbon")
    await answer(chat, "Your time zone: Europe/Lisbon.")
    chat.post(location={"latitude": 50.45, "longitude": 30.52})
    await answer(chat, "Your time zone: Europe/Kyiv.")


async def test_digest_settings_by_words_and_by_buttons(chat, database):
    chat.post_text("/digest 07:30 18:00")
    await answer(chat, "Times: 07:30, 18:00, every day")
    chat.post_text("/zone Tokyo")
    await answer(chat, "Asia/Tokyo")
    chat.post_text("/digest quiet 22:00-06:00")
    await answer(chat, "Quiet hours: 22:00 to 06:00")
    chat.press("Stories")
    await answer(chat, "How many stories")
    chat.press("10")
    await chat.wait_for(lambda: any("✓ 10" in buttons(m) for m in chat.answers()))
    chat.press("‹ Back")
    await answer(chat, "Stories: at most 10")
    chat.press("Where to")
    await answer(chat, "Delivered to this chat.\n\nTo send it elsewhere")
    chat.press("‹ Back")
    await answer(chat, "Stories: at most 10")
    chat.press("Switch off")
    await answer(chat, "Switched off.")
    chat.post_text("/digest whatever")
    await answer(chat, "I did not understand that.")
    async with database.transaction() as tx:
        subscriber = await get_subscriber(tx, USER_ID, now=datetime.now(UTC))
    assert (subscriber.zone, subscriber.stories, subscriber.is_on) == ("Asia/Tokyo", 10, False)


async def test_a_digest_asked_for_without_feeds_says_how_to_begin(chat):
    chat.post_text("/digest now")
    await answer(chat, "You follow no feeds yet, so there is nothing to tell.")


async def test_the_catalog_is_browsed_and_shows_what_is_followed(chat):
    chat.post_text("/feeds")
    nothing = await answer(chat, "You follow no feeds yet.")
    assert "The starter set: Ars Technica, BBC News: World, DW" in nothing["text"]
    assert buttons(nothing) == ["Begin with the starter set", "Choose from the catalog"]
    chat.press("Choose from the catalog")
    shelves = await answer(chat, "✓ marks what you follow already.")
    chat.press(next(text for text in buttons(shelves) if text.startswith("climate")))
    shelf = await answer(chat, "Climate")
    name = buttons(shelf)[0]
    chat.press(name)
    shown = await answer(chat, "Shall I tell you in the digest, or at once?")
    assert shown["text"].startswith(name.partition(" · ")[0]) and buttons(shown)[-1] == "‹ Climate"
    chat.press("In the digest")
    await answer(chat, "in your digest")
    chat.post_text("/feeds")
    await answer(chat, "You follow 1 feed.")
    chat.press("Choose from the catalog")
    chat.press(
        next(text for text in buttons(await answer(chat, "✓ marks what you follow already.")) if "climate" in text)
    )
    await chat.wait_for(lambda: [m for m in chat.answers() if f"✓ {name}" in buttons(m)])


async def test_one_reader_does_not_slow_a_feed_for_another(chat, database, clock):
    async with database.transaction() as tx:
        feed_id = await add_feed(tx, NewFeed(url="https://a.example/rss", title="Harbor"), now=clock())
        for chat_id in (USER_ID, 77):
            await add_follow(tx, chat_id, feed_id)
    chat.post_text("/feeds")
    await answer(chat, "You follow 1 feed.")
    chat.press("Harbor")
    await answer(chat, "Checked every hour")
    chat.press("Check every 3\N{NO-BREAK SPACE}h")
    await answer(chat, "Checked every 3\N{NO-BREAK SPACE}h; others have it checked more often")
    async with database.transaction() as tx:
        [other] = await list_follows(tx, 77)
        assert other.feed_interval == timedelta(hours=1)
        await remove_follow(tx, 77, other.id)
        [own] = await list_follows(tx, USER_ID)
    assert own.feed_interval == timedelta(hours=3)


async def test_what_is_said_of_a_long_name_fits_what_telegram_takes(feed_chat, database, clock):
    async with database.transaction() as tx:
        feed_id = await add_feed(tx, NewFeed(url="https://a.example/rss", title="🦊" * 150), now=clock())
        await add_follow(tx, USER_ID, feed_id)
    await feed_chat.ask("/feeds")
    await feed_chat.press(buttons(feed_chat.api.answers()[-1])[0])
    await feed_chat.answer("Checked every hour")
    assert (await feed_chat.press("Unfollow"))["text"].startswith("You no longer follow 🦊")
