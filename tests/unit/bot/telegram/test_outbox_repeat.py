from datetime import timedelta

from bot.domain import FormattedText, OutgoingMessage, TextEntity
from bot.telegram.outbox import MAX_BACKOFF, REPEAT_MARK, backoff, marked_as_repeat


def test_a_repeat_says_so_and_its_entities_move_along() -> None:
    message = OutgoingMessage(FormattedText("Mayor spoke", (TextEntity("bold", 0, 5),)), reply_to=7)
    marked = marked_as_repeat(message)
    assert marked.content.text == f"{REPEAT_MARK}\nMayor spoke"
    assert TextEntity("bold", len(REPEAT_MARK) + 1, 5) in marked.content.entities
    assert marked.reply_to == 7


def test_a_full_message_is_repeated_without_a_mark_rather_than_cut() -> None:
    message = OutgoingMessage(FormattedText("😀" * 2048))
    assert marked_as_repeat(message) == message


def test_tries_grow_apart_up_to_a_minute() -> None:
    assert [backoff(n) for n in range(3)] == [timedelta(seconds=s) for s in (1, 2, 4)]
    assert backoff(1000) == MAX_BACKOFF
