"""kill -9 at every step from the update to the last message: nothing is lost, a repeat is one part and marked.

Every tenth step; with BYLINE_LONG=1 every one, about ninety.
"""

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.demo.bot_api import LocalBotApi
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from bot.telegram import pace
from bot.telegram.outbox import REPEAT_MARK
from tests.integration.telegram.conftest import StartDeadly
from tests.integration.telegram.running_bot import STALLED_AFTER, LongSummaries, RunningBot

PARTS = [1, 2, 3]
MOST_STEPS = 200
STRIDE = 1 if os.environ.get("BYLINE_LONG") else 10
FIRST_CHAT = 2_000


@pytest.fixture
def stalled_after() -> timedelta:
    """Whoever takes over finds the dead one's jobs soon."""
    return STALLED_AFTER


async def test_at_whatever_step_the_process_dies_everything_arrives_once(
    api: LocalBotApi,
    database: Database,
    make_bot: Callable[[], RunningBot],
    start_deadly: StartDeadly,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "CHAT_GAP_S", 0.0)
    deaths, repeats = 0, 0
    for step in range(1, MOST_STEPS, STRIDE):
        chat_id = FIRST_CHAT + step
        api.add_chat(chat_id)
        async with database.transaction() as transaction:
            await set_role(transaction, chat_id, role=Role.USER)
        process = start_deadly(step)
        api.post_text(f"Article {step}.\nIt is short.", chat_id=chat_id)
        await api.wait_for(lambda: process.poll() is not None or is_told(api, chat_id), 300)  # noqa: B023  awaited at once
        has_died = process.poll() is not None
        process.kill()
        process.wait()
        bot = make_bot()
        bot.summaries.__class__ = LongSummaries
        await bot.start()
        await api.wait_for(lambda: is_told(api, chat_id), 300)  # noqa: B023  awaited at once
        await bot.stop()
        told = parts(api, chat_id)
        assert told[False] <= Counter(PARTS), f"step {step}: repeated without a mark"
        assert sum(told[True].values()) <= 1, f"step {step}: more than one part repeated"
        assert not told[True] or has_died
        deaths, repeats = deaths + has_died, repeats + sum(told[True].values())
        if not has_died:
            break
    else:
        pytest.fail("the work had no end")
    print(f"{deaths} deaths, {repeats} marked repeats")
    assert deaths >= 60 // STRIDE


def parts(api: LocalBotApi, chat_id: int) -> dict[bool, Counter[int]]:
    """The parts of the answer in a chat: unmarked, and marked as repeats."""
    told: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    for message in api.answers(chat_id):
        is_repeat = message["text"].startswith(REPEAT_MARK)
        told[is_repeat].update(int(number) for number in re.findall(r"Part (\d) of Article", message["text"]))
    return told


def is_told(api: LocalBotApi, chat_id: int) -> Any:
    """Whether every part is there, and nothing waits to become one."""
    told = parts(api, chat_id)
    is_settled = all(message["text"] != REPEAT_MARK for message in api.answers(chat_id)[-1:])
    return is_settled and set(told[False] + told[True]) == set(PARTS)
