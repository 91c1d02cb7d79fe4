"""The guard on planted errors, small: the project's own articles, by human annotation and by Byline's."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "data" / "gum_wikinews" / "train.jsonl"


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.guard", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("options", [("--gold",), ()])
def test_planted_errors_are_caught_and_faithful_statements_pass(options: tuple[str, ...]) -> None:
    done = run(*options, "--data", "none")

    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        len(done.stdout.split("planted, caught")[1].strip().splitlines()) >= 13
    )  # twelve kinds of errors were planted


@pytest.mark.skipif(not NEWS.is_file(), reason="the annotated news lies beside the project in CI only")
def test_planted_errors_of_real_news_are_caught() -> None:
    done = run("--data", str(NEWS))

    assert done.returncode == 0, done.stdout + done.stderr
