from typing import Any

import pytest

from benchmarks.plain_measures import measure

TEXT = "The ferry is late. Ann Reed said the bridge would stay closed for the whole winter."
CLAIM = "the bridge would stay closed for the whole winter"
GOLD = [
    {
        "id": "a",
        "text": TEXT,
        "attributions": [{"source": {"text": "Ann Reed"}, "content": {"text": CLAIM}}],
    }
]


def told(text: str, *, start: int = 0) -> list[dict[str, Any]]:
    cited = {"start": start, "end": start + len(text), "text": text}
    return [{"id": "a", "statements": [{"text": text, "citations": [cited]}]}]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ann Reed said the bridge would stay closed for the whole winter.", 1.0),
        ("The bridge would stay closed for the whole winter.", 0.0),
        ("The ferry is late.", None),
    ],
)
def test_a_claim_keeps_its_speaker_or_loses_it_or_is_not_told(text: str, kept: float | None) -> None:
    assert measure(GOLD, told(text))["speaker kept"] == kept


def test_a_citation_whose_offsets_lie_is_none() -> None:
    assert measure(GOLD, told("The ferry is late."))["cited"] == 1.0
    assert measure(GOLD, told("The ferry is late.", start=3))["cited"] == 0.0


def test_an_altered_quotation_is_no_quotation() -> None:
    assert measure(GOLD, told("Ann Reed spoke of “the whole winter”."))["QF"] == 1.0
    assert measure(GOLD, told("Ann Reed spoke of “the whole summer”."))["QF"] == 0.0


def test_without_a_result_there_is_nothing_to_share() -> None:
    assert measure(GOLD, [])["QF"] is None
