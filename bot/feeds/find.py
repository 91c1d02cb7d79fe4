"""What somebody asked to follow: the feed behind a name, an address or a page, or the feeds of a file."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urljoin

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import IncomingFile, OutgoingMessage
from bot.errors import ArticleError, FeedError
from bot.feeds.channel_page import channel_page_url
from bot.feeds.decide import PollState, decide_poll
from bot.feeds.discover import FeedLink, common_feed_urls, page_url
from bot.feeds.feed_lists import Cataloged, Imported, catalog_all, follow_all
from bot.feeds.fetch import FeedVisit, visit_feed
from bot.feeds.health import format_span
from bot.feeds.opml import OpmlFile
from bot.feeds.poll import FeedPoller
from bot.storage import feeds as feed_store
from bot.storage.catalog import list_feed
from bot.storage.entries import StoredEntry, latest_entries
from bot.storage.feed_rules import ConfiguredRules, get_feed_rules
from bot.storage.feeds import NewFeed, StoredFeed, count_readers
from bot.storage.follows import Follow, find_follow_of
from bot.storage.outbox import Draft, enqueue
from bot.storage.searches import Search, find_search, finish_search

PREVIEW_ENTRIES = 3
MAX_MATCHES = 8
_FILE = TypeAdapter(IncomingFile)


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed, and what it brought last."""

    feed: StoredFeed
    entries: tuple[StoredEntry, ...]
    follow: Follow | None = None  # of the chat that asks


@dataclass(frozen=True, slots=True)
class Choice:
    """Several feeds; somebody has to say which."""

    links: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The feed is in the catalog now."""

    feed: StoredFeed
    readers: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was found; the reason is for a person."""

    reason: str


Found = Preview | Choice | Imported | Cataloged | Listed | Failed


class Telling(Protocol):
    """Turns what was found into a message."""

    def __call__(self, found: Found, search_id: int) -> OutgoingMessage: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFinder:
    """Answers searches, in whichever process works off the queue. A feed is asked once: what it says is kept."""

    poller: FeedPoller
    download: Callable[[IncomingFile], Awaitable[bytes]]
    tell: Telling
    configured: ConfiguredRules

    async def find(self, search_id: int) -> None:
        """Answer a search unless that is done."""
        async with self.poller.database.transaction() as transaction:
            search = await find_search(transaction, search_id)
        if search is None or search.state != "waiting":
            return
        try:
            found = await self._answer(search)
        except ArticleError as error:
            found = Failed(str(error))
        choices = [link.url for link in found.links] if isinstance(found, Choice) else []
        message = replace(self.tell(found, search.id), thread_id=search.thread_id)
        async with self.poller.database.transaction() as transaction:
            if await finish_search(transaction, search.id, choices=choices):
                await enqueue(transaction, [Draft(key=f"search:{search.id}", chat_id=search.chat_id, message=message)])

    async def _answer(self, search: Search) -> Found:
        match search.kind:
            case "opml":
                return await self._follow_all(search)
            case "catalog" if "file" in search.query:
                return await self._catalog_all(search.query["file"])
            case "catalog":
                return await self._list(search)
            case "feed":
                found = await self._look(str(search.query))
        if not isinstance(found, Preview):
            return found
        async with self.poller.database.transaction() as transaction:
            return await build_preview(transaction, found.feed, chat_id=search.chat_id)

    async def _list(self, search: Search) -> Found:
        """Find the feed that an admin named, and put it into the catalog."""
        found = await self._look(search.query["said"])
        if not isinstance(found, Preview):
            return found
        category, language = search.query["category"], search.query["language"]
        async with self.poller.database.transaction() as transaction:
            await list_feed(transaction, found.feed.id, category=category, language=language)
            feed = await feed_store.find_feed(transaction, found.feed.id) or found.feed
            readers = await count_readers(transaction)
        return Listed(feed, readers.get(feed.id, 0), self.poller.clock())

    async def _look(self, said: str) -> Found:
        said = said.strip()
        url = channel_page_url(said) or page_url(said)
        if url is None:
            return await self._match(said)
        addresses = [url, f"http://{said}"] if url == f"https://{said}" else [url]  # a bare name says no scheme
        for address in addresses:
            if preview := await self._known(address):
                return preview
        url, visit = await self._ask(addresses)
        if visit.feed is not None:
            return await self._keep(url, visit)
        if visit.page is None:
            raise FeedError(f"I could not follow {url}: {visit.answer.error}.")
        links = await self.poller.reader.find_feed_links(visit.page) or await self._links_of_home(visit.page.final_url)
        if len(links) > 1:
            return Choice(tuple(links))
        tried = [link.url for link in links] or common_feed_urls(visit.page.final_url)
        return await self._first_of(tried, url)

    async def _ask(self, addresses: Sequence[str]) -> tuple[str, FeedVisit]:
        """The first of these addresses that answers, with its answer; else the very first, and why it did not."""
        visits = []
        for url in addresses:
            visits.append(await self._visit(url))
            if visits[-1].answer.status is not None:
                return url, visits[-1]
        return addresses[0], visits[0]

    async def _visit(self, url: str) -> FeedVisit:
        """One request, unless its host asked to be left alone; if it asks so now, its feeds wait, too."""
        host, now = feed_store.host_of(url), self.poller.clock()
        async with self.poller.database.transaction() as transaction:
            until = await feed_store.held_until(transaction, host)
        if until is not None and until > now:
            raise FeedError(f"{host} asks to be left alone for {format_span(until - now)}; please try again then.")
        visit = await visit_feed(self.poller.gate, self.poller.reader, PollState(url), clock=self.poller.clock)
        if until := decide_poll(PollState(url), visit.answer).hold_host_until:
            async with self.poller.database.transaction() as transaction:
                await feed_store.hold_host(transaction, host, until=until)
        return visit

    async def _links_of_home(self, url: str) -> list[FeedLink]:
        """The feeds that the front page of a site names, where one of its articles names none."""
        home = urljoin(url, "/")
        if home == url:
            return []
        visit = await self._visit(home)
        return await self.poller.reader.find_feed_links(visit.page) if visit.page else []

    async def _first_of(self, urls: Sequence[str], page: str) -> Found:
        """The first of these addresses that is a feed."""
        for url in urls:
            if preview := await self._known(url):
                return preview
            visit = await self._visit(url)
            if visit.feed is not None:
                return await self._keep(url, visit)
        raise FeedError(f"I found no feed at {page}. If you know its address, send /follow and that address.")

    async def _match(self, said: str) -> Found:
        """Feeds of the catalog by their names."""
        async with self.poller.database.transaction() as transaction:
            listed = await feed_store.list_feeds(transaction, only_listed=True)
        wanted = said.casefold().split()
        matches = [feed for feed in listed if all(word in feed.name.casefold() for word in wanted)] if wanted else []
        if not matches:
            raise FeedError(f"I know no site called “{said[:60]}”. Send its address, as in /follow example.org")
        if len(matches) == 1:
            return await self._only_match(matches[0])
        return Choice(tuple(FeedLink(feed.state.url, feed.title) for feed in matches[:MAX_MATCHES]))

    async def _only_match(self, feed: StoredFeed) -> Found:
        """The one feed that somebody meant; it can be followed also while it does not answer."""
        try:
            return await self._look(feed.state.url)
        except ArticleError:
            async with self.poller.database.transaction() as transaction:
                return await build_preview(transaction, feed)

    async def _known(self, url: str) -> Preview | None:
        """A feed that was read before is not asked again."""
        async with self.poller.database.transaction() as transaction:
            feed = await feed_store.find_feed_by_url(transaction, url)
            if feed is None or feed.is_first_sight:
                return None
            return await build_preview(transaction, feed)

    async def _keep(self, url: str, visit: FeedVisit) -> Preview:
        """Know the feed from now on, with what this one request brought."""
        async with self.poller.database.transaction() as transaction:
            feed_id = await feed_store.add_feed(transaction, NewFeed(url=url), now=self.poller.clock())
            feed = await feed_store.find_feed(transaction, feed_id)
        assert feed is not None
        await self.poller.keep(feed, visit)
        async with self.poller.database.transaction() as transaction:
            feed = await feed_store.find_feed(transaction, feed_id) or feed
            return await build_preview(transaction, feed)

    async def _follow_all(self, search: Search) -> Found:
        """Follow the feeds of a file."""
        file = await self._read_list(search.query)
        async with self.poller.database.transaction() as transaction:
            rules = await get_feed_rules(transaction, self.configured)
            is_forgotten = await find_search(transaction, search.id) is None  # who asked was, meanwhile
            limit = 0 if is_forgotten else rules.max_per_chat
            return await follow_all(transaction, search.chat_id, file, limit=limit, now=self.poller.clock())

    async def _catalog_all(self, query: Any) -> Found:
        """Put the feeds of a file into the catalog."""
        file = await self._read_list(query)
        async with self.poller.database.transaction() as transaction:
            return await catalog_all(transaction, file, now=self.poller.clock())

    async def _read_list(self, file: Any) -> OpmlFile:
        return await self.poller.reader.parse_opml(await self.download(_FILE.validate_python(file)))


async def build_preview(transaction: AsyncConnection, feed: StoredFeed, *, chat_id: int | None = None) -> Preview:
    """What is known of a feed, and how a chat follows it already."""
    entries = tuple(await latest_entries(transaction, feed.id, limit=PREVIEW_ENTRIES))
    return Preview(feed, entries, await find_follow_of(transaction, chat_id, feed.id) if chat_id else None)
