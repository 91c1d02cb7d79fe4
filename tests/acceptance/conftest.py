"""The real `byline` as a child process, a real database in a folder, and the local Bot API in place of Telegram."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.demo.bot_api import USER_ID, LocalBotApi


class Byline:
    """Starts and ends `byline` processes that share a data folder and a Bot API."""

    def __init__(self, api: LocalBotApi, folder: Path) -> None:
        self.api = api
        self.folder = folder
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("BYLINE_")} | {
            "BYLINE_DATA_DIR": str(folder),
            "BYLINE_OWNER_ID": str(USER_ID),
            "BYLINE_TELEGRAM_TOKEN": api.token,
            "BYLINE_TELEGRAM_API_URL": api.base_url,
            "BYLINE_TELEGRAM_POLL_TIMEOUT_S": "2",
            "BYLINE_WEB_PORT": "0",
            "BYLINE_LOG_LEVEL": "DEBUG",
            # On a slow machine that is busy besides, an orderly end must not take as long as one is waited for.
            "BYLINE_WORKER_SHUTDOWN_GRACE_S": "1",
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, command: str = "run", **environment: str) -> "subprocess.Popen[bytes]":
        """Start it; it logs to <folder>/log."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", command], env=self.environment | environment, stdout=log, stderr=log
            )
        self._running.append(process)
        return process

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def states(self, table: str) -> list[str]:
        """How far the rows of a table came, in order."""
        with psycopg.connect(f"postgresql://postgres@/byline?host={self.folder}/postgres") as connection:
            rows = connection.execute(f"SELECT state FROM {table} ORDER BY 1").fetchall()
        return [row[0] for row in rows]

    def end_all(self) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            process.wait()


@pytest.fixture
def byline(api: LocalBotApi) -> Iterator[Byline]:
    # Not below pytest's own folder: root's Postgres runs as another user, who may not enter that.
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        made = Byline(api, Path(folder))
        yield made
        made.end_all()
