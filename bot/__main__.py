"""`byline`, and `python -m bot`. Exit codes: 0 done, 1 failed (the reason in one line on standard error), 2 wrong usage."""

import logging
import os
import sys
import threading

DAEMON = "summarizer"  # the thread that may be in the middle of a summary


def main() -> None:
    """Run the command line, and end the process."""
    code = run(sys.argv[1:])
    if any(thread.name == DAEMON for thread in threading.enumerate()):
        # The interpreter cannot end cleanly around a thread that computes inside a library.
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    from bot.cli import build_cli

    try:
        build_cli().main(arguments, prog_name="byline")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        for line in _reasons(error):
            print(f"byline: {line}", file=sys.stderr)
        logging.getLogger(__name__).debug("the traceback", exc_info=error)
        return 1
    return 0


def _reasons(error: Exception) -> list[str]:
    """What went wrong, for a person."""
    from bot.errors import BotError
    from config.settings import ConfigError
    from summarizer.errors import SummarizerError

    if isinstance(error, ExceptionGroup):
        return sorted({line for inner in error.exceptions for line in _reasons(inner)})
    if isinstance(error, BotError | ConfigError | SummarizerError):
        return str(error).splitlines() or [type(error).__name__]
    return [f"unexpected {type(error).__name__}: {error} (BYLINE_LOG_LEVEL=DEBUG shows where)"]


if __name__ == "__main__":
    main()
