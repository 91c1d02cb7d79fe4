"""`byline demo` without a browser: the real bot answers the sample articles."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def test_the_terminal_demo_shows_answers_and_evidence_and_leaves_nothing_behind() -> None:
    # Not below pytest's own folder: root's Postgres runs as another user, who may not enter that.
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        shown = demo_in(folder)
        assert not list(Path(folder).glob("byline-demo-*"))
    assert shown.count("─ Byline ─") == 4, shown
    assert re.search(r"(?:Source: |forwarded ← |← )Coast Daily", shown), shown
    assert "[ Evidence ]" in shown
    assert "▎" in shown


def demo_in(folder: str) -> str:
    # A real bot's settings on this machine must not reach the demo.
    strangers = {"BYLINE_TELEGRAM_TOKEN": "1:real", "BYLINE_DATABASE_URL": "postgresql://nowhere.invalid/x"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo"],
        env={**os.environ, **strangers, "TMPDIR": folder, "COLUMNS": "100"},
        capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
