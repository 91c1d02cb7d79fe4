"""The two real articles, alone and together, at every length, against what each must keep."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import Document, Length, to_json
from summarizer.pipeline import Summarizer

SHARED = Path(__file__).parents[3] / "shared" / "examples"
ARTICLES = sorted(SHARED.glob("*.txt"))

pytestmark = pytest.mark.skipif(not ARTICLES, reason="the two real articles lie beside the project in CI only")


@pytest.mark.parametrize("length", list(Length))
def test_the_two_real_articles_keep_what_they_must(summarizer: Summarizer, tmp_path: Path, length: Length) -> None:
    files = []
    for i, chosen in enumerate(([ARTICLES[0]], [ARTICLES[1]], ARTICLES)):
        documents = [Document(path.read_text(encoding="utf-8")) for path in chosen]
        files.append(tmp_path / f"{i}.json")
        files[-1].write_text(json.dumps(to_json(summarizer.summarize(documents, length=length), with_text=True)))
    done = subprocess.run([sys.executable, SHARED / "check.py", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
