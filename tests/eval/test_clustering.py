"""Stories of the labelled set: floors that a change must not go below. benchmarks/clustering.py prints the figures."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.digests.cluster import cluster
from bot.digests.likeness import Telling
from summarizer.encoder import load_encoder

F1_FLOOR = 0.95
STORIES = Path(__file__).with_name("stories.json")


@pytest.fixture(scope="module")
def labelled() -> tuple[list[Telling], list[str]]:
    raw = json.loads(STORIES.read_text(encoding="utf-8"))["entries"]
    start = datetime(2026, 5, 4, tzinfo=UTC)
    tellings = [Telling(one["title"], one["text"], start + timedelta(hours=one["hours"])) for one in raw]
    return tellings, [one["story"] for one in raw]


@pytest.fixture(scope="module")
def groups(labelled: tuple[list[Telling], list[str]]) -> list[tuple[int, ...]]:
    tellings, _ = labelled
    encoder = load_encoder()
    titles, leads = (
        encoder.encode([telling.title for telling in tellings]),
        encoder.encode([telling.lead for telling in tellings]),
    )
    return cluster(tellings, titles=titles, leads=leads)


def test_the_set_is_large_enough_to_tell(labelled: tuple[list[Telling], list[str]]) -> None:
    tellings, truth = labelled
    assert len(tellings) >= 200 and len(set(truth)) >= 60


def test_two_events_never_stand_under_one_headline(
    labelled: tuple[list[Telling], list[str]], groups: list[tuple[int, ...]]
) -> None:
    tellings, truth = labelled
    mixed = [[tellings[n].title for n in group] for group in groups if len({truth[n] for n in group}) > 1]
    assert mixed == []


def test_b_cubed_f1_keeps_its_floor(labelled: tuple[list[Telling], list[str]], groups: list[tuple[int, ...]]) -> None:
    _, truth = labelled
    precision = recall = 0.0
    for group in groups:
        for telling in group:
            right = sum(truth[other] == truth[telling] for other in group)
            precision += right / len(group) / len(truth)
            recall += right / truth.count(truth[telling]) / len(truth)
    assert 2 * precision * recall / (precision + recall) >= F1_FLOOR
