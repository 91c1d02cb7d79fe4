"""The blocking summarizer on one thread of its own: loaded in the background, one line before it, a time limit."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, Self

from summarizer.document import Document
from summarizer.encoder import Vectors
from summarizer.errors import SummarizerError
from summarizer.summary import Length, Summary

logger = logging.getLogger(__name__)

STOP_WAIT_S = 1.0


class DocumentSummarizer(Protocol):
    """What runs on the thread."""

    def summarize(self, documents: Sequence[Document], *, length: Length) -> Summary: ...

    def encode(self, sentences: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class _Call:
    run: Callable[[DocumentSummarizer], Any]
    is_summary: bool
    result: "Future[Any]" = field(default_factory=Future)


class Inference:
    """Summaries, one after the other. The thread is a daemon: a summary under way never holds up the end of the process."""

    def __init__(self, load: Callable[[], DocumentSummarizer], *, queue_size: int, timeout: timedelta) -> None:
        self._load = load
        self._timeout = timeout
        self._queue_size = queue_size
        self._calls: queue.Queue[_Call | None] = queue.Queue()
        self._turn = asyncio.Lock()  # its waiters are the line
        self._waiting = 0
        self._thread = threading.Thread(target=self._run, name="summarizer", daemon=True)
        self._loaded: Future[None] = Future()  # done when loading ended, well or not
        self._error: SummarizerError | None = None
        self._busy_since: float | None = None  # time.monotonic()
        self.summary_count = 0
        self.summary_seconds = 0.0

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        while not self._calls.empty():
            if call := self._calls.get_nowait():
                call.result.cancel()
        self._calls.put_nowait(None)
        await asyncio.to_thread(self._thread.join, STOP_WAIT_S)

    @property
    def state(self) -> str:
        """loading, ready, stuck, or why the model could not be loaded."""
        if self._error:
            return str(self._error)
        if not self._loaded.done():
            return "loading"
        since = self._busy_since
        is_stuck = since is not None and time.monotonic() - since > self._timeout.total_seconds()
        return "stuck" if is_stuck else "ready"

    @property
    def has_room(self) -> bool:
        """Whether no more wait than usual. Who comes to a full line waits as well, and may want to say so."""
        return self._waiting < self._queue_size

    async def summarize(
        self, documents: Sequence[Document], *, length: Length, begin: "Callable[[], Awaitable[None]] | None" = None
    ) -> Summary:
        """A summary of the documents, when its turn comes; `begin` is awaited just before.

        Raises:
            SummarizerError: the text cannot be summarized, or the model is not there.
            TimeoutError: it took too long.
        """
        call = _Call(lambda model: model.summarize(documents, length=length), is_summary=True)
        summary: Summary = await self._in_turn(call, begin)
        return summary

    async def encode(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of sentences, when their turn comes; see SentenceEncoder.

        Raises: as `summarize`.
        """
        vectors: Vectors = await self._in_turn(_Call(lambda model: model.encode(sentences), is_summary=False))
        return vectors

    async def _in_turn(self, call: _Call, begin: "Callable[[], Awaitable[None]] | None" = None) -> Any:
        """The time limit counts from the call's turn: waiting in line is nobody's fault."""
        self._waiting += 1
        try:
            async with self._turn:
                await asyncio.shield(asyncio.wrap_future(self._loaded))
                if begin:
                    await begin()
                self._calls.put_nowait(call)
                return await asyncio.wait_for(asyncio.wrap_future(call.result), self._timeout.total_seconds())
        finally:
            self._waiting -= 1

    def _run(self) -> None:
        summarizer = self._loaded_summarizer()
        while (call := self._calls.get()) is not None:
            if not call.result.set_running_or_notify_cancel():
                continue
            self._busy_since = time.monotonic()
            try:
                if summarizer is None:
                    raise self._error or SummarizerError("The model is not there.")
                call.result.set_result(call.run(summarizer))
            except BaseException as error:  # it is the caller's, whatever it is
                call.result.set_exception(error)
            if call.is_summary:
                self.summary_count += 1
                self.summary_seconds += time.monotonic() - self._busy_since
            self._busy_since = None

    def _loaded_summarizer(self) -> DocumentSummarizer | None:
        started_at = time.monotonic()
        try:
            summarizer = self._load()
        except SummarizerError as error:
            self._error = error
        except Exception as error:
            logger.exception("the model could not be loaded")
            self._error = SummarizerError(f"The model could not be loaded: {error}")
        else:
            logger.info("model ready after %.1f s", time.monotonic() - started_at)
            return summarizer
        finally:
            self._loaded.set_result(None)
        return None
