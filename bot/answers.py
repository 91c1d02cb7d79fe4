"""The main jobs: a request becomes documents, a summary, an answer; later perhaps a shorter or a longer one.

Each may run several times, and has its effect once.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.articles.documents import build_provenance, order_provenances
from bot.articles.failures import Failure, tell_failures, tell_unread
from bot.articles.intake import merge_parts
from bot.domain import FormattedText, OutgoingMessage, Part, Provenance
from bot.errors import ArticleError, DeliveryError, StorageError
from bot.storage.bursts import close_burst
from bot.storage.database import Database
from bot.storage.outbox import reword
from bot.storage.requests import (
    Request,
    add_summary,
    count_begun,
    delete_summaries,
    find_request,
    find_summary,
    finish_request,
    note_begun,
    set_length,
)
from bot.telegram.answer_messages import add_note, answer_messages, draft_note, show_answer, show_length
from bot.telegram.hints import NOTHING_TO_READ
from summarizer.document import Document
from summarizer.errors import SummarizerError
from summarizer.summary import Length, Summary

logger = logging.getLogger(__name__)
T = TypeVar("T")

TYPING_REFRESH_S = 4.5  # Telegram shows it for five seconds
TOO_SLOW = "Reading this took too long, so I stopped. A shorter text may work."
MAX_CRASHES = 10  # a request at whose summary the process died so often is the reason for it
IN_LINE = "Many articles are waiting to be read. Yours is in line, and its answer comes by itself."
NOT_REVISED = "That is about your edit: the answer is still that of the message before."
SORRY = "Sorry, something went wrong on my side while I read this. It is written down; please try again later."


class PartReader(Protocol):
    """Turns what a message asks to be read into a document."""

    def read(self, part: Part) -> Awaitable[Document]: ...


class SummaryMaker(Protocol):
    """Summaries, off the event loop, one after the other."""

    @property
    def has_room(self) -> bool: ...

    def summarize(
        self, documents: Sequence[Document], *, length: Length, begin: Callable[[], Awaitable[None]] | None = None
    ) -> Awaitable[Summary]: ...


class Typist(Protocol):
    """Shows in a chat that the bot is at work."""

    def send_typing(self, chat_id: int) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What could be read of a request, and what could not."""

    documents: list[Document]
    provenances: list[Provenance]  # of the documents
    failures: list[Failure]


class Answerer:
    """Answers requests, in whichever process works off the queue."""

    def __init__(self, *, database: Database, reader: PartReader, summaries: SummaryMaker, typist: Typist) -> None:
        self._database = database
        self._reader = reader
        self._summaries = summaries
        self._typist = typist

    async def answer(self, request_id: int, *, attempts_left: int) -> None:
        """Answer a request, or tell the chat why not.

        Raises:
            Exception: what may go better at the next attempt; never at the last one.
        """
        async with self._database.transaction() as transaction:
            await close_burst(transaction, request_id)
            request = await find_request(transaction, request_id)
            crashes = await count_begun(transaction, request_id)
        if request is None or request.state != "waiting" or request.closes_at:  # a job comes for each message
            return
        if crashes >= MAX_CRASHES:
            logger.error("request %d is given up: the process ended %d times at its summary", request_id, crashes)
            await self._fail(request, SORRY)
            return
        made = await self._attempt(self._make(request), request, attempts_left=attempts_left)
        if isinstance(made, str):
            await self._fail(request, made)
        else:
            await self._succeed(request, *made)

    async def change_length(self, request_id: int, length: str, *, cause: int, attempts_left: int) -> None:
        """Tell an answer at a length that it was not told at before, or tell the chat why not.

        Args:
            cause: id of the update that asked for it.

        Raises:
            Exception: what may go better at the next attempt; never at the last one.
        """
        wanted = Length(length)
        async with self._database.transaction() as transaction:
            request = await find_request(transaction, request_id)
            stored = await find_summary(transaction, request_id)
            if request is None or stored is None or await find_summary(transaction, request_id, length=wanted):
                return
        work = self._summaries.summarize(stored.summary.documents, length=wanted)
        summary = await self._attempt(work, request, attempts_left=attempts_left)
        async with self._database.transaction() as transaction:
            if not await _is_unchanged(transaction, request):
                return
            if isinstance(summary, str):
                await add_note(transaction, request, summary, key=f"length:{cause}:0")
                return
            await add_summary(transaction, request_id, length=wanted, summary=summary, provenances=stored.provenances)
            await show_length(transaction, request_id, wanted, cause=cause)

    async def _attempt(self, work: Awaitable[T], request: Request, *, attempts_left: int) -> T | str:
        """What the work gives, or the sentence that tells the chat why it gives nothing."""
        try:
            async with self._typing(request.chat_id):
                return await work
        except (ArticleError, SummarizerError) as error:
            return str(error)
        except TimeoutError:
            return TOO_SLOW
        except StorageError:
            raise
        except Exception:
            if attempts_left > 0:
                raise
            logger.exception("request %d failed for good", request.id)
            return SORRY

    async def _make(self, request: Request) -> tuple[Summary, _Read]:
        read = await self._read(request)
        if not self._summaries.has_room:
            async with self._database.transaction() as transaction:
                await reword(transaction, draft_note(request, IN_LINE, key=request.ack_key))

        async def begin() -> None:
            async with self._database.transaction() as transaction:
                await note_begun(transaction, request.id)

        try:
            return await self._summaries.summarize(read.documents, length=request.length, begin=begin), read
        except SummarizerError as error:  # what was not read may be the reason
            raise ArticleError(_with_reasons(str(error), read)) from error

    async def _read(self, request: Request) -> _Read:
        parts = merge_parts(request.messages)
        if not parts:
            raise ArticleError(NOTHING_TO_READ)
        results = await asyncio.gather(*(self._reader.read(part) for part in parts), return_exceptions=True)
        found = [(part, result) for part, result in zip(parts, results, strict=True) if isinstance(result, Document)]
        documents = [document for _, document in found]
        failures = [
            (part, result) for part, result in zip(parts, results, strict=True) if isinstance(result, ArticleError)
        ]
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, ArticleError):
                raise result
        if not documents:
            raise ArticleError(tell_failures(failures))
        return _Read(documents, [build_provenance(*each) for each in found], failures)

    @asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncGenerator[None]:
        task = asyncio.create_task(self._keep_typing(chat_id), name=f"typing-{chat_id}")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _keep_typing(self, chat_id: int) -> None:
        while True:
            try:
                await self._typist.send_typing(chat_id)
            except DeliveryError as error:
                logger.debug("typing was not shown: %s", type(error).__name__)
            await asyncio.sleep(TYPING_REFRESH_S)

    async def _succeed(self, request: Request, summary: Summary, read: _Read) -> None:
        length, provenances = request.length, order_provenances(read.documents, read.provenances, summary.documents)
        messages = answer_messages(request.id, summary, length=length, provenances=provenances)
        async with self._database.transaction() as transaction:
            if await _finish(transaction, request, state="answered"):
                await delete_summaries(transaction, request.id)
                await add_summary(transaction, request.id, length=length, summary=summary, provenances=provenances)
                await set_length(transaction, request.id, length=length)
                await show_answer(transaction, request, messages)
                if read.failures:
                    await add_note(transaction, request, tell_unread(read.failures))

    async def _fail(self, request: Request, text: str) -> None:
        async with self._database.transaction() as transaction:
            if not await _finish(transaction, request, state="failed", error=text):
                return
            if await find_summary(transaction, request.id) is None:
                await show_answer(transaction, request, [OutgoingMessage(FormattedText(text))])
            else:
                await add_note(transaction, request, f"{text}\n\n{NOT_REVISED}")


def _with_reasons(told: str, read: _Read) -> str:
    """Why nothing could be told, and what of the request was not read in full."""
    notes = dict.fromkeys(note for document in read.documents for note in document.notes)
    return "\n".join([told, *notes, *([tell_unread(read.failures)] if read.failures else [])])


async def _finish(transaction: AsyncConnection, request: Request, *, state: str, error: str | None = None) -> bool:
    """Close a request; False where that was done before, or its messages were edited: then another job answers."""
    return await _is_unchanged(transaction, request) and await finish_request(
        transaction, request.id, state=state, error=error
    )


async def _is_unchanged(transaction: AsyncConnection, request: Request) -> bool:
    """Whether a request still asks for what was read; it is locked from here on."""
    present = await find_request(transaction, request.id, should_lock=True)
    return present is not None and merge_parts(present.messages) == merge_parts(request.messages)
