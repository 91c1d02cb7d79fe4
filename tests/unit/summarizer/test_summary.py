from dataclasses import replace
from datetime import UTC, datetime

from summarizer import (
    Citation,
    Document,
    Kind,
    Quote,
    Span,
    Statement,
    StatementAttribution,
    Summary,
    from_json,
    to_json,
)
from summarizer.stopwatch import StageTime
from summarizer.summary import Repair

DOCUMENT = Document(
    text="Ann Reed said it rained.", title="Rain", publisher="The Marrow Post", language="en",
    published_at=datetime(2026, 5, 3, tzinfo=UTC), notes=("Partial.",),
)  # fmt: skip
STATEMENT = Statement(
    text="Ann Reed said it rained.",
    kind=Kind.REPORTED,
    attributions=(StatementAttribution("Ann Reed", "Ann Reed", "said", Quote.INDIRECT),),
    citations=(Citation(1, Span(0, 24), DOCUMENT.text),),
)
SUMMARY = Summary("Rain", "en", "extractive", 0.25, (DOCUMENT,), (STATEMENT,))


def test_a_summary_survives_its_json() -> None:
    assert from_json(to_json(SUMMARY, with_text=True)) == SUMMARY


def test_document_text_is_left_out_unless_asked_for() -> None:
    assert "text" not in to_json(SUMMARY)["documents"][0]


def test_how_it_came_about_is_left_out_unless_asked_for() -> None:
    repaired = replace(
        SUMMARY, repairs=(Repair("It rained.", ("speaker",), "dropped"),), stages=(StageTime("compose", 0.25),)
    )
    assert from_json(to_json(repaired, with_text=True, with_trace=True)) == repaired
    assert to_json(repaired, with_text=True).keys() == to_json(SUMMARY, with_text=True).keys()
