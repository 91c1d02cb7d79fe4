"""How fast messages may go out: so many a second over all chats, one a second in a chat, so many a minute in a group.

A send counts from the moment Telegram *answered*. It arrived before that, so between two arrivals at Telegram there is
never less time than the rule asks for, whatever the network does to either of them.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

CHAT_GAP_S = 1.0
GROUP_WINDOW_S = 60.0


class Pace:
    """Turns to send. One turn at a time in a chat is the caller's care."""

    def __init__(self, *, messages_per_second: float, group_messages_per_minute: float) -> None:
        self._turns = asyncio.Semaphore(max(1, int(messages_per_second)))
        self._window_s = max(1, int(messages_per_second)) / messages_per_second
        self._group_size = max(1, int(group_messages_per_minute))
        self._answered_at: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=self._group_size))

    def wait_s(self, chat_id: int) -> float:
        """Seconds until this chat may get its next message; 0 or less: now."""
        answered_at = self._answered_at.get(chat_id)
        if not answered_at:
            return 0.0
        due = answered_at[-1] + CHAT_GAP_S
        if chat_id < 0 and len(answered_at) == self._group_size:  # groups and channels have negative ids
            due = max(due, answered_at[0] + GROUP_WINDOW_S)
        return due - time.monotonic()

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncGenerator[None]:
        """Wait for a turn among all chats; send inside."""
        await self._turns.acquire()
        try:
            yield
        finally:
            self._answered_at[chat_id].append(time.monotonic())
            asyncio.get_running_loop().call_later(self._window_s, self._turns.release)

    def forget_idle(self) -> None:
        """Drop chats that no rule holds back any more."""
        end = time.monotonic() - GROUP_WINDOW_S
        for chat_id in [chat_id for chat_id, times in self._answered_at.items() if times[-1] < end]:
            del self._answered_at[chat_id]
