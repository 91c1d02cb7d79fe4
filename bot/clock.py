"""APScheduler as a clock and nothing more: it ticks, and each tick defers keyed work or looks at the database.

Whatever has to happen at a time stands in the database as a moment; a tick that is late or missed loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StorageError

logger = logging.getLogger(__name__)

STOP_WAIT_S = 2.0
Tick = Callable[[], Awaitable[object]]


def movable_time(file: str) -> Callable[[], datetime]:
    """Now, moved by the seconds that `file` holds; plain now without a file, or while it holds no number."""

    def now() -> datetime:
        try:
            return datetime.now(UTC) + timedelta(seconds=float(Path(file).read_text()))
        except (OSError, ValueError):
            return datetime.now(UTC)

    return now if file else lambda: datetime.now(UTC)


class Clock:
    """Interval ticks on the running loop, each at most once at a time, from the start on."""

    def __init__(self) -> None:
        # Its own default drops a tick that is one second late.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._ticking: set[asyncio.Task[None]] = set()

    def every(self, interval: timedelta, tick: Tick, *, name: str) -> None:
        """Call `tick` now and then after each interval; what it raises is logged."""

        async def guarded() -> None:
            task = asyncio.current_task()
            assert task
            self._ticking.add(task)
            task.add_done_callback(self._ticking.discard)
            try:
                await tick()
            except StorageError as error:
                logger.warning("%s: %s", name, error)
            except Exception:
                logger.exception("%s failed", name)

        seconds = interval.total_seconds()
        self._scheduler.add_job(guarded, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC))

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """No more ticks; those under way may end."""
        self._scheduler.pause()
        if self._ticking:
            await asyncio.wait(self._ticking, timeout=STOP_WAIT_S)
        self._scheduler.shutdown(wait=False)
