"""The bot's process as the demo runs it."""

import os
import signal
from pathlib import Path

import psutil

from bot.demo.bot_api import LocalBotApi
from bot.demo.bot_process import BotProcess


def postgres_in(folder: Path) -> list[int]:
    found = psutil.process_iter(["pid", "cmdline"])
    return [p.info["pid"] for p in found if str(folder / "postgres") in (p.info["cmdline"] or [])]


def test_a_bot_that_is_killed_leaves_no_database_behind(tmp_path: Path) -> None:
    with LocalBotApi() as api, BotProcess(api, folder=tmp_path) as bot:
        assert postgres_in(tmp_path)
        os.kill(bot.pid, signal.SIGKILL)
        api.wait_until(lambda: bot.has_ended)
    assert postgres_in(tmp_path) == []
