"""Parse what strangers wrote in a child process that can be killed: a thread that hangs inside a parser cannot.

A child stays warm between calls, since importing the parsers costs more than most pages do; it is replaced when it was
killed, and ended when nobody needed it for a while. It knows no settings and no environment, and answers in JSON, so
that a parser taken over by its input can say nothing but text.
"""

import asyncio
import json
import logging
import os
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from bot import errors

STARTUP_S = 120.0  # importing the parsers on a slow and busy machine
IDLE_S = 60.0
MAX_CALLS = 500  # then a fresh child: parsers leak
MAX_ANSWER_BYTES = 32_000_000
KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one call: its time, and the child's whole address space."""

    timeout_s: float
    memory_mb: int


class Sandbox:
    """A few child processes that run parsing functions; an async context manager."""

    def __init__(self, limits: Limits, *, size: int = 2, preload: Sequence[str] = (), idle_s: float = IDLE_S) -> None:
        """`preload` names the modules a child imports before it takes its first call."""
        self._limits = limits
        self._preload = tuple(preload)
        self._idle_s = idle_s
        self._room = asyncio.Semaphore(size)
        self._children: list[_Child] = []
        self._idle: list[_Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._idle.clear()
        while self._children:
            await self._children.pop().kill()

    async def run(self, function: str, data: bytes, *, limits: Limits | None = None, **options: Any) -> Any:
        """What `function` ("package.module:name") answers to `(data, **options)`; options and answer are JSON.

        Raises:
            ParseFailedError: it was too slow, took too much memory, or failed.
            ArticleError: raised by the function itself, with the same class and words.
        """
        limits = limits or self._limits
        request = {
            "function": function,
            "options": options,
            "timeout_s": limits.timeout_s,
            "memory_mb": limits.memory_mb,
        }
        async with self._room:
            child = self._take_idle() or await self._start()
            try:
                answer = await child.call(json.dumps(request).encode(), data, within_s=limits.timeout_s)
            except BaseException as error:
                await child.kill()
                if not isinstance(error, (TimeoutError, OSError, EOFError, ValueError)):
                    raise
                logger.info("a parsing process was ended: %s, %s, %d bytes", type(error).__name__, function, len(data))
                raise errors.ParseFailedError(_why(error)) from error
            await self._keep(child)
        if "error" in answer:
            raise _error_class(answer["error"])(answer["message"])
        return answer["result"]

    def _take_idle(self) -> "_Child | None":
        while self._idle:
            child = self._idle.pop()
            if child.process.returncode is None:  # else somebody ended it, such as a system short of memory
                return child
        return None

    async def _start(self) -> "_Child":
        child = await _Child.start(self._preload)
        self._children = [*(one for one in self._children if one.process.returncode is None), child]
        return child

    async def _keep(self, child: "_Child") -> None:
        if child.calls >= MAX_CALLS:
            await child.kill()
            return
        self._idle.append(child)
        child.retire_later(self._idle_s, self._idle)


@dataclass(slots=True, eq=False)
class _Child:
    process: asyncio.subprocess.Process
    calls: int = 0
    _timer: asyncio.TimerHandle | None = field(default=None)

    @classmethod
    async def start(cls, preload: Sequence[str]) -> "_Child":
        """A child that has its parsers imported.

        Raises:
            ParseFailedError: it could not be started.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-m", "bot.articles.sandbox_child", *preload),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
        )
        child = cls(process)
        try:
            async with asyncio.timeout(STARTUP_S):
                await child._read()
        except BaseException as error:
            await child.kill()
            if not isinstance(error, (TimeoutError, EOFError)):
                raise
            raise errors.ParseFailedError("I could not start the process that reads pages.") from error
        return child

    async def call(self, request: bytes, data: bytes, *, within_s: float) -> dict[str, Any]:
        if self._timer is not None:
            self._timer.cancel()
        self.calls += 1
        stdin = self.process.stdin
        assert stdin is not None
        async with asyncio.timeout(within_s):
            stdin.write(struct.pack(">II", len(request), len(data)) + request)
            stdin.write(data)
            await stdin.drain()
            answer: dict[str, Any] = json.loads(await self._read())
            return answer

    async def _read(self) -> bytes:
        stdout = self.process.stdout
        assert stdout is not None
        (size,) = struct.unpack(">I", await stdout.readexactly(4))
        if size > MAX_ANSWER_BYTES:
            raise ValueError("the answer is too long")
        return await stdout.readexactly(size)

    def retire_later(self, seconds: float, idle: list["_Child"]) -> None:
        """End the child unless it is used again within `seconds`."""

        def retire() -> None:
            if self in idle:
                idle.remove(self)
                self.process.kill()

        self._timer = asyncio.get_running_loop().call_later(seconds, retire)

    async def kill(self) -> None:
        """End the child now and wait until it is gone."""
        if self._timer is not None:
            self._timer.cancel()
        with suppress(ProcessLookupError):
            self.process.kill()
        assert self.process.stdin is not None
        self.process.stdin.close()
        await asyncio.shield(self.process.wait())


def _error_class(name: str) -> type[errors.ArticleError]:
    kind = getattr(errors, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, errors.ArticleError) else errors.ParseFailedError


def _why(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "It is too complicated: reading it took too long. Paste the text and I will read it."
    return "I could not read it: it is damaged or far too complicated. Paste the text and I will read it."
