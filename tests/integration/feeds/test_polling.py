"""Polling against servers on loopback: what is asked, when, with which headers, and what is kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feeds.poll import FeedNews, FeedPoller
from bot.storage import entries, feeds, follows
from bot.storage.feed_retention import KEEP_UNLISTED
from bot.storage.feeds import NewFeed

HOUR = timedelta(hours=1)
CHAT = 7


@pytest.fixture
def news():
    return []


@pytest.fixture
def poller(database, gate, feed_reader, clock, news):
    async def tell(_transaction, what: FeedNews) -> None:
        news.append(what)

    return FeedPoller(
        database=database, gate=gate, reader=feed_reader, tell=tell, clock=clock, sleep=clock.sleep, gap_s=0.0
    )


@pytest.fixture
def add(database, clock):
    async def added(url: str, **more: object) -> int:
        async with database.transaction() as tx:
            feed_id = await feeds.add_feed(tx, NewFeed(url=url, **more), now=clock())
            await follows.add_follow(tx, CHAT, feed_id)
        return feed_id

    return added


async def get(database, feed_id):
    async with database.transaction() as tx:
        return await feeds.find_feed(tx, feed_id)


async def told(database, clock):
    async with database.transaction() as tx:
        found = await entries.fresh_entries(tx, CHAT, after=clock() - 999 * HOUR, until=clock(), limit=99)
    return [entry.title for entry in found]


async def test_one_unconditional_get_then_validators_byte_for_byte(world, poller, add, clock):
    validators = {"etag": 'W/"\xe4 1"', "last_modified": "Fri, 01 May 2026 08:00:00 +0000"}
    world.sites["a.example"] = lambda r: (
        world.reply(304) if r.is_conditional else world.reply(200, world.rss("One"), **validators)
    )
    await add(world.url("a.example"))
    for _ in range(4):
        await poller.poll_due()
        clock.now += 1.1 * HOUR
    requests = world.asked("a.example")
    assert [request.is_conditional for request in requests] == [False, True, True, True]
    assert requests[1].headers["if-none-match"] == validators["etag"]
    assert requests[1].headers["if-modified-since"] == validators["last_modified"]
    assert not {"cookie", "referer", "authorization"} & set(requests[1].headers)
    assert requests[1].headers["accept-encoding"] == "gzip" and "+http" in requests[1].headers["user-agent"]
    assert requests[1].path == "/feed"


async def test_what_stands_in_a_feed_for_months_never_comes_back_as_news_and_what_left_is_forgotten(
    world, poller, add, clock, database, news
):
    """Entries without a date: known or not is all that tells the old from the new."""
    titles = ["Stays", "Leaves"]
    world.sites["a.example"] = lambda _: world.reply(200, world.rss(*titles))
    feed_id = await add(world.url("a.example"))
    for week in range(10):
        await poller.poll_due()
        async with database.transaction() as tx:
            await entries.forget_unlisted(tx, keep=KEEP_UNLISTED)
        titles[1:] = [f"Of week {week}"]
        clock.now += timedelta(days=7)
    assert [what.fresh for what in news] == [2, *[1] * 9]
    async with database.transaction() as tx:
        known = {entry.title for entry in await entries.known_entries(tx, feed_id, [])}
    assert known == {"Stays", *(f"Of week {week}" for week in range(4, 9))}


async def test_news_is_kept_once_and_told(world, poller, add, clock, database, news):
    pages = iter([world.rss("One", "Two"), world.rss("Three", "One", "Two")])
    world.sites["a.example"] = lambda _: world.reply(200, next(pages))
    feed_id = await add(world.url("a.example"))
    await poller.poll_due()
    clock.now += 2 * HOUR
    await poller.poll_due()
    assert sorted(await told(database, clock)) == ["One", "Three", "Two"]
    assert [(what.feed.id, what.fresh) for what in news] == [(feed_id, 2), (feed_id, 1)]
    assert (await get(database, feed_id)).title == "News"


async def test_a_feed_nobody_reads_is_not_asked(world, poller, add, clock, database):
    feed_id = await add(world.url("a.example"))
    async with database.transaction() as tx:
        [follow] = await follows.list_follows(tx, CHAT)
        await follows.change_follow(tx, CHAT, follow.id, is_paused=True)
    await poller.poll_due()
    assert world.requests == []
    async with database.transaction() as tx:
        await follows.change_follow(tx, CHAT, follow.id, is_paused=False)
    await poller.poll_due()
    assert len(world.requests) == 1 and (await get(database, feed_id)).state.failures == 1


async def test_retry_after_holds_every_feed_of_the_host(world, poller, add, clock):
    world.sites["a.example"] = lambda r: world.reply(503, retry_after="7200")
    for n in range(5):
        await add(world.url("a.example", f"/{n}"))
    for _ in range(12):
        await poller.poll_due()
        clock.now += HOUR / 6
    assert len(world.requests) == 1
    clock.now += HOUR
    await poller.poll_due()
    assert len(world.requests) == 2


async def test_gone_is_told_once_and_never_asked_again(world, poller, add, clock, news, database):
    world.sites["a.example"] = lambda _: world.reply(410)
    feed_id = await add(world.url("a.example"))
    for _ in range(30):
        await poller.poll_due()
        clock.now += 26 * HOUR
    assert len(world.requests) == 1 and [what.notice for what in news] == ["gone"]
    assert (await get(database, feed_id)).state.status == "gone"


async def test_a_feed_that_moved_to_a_known_one_becomes_one_with_it(world, poller, add, clock, database):
    world.sites["old.example"] = lambda _: world.reply(301, location=world.url("new.example"))
    world.sites["new.example"] = lambda r: world.reply(200, world.rss("One"))
    new, old = await add(world.url("new.example")), await add(world.url("old.example"))
    async with database.transaction() as tx:
        await follows.add_follow(tx, 8, old)
    for _ in range(3):
        await poller.poll_due()
        clock.now += 2 * HOUR
    assert await get(database, old) is None
    async with database.transaction() as tx:
        assert [follow.chat_id for follow in await follows.followers(tx, new)] == [CHAT, 8]


async def test_feeds_that_cannot_be_read_say_why_and_back_off(world, poller, add, database, clock):
    world.sites["html.example"] = lambda _: world.reply(200, b"<html><body>Hi</body></html>")
    world.sites["bomb.example"] = lambda _: world.reply(
        200, b"<rss><channel><item " + b" ".join(b"a%d='1'" % n for n in range(150_000)) + b"/></channel></rss>"
    )
    world.sites["fine.example"] = lambda _: world.reply(200, world.rss("One"))
    ids = [await add(world.url(host)) for host in ("html.example", "bomb.example", "fine.example", "away.example")]
    await poller.poll_due()
    found = [await get(database, feed_id) for feed_id in ids]
    assert [feed.state.failures for feed in found] == [1, 1, 0, 1]
    assert found[0].state.error == "there is no feed at this address"
    assert found[3].state.error == "it answered 404"
    assert await told(database, clock) == ["One"]


async def test_one_request_at_a_time_on_a_host_and_a_pause_between_two(world, poller, add, clock):
    world.sites["a.example"] = lambda _: world.reply(200, world.rss("One"))
    for n in range(3):
        await add(world.url("a.example", f"/{n}"))
        await add(world.url(f"b{n}.example"))
    paced = replace(poller, gap_s=0.3)
    started = asyncio.get_running_loop().time()
    await paced.poll_due(limit=100)
    assert world.most_at_once == 1
    assert asyncio.get_running_loop().time() - started >= 0.6


async def test_the_pause_outlives_the_process(world, poller, add, clock):
    world.sites["a.example"] = lambda _: world.reply(200, world.rss("One"))
    await add(world.url("a.example", "/1"))
    await poller.poll_due()
    await add(world.url("a.example", "/2"))
    await replace(poller, gap_s=1.0).poll_due()
    first, second = world.requests
    assert second.at - first.at == timedelta(seconds=1)


async def test_two_pollers_that_tick_at_once_ask_each_feed_once(world, poller, add):
    for n in range(10):
        world.sites[f"s{n}.example"] = lambda _: world.reply(200, world.rss("One"))
        await add(world.url(f"s{n}.example"))
    await asyncio.gather(*(poller.poll_due(limit=100) for _ in range(4)))
    assert len(world.requests) == 10


async def test_an_answer_that_cannot_be_kept_does_not_stop_the_others(world, poller, add, database):
    world.sites["a.example"] = lambda r: world.reply(200, world.rss("One"))
    bad, good = await add(world.url("a.example", "/1")), await add(world.url("a.example", "/2"))

    async def tell(_transaction, news):
        if news.feed.id == bad:
            raise RuntimeError("planted")

    await replace(poller, tell=tell).poll_due()
    assert (await get(database, bad)).state.error == "its answer could not be kept"
    assert (await get(database, good)).state.failures == 0
