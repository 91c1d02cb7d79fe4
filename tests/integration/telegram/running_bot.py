"""A bot put together from its real parts; only the reading and summarizing is quick and plain.

As a program, `python -m tests.integration.telegram.running_bot DATABASE_URL API_URL TOKEN [STEP]`, it is there to be killed,
or to kill itself at a step of its work.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.answers import Answerer
from bot.articles.documents import build_post_document
from bot.domain import Part, TextPart
from bot.jobs import TELEGRAM, WORK, Jobs, JobServices
from bot.storage.database import Database
from bot.telegram import application
from bot.telegram.client import TelegramClient
from bot.telegram.handlers import Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.privacy import PrivacyHandlers
from bot.telegram.reading import ReadingHandlers
from bot.telegram.updates import StoredUpdates
from summarizer.document import Document, Span
from summarizer.summary import Citation, Kind, Length, Statement, Summary
from tests.integration.telegram.deadly_steps import die_at_step

STALLED_AFTER = timedelta(seconds=1)  # of those that are killed
BURST_WAIT = timedelta(seconds=1)
Start = Callable[[], "subprocess.Popen[bytes]"]


class PlainReader:
    """Texts as they stand; anything else is left to the tests of articles."""

    async def read(self, part: Part) -> Document:
        assert isinstance(part, TextPart)
        return build_post_document(part.text, origin=part.origin)


class PlainSummaries:
    """The first line of each document, or three words of it, or every line; waits while `gate` is closed."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = asyncio.Event()
        self.error: Exception | None = None
        self.lengths: list[Length] = []
        self.has_room = True

    async def summarize(
        self, documents: Sequence[Document], *, length: Length, begin: Callable[[], Awaitable[None]] | None = None
    ) -> Summary:
        if begin:
            await begin()
        self.started.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        self.lengths.append(length)
        statements = tuple(
            Statement(line, Kind.STATED, (), (Citation(number, Span(0, len(line)), line),))
            for number, document in enumerate(documents, 1)
            for line in told(document.text.splitlines(), length)
        )
        return Summary("Headline", "en", "test", 0.0, tuple(documents), statements)


def told(lines: list[str], length: Length) -> list[str]:
    return {Length.SHORT: [" ".join(lines[0].split()[:3])], Length.MEDIUM: lines[:1], Length.LONG: lines}[length]


class RunningBot:
    """One bot process, in this process: start it, stop it as SIGTERM would, or let it die."""

    def __init__(
        self, api_url: str, token: str, database: Database, *, burst_wait: timedelta, stalled_after: timedelta
    ) -> None:
        url = database.url
        self.summaries = PlainSummaries()
        self.jobs = Jobs(url, heartbeat=timedelta(seconds=0.2), stalled_after=stalled_after)
        self.bot = application.build_bot(token, api_url)
        self.application = application.build_application(self.bot)
        client = TelegramClient(self.bot)
        self.inbox = Inbox(database, self.jobs)
        self.sender = OutboxSender(
            database=database, client=client, pace=Pace(messages_per_second=30, group_messages_per_minute=20)
        )
        self.leader = Leader(
            url,
            prepare=lambda: application.prepare_polling(self.bot),
            poller=Poller(self.bot, self.inbox, timeout_s=5),
            sender=self.sender,
        )
        handlers = Handlers(database=database, jobs=self.jobs, client=client)
        PrivacyHandlers(database=database, client=client).register(self.application)
        handlers.register(self.application)
        ReadingHandlers(
            database=database,
            jobs=self.jobs,
            role=handlers.role,
            length=Length.MEDIUM,
            ack_delay=timedelta(0),
            burst_wait=burst_wait,
        ).register(self.application)
        self.services = JobServices(
            updates=StoredUpdates(database, self.application),
            answers=Answerer(database=database, reader=PlainReader(), summaries=self.summaries, typist=client),
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._exits = contextlib.AsyncExitStack()

    async def start(self) -> None:
        await self._exits.enter_async_context(self.jobs)
        self._exits.push_async_callback(self.application.shutdown)
        await application.connect(self.application)
        for queue in (TELEGRAM, WORK):
            job = self.jobs.work(queue, self.services, concurrency=4, grace=timedelta(seconds=1))
            self._tasks.append(asyncio.create_task(job))
        self._tasks.append(asyncio.create_task(self._rescue()))
        self._leading = asyncio.create_task(self.leader.run())

    async def _rescue(self) -> None:
        while True:
            await self.jobs.rescue()
            await asyncio.sleep(0.3)

    async def stop(self) -> None:
        self.leader.stop_taking()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.leader.stop_sending()
        if not self.leader.is_leading:
            self._leading.cancel()
        await asyncio.gather(self._leading, return_exceptions=True)
        await self._exits.aclose()


class LongSummaries(PlainSummaries):
    """Three statements, too long for one message or two, that name the first line of the document."""

    async def summarize(
        self, documents: Sequence[Document], *, length: Length, begin: Callable[[], Awaitable[None]] | None = None
    ) -> Summary:
        assert begin
        await begin()
        title = documents[0].text.splitlines()[0].rstrip(".")
        lines = [f"Part {number} of {title}. {'Words that follow. ' * 150}" for number in range(1, 4)]
        citations = (Citation(1, Span(0, len(title)), title),)
        statements = tuple(Statement(line, Kind.STATED, (), citations) for line in lines)
        return Summary("Headline", "en", "test", 0.0, tuple(documents), statements)


async def main(database_url: str, api_url: str, token: str, kill_at: str = "0") -> None:
    async with Database(database_url) as database:
        bot = RunningBot(api_url, token, database, burst_wait=BURST_WAIT, stalled_after=STALLED_AFTER)
        if int(kill_at):
            bot.summaries.__class__ = LongSummaries
            die_at_step(int(kill_at), bot.summaries)
        await bot.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
