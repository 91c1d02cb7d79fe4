"""`byline models` against a hub on loopback."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = "owner/tiny"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 40_000  # 10 MB


@pytest.fixture
def byline(hub: Any, tmp_path: Path):
    def call(*args: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "BYLINE_"))}
        environment |= {
            "HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "BYLINE_DATA_DIR": str(tmp_path / "data"),
            "BYLINE_CONFIG": "", "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_TELEMETRY": "1", "COLUMNS": "140",
        }  # fmt: skip
        command = [sys.executable, "-m", "bot", "models", *args]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)

    return call


def test_bar_is_drawn_on_a_terminal(hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli.models import install

    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("BYLINE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FORCE_COLOR", "1")
    drawn = io.StringIO()
    with contextlib.redirect_stderr(drawn):
        install(REPOSITORY)

    assert "model.safetensors" in drawn.getvalue()
    assert "10.2/10.2 MB" in drawn.getvalue()


def files_of(tmp_path: Path) -> list[str]:
    folder = tmp_path / "data" / "models" / "owner--tiny"
    return sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and ".cache" not in p.parts
    )


def test_install_fetches_safe_files_and_pins_the_commit(byline, hub: Any, tmp_path: Path) -> None:
    done = byline("install", REPOSITORY)

    assert done.returncode == 0, done.stderr
    assert f"{REPOSITORY}@{COMMIT} is installed" in done.stdout
    assert files_of(tmp_path) == ["config.json", "model.safetensors", "tokenizer.json"]
    assert (tmp_path / "data" / "models" / "owner--tiny" / "model.safetensors").read_bytes() == WEIGHTS
    assert not any("never" in path or ".bin" in path or ".py" in path for path in hub.asked)
    assert "installed" in byline("list").stdout


def test_second_install_asks_nobody(byline, hub: Any) -> None:
    byline("install", REPOSITORY)
    hub.asked.clear()

    assert byline("install", REPOSITORY).returncode == 0
    assert hub.asked == []


def test_broken_download_goes_on_where_it_ended(byline, hub: Any, tmp_path: Path) -> None:
    hub.cut_after = 4_000_000
    broken = byline("install", REPOSITORY)
    done = byline("install", REPOSITORY)

    assert broken.returncode == 1
    assert "run the command again to go on" in broken.stderr
    assert done.returncode == 0, done.stderr
    assert hub.ranges == ["bytes=4000000-"]
    assert (tmp_path / "data" / "models" / "owner--tiny" / "model.safetensors").read_bytes() == WEIGHTS


def test_file_that_is_not_what_the_hub_says_is_refused(byline, hub: Any, tmp_path: Path) -> None:
    hub.lies["model.safetensors"] = WEIGHTS[:-1] + b"!"
    done = byline("install", REPOSITORY)

    assert done.returncode == 1
    assert "is not what the hub says" in done.stderr
    assert "model.safetensors" not in files_of(tmp_path)
    assert "installed" not in byline("list").stdout


def test_repository_without_safe_weights_is_refused(byline, hub: Any, tmp_path: Path) -> None:
    del hub.files["model.safetensors"]
    done = byline("install", REPOSITORY)

    assert done.returncode == 1
    assert "no weights in safetensors" in done.stderr
    assert not (tmp_path / "data" / "models" / "owner--tiny").exists()


def test_unknown_repository_is_one_line(byline) -> None:
    done = byline("install", "owner/nothing")

    assert done.returncode == 1
    assert done.stderr.strip().startswith("byline: There is no public model owner/nothing")


def test_hub_that_cannot_be_reached_is_one_line(byline, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.url = "http://127.0.0.1:9"
    done = byline("install", REPOSITORY)

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "cannot be reached" in done.stderr


def test_remove_deletes_what_is_there(byline, tmp_path: Path) -> None:
    byline("install", REPOSITORY)
    done = byline("remove", REPOSITORY)

    assert done.returncode == 0
    assert not list((tmp_path / "data" / "models").glob("owner*"))
    assert byline("remove", REPOSITORY).returncode == 1


def test_model_that_does_not_load_is_not_used(byline) -> None:
    byline("install", REPOSITORY)
    done = byline("use", REPOSITORY)

    assert done.returncode == 1
    assert "cannot be loaded" in done.stderr
    assert "In use: none" in byline("list").stdout


@pytest.mark.parametrize(
    ("args", "code"), [(("install", "nonsense"), 2), (("use", "owner/absent"), 1), (("use", "none"), 0)]
)
def test_names_that_mean_nothing(byline, args: tuple[str, ...], code: int) -> None:
    assert byline(*args).returncode == code


def test_table_is_shown(byline) -> None:
    done = byline("list")

    assert done.returncode == 0
    assert "bart-cnn" in done.stdout
    assert "Apache-2.0" in done.stdout
