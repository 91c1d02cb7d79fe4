import asyncio

import pytest
from procrastinate.jobs import Job

from bot.errors import StorageError
from bot.jobs import MAX_ATTEMPTS, TASKS, Patience


def job(attempts: int) -> Job:
    return Job(
        id=1, task_name="t", queue="q", lock=None, queueing_lock=None, task_kwargs={}, attempts=attempts, priority=0
    )


@pytest.mark.parametrize("attempts", [0, MAX_ATTEMPTS, 100])
def test_a_job_that_a_shutdown_or_a_lost_database_cut_off_is_never_given_up(attempts: int) -> None:
    for exception in (asyncio.CancelledError(), StorageError()):
        assert Patience().get_retry_decision(exception=exception, job=job(attempts))


def test_a_failing_job_is_given_up_in_the_end() -> None:
    decisions = [Patience().get_retry_decision(exception=ValueError(), job=job(n)) for n in range(MAX_ATTEMPTS)]
    assert all(decisions[:-1])
    assert decisions[-1] is None


def test_every_task_has_a_name_of_its_own_and_says_what_it_does() -> None:
    names = [function.__name__ for function, _ in TASKS]
    assert len(set(names)) == len(names)
    assert all(function.__doc__ for function, _ in TASKS)
