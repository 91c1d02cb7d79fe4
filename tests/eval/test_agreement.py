"""Pairs of statements of two documents: near misses are never placed together, and most differences are found."""

from collections import defaultdict

import pytest

from benchmarks.agreement import judge_all
from summarizer import Document, Length
from summarizer.agreement import Relation
from summarizer.pipeline import Summarizer

DIFFERENCES_FLOOR = 0.8  # 34 of 41 are found


@pytest.fixture(scope="module")
def judged() -> dict[str, list[tuple[str, Relation]]]:
    out = defaultdict(list)
    for pair, relation in judge_all():
        out[pair["relation"]].append((pair["a"], relation))
    return out


def test_near_misses_are_not_placed_together(judged: dict[str, list[tuple[str, Relation]]]) -> None:
    assert len(judged["other"]) >= 40
    assert [told for told, relation in judged["other"] if relation is not Relation.OTHER] == []


def test_most_differences_are_found_and_none_is_merged(judged: dict[str, list[tuple[str, Relation]]]) -> None:
    relations = [relation for _, relation in judged["different"]]
    assert relations.count(Relation.DIFFERENT) >= DIFFERENCES_FLOOR * len(relations)
    assert Relation.SAME not in relations


def test_what_agrees_is_told_once(judged: dict[str, list[tuple[str, Relation]]]) -> None:
    assert {relation for _, relation in judged["same"]} == {Relation.SAME}


FIRE = """Fourteen injured in ferry fire

A fire broke out in the engine room of the ferry Annelise early on Saturday. Fourteen people were injured, the coast guard said. \
Captain Lena Hartog of the coast guard said that the fire was put out shortly after eight. Isle Lines, which runs the ferry, \
said the cause was not yet known."""
HOSPITAL = """Hospital treats nineteen after fire

Nineteen people were treated in hospital after a fire on the ferry Annelise on Saturday, the director of the hospital in \
Orvanne, Saskia Mund, said. Mund said that three of them were in intensive care. The minister of transport, Hannes Vik, \
announced that all ferries of Isle Lines would be inspected next week."""


@pytest.mark.parametrize("length", list(Length))
def test_two_articles_with_two_numbers_are_told_side_by_side(summarizer: Summarizer, length: Length) -> None:
    summary = summarizer.summarize([Document(FIRE), Document(HOSPITAL)], length=length)

    told = [s.text for s in summary.statements]
    first = next(i for i, text in enumerate(told) if text.startswith("Fourteen"))
    second = next(i for i, text in enumerate(told) if text.startswith("Nineteen"))
    assert abs(first - second) == 1
    assert "coast guard" in told[first] and "Saskia Mund" in told[second]
