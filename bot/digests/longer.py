"""Tells a story of a digest longer: its articles are kept with its summary."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.render import render_story
from bot.digests.tell import Model
from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import find_request, find_summary
from bot.storage.subscribers import get_subscriber
from summarizer.document import Document
from summarizer.errors import DocumentError
from summarizer.summary import Length

TOO_OLD = FormattedText("This story is too old: its articles were deleted.")
NO_MORE = FormattedText("There is no more to tell of it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengthener:
    """Answers the button "Longer" under a story."""

    database: Database
    model: Model

    async def lengthen(self, request_id: int) -> None:
        """Draft the longest telling of a story, once."""
        async with self.database.transaction() as transaction:
            stored = await find_summary(transaction, request_id)
        if stored is None:
            return
        contents = await self._contents([document for document in stored.summary.documents if document.text])
        async with self.database.transaction() as transaction:
            if (
                await find_request(transaction, request_id, should_lock=True) is None
            ):  # its reader was forgotten meanwhile
                return
            thread_id = await _thread_of(transaction, stored.chat_id)
            messages = [OutgoingMessage(content, thread_id=thread_id) for content in contents]
            drafts = [
                Draft(key=f"longer:{request_id}:{number}", chat_id=stored.chat_id, message=message)
                for number, message in enumerate(messages)
            ]
            await enqueue(transaction, drafts)

    async def _contents(self, documents: list[Document]) -> tuple[FormattedText, ...]:
        if not documents:
            return (TOO_OLD,)
        try:
            return render_story(await self.model.summarize(documents, length=Length.LONG))
        except DocumentError:
            return (NO_MORE,)


async def _thread_of(transaction: AsyncConnection, chat_id: int) -> int | None:
    """The forum topic that a chat's digests go to."""
    subscriber = await get_subscriber(transaction, chat_id, now=datetime.now(UTC))
    return subscriber.thread_id if subscriber.target_chat_id == chat_id else None
