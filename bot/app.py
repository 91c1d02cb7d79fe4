"""The composition root: builds every object of a process, runs it, and takes it down in order within its grace period."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bot.answers import Answerer
from bot.clock import Clock
from bot.digests import due
from bot.errors import TelegramUnavailableError
from bot.feeds import poll
from bot.inference import DocumentSummarizer, Inference
from bot.jobs import FEEDS, TELEGRAM, WORK, Jobs, JobServices
from bot.storage.database import Database
from bot.storage.opening import opened_database
from bot.storage.retention import Retention
from bot.telegram import access, application
from bot.telegram.client import TelegramClient
from bot.telegram.handlers import AnyApplication, Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.updates import StoredUpdates
from bot.web.status import ChatParts, Status
from config.settings import Settings
from summarizer.summary import Length

logger = logging.getLogger(__name__)

HANDLERS_AT_ONCE = 8
TIDY_EVERY = timedelta(hours=1)
END_WITHIN_S = 9.5
FAREWELL_S = 2.0  # messages on their way get so long to be answered at the end


@dataclass(frozen=True, slots=True)
class Roles:
    """What this process does: talk to Telegram, work, or both."""

    is_bot: bool
    is_worker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    """The objects that live as long as the process."""

    settings: Settings
    database: Database
    jobs: Jobs
    application: AnyApplication
    services: JobServices
    status: Status


async def run(settings: Settings, roles: Roles, *, announce: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM.

    Args:
        announce: tells the person at the terminal what they must know; not a log.

    Raises:
        StorageError: the database could not be started, reached or migrated.
        TelegramUnavailableError: there is no token, or Telegram does not know it.
    """
    if not settings.telegram.token.get_secret_value():
        raise TelegramUnavailableError("There is no bot token: set BYLINE_TELEGRAM_TOKEN, or try `byline demo`.")
    stop = asyncio.Event()
    with _stopped_by_signals(stop), _Deadline() as deadline:
        async with _opened(settings, roles) as process:
            try:
                await _serve(process, roles, stop, announce, deadline)
            finally:
                deadline.start()
    logger.info("stopped")


@asynccontextmanager
async def _opened(settings: Settings, roles: Roles) -> AsyncGenerator[_Process]:
    """Build everything; what is opened first is closed last."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(
            opened_database(settings.database.url.get_secret_value(), settings.data_path)
        )
        database = await stack.enter_async_context(Database(url))
        worker = settings.worker
        jobs = await stack.enter_async_context(
            Jobs(
                url,
                heartbeat=timedelta(seconds=worker.heartbeat_s),
                stalled_after=timedelta(seconds=worker.stalled_after_s),
            )
        )
        bot = application.build_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_url)
        stack.push_async_callback(bot.shutdown)
        stack.push_async_callback(bot.request.shutdown)
        client = TelegramClient(bot)
        app = application.build_application(bot)
        chats = _chat_parts(settings, database, jobs, url, app) if roles.is_bot else None
        if roles.is_bot:
            length, delay = Length(settings.summarizer.length), timedelta(seconds=settings.telegram.ack_delay_s)
            handlers = Handlers(database=database, jobs=jobs, client=client, length=length, ack_delay=delay)
            _register_feeds(settings, database, jobs, client, handlers, app)
            handlers.register(app)
        inference, answers, feeds = None, None, None
        if roles.is_worker:
            # Last: imports of a model take all of the interpreter, and what is above makes the bot answer commands.
            inference = await stack.enter_async_context(_inference(settings))
            from bot.articles.gate import FetchGate
            from bot.articles.reader import ArticleReader
            from bot.feed_service import feed_service

            gate = await stack.enter_async_context(FetchGate(settings.fetch))
            reader = await stack.enter_async_context(ArticleReader(settings.fetch, download=client.download, gate=gate))
            answers = Answerer(database=database, reader=reader, summaries=inference, typist=client)
            feeds = await stack.enter_async_context(
                feed_service(
                    settings,
                    database=database,
                    model=inference,
                    gate=gate,
                    reader=reader,
                    download=client.download,
                )
            )
        services = JobServices(
            updates=StoredUpdates(database, app) if roles.is_bot else None,
            answers=answers,
            feeds=feeds,
            janitor=Retention(database, keep_texts=timedelta(days=settings.database.retention_days)),
        )
        status = Status(database=database, jobs=jobs, inference=inference, chats=chats)
        yield _Process(
            settings=settings, database=database, jobs=jobs, application=app, services=services, status=status
        )


def _register_feeds(
    settings: Settings,
    database: Database,
    jobs: Jobs,
    client: TelegramClient,
    handlers: Handlers,
    app: AnyApplication,
) -> None:
    """What chats do with feeds and digests; asked before the handlers of everything else."""
    from bot.telegram.digest_settings import DigestHandlers
    from bot.telegram.feed_buttons import FeedButtons
    from bot.telegram.following import FollowingHandlers

    most, own = settings.feeds.max_per_chat, settings.feeds.own_feeds
    FollowingHandlers(database=database, jobs=jobs, role=handlers.role, max_per_chat=most, own_feeds=own).register(app)
    FeedButtons(database=database, jobs=jobs, client=client, max_per_chat=most).register(app)
    DigestHandlers(database=database, jobs=jobs, client=client, role=handlers.role).register(app)


def _inference(settings: Settings) -> Inference:
    def load() -> DocumentSummarizer:
        from summarizer.embedded import load_summarizer
        from summarizer.pipeline import SummarizerConfig

        config = SummarizerConfig(max_chars=settings.summarizer.max_chars)
        return load_summarizer(threads=settings.summarizer.threads, config=config)

    timeout = timedelta(seconds=settings.summarizer.timeout_s)
    return Inference(load, queue_size=settings.summarizer.queue_size, timeout=timeout)


def _chat_parts(settings: Settings, database: Database, jobs: Jobs, url: str, app: AnyApplication) -> ChatParts:
    telegram = settings.telegram
    inbox = Inbox(database, jobs)
    poller = None if telegram.webhook_url else Poller(app.bot, inbox, timeout_s=telegram.poll_timeout_s)
    pace = Pace(
        messages_per_second=telegram.messages_per_second,
        group_messages_per_minute=telegram.group_messages_per_minute,
    )
    sender = OutboxSender(database=database, client=TelegramClient(app.bot), pace=pace)

    async def prepare() -> None:
        if telegram.webhook_url:
            await application.prepare_webhook(app.bot, telegram.webhook_url, secret=_webhook_secret(settings))
        else:
            await application.prepare_polling(app.bot)

    return ChatParts(
        inbox=inbox, poller=poller, sender=sender, leader=Leader(url, prepare=prepare, poller=poller, sender=sender)
    )


def _webhook_secret(settings: Settings) -> str:
    telegram = settings.telegram
    return application.webhook_secret(
        telegram.webhook_secret.get_secret_value(), token=telegram.token.get_secret_value()
    )


async def _serve(
    process: _Process, roles: Roles, stop: asyncio.Event, announce: Callable[[str], None], deadline: "_Deadline"
) -> None:
    """Everything that runs, in one task group; taken down in the order of the data's flow."""
    grace = timedelta(seconds=process.settings.worker.shutdown_grace_s)
    clock = Clock()
    clock.every(timedelta(seconds=process.settings.worker.heartbeat_s), process.jobs.rescue, name="rescue")
    clock.every(TIDY_EVERY, process.jobs.defer_tidy, name="tidy")
    clock.every(poll.TICK, process.jobs.defer_poll, name="poll")
    clock.every(due.TICK, due.DigestClock(database=process.database, jobs=process.jobs).tick, name="digests")
    async with clock, asyncio.TaskGroup() as group:
        workers: list[asyncio.Task[None]] = []

        def start_worker(queue: str, concurrency: int) -> None:
            job = process.jobs.work(queue, process.services, concurrency=concurrency, grace=grace)
            workers.append(group.create_task(job, name=f"worker-{queue}"))

        if roles.is_worker:
            start_worker(WORK, process.settings.worker.concurrency)
            start_worker(FEEDS, process.settings.worker.concurrency)
        web = _start_web(process, group)
        chats: asyncio.Task[None] | None = None
        if roles.is_bot:
            ready = lambda: start_worker(TELEGRAM, HANDLERS_AT_ONCE)  # noqa: E731
            chats = group.create_task(_serve_chats(process, announce, ready), name="chats")
        await stop.wait()
        logger.info("stopping")
        deadline.start()
        if process.status.chats:
            process.status.chats.leader.stop_taking()
        for task in workers:
            task.cancel()
        if workers:
            await asyncio.wait(workers)
        if chats and process.status.chats:
            process.status.chats.leader.stop_sending()
            if process.status.chats.leader.is_leading:
                await asyncio.wait([chats], timeout=FAREWELL_S)
            chats.cancel()
        if web:
            web.should_exit = True


async def _serve_chats(process: _Process, announce: Callable[[str], None], ready: Callable[[], None]) -> None:
    """Wait for Telegram, handle what is stored, then lead or stand by."""
    assert process.status.chats
    await application.connect(process.application)
    async with process.database.transaction() as transaction:
        code = await access.prepare_owner(transaction, process.settings.owner_id)
    username = process.application.bot.username
    if code:
        announce(f"@{username} has no owner yet. To become it, send the bot: /start {code}")
    announce(f"@{username} is ready.")
    ready()
    await process.status.chats.leader.run()


def _start_web(process: _Process, group: asyncio.TaskGroup):  # type: ignore[no-untyped-def]
    settings, chats = process.settings, process.status.chats
    if not settings.web.port:
        return None
    from bot.web.server import Webhook, WebServer, build_web, open_socket

    listening = open_socket(settings.web.host, settings.web.port)
    if listening is None:
        return None
    webhook = None
    if chats and settings.telegram.webhook_url:
        path = application.webhook_path(settings.telegram.webhook_url)
        webhook = Webhook(path, _webhook_secret(settings), chats.inbox.add)
    server = WebServer(
        build_web(health=process.status.health, metrics=process.status.metrics, webhook=webhook), listening
    )
    group.create_task(server.run_until_stopped(), name="web")
    return server


class _Deadline:
    """Ends the process when its orderly end takes too long. Nothing is lost by it: a crash at any moment loses nothing."""

    def __init__(self) -> None:
        self._timer = threading.Timer(END_WITHIN_S, self._end)
        self._timer.daemon = True

    def start(self) -> None:
        """From now on; a second call changes nothing."""
        if not self._timer.is_alive():
            self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        logger.critical("the end took longer than %.0f s; ending at once", END_WITHIN_S)
        logging.shutdown()
        os._exit(1)


@contextlib.contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGINT and SIGTERM ask to stop; a second one changes nothing: the end is bounded anyway."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
