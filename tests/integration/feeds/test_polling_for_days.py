"""P1-P6 in simulated time, restarts included. BYLINE_LONG=1 runs the full 30 days, 200 feeds and 20 restarts."""

import os
import random
from collections import Counter, defaultdict
from datetime import UTC, timedelta
from email.utils import format_datetime
from itertools import pairwise

from sqlalchemy import func, select

from bot.feeds.poll import TICK, FeedPoller
from bot.storage import feeds, follows
from bot.storage.feed_tables import feed_hosts
from bot.storage.feed_tables import feeds as feed_table
from bot.storage.feeds import NewFeed

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAYS, FEEDS, RESTARTS = (30, 200, 20) if os.environ.get("BYLINE_LONG") else (4, 40, 8)


class Newsroom:
    """Sites with manners of their own: validators, lifetimes, moves, holds, deaths. Knows when it may be asked next."""

    def __init__(self, world, random_: random.Random) -> None:
        self.world = world
        self.random = random_
        self.not_before = {}  # by host, from Retry-After
        self.fresh_until = {}  # by host and path, from max-age and ttl
        self.had_validators = set()
        self.offences = []

    def manner(self, host: str) -> str:
        number = int(host.partition(".")[0][4:])
        return ["etag", "modified", "max-age", "ttl", "busy", "moved", "found", "gone", "missing", "plain"][number % 10]

    def answer(self, request):
        world, manner, key = self.world, self.manner(request.host), (request.host, request.path)
        if request.at < self.not_before.get(request.host, request.at):
            self.offences.append(("asked during a hold", request))
        if request.at < self.fresh_until.get(key, request.at):
            self.offences.append(("asked while fresh", request))
        if key in self.had_validators and not request.is_conditional:
            self.offences.append(("asked unconditionally again", request))
        if manner == "gone" and len(world.asked(request.host)) > 4:
            return world.reply(410)
        if manner == "missing" and request.at.day % 3 == 2:
            return world.reply(404)
        if manner == "busy" and self.random.random() < 0.2:
            wait = self.random.choice([600, 5_400, 20_000])
            self.not_before[request.host] = (request.at + timedelta(seconds=wait)).replace(microsecond=0)
            as_date = format_datetime(self.not_before[request.host], usegmt=True)
            return world.reply(self.random.choice([429, 503]), retry_after=self.random.choice([str(wait), as_date]))
        if manner in ("moved", "found") and request.path == "/feed":
            return world.reply(301 if manner == "moved" else 302, location=world.url(request.host, "/new"))
        if request.is_conditional and self.random.random() < 0.7:
            return world.reply(304)
        return self.full(request, manner, key)

    def full(self, request, manner, key):
        stamp = request.at.isoformat()
        extra = "<ttl>150</ttl>" if manner == "ttl" else ""
        headers = {"max-age": {"cache_control": "max-age=10000"}, "modified": {"last_modified": f"on {stamp}"}}
        known = headers.get(manner, {} if manner in ("plain", "ttl") else {"etag": f'"{stamp}"'})
        if "etag" in known or "last_modified" in known:
            self.had_validators.add(key)
        lifetime = {"max-age": 10_000, "ttl": 9_000}.get(manner, 0)
        self.fresh_until[key] = request.at + timedelta(seconds=lifetime)
        return self.world.reply(200, self.world.rss(f"{request.host} at {stamp}", extra=extra), **known)


async def next_moment(database, now):
    async with database.transaction() as tx:
        ready = func.greatest(feed_table.c.next_poll_at, func.coalesce(feed_hosts.c.held_until, now), now)
        statement = select(func.min(ready)).join(feed_hosts, feed_hosts.c.host == feed_table.c.host)
        return (await tx.execute(statement.where(feed_table.c.status == "active"))).scalar_one().astimezone(UTC)


async def test_a_month_of_polling_is_polite(world, gate, feed_reader, database, clock):
    random_ = random.Random(4)
    newsroom = Newsroom(world, random_)
    async with database.transaction() as tx:
        for n in range(FEEDS):
            host = f"site{n}.example"
            world.sites[host] = newsroom.answer
            interval = HOUR * random_.choice([1, 2, 4, 8])
            feed_id = await feeds.add_feed(tx, NewFeed(url=world.url(host)), now=clock())
            await follows.add_follow(tx, 1, feed_id)
            [follow] = [one for one in await follows.list_follows(tx, 1) if one.feed_id == feed_id]
            await follows.change_interval(tx, 1, follow.id, interval=interval)
    start, end = clock(), clock() + timedelta(days=DAYS)
    restarts = sorted(start + random_.random() * (end - start) for _ in range(RESTARTS))
    poller = None
    while clock() < end:
        if poller is None or (restarts and clock() >= restarts[0]):
            clock.now += timedelta(hours=random_.random() * 3) if poller else timedelta(0)  # down for a while
            restarts = restarts[1:] if poller else restarts
            poller = FeedPoller(
                database=database, gate=gate, reader=feed_reader, clock=clock, sleep=clock.sleep, gap_s=0.0
            )
        await poller.poll_due()
        clock.now = max(clock.now + TICK, await next_moment(database, clock()))
    check(world, newsroom, random_)


def check(world, newsroom, _random) -> None:
    assert newsroom.offences == []
    by_feed = defaultdict(list)
    for request in world.requests:
        by_feed[request.host, request.path].append(request)
    for (host, path), requests in by_feed.items():
        manner = newsroom.manner(host)
        if manner not in ("moved", "found"):
            assert all(b.at - a.at >= HOUR for a, b in pairwise(requests)), host
        if manner in ("etag", "modified"):
            assert [request.is_conditional for request in requests].index(True) == 1
            assert sum(not request.is_conditional for request in requests) == 1
        if manner == "moved" and path == "/feed":
            assert len(requests) == 3  # then the new address is believed
        if manner == "found" and path == "/feed":
            assert len(requests) > 3  # a temporary redirect never is
        if manner == "gone":
            assert len(requests) == 5
    assert world.most_at_once == 1
    minutes = Counter(request.at.replace(second=0) for request in world.requests if request.path == "/feed")
    assert max(minutes.values()) <= 15 + 3  # three ticks of the least share, and what a minute's edge cuts off
