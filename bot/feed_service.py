"""Feeds and digests as one part of a worker: built here, run by jobs and ticks."""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.articles.gate import FetchGate
from bot.articles.robots import Robots
from bot.articles.sandbox import Sandbox
from bot.clock import movable_time
from bot.digests.longer import Lengthener
from bot.digests.make import DigestMaker
from bot.digests.post import Poster
from bot.digests.sources import PartReader, StorySources
from bot.digests.tell import Model
from bot.domain import IncomingFile, OutgoingMessage
from bot.feeds.fetch import PARSE_LIMITS, FeedReader
from bot.feeds.find import FeedFinder
from bot.feeds.poll import FeedNews, FeedPoller
from bot.feeds.starter import take_in_starter
from bot.storage.database import Database
from bot.storage.follows import followers
from bot.storage.outbox import Draft, enqueue
from bot.telegram.following_messages import found_message, notice_text
from config.settings import Settings

logger = logging.getLogger(__name__)

PARSERS = ("bot.feeds.sandboxed", "feedparser")
Download = Callable[[IncomingFile], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedService:
    """What the jobs of feeds and digests call."""

    poller: FeedPoller
    finder: FeedFinder
    maker: DigestMaker
    poster: Poster
    lengthener: Lengthener

    async def poll(self) -> None:
        """Ask the feeds that are due."""
        report = await self.poller.poll_due()
        if report.statuses:
            logger.info("feeds asked: %s", dict(report.statuses))

    async def find(self, search_id: int) -> None:
        """Answer a search."""
        await self.finder.find(search_id)

    async def make_digest(self, digest_id: int) -> None:
        """Make a digest."""
        await self.maker.make(digest_id)

    async def post(self, follow_id: int) -> None:
        """Post what is new of a follow."""
        await self.poster.post(follow_id)

    async def lengthen(self, request_id: int) -> None:
        """Tell a story longer."""
        await self.lengthener.lengthen(request_id)


@asynccontextmanager
async def feed_service(
    settings: Settings, *, database: Database, model: Model, gate: FetchGate, reader: PartReader, download: Download
) -> AsyncGenerator[FeedService]:
    """Everything that feeds and digests need."""
    clock = movable_time(settings.clock_file)
    await take_in_starter(database, now=clock())
    async with Sandbox(PARSE_LIMITS, size=1, preload=PARSERS) as sandbox:
        poller = FeedPoller(database=database, gate=gate, reader=FeedReader(sandbox), tell=tell_followers, clock=clock)
        sources = StorySources(reader, Robots(gate))
        finder = FeedFinder(poller=poller, download=download, tell=found_message, configured=settings.feeds)
        yield FeedService(
            poller=poller,
            finder=finder,
            maker=DigestMaker(database=database, model=model, sources=sources, clock=clock),
            poster=Poster(database=database, model=model, sources=sources, clock=clock),
            lengthener=Lengthener(database=database, model=model),
        )


async def tell_followers(transaction: AsyncConnection, news: FeedNews) -> None:
    """Tell who follows a feed that it is gone or failing, once."""
    if news.notice is None:
        return
    message = OutgoingMessage(notice_text(news.feed, news.notice), is_silent=True)
    since = news.feed.state.failing_since
    key = f"feed:{news.feed.id}:{news.notice}:{since:%Y%m%d}" if since else f"feed:{news.feed.id}:{news.notice}"
    drafts = [
        Draft(key=f"{key}:{follow.chat_id}", chat_id=follow.chat_id, message=message)
        for follow in await followers(transaction, news.feed.id)
    ]
    await enqueue(transaction, drafts)
