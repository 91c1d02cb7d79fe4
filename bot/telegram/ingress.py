"""Updates in, at least once: stored as a row and a job in one transaction, and only then confirmed to Telegram.

Polling and the webhook write through the same `Inbox`. Nothing here looks inside an update but for its id and its chat:
what no parser takes is stored as well, and found out by its job, one by one.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import TelegramUnavailableError
from bot.jobs import Jobs
from bot.storage.database import Database
from bot.storage.updates import add_updates
from bot.telegram.client import retry_after_s

logger = logging.getLogger(__name__)

# Explicit: without a list Telegram goes on with the list of the call before.
ALLOWED_UPDATES = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member",
)  # fmt: skip
BATCH_SIZE = 100  # Telegram's own limit
ANSWER_TIMEOUT_S = 10.0  # on top of the long poll
MAX_BACKOFF_S = 30.0
CONFLICT_WAIT_S = 5.0

Payload = dict[str, Any]


class Inbox:
    """Where updates are stored."""

    def __init__(self, database: Database, jobs: Jobs) -> None:
        self._database = database
        self._jobs = jobs
        self.stored_count = 0

    async def add(self, payloads: Sequence[Payload]) -> None:
        """Store what is new, with a job for each. When this returns, nothing of it can be lost.

        Raises:
            StorageError: nothing was stored.
        """
        readable = [payload for payload in payloads if isinstance(payload.get("update_id"), int)]
        if len(readable) < len(payloads):
            logger.error("%d updates without an id were dropped", len(payloads) - len(readable))
        if not readable:
            return
        try:
            await self._store(readable)
        except SQLAlchemyError:
            if len(readable) == 1:
                logger.exception("update %d cannot be stored", readable[0]["update_id"])
                return
            for payload in readable:  # one of them is at fault; it must not hold up the others
                await self.add([payload])

    async def _store(self, payloads: Sequence[Payload]) -> None:
        async with self._database.transaction() as transaction:
            new = await add_updates(transaction, payloads)
            chats = {payload["update_id"]: find_chat_id(payload) for payload in payloads}
            await self._jobs.defer_updates(transaction, {update_id: chats[update_id] for update_id in sorted(new)})
        self.stored_count += len(new)


class Poller:
    """Asks Telegram for updates, for ever."""

    def __init__(self, bot: Bot, inbox: Inbox, *, timeout_s: int) -> None:
        self._bot = bot
        self._inbox = inbox
        self._timeout_s = timeout_s
        self._request = HTTPXRequest(connection_pool_size=1, read_timeout=timeout_s + ANSWER_TIMEOUT_S)
        self._failures = 0

    @property
    def is_connected(self) -> bool:
        """Whether Telegram answered the last time."""
        return self._failures == 0

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            StorageError: the database is lost.
            TelegramUnavailableError: Telegram does not know the token.
        """
        async with self._request:
            # An empty answer has confirmed everything: from there on no offset is sent, as after a quiet week
            # Telegram begins its numbers anew, and an old offset would throw the new updates away.
            offset: int | None = None
            while True:
                batch = await self._fetch(offset)
                if batch is None:
                    continue
                await self._inbox.add(batch)
                ids = [payload["update_id"] for payload in batch if isinstance(payload.get("update_id"), int)]
                offset = max(ids) + 1 if ids else None

    async def _fetch(self, offset: int | None) -> list[Payload] | None:
        """One batch; None where Telegram did not answer, after a pause."""
        query = {"timeout": self._timeout_s, "limit": BATCH_SIZE, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            query["offset"] = offset
        try:
            batch = await self._request.post(f"{self._bot.base_url}/getUpdates?{urlencode(query)}")
        except InvalidToken as error:
            raise TelegramUnavailableError("Telegram does not know this bot token.") from error
        except TelegramError as error:
            await self._pause(error)
            return None
        if self._failures:
            logger.info("Telegram answers again")
        self._failures = 0
        return cast(list[Payload], batch)

    async def _pause(self, error: TelegramError) -> None:
        self._failures += 1
        if isinstance(error, RetryAfter):
            wait_s = retry_after_s(error)
        elif isinstance(error, Conflict):
            wait_s = CONFLICT_WAIT_S
            logger.error("another program asks Telegram for this bot's updates; only one may")
        else:
            wait_s = min(0.5 * 2 ** min(self._failures, 8), MAX_BACKOFF_S)
            if self._failures == 1:
                logger.warning("Telegram does not answer (%s); trying again", type(error).__name__)
        await asyncio.sleep(wait_s)


def find_chat_id(payload: Payload) -> int | None:
    """The chat that an update is about, so that a chat's updates are handled in order; None where there is none.

    >>> find_chat_id({"update_id": 1, "callback_query": {"message": {"chat": {"id": 5}}}})
    5
    """
    for key, about in payload.items():
        if key == "update_id" or not isinstance(about, dict):
            continue
        holder = about.get("message", about) if key == "callback_query" else about
        chat = holder.get("chat") if isinstance(holder, dict) else None
        chat_id = chat.get("id") if isinstance(chat, dict) else None
        if isinstance(chat_id, int):
            return chat_id
    return None
