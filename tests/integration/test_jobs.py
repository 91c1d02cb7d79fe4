import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from psycopg import AsyncConnection

from bot.jobs import TELEGRAM, WORK, Jobs, JobServices
from bot.storage.database import Database

STALLED_AFTER = timedelta(minutes=2)  # no machine is so busy that a worker that lives is silent for so long
LONG_AGO = "now() - interval '1 h'"


class Recorder:
    """Both kinds of work; each waits until it is let go."""

    def __init__(self) -> None:
        self.tidied: list[int] = []
        self.started: list[int] = []
        self.done: list[int] = []
        self.go = asyncio.Event()
        self.changed = asyncio.Event()

    async def answer(self, request_id: int, *, attempts_left: int) -> None:
        await self._work(request_id)

    async def change_length(self, request_id: int, length: str, *, cause: int, attempts_left: int) -> None:
        await self._work(request_id)

    async def handle(self, update_id: int, *, is_last_attempt: bool) -> None:
        await self._work(update_id)

    async def tidy(self) -> None:
        self.tidied.append(1)
        self.changed.set()

    async def _work(self, number: int) -> None:
        self.started.append(number)
        self.changed.set()
        await self.go.wait()
        self.done.append(number)
        self.changed.set()

    async def until(self, attribute: str, count: int) -> None:
        async with asyncio.timeout(120):
            while len(getattr(self, attribute)) < count:
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def jobs(database_url: str) -> AsyncIterator[Jobs]:
    async with Jobs(database_url, heartbeat=timedelta(seconds=0.2), stalled_after=STALLED_AFTER) as opened:
        yield opened


@contextlib.asynccontextmanager
async def working(
    jobs: Jobs, recorder: Recorder, queue: str, *, grace_s: float = 60
) -> "AsyncIterator[asyncio.Task[None]]":
    services = JobServices(updates=recorder, answers=recorder, janitor=recorder)
    task = asyncio.create_task(jobs.work(queue, services, concurrency=4, grace=timedelta(seconds=grace_s)))
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def defer_answers(database: Database, jobs: Jobs, *request_ids: int) -> None:
    async with database.transaction() as transaction:
        for request_id in request_ids:
            await jobs.defer_answer(transaction, request_id)


async def test_a_job_is_there_only_if_its_transaction_is(database: Database, jobs: Jobs) -> None:
    recorder = Recorder()
    recorder.go.set()
    with contextlib.suppress(ZeroDivisionError):
        async with database.transaction() as transaction:
            await jobs.defer_answer(transaction, 1)
            raise ZeroDivisionError
    await defer_answers(database, jobs, 2)
    async with working(jobs, recorder, WORK):
        await recorder.until("done", 1)
    assert recorder.done == [2]


async def test_jobs_of_a_chat_run_one_after_the_other_and_those_of_others_beside_them(
    database: Database, jobs: Jobs
) -> None:
    recorder = Recorder()
    async with database.transaction() as transaction:
        await jobs.defer_updates(transaction, {1: 7, 2: 7, 3: 8})
    async with working(jobs, recorder, TELEGRAM):
        await recorder.until("started", 2)
        assert sorted(recorder.started) == [1, 3]
        recorder.go.set()
        await recorder.until("done", 3)
    assert recorder.done.index(1) < recorder.done.index(2)


async def test_a_shutdown_lets_jobs_end_within_the_grace_period(database: Database, jobs: Jobs) -> None:
    recorder = Recorder()
    await defer_answers(database, jobs, 1)
    async with working(jobs, recorder, WORK) as task:
        await recorder.until("started", 1)
        task.cancel()
        await asyncio.sleep(0)
        recorder.go.set()
        await asyncio.gather(task, return_exceptions=True)
    assert recorder.done == [1]
    assert not any((await jobs.counts()).values())


async def test_a_job_that_a_shutdown_cuts_off_runs_again(database: Database, jobs: Jobs) -> None:
    recorder = Recorder()
    await defer_answers(database, jobs, 1)
    async with working(jobs, recorder, WORK, grace_s=0.01):
        await recorder.until("started", 1)
    assert recorder.done == []
    recorder.go.set()
    async with working(jobs, recorder, WORK):
        await recorder.until("done", 1)
    assert recorder.started == [1, 1]


async def test_a_job_of_a_dead_worker_is_rescued_and_of_a_living_one_is_not(
    database: Database, jobs: Jobs, database_url: str
) -> None:
    recorder = Recorder()
    await defer_answers(database, jobs, 1)
    async with working(jobs, recorder, WORK):
        await recorder.until("started", 1)
        async with database.transaction() as transaction:
            await transaction.exec_driver_sql(f"UPDATE procrastinate_workers SET last_heartbeat = {LONG_AGO}")
        await until_heard(database)  # its heartbeat is what keeps the job
        assert await jobs.rescue() == 0
        async with database.transaction() as transaction:
            # What a kill -9 leaves behind: a worker whose heartbeat is old, who never signed off, and its job.
            dead = f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({LONG_AGO}) RETURNING id"
            worker_id = (await transaction.exec_driver_sql(dead)).scalar_one()
            await transaction.exec_driver_sql(f"UPDATE procrastinate_jobs SET worker_id = {worker_id}")
        assert await jobs.rescue() == 1
        assert await jobs.rescue() == 0
        recorder.go.set()


async def until_heard(database: Database) -> None:
    """Wait until every worker has shown that it lives."""
    silent = f"SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat <= {LONG_AGO})"
    is_silent = True
    async with asyncio.timeout(120):
        while is_silent:
            await asyncio.sleep(0.01)
            async with database.transaction() as transaction:
                is_silent = (await transaction.exec_driver_sql(silent)).scalar_one()


async def test_tidying_waits_in_the_queue_once(jobs: Jobs) -> None:
    await jobs.defer_tidy()
    await jobs.defer_tidy()
    assert (await jobs.counts())[WORK, "todo"] == 1


async def test_tidying_forgets_jobs_that_failed_long_ago(jobs: Jobs, database: Database) -> None:
    async with database.transaction() as transaction:
        await jobs.defer_answer(transaction, 1)
        await transaction.exec_driver_sql("UPDATE procrastinate_jobs SET status = 'failed'")
        await transaction.exec_driver_sql("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    await jobs.defer_tidy()
    recorder = Recorder()
    async with working(jobs, recorder, WORK):
        await recorder.until("tidied", 1)
    assert not any((await jobs.counts()).values())


async def test_the_end_of_a_job_wakes_the_workers_for_the_next_of_its_lock(
    jobs: Jobs, database: Database, database_url: str
) -> None:
    recorder = Recorder()
    async with database.transaction() as transaction:
        await jobs.defer_updates(transaction, dict.fromkeys(range(1, 4), 7))
    async with (
        await AsyncConnection.connect(database_url, autocommit=True) as listener,
        working(jobs, recorder, TELEGRAM),
    ):
        await recorder.until("started", 1)
        await listener.execute(f'LISTEN "procrastinate_queue_v1#{TELEGRAM}"')  # after the word of the new jobs
        recorder.go.set()
        woken = [json.loads(notify.payload) async for notify in listener.notifies(timeout=120, stop_after=2)]
        await recorder.until("done", 3)
    assert recorder.done == [1, 2, 3]
    assert [notification["type"] for notification in woken] == ["job_inserted"] * 2  # for the second and the third
