"""Memory of the bot, Postgres apart: python -m benchmarks.memory [idle] [work] [polls] [--polls 10000]

idle:  `byline bot`, which has no model, before it did anything and after so many empty answers of Telegram.
work:  `byline run` after ten summaries of texts and ten of pages, and the most it took with its children meanwhile.
polls: the poller of feeds, its parsing child included, over so many polls of 500 feeds, one in ten of them changed.

Ours is counted as resident. Linux counts a page that several processes share in each of them: twenty times for the
buffers of Postgres, so that is told in proportional shares, and apart.
"""

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.feed_pages import feed_page
from benchmarks.feeds import FEED_ENTRIES, Web, world
from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.storage import feeds, follows
from bot.storage.database import Database

ARTICLES = 10
FEEDS, CHANGED_EVERY = 500, 10
IDLE_MB, MODEL_MB, PEAK_MB = 150, 700, 1200
GROWTH = 1.03  # more is no noise
SAMPLE_S = 0.05
SAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["idle", "work", "polls"])
    parser.add_argument("--polls", type=int, default=10_000)
    arguments = parser.parse_args()
    runs = {
        "idle": lambda: bench_idle(arguments.polls),
        "work": bench_work,
        "polls": lambda: asyncio.run(bench_polls(arguments.polls)),
    }
    results = [runs[part]() for part in arguments.parts]  # each, also after one that failed
    sys.exit(not all(results))


def bench_idle(polls: int) -> bool:
    """Whether the bot without the model is small, and stays so."""
    with running("bot", poll_timeout_s="0") as (api, process, _folder):
        api.wait_until(lambda: len(api.calls_of("getUpdates")) > polls // 10, timeout=600)
        before = resident([process])
        api.wait_until(lambda: len(api.calls_of("getUpdates")) > polls, timeout=600)
        after = resident([process])
    print(
        f"idle, without the model: {before:.0f} MB (target {IDLE_MB}); after {polls} polls of Telegram {after:.0f} MB"
    )
    return after <= IDLE_MB and after <= before * GROWTH


def bench_work() -> bool:
    """Whether the bot with the model stays within its bounds while it works and after."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    with running("run") as (api, process, folder), Peak(process, folder) as peak:
        for number in range(ARTICLES):
            text = f"{texts[number % len(texts)]}\n\nEdition {number}."
            api.post_text(text[:3900])
            api.wait_until(lambda: count_answers(api) > number * 2, timeout=120)  # noqa: B023  waited for at once
            page = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            body = f"<html><body><article>{page}</article></body></html>".encode()
            api.post_file(body, name=f"{number}.html", mime_type="text/html")
            api.wait_until(lambda: count_answers(api) > number * 2 + 1, timeout=120)  # noqa: B023  the same
        now, children = resident([process]), ours(process, folder)[1:]
        print(f"with the model, after {2 * ARTICLES} summaries: {now:.0f} MB (target {MODEL_MB}), ", end="")
        print(f"its {len(children)} parsing children {resident(children):.0f} MB")
        print(f"the most, children included: {peak.mb:.0f} MB (target {PEAK_MB}); Postgres {shared(folder):.0f} MB")
        return now <= MODEL_MB and peak.mb <= PEAK_MB


async def bench_polls(polls: int) -> bool:
    """Whether polling feeds takes no more memory the longer it goes on."""
    figures: list[float] = []
    async with world() as (web, database, _gate, poller):
        await add_feeds(web, database)
        for number in range(max(4, polls // FEEDS)):
            page = [(f"/{number}-{n}", f"Title {n} of day {number}", "Words. " * 40) for n in range(FEED_ENTRIES)]
            for n in range(0, FEEDS, CHANGED_EVERY):
                web.pages[f"site{n}.example", "/rss"] = feed_page(f"site{n}.example", page)
            async with database.transaction() as transaction:
                await transaction.execute(feeds.feeds.update().values(next_poll_at=datetime.now(UTC)))
            await poller.poll_due(limit=FEEDS)
            here = psutil.Process()
            figures.append(resident([here, *(p for p in here.children(recursive=True) if is_parser(p))]))
    settled, last = max(figures[: len(figures) // 2]), figures[-1]
    print(f"{len(figures) * FEEDS} polls of feeds: {settled:.0f} MB in the first half, {last:.0f} MB at the end")
    return last <= settled * GROWTH


async def add_feeds(web: Web, database: Database) -> None:
    async with database.transaction() as transaction:
        for n in range(FEEDS):
            host = f"site{n}.example"
            web.pages[host, "/rss"] = feed_page(host, [("/1", "The first title", "Words of a summary. ")])
            if n % CHANGED_EVERY:
                web.unchanged.add(host)
            new = feeds.NewFeed(url=web.url(host, "/rss"))
            feed_id = await feeds.add_feed(transaction, new, now=datetime.now(UTC))
            await follows.add_follow(transaction, 1, feed_id)


@contextlib.contextmanager
def running(role: str, *, poll_timeout_s: str = "50") -> Iterator[tuple[LocalBotApi, psutil.Process, Path]]:
    """`byline` in one of its roles, ready; the Telegram it talks to, its process and its folder."""
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as folder, LocalBotApi() as api:
        environment = {
            **os.environ,
            "BYLINE_DATA_DIR": folder,
            "BYLINE_OWNER_ID": str(USER_ID),
            "BYLINE_TELEGRAM_TOKEN": api.token,
            "BYLINE_TELEGRAM_API_URL": api.base_url,
            "BYLINE_TELEGRAM_POLL_TIMEOUT_S": poll_timeout_s,
            "BYLINE_WEB_PORT": "0",
            "BYLINE_LOG_LEVEL": "WARNING",
        }
        process = subprocess.Popen([sys.executable, "-m", "bot", role], env=environment, stdout=subprocess.DEVNULL)
        try:
            api.wait_until(lambda: api.calls_of("getUpdates"), timeout=60)
            yield api, psutil.Process(process.pid), Path(folder)
        finally:
            process.terminate()
            process.wait()


class Peak:
    """The most memory that a process and its children took together, looked at every SAMPLE_S."""

    def __init__(self, process: psutil.Process, folder: Path) -> None:
        self._process, self._folder = process, folder
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.mb = 0.0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(SAMPLE_S):
            with contextlib.suppress(psutil.NoSuchProcess):
                self.mb = max(self.mb, resident(ours(self._process, self._folder)))


def count_answers(api: LocalBotApi) -> int:
    return sum("Evidence" in str(message.get("reply_markup")) for message in api.answers())


def ours(process: psutil.Process, folder: Path) -> list[psutil.Process]:
    """The process and its children, without Postgres."""
    return [process, *(child for child in process.children() if child.pid != postmaster(folder).pid)]


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))


def is_parser(process: psutil.Process) -> bool:
    return "sandbox_child" in " ".join(process.cmdline())


def resident(processes: Sequence[psutil.Process]) -> float:
    """MB."""
    return sum(process.memory_info().rss for process in processes) / 1e6


def shared(folder: Path) -> float:
    """MB of Postgres, each page counted once."""
    server = postmaster(folder)
    processes = [server, *server.children(recursive=True)]
    return float(sum(process.memory_full_info().pss for process in processes)) / 1e6


if __name__ == "__main__":
    main()
