"""A world of feed servers on loopback, each host name a site of its own, with a clock that only moves when told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.gate import FetchGate
from bot.articles.sandbox import Limits, Sandbox
from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.feeds.fetch import FeedReader
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from config.settings import load_settings
from tests.integration.feeds.following_bot import FeedChat, following_bot, with_limit

START = datetime(2026, 5, 1, tzinfo=UTC)


class SimulatedClock:
    """Stands still unless somebody sleeps by it or moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Request:
    at: datetime
    host: str
    path: str
    headers: dict[str, str]

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


Site = Callable[[Request], Reply]


class FeedWorld:
    """Sites by host name, and every request they got."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.sites: dict[str, Site] = {}
        self.requests: list[Request] = []
        self.port = 0
        self.busy: dict[str, int] = {}
        self.most_at_once = 0

    def url(self, host: str, path: str = "/feed") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                first = await reader.readexactly(1)
                if first == b"\x16":  # TLS, which no site here speaks
                    return
                head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
                host = headers["host"].partition(":")[0]
                request = Request(self.clock(), host, head[0].split(" ")[1], headers)
                self.requests.append(request)
                self.busy[host] = self.busy.get(host, 0) + 1
                self.most_at_once = max(self.most_at_once, self.busy[host])
                await asyncio.sleep(0)
                reply = self.sites.get(host, lambda _: Reply(404))(request)
                lines = "".join(f"{k}: {v}\r\n" for k, v in reply.headers.items())
                start = f"HTTP/1.1 {reply.status} X\r\n{lines}Content-Length: {len(reply.body)}\r\n\r\n"
                self.busy[host] -= 1
                writer.write(start.encode("latin-1") + reply.body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def resolve(self, _host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    def asked(self, host: str) -> list[Request]:
        return [request for request in self.requests if request.host == host]

    @staticmethod
    def reply(status: int = 200, body: bytes = b"", **headers: str) -> Reply:
        return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    @staticmethod
    def rss(*titles: str, title: str = "News", extra: str = "") -> bytes:
        items = "".join(
            f"<item><title>{t}</title><guid>{t}</guid><link>https://news.example/{t.replace(' ', '-')}</link>"
            f"<description>{t} in more words.</description></item>"
            for t in titles
        )
        return f'<rss version="2.0"><channel><title>{title}</title>{extra}{items}</channel></rss>'.encode()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def world(clock: SimulatedClock) -> AsyncIterator[FeedWorld]:
    made = FeedWorld(clock)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


@pytest.fixture
async def gate(world: FeedWorld) -> AsyncIterator[FetchGate]:
    settings = load_settings().fetch
    async with FetchGate(settings, resolve=world.resolve, is_allowed=lambda _: True, ports=range(65536)) as opened:
        yield opened


@pytest.fixture
async def feed_reader() -> AsyncIterator[FeedReader]:
    async with Sandbox(
        Limits(timeout_s=5, memory_mb=512), size=1, preload=["bot.feeds.sandboxed", "feedparser"]
    ) as box:
        yield FeedReader(box)


@pytest.fixture
async def feed_chat(database: Database, gate: FetchGate) -> AsyncIterator[FeedChat]:
    """A running bot that USER_ID may use; a chat may follow three feeds."""
    async with database.transaction() as transaction:
        await set_role(transaction, USER_ID, role=Role.USER)
    async with LocalBotApi() as api, following_bot(api, database, gate, with_limit(3)) as chat:
        yield chat
