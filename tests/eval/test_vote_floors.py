"""Rules and tagger together say who said what better than the rules alone, on articles that neither was made from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.own_news import read_articles
from summarizer.annotate import Annotator, load_annotator
from summarizer.document import Document, attributions_to_json
from summarizer.encoder import load_encoder

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
FLOORS = json.loads(Path(__file__).with_name("vote_floors.json").read_text(encoding="utf-8"))
SHARED_BY_BOTH = ("source_char_F1", "cue_char_F1", "content_char_F1", "whole_F1", "recall_indirect", "name_accuracy")


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer lies beside the project in CI only")
def test_the_vote_keeps_its_floors_and_beats_the_rules(tmp_path: Path) -> None:
    vote, rules = _score(load_annotator(load_encoder()), tmp_path), _score(load_annotator(), tmp_path)
    assert {key: vote[key] for key, floor in FLOORS.items() if vote[key] < floor} == {}
    assert {key: (vote[key], rules[key]) for key in SHARED_BY_BOTH if vote[key] < rules[key]} == {}


def _score(annotator: Annotator, folder: Path) -> dict[str, float]:
    gold, pred = folder / "gold.jsonl", folder / "pred.jsonl"
    records = read_articles(half="held")
    found = [annotator.annotate(Document(r["text"], title=r["title"], language="en")) for r in records]
    lines = [{"id": r["id"], "attributions": attributions_to_json(a)} for r, a in zip(records, found, strict=True)]
    gold.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    pred.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, SCORER, "attributions", "--gold", gold, "--pred", pred, "--json"]
    values: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return values
