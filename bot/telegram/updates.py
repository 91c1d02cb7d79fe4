"""From a stored update to its handler: read, handled, done. What cannot be read is kept aside."""

import logging
from typing import Any

from telegram import Update

from bot.domain import FormattedText, OutgoingMessage
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue, unpark_chat
from bot.storage.updates import find_update, finish_update
from bot.telegram.handlers import AnyApplication
from bot.telegram.ingress import find_chat_id

logger = logging.getLogger(__name__)

SORRY = "Sorry, something went wrong on my side with that message. It is written down, and nothing else is affected."


class StoredUpdates:
    """Handles stored updates through python-telegram-bot's application."""

    def __init__(self, database: Database, application: AnyApplication) -> None:
        self._database = database
        self._application = application
        self._errors: dict[int, Exception] = {}
        application.add_error_handler(self._keep_error)

    async def handle(self, update_id: int, *, is_last_attempt: bool) -> None:
        """Handle an update unless that is done.

        Raises:
            Exception: what its handler raised, so that the job is tried again; not at the last attempt.
        """
        async with self._database.transaction() as transaction:
            stored = await find_update(transaction, update_id)
            if stored is None or stored.state != "new":
                return
            update = self._read(stored.payload)
            if update is None:
                await finish_update(transaction, update_id, state="poison", error="unreadable")
                return
            if update.message:
                await unpark_chat(transaction, update.message.chat.id)
        try:
            await self._dispatch(update)
        except StorageError:  # the database went away: no fault of the update
            raise
        except Exception as error:
            if not is_last_attempt:
                raise
            await self._give_up(update_id, stored.payload, error)
            return
        async with self._database.transaction() as transaction:
            await finish_update(transaction, update_id, state="done")

    def _read(self, payload: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(payload, self._application.bot)
        except Exception as error:  # whatever a parser makes of it
            logger.error("update %s cannot be read (%s); kept aside", payload.get("update_id"), type(error).__name__)
            return None

    async def _dispatch(self, update: Update) -> None:
        """Run the handler; python-telegram-bot hands its exception to an error handler instead of raising it."""
        await self._application.process_update(update)
        if error := self._errors.pop(update.update_id, None):
            raise error

    async def _keep_error(self, update: object, context: Any) -> None:
        assert isinstance(update, Update)
        self._errors[update.update_id] = context.error

    async def _give_up(self, update_id: int, payload: dict[str, Any], error: Exception) -> None:
        logger.error("update %d failed for good", update_id, exc_info=error)
        async with self._database.transaction() as transaction:
            await finish_update(transaction, update_id, state="failed", error=type(error).__name__)
            if chat_id := find_chat_id(payload):
                message = OutgoingMessage(FormattedText(SORRY))
                await enqueue(transaction, [Draft(key=f"sorry:{update_id}", chat_id=chat_id, message=message)])
