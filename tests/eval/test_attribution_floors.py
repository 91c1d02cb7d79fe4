"""Who said what in annotated news does not fall below what was reached; lowering a floor is a commit of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.annotate import load_annotator
from summarizer.document import Document, attributions_to_json

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"
FLOORS = Path(__file__).with_name("attribution_floors.json")


@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated news lies beside the project in CI only")
def test_attributions_of_annotated_news_keep_their_floors(tmp_path: Path) -> None:
    annotator = load_annotator()
    predictions = tmp_path / "attributions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for line in GOLD.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            article = annotator.annotate(Document(d["text"], title=d["title"], language="en"))
            record = {"id": d["id"], "attributions": attributions_to_json(article)}
            file.write(json.dumps(record) + "\n")
    command = [sys.executable, SHARED / "eval" / "score.py", "attributions", "--gold", GOLD, "--pred", predictions]
    done = subprocess.run([*command, "--floors", FLOORS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
