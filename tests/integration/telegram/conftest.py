"""A bot put together from its real parts around the local Bot API; only the reading and summarizing is quick and plain."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import pytest

from bot.answers import Answerer
from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.domain import Part, TextPart
from bot.jobs import TELEGRAM, WORK, Jobs, JobServices
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from bot.telegram import application
from bot.telegram.client import TelegramClient
from bot.telegram.handlers import Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.updates import StoredUpdates
from summarizer.document import Document, Span
from summarizer.summary import Citation, Kind, Length, Statement, Summary

STALLED_AFTER = timedelta(seconds=1)


class PlainReader:
    """Texts as they stand; anything else is left to the tests of articles."""

    async def read(self, part: Part) -> Document:
        assert isinstance(part, TextPart)
        return Document(part.text)


class PlainSummaries:
    """The first line of each document; waits while `gate` is closed."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = asyncio.Event()
        self.error: Exception | None = None

    async def summarize(self, documents: Sequence[Document], *, length: Length) -> Summary:
        self.started.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        lines = [document.text.splitlines()[0] for document in documents]
        statements = tuple(
            Statement(line, Kind.STATED, (), (Citation(number, Span(0, len(line)), line),))
            for number, line in enumerate(lines, 1)
        )
        return Summary("Headline", "en", "test", 0.0, tuple(documents), statements)


class RunningBot:
    """One bot process, in this process: start it, stop it as SIGTERM would, or let it die."""

    def __init__(self, api: LocalBotApi, url: str, database: Database) -> None:
        self.summaries = PlainSummaries()
        self.jobs = Jobs(url, heartbeat=timedelta(seconds=0.2), stalled_after=STALLED_AFTER)
        self.bot = application.build_bot(api.token, api.base_url)
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
        handlers = Handlers(
            database=database, jobs=self.jobs, client=client, length=Length.MEDIUM, ack_delay=timedelta(0)
        )
        handlers.register(self.application)
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
        self._leading = asyncio.create_task(self.leader.run())

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


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    async with LocalBotApi() as running:
        running.add_chat(USER_ID)
        yield running


@pytest.fixture
async def make_bot(api: LocalBotApi, database_url: str, database: Database) -> AsyncIterator[Callable[[], RunningBot]]:
    """Makes bots; those still running at the end are stopped."""
    made: list[RunningBot] = []

    def make() -> RunningBot:
        made.append(RunningBot(api, database_url, database))
        return made[-1]

    yield make
    for bot in made:
        await bot.stop()


@pytest.fixture
async def bot(make_bot: Callable[[], RunningBot], database: Database) -> RunningBot:
    """A running bot that USER_ID may use."""
    async with database.transaction() as transaction:
        await set_role(transaction, USER_ID, role=Role.USER)
    running = make_bot()
    await running.start()
    return running
