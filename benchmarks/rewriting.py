"""What gets past the guard when a generator lies: every article is told by one that plants errors in most sentences.

python -m benchmarks.rewriting [--out FILE.jsonl]      then score FILE.jsonl like any other predictions
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.annotated_news import read_gold
from benchmarks.faithful import build_faithful
from benchmarks.guard import NEWS
from benchmarks.planted import plant
from summarizer.document import AnnotatedDocument
from summarizer.embedded import load_summarizer
from summarizer.generation import TextGenerator
from summarizer.rewrite import rewrite
from summarizer.summary import Length, Summary, to_json


class LyingGenerator:
    """Tells sentences of one article, most of them with one error, in random order."""

    name = "liar"
    takes_instructions = False
    max_input_tokens = 100_000

    def __init__(self, article: AnnotatedDocument, chance: random.Random) -> None:
        self._article = article
        self._chance = chance

    def count_tokens(self, text: str) -> int:
        """Words."""
        return len(text.split())

    def generate(self, prompts: Sequence[str]) -> list[str]:
        """Three wrong sentences for a right one."""
        right, wrong = [], []
        for case in build_faithful(self._article):
            right.append(case.statement.text)
            wrong += [statement.text for _, statement in plant(case, self._chance)]
        drafts = self._chance.sample(right, min(8, len(right))) + self._chance.sample(wrong, min(24, len(wrong)))
        self._chance.shuffle(drafts)
        return ["\n".join(drafts) for _ in prompts]

    def close(self) -> None:
        """Nothing to give back."""


def main() -> None:
    """Tell every article, count what was done to the drafts, and write the summaries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    summarizer, chance = load_summarizer(), random.Random(0)
    actions, told, lines = Counter[str](), 0, []
    for gold, line in zip(read_gold(NEWS), NEWS.read_text(encoding="utf-8").splitlines(), strict=True):
        extractive = summarizer.summarize([gold.document], length=Length.LONG)
        article = summarizer.annotate(gold.document)
        generator: TextGenerator = LyingGenerator(gold, chance)
        statements, repairs = rewrite(
            extractive.statements, [article], generator, encoder=summarizer, length=Length.LONG
        )
        actions.update(r.action for r in repairs)
        told += len(statements)
        summary = Summary("", "en", generator.name, 0.0, (article.document,), statements, repairs)
        lines.append(json.dumps({"id": json.loads(line)["id"], **to_json(summary, with_text=True)}))
    print(f"{told} statements told; drafts " + ", ".join(f"{action} {n}" for action, n in sorted(actions.items())))
    if arguments.out:
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
