"""`byline demo` without a browser: the real bot answers the sample articles."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_the_terminal_demo_shows_answers_and_evidence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    # A real bot's settings on this machine must not reach the demo.
    strangers = {"BYLINE_TELEGRAM_TOKEN": "1:real", "BYLINE_DATABASE_URL": "postgresql://nowhere.invalid/x"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo"],
        env={**os.environ, **strangers, "TMPDIR": str(tmp_path), "COLUMNS": "100"},
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("─ Byline ─") == 4, done.stdout
    assert re.search(r"(?:Source: |forwarded ← |← )Coast Daily", done.stdout), done.stdout
    assert "[ Evidence ]" in done.stdout
    assert "▎" in done.stdout
    assert not list(tmp_path.glob("byline-demo-*"))
