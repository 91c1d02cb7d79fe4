"""Polite polling, one answer at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.decide import (
    MAX_RETRY_AFTER,
    FeedStatus,
    Notice,
    PollAnswer,
    PollState,
    conditional_headers,
    decide_poll,
    parse_max_age,
    parse_retry_after,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = PollState("https://example.org/feed", etag='W/"1"', last_modified="Fri, 01 May 2026 08:00:00 GMT")


def ok(**more: object) -> PollAnswer:
    return PollAnswer(at=NOW, status=200, is_read=True, **more)  # type: ignore[arg-type]


def failed(status: int | None = 500, at: datetime = NOW, **more: object) -> PollAnswer:
    return PollAnswer(at=at, status=status, error="why", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("interval", "answer", "wait"),
    [
        (HOUR, ok(), HOUR),
        (HOUR, PollAnswer(at=NOW, status=304, is_read=True), HOUR),
        (timedelta(minutes=5), ok(), HOUR),
        (6 * HOUR, ok(), 6 * HOUR),
        (HOUR, ok(max_age=3 * HOUR), 3 * HOUR),
        (HOUR, ok(ttl=2 * HOUR, max_age=HOUR), 2 * HOUR),
        (HOUR, ok(max_age=400 * DAY), DAY),
        (40 * DAY, ok(), DAY),
    ],
)
def test_a_feed_is_asked_again_after_the_longest_of_what_everybody_wants(
    interval: timedelta, answer: PollAnswer, wait: timedelta
) -> None:
    decision = decide_poll(replace(FEED, interval=interval), answer)
    assert decision.state.next_poll_at == NOW + wait


def test_jitter_only_ever_adds() -> None:
    assert decide_poll(FEED, ok(), jitter=1.0).state.next_poll_at == NOW + 1.05 * HOUR
    assert decide_poll(replace(FEED, interval=DAY), ok(), jitter=1.0).state.next_poll_at == NOW + DAY


def test_validators_are_kept_from_the_last_full_answer_and_sent_as_received() -> None:
    state = decide_poll(FEED, ok(etag='"caf\xe9"', last_modified="yesterday")).state
    assert conditional_headers(state) == {"If-None-Match": '"caf\xe9"', "If-Modified-Since": "yesterday"}
    assert decide_poll(state, PollAnswer(at=NOW, status=304, is_read=True)).state.etag == '"caf\xe9"'
    assert conditional_headers(decide_poll(state, ok()).state) == {}


def test_an_answer_that_is_no_feed_keeps_the_validators_of_the_last_that_was() -> None:
    assert decide_poll(FEED, failed(200, etag='"html"')).state.etag == FEED.etag


@pytest.mark.parametrize("status", [None, 200, 403, 404, 500, 502])
def test_failures_back_off_from_an_hour_to_a_day(status: int | None) -> None:
    state, waits = FEED, []
    for _ in range(7):
        state = decide_poll(state, failed(status)).state
        assert state.next_poll_at
        waits.append((state.next_poll_at - NOW) / HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24]


def test_a_success_forgets_the_failures() -> None:
    broken = decide_poll(FEED, failed()).state
    assert decide_poll(broken, ok()).state == replace(
        FEED, etag=None, last_modified=None, last_success_at=NOW, next_poll_at=NOW + HOUR
    )


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", [2 * HOUR, 30 * HOUR])
def test_retry_after_holds_the_whole_host(status: int, wait: timedelta) -> None:
    decision = decide_poll(FEED, failed(status, retry_after=wait))
    assert decision.hold_host_until == decision.state.next_poll_at == NOW + wait


def test_a_short_retry_after_does_not_shorten_the_interval() -> None:
    assert decide_poll(FEED, failed(503, retry_after=timedelta(seconds=5))).state.next_poll_at == NOW + HOUR


def test_a_retry_after_of_years_is_capped() -> None:
    assert decide_poll(FEED, failed(429, retry_after=999 * DAY)).hold_host_until == NOW + MAX_RETRY_AFTER


def test_too_many_requests_without_a_time_hold_the_host_ever_longer() -> None:
    first = decide_poll(FEED, failed(429))
    assert first.hold_host_until == NOW + HOUR
    assert decide_poll(first.state, failed(429)).hold_host_until == NOW + 2 * HOUR
    assert decide_poll(FEED, failed(503)).hold_host_until is None


def test_retry_after_on_other_answers_means_nothing() -> None:
    assert decide_poll(FEED, failed(500, retry_after=9 * HOUR)).hold_host_until is None


def test_a_permanent_move_is_believed_the_third_time() -> None:
    state, new = FEED, "https://example.org/new"
    for expected in (FEED.url, FEED.url, new):
        state = decide_poll(state, ok(moved_to=new)).state
        assert state.url == expected


def test_a_move_that_changes_or_is_taken_back_is_not_believed() -> None:
    state = FEED
    for moved_to in ["https://a.org/", "https://a.org/", None, "https://a.org/", "https://b.org/", "https://a.org/"]:
        state = decide_poll(state, ok(moved_to=moved_to)).state
    assert (state.url, state.moved_count) == (FEED.url, 1)


def test_gone_stops_the_feed_and_tells_its_followers() -> None:
    decision = decide_poll(FEED, failed(410))
    assert (decision.state.status, decision.notice) == (FeedStatus.GONE, Notice.GONE)
    assert decision.state.next_poll_at is None


def test_a_failing_feed_is_told_once_after_a_week_and_stops_after_a_month() -> None:
    state, at, told = FEED, NOW, []
    while state.status is FeedStatus.ACTIVE:
        decision = decide_poll(state, failed(404, at=at))
        state = decision.state
        told += [at - NOW] if decision.notice else []
        assert state.next_poll_at
        at = state.next_poll_at
    assert len(told) == 1 and timedelta(days=7) <= told[0] < timedelta(days=8)
    assert state.status is FeedStatus.STOPPED and timedelta(days=30) < at - NOW < timedelta(days=33)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("Fri, 01 May 2026 14:00:00 GMT", 2 * HOUR),
        ("Fri, 01 May 2026 10:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("²", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, wait: timedelta | None) -> None:
    assert parse_retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=60", 60),
        ("public,max-age=7200", 7200),
        ("s-maxage=9", 0),
        ("Max-Age = 5", 5),
        ("no-cache", 0),
        (None, 0),
    ],
)
def test_max_age_is_read_from_cache_control(value: str | None, seconds: int) -> None:
    assert parse_max_age(value) == timedelta(seconds=seconds)
