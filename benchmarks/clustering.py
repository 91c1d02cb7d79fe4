"""How well entries are grouped into stories: python benchmarks/clustering.py

B-cubed precision, recall and F1 on tests/eval/stories.json, how many headlines cover two events, and what shifting each
weight by a fifth does.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from bot.digests import likeness
from bot.digests.cluster import cluster
from bot.digests.likeness import Telling
from summarizer.encoder import Vectors, load_encoder

STORIES = Path(__file__).parent.parent / "tests" / "eval" / "stories.json"
WEIGHTS = ("TEXT_WEIGHT", "TITLE_WEIGHT", "WORD_WEIGHT", "DAY_WEIGHT", "NAME_WEIGHT", "BIAS")


@dataclass(frozen=True)
class Score:
    """B-cubed figures, and stories that are mixed of several events."""

    precision: float
    recall: float
    mixed: int

    @property
    def f1(self) -> float:
        """Harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  mixed {self.mixed}"


def read_stories() -> tuple[list[Telling], list[str]]:
    """The tellings, and the story that each tells."""
    raw = json.loads(STORIES.read_text(encoding="utf-8"))["entries"]
    start = datetime(2026, 5, 4, tzinfo=UTC)
    tellings = [Telling(one["title"], one["text"], start + timedelta(hours=one["hours"])) for one in raw]
    return tellings, [one["story"] for one in raw]


def score(groups: Sequence[Sequence[int]], truth: Sequence[str]) -> Score:
    """B-cubed: for each telling, how pure and how complete its group is."""
    precision = recall = 0.0
    for group in groups:
        for telling in group:
            right = sum(truth[other] == truth[telling] for other in group)
            precision += right / len(group)
            recall += right / truth.count(truth[telling])
    mixed = sum(len({truth[telling] for telling in group}) > 1 for group in groups)
    return Score(precision / len(truth), recall / len(truth), mixed)


def encode(tellings: Sequence[Telling]) -> tuple[Vectors, Vectors]:
    """Vectors of titles and leads."""
    encoder = load_encoder()
    return encoder.encode([telling.title for telling in tellings]), encoder.encode(
        [telling.lead for telling in tellings]
    )


def main() -> None:
    """Print the table."""
    tellings, truth = read_stories()
    print(f"{len(tellings)} tellings, {len(set(truth))} stories")
    started = time.process_time()
    titles, leads = encode(tellings)
    encoded = time.process_time()
    groups = cluster(tellings, titles=titles, leads=leads)
    print(f"encoding {encoded - started:.1f} CPU-s, clustering {time.process_time() - encoded:.2f} CPU-s")
    print(f"{'as shipped':24}{score(groups, truth)}")
    for name in WEIGHTS:
        for factor in (0.8, 1.2):
            with mock.patch.object(likeness, name, getattr(likeness, name) * factor):
                shifted = score(cluster(tellings, titles=titles, leads=leads), truth)
            print(f"{name + f' x {factor}':24}{shifted}")


if __name__ == "__main__":
    main()
