"""Which messages are answered together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.bursts import MAX_BURST_MESSAGES, belongs_to, is_waited_with
from bot.domain import IncomingMessage, Origin

AT = datetime(2026, 5, 3, 9, tzinfo=UTC)
PLAIN = IncomingMessage(1, 10, "private", AT, user_id=1, text="A text.")
FORWARD = replace(PLAIN, origin=Origin("channel", "Harbor Wire"))
ALBUM = replace(PLAIN, media_group_id="g")
FULL = replace(PLAIN, text="word " * 800)
WAIT = timedelta(seconds=2)


def after(message: IncomingMessage, seconds: float = 0) -> IncomingMessage:
    return replace(message, message_id=11, sent_at=AT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("message", "is_waited", "is_waited_without_bursts"),
    [(PLAIN, False, False), (FORWARD, True, False), (ALBUM, True, True), (FULL, True, True)],
)
def test_only_what_may_go_on_is_waited_with(
    message: IncomingMessage, is_waited: bool, is_waited_without_bursts: bool
) -> None:
    assert is_waited_with(message, has_bursts=True) is is_waited
    assert is_waited_with(message, has_bursts=False) is is_waited_without_bursts


@pytest.mark.parametrize(
    ("last", "message", "does_belong"),
    [
        (FORWARD, after(FORWARD), True),
        (FORWARD, after(FORWARD, 3), True),  # Telegram tells full seconds
        (FORWARD, after(FORWARD, 4), False),
        (FORWARD, after(PLAIN), False),
        (ALBUM, after(ALBUM), True),
        (ALBUM, after(replace(ALBUM, media_group_id="other")), False),
        (FULL, after(PLAIN), True),
        (FULL, after(replace(PLAIN, user_id=2)), False),
        (PLAIN, after(PLAIN), False),
    ],
)
def test_what_belongs_together(last: IncomingMessage, message: IncomingMessage, does_belong: bool) -> None:
    assert belongs_to((last,), message, wait=WAIT, has_bursts=True) is does_belong


def test_without_bursts_forwards_stand_alone_and_albums_do_not() -> None:
    assert not belongs_to((FORWARD,), after(FORWARD), wait=WAIT, has_bursts=False)
    assert belongs_to((ALBUM,), after(ALBUM), wait=WAIT, has_bursts=False)


def test_a_burst_has_an_end() -> None:
    full = (FORWARD,) * MAX_BURST_MESSAGES
    assert belongs_to(full[1:], after(FORWARD), wait=WAIT, has_bursts=True)
    assert not belongs_to(full, after(FORWARD), wait=WAIT, has_bursts=True)
