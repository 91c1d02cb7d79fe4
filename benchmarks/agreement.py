"""Statements of two documents: are those that differ told side by side, and only those?

    python -m benchmarks.agreement [--show]

Pairs written for the project (tests/cases/agreement.json), the near misses among them. Prints how many of each kind are
seen for what they are; with --show, the others.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarizer.agreement import Relation, compare
from summarizer.document import Quote
from summarizer.encoder import load_encoder
from summarizer.summary import Kind, Statement, StatementAttribution

PAIRS = Path(__file__).parents[1] / "tests" / "cases" / "agreement.json"


def judge_all() -> Iterator[tuple[dict[str, Any], Relation]]:
    """Every written pair, and how its two statements stand to each other by the rules."""
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))["pairs"]
    encoder = load_encoder(threads=1)
    one, other = (encoder.encode([pair[side] for pair in pairs]) for side in "ab")
    for pair, a, b in zip(pairs, one, other, strict=True):
        yield pair, compare(_statement(pair, "a"), _statement(pair, "b"), float(a @ b), is_one_event=True)


def _statement(pair: dict[str, Any], side: str) -> Statement:
    speaker = pair[f"{side}_by"]
    declared = (StatementAttribution(speaker, speaker, "said", Quote.INDIRECT),) if speaker else ()
    return Statement(pair[side], Kind.REPORTED if speaker else Kind.STATED, declared)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the pairs that are taken for something else")
    arguments = parser.parse_args()
    found, of = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for pair, relation in judge_all():
        key = pair["relation"], pair["set"]
        of[key] += 1
        found[key] += relation.value == pair["relation"]
        if arguments.show and relation.value != pair["relation"]:
            print(f"{pair['kind']}: {pair['relation']}, taken for {relation.value}\n  {pair['a']}\n  {pair['b']}")
    print(f"{'relation':<12}{'set':<12}{'seen':>6}{'of':>5}")
    for key in sorted(of):
        print(f"{key[0]:<12}{key[1]:<12}{found[key]:>6}{of[key]:>5}")


if __name__ == "__main__":
    main()
