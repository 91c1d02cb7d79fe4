"""Tells a story of a digest longer: its articles are kept with its summary."""

from dataclasses import dataclass

from bot.digests.render import render_story
from bot.digests.tell import Model
from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import find_summary
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
            drafts = [
                Draft(key=f"longer:{request_id}:{number}", chat_id=stored.chat_id, message=OutgoingMessage(content))
                for number, content in enumerate(contents)
            ]
            await enqueue(transaction, drafts)

    async def _contents(self, documents: list[Document]) -> tuple[FormattedText, ...]:
        if not documents:
            return (TOO_OLD,)
        try:
            return render_story(await self.model.summarize(documents, length=Length.LONG))
        except DocumentError:
            return (NO_MORE,)
