"""Every job, in one list: what it is called, where it runs, what it does.

`telegram` jobs run in the bot process: one for each update, in order within a chat. `work` jobs run in a worker: what
takes long, so that commands are answered while it runs. `feeds` jobs run there too, beside them, so that nobody who waits
for an answer waits for a digest. Every job may run twice, and has its effects once.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StorageError
from bot.storage.database import driver_connection

logger = logging.getLogger(__name__)

TELEGRAM, WORK, FEEDS = "telegram", "work", "feeds"
MAX_ATTEMPTS = 5
MAX_PAUSE_S = 60
POOL_SIZE = 4
RESTART_PAUSE_S = 1.0
KEEP_FAILED_HOURS = 7 * 24  # for whoever looks for the reason
# How often a worker looks for retries that came due. New jobs wake it at once, unless the word of one comes while it looks
# for another: Procrastinate forgets that word, and this is how long the job waits then.
POLL_S = 1.0


class UpdateHandler(Protocol):
    """Handles one stored update."""

    async def handle(self, update_id: int, *, is_last_attempt: bool) -> None: ...


class RequestAnswerer(Protocol):
    """Answers stored requests, and tells answers at other lengths."""

    async def answer(self, request_id: int, *, attempts_left: int) -> None: ...

    async def change_length(self, request_id: int, length: str, *, cause: int, attempts_left: int) -> None: ...


class FeedWork(Protocol):
    """Everything that feeds and digests need done."""

    async def poll(self) -> None: ...

    async def find(self, search_id: int) -> None: ...

    async def make_digest(self, digest_id: int) -> None: ...

    async def post(self, follow_id: int) -> None: ...

    async def lengthen(self, request_id: int) -> None: ...


class Janitor(Protocol):
    """Deletes what is older than it may be kept."""

    async def tidy(self) -> None: ...


@dataclass(frozen=True, slots=True)
class JobServices:
    """What the jobs of this process need; a process without a part never takes that part's jobs."""

    updates: UpdateHandler | None = None
    answers: RequestAnswerer | None = None
    feeds: FeedWork | None = None
    janitor: Janitor | None = None


async def handle_update(context: JobContext, update_id: int) -> None:
    """One update of Telegram: find its handler, draft the answers."""
    handler = _services(context).updates
    assert handler
    await handler.handle(update_id, is_last_attempt=context.job.attempts + 1 >= MAX_ATTEMPTS)


async def answer_request(context: JobContext, request_id: int) -> None:
    """One request: read, summarize, draft the answer."""
    answerer = _services(context).answers
    assert answerer
    await answerer.answer(request_id, attempts_left=MAX_ATTEMPTS - context.job.attempts - 1)


async def change_length(context: JobContext, request_id: int, length: str, cause: int) -> None:
    """An answer at a length that it was not told at before."""
    answerer = _services(context).answers
    assert answerer
    attempts_left = MAX_ATTEMPTS - context.job.attempts - 1
    await answerer.change_length(request_id, length, cause=cause, attempts_left=attempts_left)


async def poll_feeds(context: JobContext) -> None:
    """Ask the feeds that are due."""
    await _feed_work(context).poll()


async def find_feeds(context: JobContext, search_id: int) -> None:
    """What somebody asked to follow."""
    await _feed_work(context).find(search_id)


async def make_digest(context: JobContext, digest_id: int) -> None:
    """One digest: choose its stories, tell them one by one."""
    await _feed_work(context).make_digest(digest_id)


async def post_entries(context: JobContext, follow_id: int) -> None:
    """What a feed followed "now" brought in."""
    await _feed_work(context).post(follow_id)


async def lengthen_story(context: JobContext, request_id: int) -> None:
    """A story of a digest, told longer."""
    await _feed_work(context).lengthen(request_id)


async def tidy(context: JobContext) -> None:
    """Delete what is older than it may be kept."""
    janitor = _services(context).janitor
    assert janitor
    await janitor.tidy()
    await context.app.job_manager.delete_old_jobs(
        KEEP_FAILED_HOURS, include_failed=True, include_aborted=True, include_cancelled=True
    )


TASKS = (
    (handle_update, TELEGRAM),
    (answer_request, WORK),
    (change_length, WORK),
    (find_feeds, WORK),
    (lengthen_story, WORK),
    (tidy, WORK),
    (poll_feeds, FEEDS),
    (make_digest, FEEDS),
    (post_entries, FEEDS),
)


class Patience(BaseRetryStrategy):
    """A job cut off by a shutdown runs again at once; others ever later, and only while the database is away for ever."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts + 1 >= MAX_ATTEMPTS and not isinstance(exception, StorageError):
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts, 10), MAX_PAUSE_S)})


class Jobs:
    """The Procrastinate app of one process: defer from anywhere, work off where the services are."""

    def __init__(self, url: str, *, heartbeat: timedelta, stalled_after: timedelta) -> None:
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=POOL_SIZE))
        self._heartbeat = heartbeat
        self._stalled_after = stalled_after
        for function, queue in TASKS:
            self._app.task(function, name=function.__name__, queue=queue, retry=Patience(), pass_context=True)  # type: ignore[call-overload]

    async def __aenter__(self) -> Self:
        await self._app.open_async()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.close_async()

    async def defer_updates(self, transaction: AsyncConnection, chats: Mapping[int, int | None]) -> None:
        """A job for each update, by its chat: with the transaction, or not at all."""
        jobs = [
            _job("handle_update", TELEGRAM, lock=f"chat:{chat_id}" if chat_id else None, update_id=update_id)
            for update_id, chat_id in chats.items()
        ]
        await self._defer(transaction, jobs)

    async def defer_answer(self, transaction: AsyncConnection, request_id: int, *, at: datetime | None = None) -> None:
        """The job that answers a request: with the transaction, or not at all.

        `at` is when its messages may be complete; each that comes defers one, and they run one after the other.
        """
        job = _job("answer_request", WORK, lock=f"request:{request_id}" if at else None, request_id=request_id)
        await self._defer(transaction, [job.evolve(scheduled_at=at)])

    async def defer_length(self, transaction: AsyncConnection, request_id: int, length: str, *, cause: int) -> None:
        """The job that tells an answer at another length, one after the other for each answer."""
        job = _job(
            "change_length", WORK, lock=f"length:{request_id}", request_id=request_id, length=length, cause=cause
        )
        await self._defer(transaction, [job])

    async def defer_search(self, transaction: AsyncConnection, search_id: int) -> None:
        """The job that answers a search for feeds: with the transaction, or not at all."""
        await self._defer(transaction, [_job("find_feeds", WORK, search_id=search_id)])

    async def defer_digest(self, transaction: AsyncConnection, digest_id: int) -> None:
        """The job that makes a digest: with the transaction, or not at all."""
        await self._defer(transaction, [_job("make_digest", FEEDS, digest_id=digest_id)])

    async def defer_longer(self, transaction: AsyncConnection, request_id: int) -> None:
        """The job that tells a story longer: with the transaction, or not at all."""
        await self._defer(transaction, [_job("lengthen_story", WORK, request_id=request_id)])

    async def defer_post(self, follow_id: int) -> None:
        """Post what is new of a follow, unless that waits already."""
        await self._defer_once("post_entries", FEEDS, lock=f"post:{follow_id}", follow_id=follow_id)

    async def defer_poll(self) -> None:
        """Ask the due feeds soon, unless that waits already."""
        await self._defer_once("poll_feeds", FEEDS, lock="poll")

    async def defer_tidy(self) -> None:
        """Tidy soon, unless that waits already."""
        await self._defer_once("tidy", WORK, lock="tidy")

    async def _defer_once(self, task: str, queue: str, *, lock: str, **arguments: int) -> None:
        with suppress(AlreadyEnqueued):
            await self._app.configure_task(task, queue=queue, queueing_lock=lock).defer_async(**arguments)

    async def _defer(self, transaction: AsyncConnection, jobs: list[Job]) -> None:
        if jobs:
            connection = await driver_connection(transaction)
            await self._app.job_manager.batch_defer_jobs_async(jobs, connection=connection)

    async def work(self, queue: str, services: JobServices, *, concurrency: int, grace: timedelta) -> None:
        """Work off a queue until cancelled; then jobs get the grace period to end, and go back to the queue."""
        while True:  # a worker ends by itself when the database goes away
            try:
                await self._app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=concurrency,
                    delete_jobs="successful",
                    fetch_job_polling_interval=POLL_S,
                    shutdown_graceful_timeout=grace.total_seconds(),
                    update_heartbeat_interval=self._heartbeat.total_seconds(),
                    stalled_worker_timeout=self._stalled_after.total_seconds(),
                    install_signal_handlers=False,
                    additional_context={"services": services},
                )
            except ConnectorException as error:
                logger.warning("the %s jobs wait for the database: %s", queue, error)
            await asyncio.sleep(RESTART_PAUSE_S)

    async def rescue(self) -> int:
        """Put jobs of dead workers back into their queues; how many. Procrastinate does not do this by itself."""
        manager = self._app.job_manager
        stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled_after.total_seconds())
        rescued = 0
        for job in stalled:
            try:
                await manager.retry_job(job)
            except ConnectorException:  # another process was faster
                continue
            rescued += 1
            logger.warning("job %s of a dead worker runs again", job.call_string)
        return rescued

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many jobs there are, by queue and status."""
        queues = await self._app.job_manager.list_queues_async()
        return {
            (queue["name"], status): int(queue[status]) for queue in queues for status in ("todo", "doing", "failed")
        }


def _job(task: str, queue: str, *, lock: str | None = None, **arguments: int | str) -> Job:
    return Job(
        id=None, task_name=task, queue=queue, lock=lock, queueing_lock=None, task_kwargs=dict(arguments), priority=0
    )


def _feed_work(context: JobContext) -> FeedWork:
    work = _services(context).feeds
    assert work
    return work


def _services(context: JobContext) -> JobServices:
    services = context.additional_context["services"]
    assert isinstance(services, JobServices)
    return services
