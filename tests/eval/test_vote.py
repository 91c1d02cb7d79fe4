"""Rules and tagger together say who said what better than the rules alone, on articles that neither was made from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.attributions import predict
from benchmarks.own_news import read_articles
from summarizer.annotate import Annotator, load_annotator
from summarizer.encoder import load_encoder

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
METRICS = ("source_char_F1", "cue_char_F1", "content_char_F1", "whole_F1", "recall_indirect", "name_accuracy")


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer lies beside the project in CI only")
def test_the_vote_is_better_than_the_rules_alone(tmp_path: Path) -> None:
    vote, rules = _score(load_annotator(load_encoder()), tmp_path), _score(load_annotator(), tmp_path)
    for view in ("", "reporting."):
        keys = [view + metric for metric in METRICS]
        assert {key: (vote[key], rules[key]) for key in keys if vote[key] < rules[key]} == {}


def _score(annotator: Annotator, folder: Path) -> dict[str, float]:
    gold, pred = folder / "gold.jsonl", folder / "pred.jsonl"
    records = read_articles(half="held")
    gold.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    pred.write_text("".join(json.dumps(predict(annotator, r)) + "\n" for r in records), encoding="utf-8")
    command = [sys.executable, SCORER, "attributions", "--gold", gold, "--pred", pred, "--json"]
    values: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return values
