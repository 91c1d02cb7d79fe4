"""A feed's health in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.decide import FeedStatus, PollState
from bot.feeds.health import describe_health, is_ill
from tests.unit.bot.feeds.known_feed import known_feed

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = PollState("https://a.example/rss", last_success_at=NOW - 3 * HOUR, next_poll_at=NOW + HOUR / 3)


def test_a_feed_that_is_read_says_when_and_when_next() -> None:
    shown = describe_health(known_feed(WELL), readers=1, now=NOW)
    assert (shown.status, shown.last_success, shown.interval, shown.next_poll, shown.trouble) == (
        "active",
        "3 h ago",
        "1 h",
        "in 20 min",
        "",
    )


@pytest.mark.parametrize(
    ("state", "readers", "expected"),
    [
        (WELL, 0, "when somebody follows it"),
        (replace(WELL, next_poll_at=None), 1, "now"),
        (replace(WELL, next_poll_at=NOW), 1, "now"),
        (replace(WELL, status=FeedStatus.GONE), 1, "never"),
        (replace(WELL, status=FeedStatus.STOPPED), 0, "never"),
    ],
)
def test_when_a_feed_is_asked_next(state: PollState, readers: int, expected: str) -> None:
    assert describe_health(known_feed(state), readers=readers, now=NOW).next_poll == expected


def test_a_failing_feed_is_ill_and_says_how_often_and_why() -> None:
    failing = known_feed(replace(WELL, failures=3, error="it answered 500", last_success_at=None))
    shown = describe_health(failing, readers=1, now=NOW)
    assert (shown.status, shown.last_success, shown.trouble) == ("active, failed 3x", "never", "it answered 500")
    assert (
        is_ill(failing) and is_ill(known_feed(replace(WELL, status=FeedStatus.GONE))) and not is_ill(known_feed(WELL))
    )
