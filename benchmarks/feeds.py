"""Feeds and digests under load: python -m benchmarks.feeds [polling] [digest] [commands]

polling: 1,000 feeds on 1,000 hosts asked in one tick, nine of ten answering 304, the others 200 entries (80 kB).
digest:  ten stories from fifty fresh articles of five outlets, with the lag of the event loop meanwhile.
commands: the same digest made by `byline run`; how long others wait for the answer to a command meanwhile.

All over loopback, with the real database, gate, parser process and model.
"""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import select

from benchmarks.feed_pages import OUTLETS, STORIES, article, feed_page, outlet_pages
from bot.articles.gate import FetchGate
from bot.articles.reader import ArticleReader
from bot.articles.robots import Robots
from bot.articles.sandbox import Sandbox
from bot.digests.due import begin_digest
from bot.digests.make import DigestMaker
from bot.digests.sources import StorySources
from bot.domain import IncomingFile
from bot.feed_service import PARSERS
from bot.feeds.fetch import PARSE_LIMITS, FeedReader
from bot.feeds.poll import FeedPoller
from bot.inference import Inference
from bot.storage import feeds, follows
from bot.storage.database import Database
from bot.storage.feed_tables import entries
from bot.storage.opening import opened_database
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.tables import outbox
from config.settings import load_settings

FEEDS, CHANGED_EVERY, FEED_ENTRIES = 1_000, 10, 200
COMMANDS = ("/feeds", "/digest", "/topics", "/zone Lisbon", "/help")
READERS = range(50_001, 51_001)  # a chat gets one message a second, so each asks once
ASK_EVERY_S = 0.1


@dataclass
class Web:
    """Every host on one loopback port."""

    port: int = 0
    pages: dict[tuple[str, str], bytes] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    asked: int = 0

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ")[1]
                host = head.lower().split("host: ")[1].split("\r\n")[0].partition(":")[0]
                self.asked += 1
                if host in self.unchanged and "if-none-match" in head.lower():
                    writer.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
                else:
                    body = self.pages.get((host, path))
                    status = "200 OK" if body is not None else "404 Not Found"
                    start = f'HTTP/1.1 {status}\r\nETag: "1"\r\nContent-Type: text/html\r\nContent-Length: {len(body or b"")}'
                    writer.write(f"{start}\r\n\r\n".encode() + (body or b""))
                await writer.drain()
        writer.close()


async def resolve(_host: str, _port: int) -> Sequence[str]:
    """Every name is this machine."""
    return ["127.0.0.1"]


async def no_download(_file: IncomingFile) -> bytes:
    """Nothing is downloaded here."""
    raise AssertionError


@contextlib.asynccontextmanager
async def world() -> AsyncIterator[tuple[Web, Database, FetchGate, FeedPoller]]:
    """Servers, an empty database, and a poller between them."""
    web = Web()
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0, backlog=2_000)
    web.port = server.sockets[0].getsockname()[1]
    settings = load_settings().fetch
    with tempfile.TemporaryDirectory() as folder:
        async with (
            opened_database("", Path(folder)) as url,
            Database(url) as database,
            FetchGate(settings, resolve=resolve, is_allowed=lambda _: True, ports=range(65536)) as gate,
            Sandbox(PARSE_LIMITS, size=1, preload=PARSERS) as sandbox,
        ):
            yield web, database, gate, FeedPoller(database=database, gate=gate, reader=FeedReader(sandbox))
    server.close()


async def bench_polling() -> None:
    """One tick over all feeds, after a first one that made them known."""
    async with world() as (web, database, _gate, poller):
        page = [(f"/{n}", f"Title {n} of a day in news", "Words of a summary. " * 16) for n in range(FEED_ENTRIES)]
        async with database.transaction() as transaction:
            for n in range(FEEDS):
                host = f"site{n}.example"
                web.pages[host, "/rss"] = feed_page(host, page[:3])
                new = feeds.NewFeed(url=web.url(host, "/rss"))
                feed_id = await feeds.add_feed(transaction, new, now=datetime.now(UTC))
                await follows.add_follow(transaction, 1, feed_id)
        await poller.poll_due(limit=FEEDS)
        for n in range(FEEDS):
            host = f"site{n}.example"
            if n % CHANGED_EVERY:
                web.unchanged.add(host)
            else:
                web.pages[host, "/rss"] = feed_page(host, page)
        async with database.transaction() as transaction:
            await transaction.execute(feeds.feeds.update().values(next_poll_at=datetime.now(UTC)))
        started, cpu = time.perf_counter(), cpu_seconds()
        report = await poller.poll_due(limit=FEEDS)
        wall = time.perf_counter() - started
        size = len(web.pages["site0.example", "/rss"]) // 1000
        statuses = dict(report.statuses)
    print(f"{FEEDS} feeds, changed ones {size} kB: {wall:.1f} s, {cpu_seconds() - cpu:.1f} CPU-s, {statuses}")


def cpu_seconds() -> float:
    """Of this process and its parsing children; Postgres apart."""
    here = psutil.Process()
    parsers = [child for child in here.children(recursive=True) if "sandbox_child" in " ".join(child.cmdline())]
    return sum(sum(process.cpu_times()[:2]) for process in (here, *parsers))


async def bench_digest() -> None:
    """A digest of ten stories from fifty articles, each of which is fetched, extracted and summarized."""
    from summarizer.embedded import load_summarizer

    async with world() as (web, database, gate, poller):
        web.pages = outlet_pages(f":{web.port}")
        digest_id = await _begun_digest(web, database, poller)
        settings = load_settings()
        async with (
            Inference(lambda: load_summarizer(threads=1), queue_size=64, timeout=timedelta(minutes=2)) as model,
            ArticleReader(settings.fetch, download=no_download, gate=gate) as reader,
        ):
            await model.encode(["warm"])
            maker = DigestMaker(database=database, model=model, sources=StorySources(reader, Robots(gate)))
            lags: list[float] = []
            watch = asyncio.create_task(watch_loop(lags))
            started = time.perf_counter()
            first = asyncio.create_task(first_story_s(database, started))
            await maker.make(digest_id)
            wall = time.perf_counter() - started
            watch.cancel()
            async with database.transaction() as transaction:
                told = (await transaction.execute(select(outbox.c.key))).scalars().all()
        lags.sort()
        p99 = lags[int(len(lags) * 0.99)] * 1000
        print(
            f"{len(told) - 1} stories from {STORIES * OUTLETS} articles: {wall:.1f} s, first after {await first:.1f} s,"
            f" loop lag p99 {p99:.0f} ms, max {lags[-1] * 1000:.0f} ms"
        )


async def _begun_digest(web: Web, database: Database, poller: FeedPoller) -> int:
    """The number of a digest for a chat that follows all outlets."""
    for outlet in range(OUTLETS):
        async with database.transaction() as transaction:
            new = feeds.NewFeed(url=web.url(f"outlet{outlet}.example", "/rss"))
            feed_id = await feeds.add_feed(transaction, new, now=datetime.now(UTC))
            await follows.add_follow(transaction, 1, feed_id)
    await poller.poll_due(limit=OUTLETS)
    async with database.transaction() as transaction:
        # A first sight counts only the newest entries; here all fifty are to be fresh.
        await transaction.execute(entries.update().values(verdict="fresh"))
        now = datetime.now(UTC)
        subscriber = await get_subscriber(transaction, 1, now=now)
        subscriber = subscriber.changed(now, zone="UTC", stories=STORIES, times=(clock_time(8),))
        await save_subscriber(transaction, subscriber, now=now)
        digest_id = await begin_digest(transaction, 1, key="bench", now=now + timedelta(seconds=1))
    assert digest_id is not None
    return digest_id


def bench_commands() -> None:
    """Commands of many chats while the process that answers them makes a digest."""
    import psycopg

    from bot.demo.bot_api import USER_ID, LocalBotApi
    from bot.demo.bot_process import BotProcess

    pages = outlet_pages()
    hosts = sorted({host for host, _ in pages})
    with (
        LocalBotApi(build_app=lambda api: _sites_beside(api, pages)) as api,
        BotProcess(api, hosts=hosts) as bot,
        psycopg.connect(f"postgresql://postgres@/byline?host={bot.folder}/postgres", autocommit=True) as rows,
    ):
        api.add_chat(USER_ID)
        _follow_all(api, hosts)
        rows.execute("UPDATE entries SET verdict = 'fresh'")
        for reader in READERS:
            api.add_chat(reader)
            rows.execute("INSERT INTO users (user_id, role, name) VALUES (%s, 'user', '')", (reader,))
        api.post_text(article(0, 0)[1])  # the model is loaded before the clock runs
        api.wait_until(lambda: [m for m in api.answers() if "Evidence" in str(m.get("reply_markup"))], 120)
        api.post_text(f"/digest stories {STORIES}")
        api.post_text("/digest now")
        api.wait_until(lambda: [m for m in api.answers() if "making your digest" in m["text"]])
        waits = []
        for reader in READERS:
            started = time.perf_counter()
            api.post_text(COMMANDS[reader % len(COMMANDS)], chat_id=reader)
            api.wait_until(lambda one=reader: api.answers(one))
            waits.append(time.perf_counter() - started)
            if rows.execute("SELECT 1 FROM digests WHERE state = 'made'").fetchone():
                break
            time.sleep(ASK_EVERY_S)
        told = rows.execute("SELECT count(*) FROM stories WHERE state = 'told'").fetchone()
    waits.sort()
    p50, p95 = (waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.95))
    print(
        f"{len(waits)} commands while a digest of {told[0] if told else 0} stories was made:"
        f" p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {waits[-1] * 1000:.0f} ms"
    )


def _follow_all(api: Any, hosts: Sequence[str]) -> None:
    for number, host in enumerate(hosts, 1):
        api.post_text(f"/follow http://{host}/rss")
        api.wait_until(lambda: [m for m in api.answers() if "Shall I tell you" in m["text"]])
        api.press("In the digest")
        api.wait_until(lambda n=number: len([m for m in api.answers() if "You follow" in m["text"]]) == n)


def _sites_beside(api: Any, pages: dict[tuple[str, str], bytes]) -> Any:
    """The local Bot API, and the outlets under their own names."""
    from starlette.applications import Starlette
    from starlette.datastructures import Headers
    from starlette.responses import Response

    plain = Starlette(routes=api.server.routes())
    hosts = {host for host, _ in pages}

    async def dispatch(scope: Any, receive: Any, send: Any) -> None:
        host = Headers(scope=scope).get("host", "") if scope["type"] == "http" else ""
        if host not in hosts:
            await plain(scope, receive, send)
            return
        body = pages.get((host, scope["path"]))
        await Response(body, 200 if body else 404, media_type="text/html")(scope, receive, send)

    return dispatch


async def watch_loop(lags: list[float]) -> None:
    """How much later than asked a short sleep ends."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.01)
        lags.append(time.perf_counter() - before - 0.01)


async def first_story_s(database: Database, started: float) -> float:
    """Seconds until the first message of the digest is ready to send."""
    while True:
        async with database.transaction() as transaction:
            if (await transaction.execute(select(outbox.c.id).limit(1))).first():
                return time.perf_counter() - started
        await asyncio.sleep(0.1)


async def main() -> None:
    """Run what was named, or all."""
    named = sys.argv[1:] or ["polling", "digest", "commands"]
    if "polling" in named:
        await bench_polling()
    if "digest" in named:
        await bench_digest()
    if "commands" in named:
        await asyncio.to_thread(bench_commands)


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
    os._exit(0)  # the model's thread may still be loading
