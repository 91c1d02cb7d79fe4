"""Politeness: one request at a time to a host, and, where asked, a pause between two."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

REMEMBERED_HOSTS = 4096
FORGET_AFTER_S = 60.0


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0
    ended_at_s: float = float("-inf")  # of the loop's clock


class HostTurns:
    """Who may ask which host now."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def take(self, host: str, *, gap_s: float = 0.0) -> AsyncIterator[None]:
        """Wait until nobody else asks `host` and its last request ended `gap_s` seconds ago; hold the turn inside."""
        clock = asyncio.get_running_loop().time
        turn = self._turns.setdefault(host, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                await asyncio.sleep(max(0.0, turn.ended_at_s + gap_s - clock()))
                try:
                    yield
                finally:
                    turn.ended_at_s = clock()
        finally:
            turn.wanted -= 1
            self._forget(clock())

    def _forget(self, now_s: float) -> None:
        if len(self._turns) > REMEMBERED_HOSTS:
            self._turns = {
                host: turn
                for host, turn in self._turns.items()
                if turn.wanted or turn.ended_at_s > now_s - FORGET_AFTER_S
            }
