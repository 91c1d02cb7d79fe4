"""The buttons under an answer."""

import pytest

from bot.telegram.keyboards import Pressed, answer_keyboard, parse_pressed
from summarizer.summary import Length


def test_an_answer_has_its_evidence_and_the_lengths_that_there_are() -> None:
    ((evidence,),) = answer_keyboard(7)
    assert (evidence.text, evidence.data) == ("Evidence", "evidence:7")
    (row,) = answer_keyboard(7, shorter=Length.SHORT, longer=Length.LONG)
    assert [button.text for button in row] == ["Evidence", "Shorter", "Longer"]


def test_what_a_button_brings_back_is_what_it_was_made_for() -> None:
    (row,) = answer_keyboard("k" * 40, shorter=Length.SHORT, longer=Length.LONG)
    assert [parse_pressed(button.data or "") for button in row] == [
        Pressed("evidence", "k" * 40),
        Pressed("length", "k" * 40, Length.SHORT),
        Pressed("length", "k" * 40, Length.LONG),
    ]
    assert max(len((button.data or "").encode()) for button in row) <= 64


@pytest.mark.parametrize(
    "data",
    ["", "evidence:", "evidence:1:short", "length:1", "length:1:huge", "x:1", "evidence:1\n", "evidence:" + "1" * 41],
)
def test_data_of_no_button_of_ours_asks_for_nothing(data: str) -> None:
    assert parse_pressed(data) is None


def test_an_answer_whose_source_can_be_followed_offers_it_below_and_it_fits() -> None:
    first, (follow,) = answer_keyboard("k" * 40, longer=Length.LONG, has_source=True)
    assert [button.text for button in first] == ["Evidence", "Longer"]
    assert (follow.text, follow.data) == ("Follow this source", "source:" + "k" * 40)
    assert len((follow.data or "").encode()) <= 64
