"""Outlets whose articles can be changed, and the feed half of the bot, ticked by hand: no tests, what tests of digests use."""

import asyncio

from sqlalchemy import select

from bot.articles.robots import Robots
from bot.digests.due import DigestClock
from bot.digests.make import DigestMaker
from bot.digests.post import Poster
from bot.digests.sources import StorySources
from bot.feeds.poll import FeedPoller
from bot.storage import feeds, follows, subscribers
from bot.storage.feeds import NewFeed
from bot.storage.tables import outbox

CHAT = 7


class ThreadedModel:
    """The real summarizer, off the loop."""

    def __init__(self, summarizer) -> None:
        self._summarizer, self._turn = summarizer, asyncio.Lock()

    async def summarize(self, documents, *, length):
        async with self._turn:
            return await asyncio.to_thread(self._summarizer.summarize, documents, length=length)

    async def encode(self, sentences):
        async with self._turn:
            return await asyncio.to_thread(self._summarizer.encode, sentences)


class Newsroom:
    """Outlets with a feed and pages; what they carry can be changed."""

    def __init__(self, world) -> None:
        self.world = world
        self.articles = {}
        self.robots = {}

    def publish(self, host, *articles):
        self.articles[host] = list(articles)
        self.world.sites[host] = self.answer

    def answer(self, request):
        if request.path == "/robots.txt":
            return (
                self.world.reply(200, self.robots[request.host])
                if request.host in self.robots
                else self.world.reply(404)
            )
        if request.path == "/feed":
            return self.world.reply(200, self._feed(request.host))
        title, text = self.articles[request.host][int(request.path.removeprefix("/"))]
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        body = "".join(f"<p>{sentence}.</p>" for sentence in text.removesuffix(".").split(". "))
        return self.world.reply(200, f"{page}{body}</article></body></html>".encode(), content_type="text/html")

    def _feed(self, host):
        items = "".join(
            f"<item><title>{title}</title><guid>{host}:{title}</guid><link>{self.world.url(host, f'/{n}')}</link>"
            f"<description>{text[:90]}</description></item>"
            for n, (title, text) in enumerate(self.articles[host])
        )
        return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


class Bot:
    """The feed half of the bot, ticked by hand."""

    def __init__(self, database, gate, feed_reader, reader, clock, summarizer) -> None:
        self.database, self.clock = database, clock
        self.poller = FeedPoller(
            database=database, gate=gate, reader=feed_reader, clock=clock, sleep=clock.sleep, gap_s=0.0
        )
        sources = StorySources(reader, Robots(gate))
        parts = {"database": database, "model": ThreadedModel(summarizer), "sources": sources, "clock": clock}
        self.maker, self.poster = DigestMaker(**parts), Poster(**parts)
        self.ticker = DigestClock(database=database, jobs=self, clock=clock)
        self.digest_ids, self.follow_ids = [], []

    async def defer_digest(self, _transaction, digest_id):
        self.digest_ids.append(digest_id)

    async def defer_post(self, follow_id):
        self.follow_ids.append(follow_id)

    async def follow(self, url, **more):
        async with self.database.transaction() as tx:
            feed_id = await feeds.add_feed(tx, NewFeed(url=url), now=self.clock())
            await follows.add_follow(tx, CHAT, feed_id, **more)

    async def change(self, **changes):
        async with self.database.transaction() as tx:
            before = await subscribers.get_subscriber(tx, CHAT, now=self.clock())
            await subscribers.save_subscriber(tx, before.changed(self.clock(), **changes), now=self.clock())

    async def run(self):
        """Poll, tick, and do the work that was deferred."""
        await self.poller.poll_due()
        await self.ticker.tick()
        while self.digest_ids:
            await self.maker.make(self.digest_ids.pop(0))
        while self.follow_ids:
            await self.poster.post(self.follow_ids.pop(0))

    async def messages(self):
        async with self.database.transaction() as tx:
            rows = await tx.execute(select(outbox).where(outbox.c.state == "pending").order_by(outbox.c.id))
            return list(rows)

    async def texts(self):
        return [row.payload["content"]["text"] for row in await self.messages()]
