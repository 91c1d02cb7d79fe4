"""The bot's process as the demo runs it."""

import os
import signal
import tempfile
from pathlib import Path

import psutil

from bot.demo.bot_api import LocalBotApi
from bot.demo.bot_process import BotProcess


def postgres_in(folder: Path) -> list[int]:
    found = psutil.process_iter(["pid", "cmdline"])
    return [p.info["pid"] for p in found if str(folder / "postgres") in (p.info["cmdline"] or [])]


def test_a_bot_that_is_killed_leaves_no_database_behind() -> None:
    # Not below pytest's own folder: root's Postgres runs as another user, who may not enter that.
    with tempfile.TemporaryDirectory(prefix="byline-test-") as name, LocalBotApi() as api:
        folder = Path(name)
        with BotProcess(api, folder=folder) as bot:
            assert postgres_in(folder)
            os.kill(bot.pid, signal.SIGKILL)
            api.wait_until(lambda: bot.has_ended)
        api.wait_until(lambda: not postgres_in(folder))  # told to stop, it is gone soon
