import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.errors import StorageError
from bot.storage import embedded
from bot.storage.embedded import EmbeddedPostgres

# Each user of the folder is a process of its own, as in life: it starts the server, says so, and leaves when told to.
USER = """
import sys
from pathlib import Path
from bot.storage.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.readline()
server.stop()
"""


class User:
    """A process that uses the embedded server."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()

    def leave(self) -> None:
        self._process.communicate("\n", timeout=120)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=120)


def is_up(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=60):
            return True
    except psycopg.OperationalError:
        return False


def test_the_last_user_stops_the_server(data_folder: Path) -> None:
    first, second = User(data_folder), User(data_folder)
    first.leave()
    assert is_up(second.url)
    second.leave()
    assert not is_up(second.url)


def test_a_killed_user_leaves_nothing_to_clean_up(data_folder: Path) -> None:
    killed = User(data_folder)
    killed.kill()
    assert is_up(killed.url)
    following = User(data_folder)
    following.leave()
    assert not is_up(following.url)


def test_a_pid_file_whose_number_now_belongs_to_another_process_does_not_hinder(data_folder: Path) -> None:
    User(data_folder).leave()
    pid_file = data_folder / "postgres" / "postmaster.pid"
    pid_file.write_text(
        f"1\n{data_folder / 'postgres'}\n1700000000\n5432\n{data_folder / 'postgres'}\n\n  1  1\nready\n"
    )
    user = User(data_folder)
    assert is_up(user.url)
    user.leave()


def test_a_server_that_needs_longer_than_its_library_waits_is_waited_for(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, late = embedded._server, list[str]()

    def make_late(folder: Path) -> Any:
        made = make(folder)
        run = made.ensure_postgres_running

        def give_up_once() -> None:
            run()
            if not late:
                late.append("once")
                raise subprocess.TimeoutExpired("pg_ctl", 10)

        made.ensure_postgres_running = give_up_once
        return made

    monkeypatch.setattr(embedded, "_server", make_late)
    server = EmbeddedPostgres(data_folder)
    url = server.start()
    assert late and is_up(url)
    server.stop()
    assert not is_up(url)


def test_a_folder_that_cannot_be_made_is_one_clear_error(data_folder: Path) -> None:
    (data_folder / "file").write_text("")
    with pytest.raises(StorageError, match="did not start"):
        EmbeddedPostgres(data_folder / "file" / "data").start()
