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
KINDS = ("news", "interview")  # in an interview every answer is led by its guest: other figures, other floors


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated news lies beside the project in CI only")
def test_summaries_of_annotated_texts_keep_their_floors(kind: str, summarizer: Summarizer, tmp_path: Path) -> None:
    lines = [line for line in GOLD.read_text(encoding="utf-8").splitlines() if json.loads(line)["genre"] == kind]
    gold, predictions = tmp_path / "gold.jsonl", tmp_path / "summaries.jsonl"
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with predictions.open("w", encoding="utf-8") as file:
        for d in map(json.loads, lines):
            summary = summarizer.summarize([Document(d["text"], title=d["title"])], length=Length.MEDIUM)
            file.write(json.dumps({"id": d["id"], **to_json(summary, with_text=True)}) + "\n")
    floors = Path(__file__).with_name(f"summary_floors_{kind}.json")
    command = [sys.executable, SHARED / "eval" / "score.py", "summaries", "--gold", gold, "--pred", predictions]
    done = subprocess.run([*command, "--floors", floors], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
