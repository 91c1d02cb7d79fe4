"""The real bot, `byline run`, as a child process that knows only the local Bot API and a folder of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.errors import DemoError

START_TIMEOUT_S = 180.0  # on a slow machine that is busy besides
STOP_TIMEOUT_S = 15.0
CHECK_EVERY_S = 0.05
LAST_LOG_LINES = 12
CLOCK_FILE = "clock"  # in the folder; whoever writes seconds into it moves the bot's digests ahead


class BotProcess:
    """Starts the bot, and stops it as `docker stop` would; `folder` is kept, or temporary where none is given."""

    def __init__(self, api: LocalBotApi, *, folder: Path | None = None, hosts: Sequence[str] = ()) -> None:
        """`hosts` are names of sites that are served where the Bot API is."""
        self._api = api
        self._hosts = hosts
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="byline-demo-")
        self.folder = folder or Path(self._temporary.name if self._temporary else ".")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it, and return once it asks for updates.

        Raises:
            DemoError: it ended, or was not ready in time; the message holds its last log lines.
        """
        (self.folder / "byline.toml").write_text(self._settings(), encoding="utf-8")
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self._environment(), start_new_session=True,
            )  # fmt: skip
        try:
            self._wait_until_polling()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        assert self._process
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        if self._process.returncode:
            self._stop_orphaned_database()
        if self._temporary:
            self._temporary.cleanup()

    def _stop_orphaned_database(self) -> None:
        """A bot that was cut short leaves its Postgres to the next one; here there is none."""
        from bot.storage.embedded import EmbeddedPostgres

        if (self.folder / "postgres" / "postmaster.pid").exists():
            with EmbeddedPostgres(self.folder):
                pass

    @property
    def pid(self) -> int:
        """Of the running bot."""
        assert self._process
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def last_log_lines(self) -> str:
        """What the bot said last."""
        lines = self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_LOG_LINES:])

    @property
    def _log_path(self) -> Path:
        return self.folder / "bot.log"

    def _wait_until_polling(self) -> None:
        end = time.monotonic() + START_TIMEOUT_S
        while not self._api.calls_of("getUpdates"):
            if self.has_ended or time.monotonic() > end:
                raise DemoError(f"The bot did not start.\n{self.last_log_lines()}")
            time.sleep(CHECK_EVERY_S)

    def _settings(self) -> str:
        """A settings file of its own: nothing of a real bot on this machine, its token least of all, is read."""
        where = f"127.0.0.1:{self._api.port}"
        hosts = ", ".join(f'"{host}" = "{where}"' for host in self._hosts)
        return f"""\
data_dir = "{self.folder}"
owner_id = {USER_ID}
clock_file = "{self.folder / CLOCK_FILE}"
[telegram]
token = "{self._api.token}"
api_url = "{self._api.base_url}"
poll_timeout_s = 10
burst_wait_s = 1.0
[fetch]
hosts = {{{hosts}}}
parse_timeout_s = 60.0
[web]
port = 0
"""

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLINE_")}
        # Nothing may leave the machine, and a proxy of the user's has no business on loopback.
        kept = {key: value for key, value in kept.items() if not key.lower().endswith("_proxy")}
        own = {"BYLINE_CONFIG": str(self.folder / "byline.toml"), "TMPDIR": str(self.folder)}
        return {**kept, **own, "HF_HUB_OFFLINE": "1", "NO_PROXY": "*"}
