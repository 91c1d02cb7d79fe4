"""Medium summaries of annotated news do not fall below what was reached; lowering a floor is a commit of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import Document, Length, to_json
from summarizer.pipeline import Summarizer

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"
FLOORS = Path(__file__).with_name("summary_floors.json")


@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated news lies beside the project in CI only")
def test_summaries_of_annotated_news_keep_their_floors(summarizer: Summarizer, tmp_path: Path) -> None:
    predictions = tmp_path / "summaries.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for line in GOLD.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            summary = summarizer.summarize([Document(d["text"], title=d["title"])], length=Length.MEDIUM)
            file.write(json.dumps({"id": d["id"], **to_json(summary, with_text=True)}) + "\n")
    command = [sys.executable, SHARED / "eval" / "score.py", "summaries", "--gold", GOLD, "--pred", predictions]
    done = subprocess.run([*command, "--floors", FLOORS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
