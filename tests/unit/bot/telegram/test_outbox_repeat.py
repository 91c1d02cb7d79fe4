from datetime import timedelta

import pytest

from bot.domain import FormattedText, OutgoingMessage, TextEntity
from bot.telegram.outbox import MAX_BACKOFF, REPEAT_MARK, backoff, marked_as_repeat
from bot.telegram.rich_text import Run, Style, split_blocks, utf16_units


def test_a_repeat_says_so_and_its_entities_move_along() -> None:
    message = OutgoingMessage(FormattedText("Mayor spoke", (TextEntity("bold", 0, 5),)), reply_to=7)
    marked = marked_as_repeat(message)
    assert marked.content.text == f"{REPEAT_MARK}\nMayor spoke"
    assert TextEntity("bold", len(REPEAT_MARK) + 1, 5) in marked.content.entities
    assert marked.reply_to == 7


@pytest.mark.parametrize("text", ["word " * 3000, "😀" * 6000, "x" * 9000])
def test_the_fullest_message_of_ours_has_room_for_the_mark(text: str) -> None:
    for part in split_blocks([("", (Run(text),))]):
        marked = marked_as_repeat(OutgoingMessage(part))
        assert marked.content.text == f"{REPEAT_MARK}\n{part.text}"
        assert utf16_units(marked.content.text) <= 4096


def test_a_message_full_of_entities_has_room_for_the_mark() -> None:
    bold = [Run(f"{number} ", (Style("bold"),) if number % 2 else ()) for number in range(500)]
    parts = split_blocks([("", tuple(bold))])
    assert {len(marked_as_repeat(OutgoingMessage(part)).content.entities) for part in parts[:-1]} == {100}


def test_a_message_that_somebody_else_filled_is_repeated_without_a_mark_rather_than_cut() -> None:
    message = OutgoingMessage(FormattedText("😀" * 2048))
    assert marked_as_repeat(message) == message
    content = FormattedText("x" * 100, tuple(TextEntity("bold", n, 1) for n in range(100)))
    assert len(marked_as_repeat(OutgoingMessage(content)).content.entities) == 100


def test_tries_grow_apart_up_to_a_minute() -> None:
    assert [backoff(n) for n in range(3)] == [timedelta(seconds=s) for s in (1, 2, 4)]
    assert backoff(1000) == MAX_BACKOFF
