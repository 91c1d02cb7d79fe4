"""Stories of the labelled set: floors that a change must not go below. benchmarks/clustering.py prints the figures."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.digests.cluster import cluster
from bot.digests.likeness import NewsItem
from summarizer.encoder import load_encoder

F1_FLOOR = 0.95
STORIES = Path(__file__).with_name("stories.json")


@pytest.fixture(scope="module")
def labelled() -> tuple[list[NewsItem], list[str]]:
    raw = json.loads(STORIES.read_text(encoding="utf-8"))["items"]
    start = datetime(2026, 5, 4, tzinfo=UTC)
    items = [NewsItem(one["title"], one["text"], start + timedelta(hours=one["hours"])) for one in raw]
    return items, [one["story"] for one in raw]


@pytest.fixture(scope="module")
def groups(labelled: tuple[list[NewsItem], list[str]]) -> list[tuple[int, ...]]:
    items, _ = labelled
    encoder = load_encoder()
    titles, leads = encoder.encode([item.title for item in items]), encoder.encode([item.lead for item in items])
    return cluster(items, titles=titles, leads=leads)


def test_the_set_is_large_enough_to_tell(labelled: tuple[list[NewsItem], list[str]]) -> None:
    items, truth = labelled
    assert len(items) >= 200 and len(set(truth)) >= 60


def test_two_events_never_stand_under_one_headline(
    labelled: tuple[list[NewsItem], list[str]], groups: list[tuple[int, ...]]
) -> None:
    items, truth = labelled
    mixed = [[items[n].title for n in group] for group in groups if len({truth[n] for n in group}) > 1]
    assert mixed == []


def test_b_cubed_f1_keeps_its_floor(labelled: tuple[list[NewsItem], list[str]], groups: list[tuple[int, ...]]) -> None:
    _, truth = labelled
    precision = recall = 0.0
    for group in groups:
        for item in group:
            right = sum(truth[other] == truth[item] for other in group)
            precision += right / len(group) / len(truth)
            recall += right / truth.count(truth[item]) / len(truth)
    assert 2 * precision * recall / (precision + recall) >= F1_FLOOR
