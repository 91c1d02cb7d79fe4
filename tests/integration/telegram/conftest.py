"""The local Bot API, and bots around it."""

import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from tests.integration.telegram.running_bot import BURST_WAIT, RunningBot, Start

StartDeadly = Callable[[int], "subprocess.Popen[bytes]"]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def burst_wait() -> timedelta:
    return BURST_WAIT


@pytest.fixture
def stalled_after() -> timedelta:
    """Where nobody is killed nobody is to be taken for dead, however slow the machine."""
    return timedelta(minutes=2)


@pytest.fixture
async def make_bot(
    api: LocalBotApi, database: Database, burst_wait: timedelta, stalled_after: timedelta
) -> AsyncIterator[Callable[[], RunningBot]]:
    """Makes bots; those still running at the end are stopped."""
    made: list[RunningBot] = []

    def make() -> RunningBot:
        times = {"burst_wait": burst_wait, "stalled_after": stalled_after}
        made.append(RunningBot(api.base_url, api.token, database, **times))
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


@pytest.fixture
def start(start_deadly: StartDeadly) -> Start:
    """Starts bots as processes of their own, to be killed."""
    return lambda: start_deadly(0)


@pytest.fixture
def start_deadly(api: LocalBotApi, database_url: str) -> Iterator[StartDeadly]:
    """Starts bots as processes of their own, to kill themselves at a step; 0: never."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(step: int) -> "subprocess.Popen[bytes]":
        program = [sys.executable, "-m", "tests.integration.telegram.running_bot"]
        arguments = [database_url, api.base_url, api.token, str(step)]
        running.append(subprocess.Popen([*program, *arguments], cwd=ROOT))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()
