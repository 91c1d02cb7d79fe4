"""Following and digests from the chat: real handlers, jobs and database around the local Bot API."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.reader import ArticleReader
from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.feed_service import feed_service
from bot.jobs import FEEDS, TELEGRAM, WORK, Jobs, JobServices
from bot.storage.subscribers import get_subscriber
from bot.storage.users import Role, set_role
from bot.telegram import application
from bot.telegram.admin import AdminHandlers
from bot.telegram.client import TelegramClient
from bot.telegram.digest_settings import DigestHandlers
from bot.telegram.feed_buttons import FeedButtons
from bot.telegram.following import FollowingHandlers
from bot.telegram.handlers import Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.reading import ReadingHandlers
from bot.telegram.updates import StoredUpdates
from config.settings import load_settings
from summarizer.summary import Length


class NoModel:
    """Nothing here is summarized."""

    async def summarize(self, documents, *, length):
        raise AssertionError("no summary is asked for")

    async def encode(self, sentences):
        raise AssertionError("nothing is encoded")


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    async with LocalBotApi() as running:
        running.add_chat(USER_ID)
        yield running


@pytest.fixture
async def chat(api, database, database_url, gate):
    """A running bot that USER_ID may use."""
    plain = load_settings()
    settings = plain.model_copy(update={"feeds": plain.feeds.model_copy(update={"max_per_chat": 3})})
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.USER)
    jobs = Jobs(database_url, heartbeat=timedelta(seconds=1), stalled_after=timedelta(seconds=5))
    bot = application.build_bot(api.token, api.base_url)
    app = application.build_application(bot)
    client = TelegramClient(bot)
    inbox = Inbox(database, jobs)
    sender = OutboxSender(
        database=database, client=client, pace=Pace(messages_per_second=30, group_messages_per_minute=20)
    )
    poller = Poller(bot, inbox, timeout_s=5)
    leader = Leader(database_url, prepare=lambda: application.prepare_polling(bot), poller=poller, sender=sender)
    handlers = Handlers(database=database, jobs=jobs, client=client)
    parts = {"database": database, "jobs": jobs}
    most = settings.feeds.max_per_chat
    FollowingHandlers(**parts, role=handlers.role, max_per_chat=most, own_feeds="everyone").register(app)
    FeedButtons(**parts, client=client, max_per_chat=most).register(app)
    DigestHandlers(**parts, client=client, role=handlers.role).register(app)
    AdminHandlers(database=database, role=handlers.role).register(app)
    handlers.register(app)
    ReadingHandlers(
        **parts, role=handlers.role, length=Length.MEDIUM, ack_delay=timedelta(0), burst_wait=timedelta(seconds=1)
    ).register(app)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(jobs)
        stack.push_async_callback(app.shutdown)
        await application.connect(app)
        reader = await stack.enter_async_context(ArticleReader(settings.fetch, download=client.download, gate=gate))
        service = await stack.enter_async_context(
            feed_service(
                settings, database=database, model=NoModel(), gate=gate, reader=reader, download=client.download
            )
        )
        services = JobServices(updates=StoredUpdates(database, app), feeds=service)
        tasks = [
            asyncio.create_task(jobs.work(queue, services, concurrency=4, grace=timedelta(seconds=1)))
            for queue in (TELEGRAM, WORK, FEEDS)
        ]
        leading = asyncio.create_task(leader.run())
        yield api
        leader.stop_taking()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        leader.stop_sending()
        if not leader.is_leading:
            leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)


def last(api):
    return api.answers()[-1]


def buttons(message):
    return [one["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


async def answer(api, needle):
    (found, *_) = await api.wait_for(lambda: [m for m in api.answers() if needle in m["text"]])
    return found


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
    await chat.wait_for(lambda: len([m for m in chat.answers() if "Shall I tell you" in m["text"]]) == 1)
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
    assert buttons(await answer(chat, "You follow 1 feed.")) == ["News"]
    chat.press("News")
    opened = await answer(chat, "Posted at once")
    number = opened["text"].rpartition("/topics ")[2].partition(":")[0]
    chat.press("Pause")
    await answer(chat, "Paused")
    chat.press("Ask every 3 h")
    await answer(chat, "Asked every 3 h")
    chat.post_text(f"/topics {number}: climate, -sports")
    await answer(chat, "“News”: climate, -sports.")
    chat.press("Unfollow")
    await answer(chat, "You follow no feeds yet")
    chat.press("Begin with the starter set")
    await answer(chat, "You follow 3 feeds.")


async def test_a_file_with_feeds_is_followed_up_to_the_limit_and_exported(world, chat):
    outlines = "".join(f'<outline text="F{n}" xmlUrl="https://f{n}.example/rss"/>' for n in range(4))
    opml = f'<opml version="2.0"><body>{outlines}<outline text="Bad" xmlUrl="ftp://x"/></body></opml>'
    chat.post_file(opml.encode(), name="list.opml", mime_type="text/x-opml")
    told = await answer(chat, "You follow 3 more feeds now")
    assert "1 were too many: unfollow some first." in told["text"]
    assert "Bad: “ftp://x” is not a web address." in told["text"]
    chat.post_text("/feeds export")
    await chat.wait_for(lambda: chat.calls_of("sendDocument"))


async def test_topics_are_shown_set_and_refused(chat, database):
    chat.post_text("/topics climate, -football")
    await answer(chat, "Your topics: climate, -football. They come first")
    chat.post_text("/topics /(a/")
    await answer(chat, "is not an expression")
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


async def test_admins_see_the_health_of_every_feed_and_nobody_else_does(world, chat, database):
    chat.post_text("/admin")
    await answer(chat, "Only the owner and admins see this.")
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.ADMIN)
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One"))
    chat.post_text(f"/follow {world.url('news.example')}")
    await answer(chat, "Shall I tell you")
    chat.press("In the digest")
    await answer(chat, "You follow")
    chat.post_text("/admin")
    shown = await answer(chat, "1 user(s), 1 feed(s) followed, 0 in trouble")
    assert "• News (1 reading), read within the hour" in shown["text"]
