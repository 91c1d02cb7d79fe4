"""The duties of the one leading bot process: take updates in, send the outbox. Another takes over when it is gone."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import StorageError
from bot.storage.leadership import Leadership, leadership
from bot.telegram.ingress import Poller
from bot.telegram.outbox import OutboxSender

logger = logging.getLogger(__name__)

RETRY_S = 1.0


class Leader:
    """Leads while it can, stands by otherwise."""

    def __init__(
        self, url: str, *, prepare: Callable[[], Awaitable[None]], poller: Poller | None, sender: OutboxSender
    ) -> None:
        """`poller` is None where updates come by webhook."""
        self._url = url
        self._prepare = prepare
        self._poller = poller
        self._sender = sender
        self._stop_taking = asyncio.Event()
        self._stop_sending = asyncio.Event()
        self.is_leading = False

    def stop_taking(self) -> None:
        """Take no more updates."""
        self._stop_taking.set()

    def stop_sending(self) -> None:
        """Finish what is on its way, and end. Who stands by has nothing to finish, and is cancelled."""
        self._stop_sending.set()

    async def run(self) -> None:
        """Stand by, lead, and stand by again when the database was lost, until stopped.

        Raises:
            TelegramUnavailableError: Telegram does not know the token.
        """
        while not self._stop_sending.is_set():
            try:
                await self._serve_term()
            except* StorageError as errors:
                logger.warning("%s", errors.exceptions[0])
                await asyncio.sleep(RETRY_S)

    async def _serve_term(self) -> None:
        try:
            async with leadership(self._url) as held:
                self.is_leading = True
                await self._do_duties(held)
        finally:
            self.is_leading = False

    async def _do_duties(self, held: Leadership) -> None:
        async with asyncio.TaskGroup() as group:
            taking = group.create_task(self._take_updates(), name="ingress")
            group.create_task(self._sender.run(held, stop=self._stop_sending), name="outbox")
            await self._stop_taking.wait()
            taking.cancel()

    async def _take_updates(self) -> None:
        await self._prepare()
        if self._poller:
            await self._poller.run()
