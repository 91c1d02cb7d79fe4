"""Which messages are answered together. Pure."""

from datetime import timedelta

from bot.articles.intake import is_continued, is_full
from bot.domain import IncomingMessage

CLOCK_GRAIN = timedelta(seconds=1)  # Telegram tells full seconds
MAX_BURST_MESSAGES = 100  # as many as an app forwards at once


def is_waited_with(message: IncomingMessage, *, has_bursts: bool) -> bool:
    """Whether more may belong to a message: the rest of an album or of a cut text, or other forwards."""
    is_forward = has_bursts and message.origin is not None
    return is_forward or message.media_group_id is not None or is_full(message)


def belongs_to(
    burst: tuple[IncomingMessage, ...], message: IncomingMessage, *, wait: timedelta, has_bursts: bool
) -> bool:
    """Whether a message is to be answered together with those before it. How long apart they were sent counts."""
    last = burst[-1]
    if len(burst) >= MAX_BURST_MESSAGES or message.sent_at - last.sent_at > wait + CLOCK_GRAIN:
        return False
    is_same_album = message.media_group_id is not None and message.media_group_id == last.media_group_id
    are_forwards = has_bursts and message.origin is not None and last.origin is not None
    return is_same_album or are_forwards or is_continued(last, message)
