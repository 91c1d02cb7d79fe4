"""What one request to a feed means for the next one. Pure: moments and jitter are arguments.

A feed is asked once an hour, less often where it or its server says so, and ever less often while it fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

MIN_INTERVAL = timedelta(hours=1)
MAX_INTERVAL = timedelta(hours=24)
MAX_RETRY_AFTER = timedelta(days=14)  # a server may ask for longer; then it is asked again after this
JITTER = 0.05  # of the period, added: feeds that were asked together drift apart
EQUAL_ANSWERS = 3  # before a permanent redirect is believed
TELL_AFTER = timedelta(days=7)  # of failing
STOP_AFTER = timedelta(days=30)
PERMANENT_REDIRECTS = frozenset({301, 308})
_ASKS_TO_WAIT = frozenset({429, 503})


class FeedStatus(StrEnum):
    """Whether a feed is asked at all."""

    ACTIVE = "active"
    GONE = "gone"  # its server says for good (410)
    STOPPED = "stopped"  # it failed for STOP_AFTER


class Notice(StrEnum):
    """What a feed's followers are told, once."""

    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class PollState:
    """What is remembered of a feed between two requests."""

    url: str
    interval: timedelta = MIN_INTERVAL  # as its followers or an admin want it
    etag: str | None = None  # byte for byte as received
    last_modified: str | None = None
    status: FeedStatus = FeedStatus.ACTIVE
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    is_told: bool = False  # its followers know that it fails
    moved_to: str | None = None  # where a permanent redirect leads, not believed yet
    moved_count: int = 0
    last_success_at: datetime | None = None
    next_poll_at: datetime | None = None  # None: as soon as may be
    error: str | None = None  # of the last request, for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnswer:
    """What came of one request."""

    at: datetime  # when it ended
    status: int | None = None  # None: no answer
    is_read: bool = False  # a 200 that held a feed, or a 304
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age: timedelta = timedelta(0)
    ttl: timedelta = timedelta(0)
    retry_after: timedelta | None = None
    moved_to: str | None = None  # where an unbroken chain of permanent redirects leads


@dataclass(frozen=True, slots=True)
class PollDecision:
    """The feed's new state, and what else follows."""

    state: PollState
    hold_host_until: datetime | None = None  # nothing on this host is asked before
    notice: Notice | None = None


def decide_poll(state: PollState, answer: PollAnswer, *, jitter: float = 0.0) -> PollDecision:
    """What follows from `answer`. `jitter`: 0 to 1."""
    state = _follow_move(state, answer.moved_to)
    if answer.is_read:
        return PollDecision(_succeed(state, answer, jitter))
    if answer.status == 410:
        gone = replace(state, status=FeedStatus.GONE, error=answer.error, next_poll_at=None)
        return PollDecision(gone, notice=Notice.GONE)
    return _fail(state, answer, jitter)


def _follow_move(state: PollState, moved_to: str | None) -> PollState:
    if moved_to is None or moved_to == state.url:
        return replace(state, moved_to=None, moved_count=0)
    count = state.moved_count + 1 if moved_to == state.moved_to else 1
    if count < EQUAL_ANSWERS:
        return replace(state, moved_to=moved_to, moved_count=count)
    return replace(state, url=moved_to, moved_to=None, moved_count=0)


def _succeed(state: PollState, answer: PollAnswer, jitter: float) -> PollState:
    if answer.status == 200:
        state = replace(state, etag=answer.etag, last_modified=answer.last_modified)
    period = max(state.interval, MIN_INTERVAL, answer.max_age, answer.ttl)
    return replace(
        state,
        failures=0,
        failing_since=None,
        is_told=False,
        error=None,
        last_success_at=answer.at,
        next_poll_at=_after(answer.at, period, jitter),
    )


def _fail(state: PollState, answer: PollAnswer, jitter: float) -> PollDecision:
    since = state.failing_since or answer.at
    failing_for = answer.at - since
    backoff = min(MAX_INTERVAL, MIN_INTERVAL * 2 ** min(state.failures, 5))
    next_at = _after(answer.at, max(state.interval, backoff), jitter)
    hold = None
    if answer.status in _ASKS_TO_WAIT and answer.retry_after is not None:
        hold = answer.at + min(answer.retry_after, MAX_RETRY_AFTER)
        next_at = max(hold, _after(answer.at, state.interval, jitter))
    elif answer.status == 429:  # too many requests, by whichever of this host's feeds
        hold = answer.at + backoff
    should_tell = failing_for >= TELL_AFTER and not state.is_told
    failed = replace(
        state,
        status=FeedStatus.STOPPED if failing_for >= STOP_AFTER else state.status,
        failures=state.failures + 1,
        failing_since=since,
        is_told=state.is_told or should_tell,
        error=answer.error,
        next_poll_at=next_at,
    )
    return PollDecision(failed, hold_host_until=hold, notice=Notice.FAILING if should_tell else None)


def _after(moment: datetime, period: timedelta, jitter: float) -> datetime:
    period = min(period, MAX_INTERVAL)
    return moment + min(MAX_INTERVAL, period * (1 + JITTER * jitter))


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a `Retry-After` header asks to wait: seconds, or a date. None where it says nothing.

    >>> parse_retry_after("120", datetime.now(UTC))
    datetime.timedelta(seconds=120)
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value), 10**9))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max(timedelta(0), (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now)


def parse_max_age(cache_control: str | None) -> timedelta:
    """How long an answer stays fresh by its `Cache-Control` header.

    >>> parse_max_age('public, max-age="7200"')
    datetime.timedelta(seconds=7200)
    """
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", (cache_control or "").lower())
    return timedelta(seconds=int(found.group(1))) if found else timedelta(0)


def conditional_headers(state: PollState) -> Mapping[str, str]:
    """What makes the request conditional: the validators of the last answer, as they were received."""
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}
