"""Runs what `assembly` builds: one task group, taken down in the order of the data's flow, within its grace period."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.assembly import Process, Roles, assembled
from bot.clock import Clock, movable_time
from bot.digests import due
from bot.errors import TelegramUnavailableError, WebError
from bot.feeds import poll
from bot.jobs import FEEDS, TELEGRAM, WORK
from bot.shutdown import Deadline, stopped_by_signals
from bot.telegram import access, application
from bot.web.server import WebServer, build_web, open_socket
from config.settings import Settings

logger = logging.getLogger(__name__)

HANDLERS_AT_ONCE = 8
MOVED_TICK = timedelta(seconds=1)  # where somebody moves the time and waits for what it brings
TIDY_EVERY = timedelta(hours=1)
FAREWELL_S = 2.0  # messages on their way get so long to be answered at the end

Announce = Callable[[str], None]


async def run(settings: Settings, roles: Roles, *, announce: Announce) -> None:
    """Run until SIGINT or SIGTERM.

    Args:
        announce: tells the person at the terminal what they must know; not a log.

    Raises:
        StorageError: the database could not be started, reached or migrated.
        TelegramUnavailableError: there is no token, or Telegram does not know it.
        WebError: updates come by webhook, and its port cannot be opened.
    """
    if not settings.telegram.token.get_secret_value():
        raise TelegramUnavailableError("There is no bot token: set BYLINE_TELEGRAM_TOKEN, or try `byline demo`.")
    stop = asyncio.Event()
    with stopped_by_signals(stop), Deadline() as deadline:
        async with assembled(settings, roles) as process:
            try:
                async with _clock(process), asyncio.TaskGroup() as group:
                    running = _Running(process, roles, group, announce)
                    await stop.wait()
                    logger.info("stopping")
                    deadline.start()
                    await running.stop()
            finally:
                deadline.start()
    logger.info("stopped")


def _clock(process: Process) -> Clock:
    clock, settings, jobs = Clock(), process.settings, process.jobs
    clock.every(timedelta(seconds=settings.worker.heartbeat_s), jobs.rescue, name="rescue")
    clock.every(TIDY_EVERY, jobs.defer_tidy, name="tidy")
    clock.every(poll.TICK, jobs.defer_poll, name="poll")
    digests = due.DigestClock(database=process.database, jobs=jobs, clock=movable_time(settings.clock_file))
    clock.every(MOVED_TICK if settings.clock_file else due.TICK, digests.tick, name="digests")
    return clock


class _Running:
    """The tasks of a process."""

    def __init__(self, process: Process, roles: Roles, group: asyncio.TaskGroup, announce: Announce) -> None:
        self._process = process
        self._group = group
        self._announce = announce
        self._workers: list[asyncio.Task[None]] = []
        if roles.is_worker:
            self._start_worker(WORK, process.settings.worker.concurrency)
            self._start_worker(FEEDS, process.settings.worker.concurrency)
        self._web = self._start_web()
        self._chats = group.create_task(self._serve_chats(), name="chats") if roles.is_bot else None

    async def stop(self) -> None:
        """Take nothing in, let jobs end within the grace period, finish what is being sent."""
        chats = self._process.status.chats
        if chats:
            chats.leader.stop_taking()
        for task in self._workers:
            task.cancel()
        if self._workers:
            await asyncio.wait(self._workers)
        if chats and self._chats:
            chats.leader.stop_sending()
            if chats.leader.is_leading:
                await asyncio.wait([self._chats], timeout=FAREWELL_S)
            self._chats.cancel()
        if self._web:
            self._web.should_exit = True

    def _start_worker(self, queue: str, concurrency: int) -> None:
        grace = timedelta(seconds=self._process.settings.worker.shutdown_grace_s)
        work = self._process.jobs.work(queue, self._process.services, concurrency=concurrency, grace=grace)
        self._workers.append(self._group.create_task(work, name=f"worker-{queue}"))

    async def _serve_chats(self) -> None:
        """Wait for Telegram, handle what is stored, then lead or stand by."""
        process = self._process
        assert process.status.chats
        await application.connect(process.application)
        async with process.database.transaction() as transaction:
            code = await access.prepare_owner(transaction, process.settings.owner_id)
        username = process.application.bot.username
        if code:
            self._announce(f"@{username} has no owner yet. To become it, send the bot: /start {code}")
        self._announce(f"@{username} is ready.")
        self._start_worker(TELEGRAM, HANDLERS_AT_ONCE)
        await process.status.chats.leader.run()

    def _start_web(self) -> WebServer | None:
        """Health, metrics and the webhook. Only the webhook is needed to work."""
        host, port = self._process.settings.web.host, self._process.settings.web.port
        webhook, status = self._process.webhook, self._process.status
        listening = open_socket(host, port) if port else None
        if listening is None:
            if webhook:
                raise WebError(
                    f"Updates come by webhook, but {host} port {port} cannot be opened: see BYLINE_WEB_PORT."
                )
            return None
        server = WebServer(build_web(health=status.health, metrics=status.metrics, webhook=webhook), listening)
        self._group.create_task(server.run_until_stopped(), name="web")
        return server
