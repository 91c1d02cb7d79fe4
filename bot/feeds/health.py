"""How a feed is doing, in words: the same for the terminal and the chat (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.decide import FeedStatus
from bot.storage.feeds import StoredFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """What is known of a feed's requests."""

    status: str  # "active", "active, failed 3x", "gone", "stopped"
    last_success: str  # "3 h ago", "just now", "never"
    interval: str  # "1 h"
    next_poll: str  # "in 20 min", "now", "never", "when somebody follows it"
    trouble: str  # of the last request; may be ""


def describe_health(feed: StoredFeed, *, readers: int, now: datetime) -> FeedHealth:
    """A feed's health at this moment."""
    state = feed.state
    if state.status is not FeedStatus.ACTIVE:
        next_poll = "never"
    elif not readers:
        next_poll = "when somebody follows it"
    elif state.next_poll_at is None or state.next_poll_at <= now:
        next_poll = "now"
    else:
        next_poll = f"in {format_span(state.next_poll_at - now)}"
    return FeedHealth(
        status=state.status.value + (f", failed {state.failures}x" if state.failures else ""),
        last_success=_since(state.last_success_at, now),
        interval=format_span(state.interval),
        next_poll=next_poll,
        trouble=state.error or "",
    )


def is_ill(feed: StoredFeed) -> bool:
    """Whether something is wrong with a feed."""
    return feed.state.status is not FeedStatus.ACTIVE or bool(feed.state.error)


def format_span(span: timedelta) -> str:
    """A length of time as people say it.

    >>> [format_span(timedelta(minutes=n)) for n in (60, 90, 1800, 5760)]
    ['1 h', '90 min', '30 h', '4 d']
    """
    minutes = int(span.total_seconds()) // 60
    if minutes < 120 and minutes != 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} d"


def _since(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    return f"{format_span(now - moment)} ago" if now - moment >= timedelta(minutes=1) else "just now"
