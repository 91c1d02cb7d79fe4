"""The other end of the sandbox: reads calls from its input, writes answers to its output, ends when its input does."""

import importlib
import json
import logging
import math
import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from bot.errors import ArticleError

NICENESS = 5  # the loop and the model go first
MAX_OPEN_FILES = 64


def main(preload: list[str]) -> None:
    """Serve calls until the input ends."""
    for stop in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group: it is for the parent to end us
        signal.signal(stop, signal.SIG_IGN)
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a parser prints must not look like an answer
    logging.disable(logging.CRITICAL)  # parsers log what they read
    for name in preload:
        importlib.import_module(name)
    _confine()
    _write(answers, {"ready": True})
    while header := calls.read(8):
        request_bytes, data_bytes = struct.unpack(">II", header)
        request, data = json.loads(calls.read(request_bytes)), calls.read(data_bytes)
        _write(answers, _answer(request, data))


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    _limit_memory(request["memory_mb"])
    _alarm(request["timeout_s"])
    try:
        return {"result": _find_function(request["function"])(data, **request["options"])}
    except ArticleError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        return {"error": "ParseFailedError", "message": "It is too large or too complicated to be read."}
    except Exception as error:
        return {"error": "ParseFailedError", "message": f"It could not be read ({type(error).__name__})."}
    finally:
        _alarm(0)


def _find_function(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    encoded = json.dumps(answer).encode("ascii")
    stream.write(struct.pack(">I", len(encoded)) + encoded)
    stream.flush()


def _confine() -> None:
    """No files written, few opened, no core dump. Where the system has no such limits the deadline still holds."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))


def _limit_memory(memory_mb: int) -> None:
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, hard))


def _alarm(timeout_s: float) -> None:
    """Let the system end us soon after the deadline, should the parent be gone and unable to."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(timeout_s) + 1 if timeout_s else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
