"""Who said what in annotated news does not fall below what was reached; lowering a floor is a commit of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.attributions import predict
from benchmarks.own_news import read_articles
from summarizer.annotate import Annotator, load_annotator
from summarizer.encoder import load_encoder

SHARED = Path(__file__).parents[3] / "shared"
SCORER = SHARED / "eval" / "score.py"
WIKINEWS = SHARED / "data" / "gum_wikinews" / "train.jsonl"

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="the scorer lies beside the project in CI only")


def test_the_rules_alone_keep_their_floors_on_annotated_wikinews(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in WIKINEWS.read_text(encoding="utf-8").splitlines()]
    assert_floors(load_annotator(), lines, "attribution_floors_wikinews.json", tmp_path)


def test_rules_and_tagger_keep_their_floors_on_news_that_neither_has_seen(tmp_path: Path) -> None:
    lines = list(read_articles(half="held"))
    assert_floors(load_annotator(load_encoder()), lines, "attribution_floors_held.json", tmp_path)


def assert_floors(annotator: Annotator, lines: list[dict[str, Any]], floors: str, folder: Path) -> None:
    """The scorer's word on what the annotator finds in these annotated documents."""
    gold, predictions = folder / "gold.jsonl", folder / "attributions.jsonl"
    gold.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    predictions.write_text("".join(json.dumps(predict(annotator, line)) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, SCORER, "attributions", "--gold", gold, "--pred", predictions]
    done = subprocess.run(
        [*command, "--floors", Path(__file__).with_name(floors)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
