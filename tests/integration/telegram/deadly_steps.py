"""Kills this process at one step of its work: before and after each store, transaction, summary, rendering, send and edit."""

import contextlib
import functools
import os
import signal
from collections.abc import AsyncIterator, Callable
from typing import Any

from bot import answers
from bot.storage.database import Database
from bot.telegram import pace
from bot.telegram.client import TelegramClient
from bot.telegram.ingress import Inbox


class Steps:
    """Counts from the first update on."""

    def __init__(self, deadly: int) -> None:
        self._deadly = deadly
        self._count = 0
        self.is_counting = False

    def step(self) -> None:
        self._count += self.is_counting
        if self.is_counting and self._count == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """An async call with a step before and after it."""

        @functools.wraps(call)
        async def stepped(*args: Any, **kwargs: Any) -> Any:
            self.step()
            result = await call(*args, **kwargs)
            self.step()
            return result

        return stepped


def die_at_step(number: int, summaries: Any) -> None:
    """From here on the process has so many steps to live."""
    steps = Steps(number)
    transaction, add, render = Database.transaction, Inbox.add, answers.answer_messages

    @contextlib.asynccontextmanager
    async def stepped_transaction(self: Database) -> AsyncIterator[Any]:
        async with transaction(self) as connection:
            steps.step()
            yield connection
            steps.step()
        steps.step()

    async def counting_add(self: Inbox, payloads: Any) -> None:
        steps.is_counting = steps.is_counting or bool(payloads)
        steps.step()
        await add(self, payloads)
        steps.step()

    def stepped_render(*args: Any, **kwargs: Any) -> Any:
        steps.step()
        return render(*args, **kwargs)

    Database.transaction = stepped_transaction  # type: ignore[method-assign]
    Inbox.add = counting_add  # type: ignore[method-assign]
    answers.answer_messages = stepped_render
    TelegramClient.send = steps.around(TelegramClient.send)  # type: ignore[method-assign]
    TelegramClient.edit = steps.around(TelegramClient.edit)  # type: ignore[method-assign]
    summaries.summarize = steps.around(summaries.summarize)
    pace.CHAT_GAP_S = 0.0  # the rules of Telegram are not what is tried here
