"""What each weight of the ranking is worth on annotated news: ROUGE and attribution coverage around the shipped weights.

    python benchmarks/tune_salience.py [--length medium]

Each weight is halved and doubled in turn, the others as shipped. Statements and vectors are made once: a run takes about
a minute. The choice behind the weights: the most coverage at which ROUGE-1 stays within half a point of the best.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from summarizer import Document, Length, salience
from summarizer.embedded import load_summarizer
from summarizer.lengths import BUDGETS
from summarizer.pipeline import _candidates, _keep_faithful, _tell_all
from summarizer.selection import Pool, in_reading_order, select
from summarizer.ties import find_ties

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"


def prepare(documents: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Each document's statements, candidates and vectors; the last vector is its title's."""
    machine = load_summarizer()
    out = []
    for d in documents:
        article = machine.annotate(Document(d["text"], title=d["title"]))
        told, _ = _keep_faithful(_tell_all(0, article), [article])
        ties = find_ties([(t.document, t.span, t.statement) for t in told], [article])
        texts = [t.statement.text for t in told]
        vectors = machine.encode([*texts, d["title"]])
        pool = Pool([t.statement for t in told], [0] * len(texts), vectors[:-1], ties)
        out.append((d, texts, _candidates(told, [article]), vectors, pool))
    return out


def measure(prepared: list[tuple[Any, ...]], weights: salience.Weights, length: Length) -> list[float]:
    """ROUGE-1, -2, -L, coverage of all attributions, words a document."""
    import metrics
    import score

    rouge, words, covered, sources = [], 0, 0, 0
    for document, texts, candidates, vectors, pool in prepared:
        scores = salience.score(candidates, vectors[:-1], vectors[-1:], weights)
        order = salience.rank(candidates, vectors[:-1], scores, weights)
        chosen = [texts[c.index] for c in in_reading_order(select(pool, order, BUDGETS[length]), pool.documents)]
        values = [metrics.rouge(" ".join(chosen), r) for r in metrics.references(document)]
        rouge.append([np.mean([v[k] for v in values]) for k in ("rouge1", "rouge2", "rougeL")])
        counts, _ = score.verdict_counts(score.prepared(document)["attributions"], chosen)
        covered, sources = covered + counts["covered"], sources + counts["sources"]
        words += sum(len(metrics.words(t)) for t in chosen)
    return [*np.mean(rouge, axis=0), covered / sources, words / len(prepared)]


def variants() -> Iterator[tuple[str, salience.Weights]]:
    """The shipped weights, and each halved and doubled."""
    shipped = salience.Weights()
    yield "as shipped", shipped
    for field in fields(shipped):
        for factor in (0.5, 2.0):
            value = getattr(shipped, field.name) * factor
            yield f"{field.name} x {factor}", replace(shipped, **{field.name: value})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--length", choices=[x.value for x in Length], default="medium")
    args = parser.parse_args()
    if not GOLD.exists():
        print(f"{GOLD} is not here: nothing to tune on.", file=sys.stderr)
        return 2
    sys.path.insert(0, str(SHARED / "eval"))
    prepared = prepare([json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()])
    print(f"{'weights':22} rouge1 rouge2 rougeL     AC  words")
    for name, weights in variants():
        print(f"{name:22} " + " ".join(f"{x:6.3f}" for x in measure(prepared, weights, Length(args.length))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
