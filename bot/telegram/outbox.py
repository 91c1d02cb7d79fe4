"""Delivers the outbox: in order within a chat, within Telegram's limits, each message once.

Whether a timed-out send arrived cannot be known. It is repeated, marked, in a way that cannot fail twice: first a small
placeholder, then its edit into the content, and edits may be repeated for ever.
"""

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain import FormattedText, OutgoingMessage, TextEntity
from bot.errors import (
    ChatBlockedError,
    ChatMovedError,
    EntitiesRefusedError,
    MessageGoneError,
    MessageRefusedError,
    NotSentError,
    SlowDownError,
    TelegramUnavailableError,
    UnsureError,
)
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.storage.moves import move_settings
from bot.storage.outbox import Delivery
from bot.telegram.client import TelegramClient
from bot.telegram.pace import Pace

logger = logging.getLogger(__name__)

REPEAT_MARK = "(repeat?)"
MAX_UTF16_UNITS, MAX_ENTITIES = 4096, 100  # what Telegram takes; our own messages leave room for the mark
MAX_BACKOFF = timedelta(minutes=1)
SWEEP_S = 5.0  # how often chats are looked for that nobody woke


@dataclass(slots=True)
class _Drain:
    """The task that sends what waits in one chat."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    is_sending: bool = False  # a message is on its way: not to be interrupted


class OutboxSender:
    """Run by the leading bot process alone."""

    def __init__(self, *, database: Database, client: TelegramClient, pace: Pace) -> None:
        self._database = database
        self._client = client
        self._pace = pace
        self._drains: dict[int, _Drain] = {}
        self._is_stopping = False
        self.counts: Counter[str] = Counter()  # of outcomes, for the metrics

    async def run(self, leadership: Leadership, *, stop: asyncio.Event) -> None:
        """Deliver until `stop`; what is on its way is finished, the rest stays in the outbox.

        Raises:
            StorageError: the database is lost.
        """
        self._is_stopping = False
        async with self._database.transaction() as transaction:
            if unsure := await outbox.recover(transaction):
                logger.warning("%d messages were being sent when the process before ended", unsure)
        async with asyncio.TaskGroup() as group:
            listener = group.create_task(self._listen(leadership, group), name="outbox-listen")
            sweeper = group.create_task(self._sweep(group), name="outbox-sweep")
            await stop.wait()
            self._is_stopping = True
            listener.cancel()
            sweeper.cancel()
            for drain in self._drains.values():
                if drain.task and not drain.is_sending:
                    drain.task.cancel()

    async def _listen(self, leadership: Leadership, group: asyncio.TaskGroup) -> None:
        async for chat_id in leadership.wakes():
            self._wake(chat_id, group)

    async def _sweep(self, group: asyncio.TaskGroup) -> None:
        while True:
            async with self._database.transaction() as transaction:
                waiting = await outbox.waiting_chats(transaction)
            for chat_id in waiting:
                self._wake(chat_id, group)
            self._pace.forget_idle()
            await asyncio.sleep(SWEEP_S)

    def _wake(self, chat_id: int, group: asyncio.TaskGroup) -> None:
        if chat_id in self._drains:
            self._drains[chat_id].wake.set()
            return
        drain = _Drain()
        self._drains[chat_id] = drain
        drain.task = group.create_task(self._drain(chat_id, drain), name=f"outbox-{chat_id}")

    async def _drain(self, chat_id: int, drain: "_Drain") -> None:
        try:
            await self._send_waiting(chat_id, drain.wake)
        finally:  # nothing is awaited between its last look at the outbox and here: no wake is lost
            del self._drains[chat_id]

    async def _send_waiting(self, chat_id: int, wake: asyncio.Event) -> None:
        """Send what waits in one chat, in order, until nothing does."""
        while not self._is_stopping:
            if (pace_s := self._pace.wait_s(chat_id)) > 0:
                await asyncio.sleep(pace_s)
            wake.clear()
            async with self._database.transaction() as transaction:
                delivery = await outbox.next_delivery(transaction, chat_id)
            if delivery is None:
                if wake.is_set():
                    continue
                return
            if delivery.hold_s > 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), delivery.hold_s)
                continue
            await self._deliver(delivery)

    async def _deliver(self, delivery: Delivery) -> None:
        drain = self._drains[delivery.chat_id]
        try:
            async with self._pace.turn(delivery.chat_id):
                drain.is_sending = True
                async with self._database.transaction() as transaction:
                    await outbox.mark_sending(transaction, delivery.id)
                result = await self._post(delivery)
            self.counts[await self._record(delivery, result)] += 1
        finally:
            drain.is_sending = False

    async def _post(self, delivery: Delivery) -> int | Exception:
        """One try: the message's id, or why there is none. Nothing but the try itself takes up the turn."""
        try:
            if delivery.is_unsure and delivery.edits is None:
                placeholder = replace(delivery.message, content=FormattedText(REPEAT_MARK), keyboard=())
                return await self._client.send(delivery.chat_id, placeholder)
            message = marked_as_repeat(delivery.message) if delivery.is_unsure else delivery.message
            return await self._without_entities_if_need_be(delivery, message)
        except Exception as error:  # what cannot be sent must not stop the messages behind it
            return error

    async def _record(self, delivery: Delivery, result: int | Exception) -> str:
        """Write down what came of a try; the outcome in a word."""
        match result:
            case int():
                async with self._database.transaction() as transaction:
                    is_placed = delivery.is_unsure and delivery.edits is None
                    mark = outbox.mark_placed if is_placed else outbox.mark_sent
                    await mark(transaction, delivery.id, message_id=result)
                return "sent"
            case SlowDownError() | NotSentError() | UnsureError() | TelegramUnavailableError():
                return await self._put_back(delivery, result)
            case ChatBlockedError():
                return await self._park(delivery, result)
            case ChatMovedError() | MessageGoneError():
                return await self._redirect(delivery, result)
            case _:
                return await self._refuse(delivery, result)

    async def _without_entities_if_need_be(self, delivery: Delivery, message: OutgoingMessage) -> int:
        try:
            return await self._send_or_edit(delivery, message)
        except EntitiesRefusedError:
            logger.warning("entities of outbox row %d were refused; sending plain text", delivery.id)
            return await self._send_or_edit(delivery, replace(message, content=FormattedText(message.content.text)))

    async def _send_or_edit(self, delivery: Delivery, message: OutgoingMessage) -> int:
        if delivery.edits is None:
            return await self._client.send(delivery.chat_id, message)
        await self._client.edit(delivery.chat_id, delivery.edits, message)
        return delivery.edits

    async def _put_back(self, delivery: Delivery, error: Exception) -> str:
        delay = error.retry_after if isinstance(error, SlowDownError) else backoff(delivery.attempts)
        is_unsure = isinstance(error, UnsureError) and delivery.edits is None
        async with self._database.transaction() as transaction:
            await outbox.put_back(transaction, delivery.id, delay=delay, error=str(error), is_unsure=is_unsure)
        logger.warning("outbox row %d waits %.0f s: %s", delivery.id, delay.total_seconds(), type(error).__name__)
        return "unsure" if is_unsure else "held"

    async def _park(self, delivery: Delivery, error: Exception) -> str:
        async with self._database.transaction() as transaction:
            await outbox.put_back(transaction, delivery.id, delay=timedelta(0), error=str(error))
            await outbox.park_chat(transaction, delivery.chat_id)
        logger.info("the chat of outbox row %d shut the bot out; its messages wait until it writes again", delivery.id)
        return "blocked"

    async def _redirect(self, delivery: Delivery, error: ChatMovedError | MessageGoneError) -> str:
        async with self._database.transaction() as transaction:
            if isinstance(error, ChatMovedError):
                await outbox.move_chat(transaction, delivery.chat_id, new_id=error.new_chat_id)
                await move_settings(transaction, delivery.chat_id, new_id=error.new_chat_id)
            else:
                await outbox.forget_target(transaction, delivery.id)
        return "redirected"

    async def _refuse(self, delivery: Delivery, error: Exception) -> str:
        async with self._database.transaction() as transaction:
            await outbox.refuse(transaction, delivery.id, error=f"{type(error).__name__}: {error}")
        is_known = isinstance(error, MessageRefusedError | EntitiesRefusedError)
        logger.error("outbox row %d was refused for good", delivery.id, exc_info=None if is_known else error)
        return "refused"


def marked_as_repeat(message: OutgoingMessage) -> OutgoingMessage:
    """The message with a first line that says that it may have come before; unmarked where there is no room for it."""
    prefix = f"{REPEAT_MARK}\n"
    text = prefix + message.content.text
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_UTF16_UNITS:
        return message
    mark = TextEntity("italic", 0, len(REPEAT_MARK))
    moved = tuple(replace(entity, offset=entity.offset + len(prefix)) for entity in message.content.entities)
    entities = (mark, *moved) if len(moved) < MAX_ENTITIES else moved
    return replace(message, content=FormattedText(text, entities))


def backoff(attempts: int) -> timedelta:
    """1, 2, 4 ... seconds, at most a minute."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), MAX_BACKOFF)
