import asyncio
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.inference import Inference
from summarizer.document import Document
from summarizer.errors import EmptyDocumentError, ModelError, SummarizerError
from summarizer.summary import Length, Summary

DOCUMENT = Document("text")


class Slow:
    """Summarizes once it is told to."""

    def __init__(self) -> None:
        self.started, self.go = threading.Event(), threading.Event()
        self.threads: set[str] = set()

    def summarize(self, documents: Sequence[Document], *, length: Length) -> Summary:
        self.threads.add(threading.current_thread().name)
        self.started.set()
        assert self.go.wait(60)
        if not documents:
            raise EmptyDocumentError("empty")
        return Summary("headline", "en", "test", 0.0, tuple(documents), ())


def inference(slow: Slow, *, queue_size: int = 2, timeout_s: float = 60) -> Inference:
    return Inference(lambda: slow, queue_size=queue_size, timeout=timedelta(seconds=timeout_s))


async def hang(running: Inference, slow: Slow) -> None:
    """Have a summary under way that does not end. Its thread may come too late to one that nobody waits for any more."""
    while not slow.started.is_set():
        with pytest.raises(TimeoutError):
            await running.summarize([DOCUMENT], length=Length.SHORT)


async def test_summaries_are_made_on_one_thread_that_is_not_the_loops() -> None:
    slow = Slow()
    slow.go.set()
    async with inference(slow) as running:
        for _ in range(2):
            assert (await running.summarize([DOCUMENT], length=Length.SHORT)).headline == "headline"
        assert running.state == "ready"
        assert running.summary_count == 2
    assert slow.threads == {"summarizer"}


async def test_an_error_of_the_summarizer_reaches_the_caller_and_the_next_is_made() -> None:
    slow = Slow()
    slow.go.set()
    async with inference(slow) as running:
        with pytest.raises(EmptyDocumentError):
            await running.summarize([], length=Length.SHORT)
        await running.summarize([DOCUMENT], length=Length.SHORT)


async def test_who_comes_to_a_full_line_waits_and_is_answered_in_turn() -> None:
    slow, order = Slow(), list[int]()

    async def ask(number: int) -> None:
        async def begin() -> None:
            order.append(number)

        await running.summarize([DOCUMENT], length=Length.SHORT, begin=begin)

    async with inference(slow, queue_size=2) as running, asyncio.TaskGroup() as group:
        rooms = []
        for number in range(6):
            rooms.append(running.has_room)
            group.create_task(ask(number))
            await asyncio.sleep(0)
        await asyncio.to_thread(slow.started.wait, 60)
        assert (order, rooms) == ([0], [True, True, False, False, False, False])
        slow.go.set()
    assert order == [0, 1, 2, 3, 4, 5]
    assert running.has_room


async def test_waiting_in_line_does_not_count_as_slow() -> None:
    slow = Slow()
    slow.go.set()
    async with inference(slow, timeout_s=0.05) as running, asyncio.TaskGroup() as group:

        async def outlast() -> None:
            """Who is first lets the next one wait for longer than it may take itself, had it counted from here."""
            await asyncio.sleep(0.2)
            running._timeout = timedelta(seconds=60)

        group.create_task(running.summarize([DOCUMENT], length=Length.SHORT, begin=outlast))
        await asyncio.sleep(0)
        assert await running.summarize([DOCUMENT], length=Length.SHORT)
    assert running.summary_count == 2


async def test_a_summary_that_hangs_is_told_as_stuck() -> None:
    slow = Slow()
    async with inference(slow, timeout_s=0.05) as running:
        await hang(running, slow)
        with pytest.raises(TimeoutError):
            await running.summarize([DOCUMENT], length=Length.SHORT)
        assert running.state == "stuck"
        slow.go.set()


async def test_what_nobody_waits_for_any_more_is_not_made() -> None:
    slow = Slow()
    async with inference(slow, timeout_s=0.05) as running:
        await hang(running, slow)
        with pytest.raises(TimeoutError):
            await running.summarize([DOCUMENT], length=Length.SHORT)
        slow.go.set()
        running._timeout = timedelta(seconds=60)
        await running.summarize([DOCUMENT], length=Length.SHORT)
        assert running.summary_count == 2


async def test_the_end_does_not_wait_for_a_summary_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inference.STOP_WAIT_S", 0.01)
    slow = Slow()
    async with inference(slow, timeout_s=0.05) as running:
        await hang(running, slow)
    slow.go.set()


@pytest.mark.parametrize("error", [ModelError("The weights were altered."), OSError("no such file")])
async def test_a_model_that_cannot_be_loaded_is_told_to_whoever_asks(error: Exception) -> None:
    def load() -> Slow:
        raise error

    async with Inference(load, queue_size=2, timeout=timedelta(seconds=60)) as running:
        with pytest.raises(SummarizerError, match=str(error)):
            await running.summarize([DOCUMENT], length=Length.SHORT)
        assert str(error) in running.state
