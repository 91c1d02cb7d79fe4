import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock, movable_time


async def test_it_ticks_at_once_and_again_and_survives_an_error(caplog: pytest.LogCaptureFixture) -> None:
    ticks: list[int] = []
    enough = asyncio.Event()

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            enough.set()
        raise ValueError("planted")

    clock = Clock()
    clock.every(timedelta(seconds=0.02), tick, name="test tick")
    with caplog.at_level(logging.ERROR):
        async with clock:
            await asyncio.wait_for(enough.wait(), 60)
    assert "test tick failed" in caplog.text


async def test_its_end_waits_for_a_tick_under_way() -> None:
    started, finished = asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        started.set()
        await asyncio.sleep(0.05)
        finished.set()

    clock = Clock()
    clock.every(timedelta(hours=1), tick, name="test tick")
    async with clock:
        await asyncio.wait_for(started.wait(), 60)
    assert finished.is_set()


def test_time_is_moved_by_what_a_file_says(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    now = movable_time(str(file))
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    file.write_text("7200")
    assert timedelta(minutes=119) < now() - datetime.now(UTC) < timedelta(minutes=121)
    file.write_text("")
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
