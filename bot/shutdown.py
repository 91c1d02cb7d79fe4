"""How a process ends: asked to by a signal, and within a bound, whatever hangs."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Iterator
from typing import Self

logger = logging.getLogger(__name__)

END_WITHIN_S = 9.5


@contextlib.contextmanager
def stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set `stop`; a second one changes nothing: the end is bounded anyway."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class Deadline:
    """Ends the process when its orderly end takes too long. Nothing is lost by it, as a crash at any moment loses nothing."""

    def __init__(self, seconds: float = END_WITHIN_S) -> None:
        self._seconds = seconds
        self._timer = threading.Timer(seconds, self._end)
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
        logger.critical("the end took longer than %.0f s; ending at once", self._seconds)
        logging.shutdown()
        os._exit(1)
