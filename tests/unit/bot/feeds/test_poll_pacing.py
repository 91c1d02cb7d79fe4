"""P6: how evenly a thousand feeds are asked, however they began."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.decide import PollAnswer, PollState, decide_poll
from bot.feeds.poll import GOLDEN, TICK, feeds_per_tick

START = datetime(2026, 5, 1, tzinfo=UTC)
FEEDS = 1_000


@pytest.mark.parametrize("down_at_hour", [None, 5])
def test_the_busiest_minute_is_at_most_twice_the_mean_for_a_thousand_feeds(down_at_hour: int | None) -> None:
    """All are added at once, and all are overdue at once after two hours down."""
    states = [PollState(f"https://{n}.example/", next_poll_at=START) for n in range(FEEDS)]
    minutes: Counter[datetime] = Counter()
    now = START
    for _ in range(24 * 180):
        due = [n for n in range(FEEDS) if states[n].next_poll_at <= now]
        due.sort(key=lambda n: (states[n].next_poll_at, n))
        for n in due[: feeds_per_tick(FEEDS / 3600)]:
            jitter = (n + int(now.timestamp()) // 3600) * GOLDEN % 1.0
            states[n] = decide_poll(states[n], PollAnswer(at=now, status=304, is_read=True), jitter=jitter).state
            minutes[now.replace(second=0)] += 1
        now += TICK
        if down_at_hour is not None and now == START + timedelta(hours=down_at_hour):
            now += timedelta(hours=2)
    mean = FEEDS / 60
    assert max(minutes.values()) <= 2 * mean
    assert sum(minutes.values()) >= 0.9 * FEEDS * 22


def test_polls_are_spread_by_id_not_by_chance() -> None:
    answer = PollAnswer(at=START, status=304, is_read=True)
    moments = {decide_poll(PollState("u"), answer, jitter=n * GOLDEN % 1.0).state.next_poll_at for n in range(100)}
    assert len(moments) == 100
