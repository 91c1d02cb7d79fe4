"""Trains the tagger, and compares rules, tagger and their vote on documents that none of its weights has seen.

    python -m benchmarks.train_tagger --compare                   five folds of the annotated news, and the held-out articles
    python -m benchmarks.train_tagger --write FILE.safetensors    on everything but the held-out articles

Needs the annotated news in ../shared. On one thread the same seed gives the same weights.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from safetensors.numpy import save_file

from benchmarks.tagger_lessons import (
    GUM,
    Example,
    Studied,
    gum_examples,
    make_lesson,
    own_examples,
    small_examples,
    study,
)
from benchmarks.tagger_model import as_arrays, train
from summarizer.attribution.extract import Extraction
from summarizer.document import AnnotatedDocument, Attribution, Document, attributions_to_json
from summarizer.encoder import load_encoder
from summarizer.parser import load_parser
from summarizer.resolve.resolver import Resolver
from summarizer.tagging.network import Floats, Network
from summarizer.tagging.tagger import Tagger

SCORER = GUM.parents[2] / "eval" / "score.py"
FOLDS = 5
SEED = 7
METRICS = (
    "source_char_F1 cue_char_F1 content_char_F1 whole_P whole_R whole_F1 recall_direct recall_indirect recall_mixed "
    "name_accuracy name_recall"
).split()
Predictions = dict[str, list[Attribution]]
Weights = dict[str, Floats]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    if not GUM.exists():
        print(f"{GUM} is not here: nothing to train on.", file=sys.stderr)
        return 2
    bench = _Bench()
    weights = bench.train(bench.known)
    if arguments.write:
        save_file(weights, arguments.write)
        print(f"{arguments.write}: {arguments.write.stat().st_size:,} bytes")
    if arguments.compare:
        bench.compare(weights)
    return 0


class _Bench:
    """Examples as the product reads them, kept for all folds."""

    def __init__(self) -> None:
        self.encoder = load_encoder(threads=1)
        self._parser = load_parser()
        self.gum, self.own, small = gum_examples(), own_examples("dev"), small_examples()
        self.known = [*self.gum, *self.own, *small]
        self._studied = {id(e): study(e, self._parser, self.encoder) for e in self.known}

    def train(self, examples: Iterable[Example]) -> Weights:
        started = time.perf_counter()
        lessons = [make_lesson(e, self._studied[id(e)].pieces) for e in examples]
        arrays = as_arrays(train(lessons, seed=SEED))
        print(f"trained on {len(lessons)} texts in {time.perf_counter() - started:.0f} s", flush=True)
        return arrays

    def compare(self, final: Weights) -> None:
        """Each document is read by weights that never saw it; the rules were written with the first set in sight."""
        folded: list[Example] = [*self.gum, *self.own]
        chance = random.Random(SEED)
        chance.shuffle(folded)
        found: dict[str, Predictions] = {"rules": {}, "tagger": {}, "vote": {}}
        for number in range(FOLDS):
            left_out = {id(e) for e in folded[number::FOLDS]}
            weights = self.train(e for e in self.known if id(e) not in left_out)
            self._predict(weights, folded[number::FOLDS], found)
        held = own_examples("held")
        self._studied |= {id(e): study(e, self._parser, self.encoder) for e in held}
        self._predict(final, held, found)
        for name, examples in (("GUM Wikinews", self.gum), ("own, tuned on", self.own), ("own, held out", held)):
            _print_table(name, examples, found)

    def _predict(self, weights: Weights, examples: Sequence[Example], found: dict[str, Predictions]) -> None:
        tagger = Tagger(Network(weights), self.encoder)
        for e in examples:
            s = self._studied[id(e)]
            found["rules"][e.id] = _resolved(e, s, s.extraction)
            found["tagger"][e.id] = _resolved(e, s, tagger.extract(e.text, s.sentences, s.extraction))
            found["vote"][e.id] = _resolved(e, s, tagger.revise(e.text, s.sentences, s.extraction))


def _resolved(example: Example, studied: Studied, extraction: Extraction) -> list[Attribution]:
    resolver = Resolver(example.text, studied.sentences, extraction.frames, title=example.title or "")
    return resolver.resolve(extraction.found)


def _print_table(name: str, examples: Sequence[Example], found: dict[str, Predictions]) -> None:
    columns = {way: _score(examples, predictions) for way, predictions in found.items()}
    print(f"\n| {name} | {' | '.join(f'{way}: all | reporting' for way in columns)} |")
    print("| --- |" + " --- |" * 2 * len(columns))
    for metric in METRICS:
        cells = (f"{values[view + metric]:.3f}" for values in columns.values() for view in ("", "reporting."))
        print(f"| {metric} | {' | '.join(cells)} |", flush=True)


def _score(examples: Sequence[Example], predictions: Predictions) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder, "gold.jsonl"), Path(folder, "pred.jsonl")
        gold.write_text("".join(json.dumps(e.record) + "\n" for e in examples), encoding="utf-8")
        told = {e.id: AnnotatedDocument(Document(e.text), attributions=predictions[e.id]) for e in examples}
        lines = [{"id": name, "attributions": attributions_to_json(article)} for name, article in told.items()]
        pred.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, str(SCORER), "attributions", "--gold", str(gold), "--pred", str(pred), "--json"]
        values: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return values


if __name__ == "__main__":
    torch.set_num_threads(1)
    raise SystemExit(main())
