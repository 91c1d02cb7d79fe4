"""What people type after /digest, as changes of their wishes (pure)."""

import re
from collections.abc import Callable
from datetime import time
from typing import Any

from bot.digests.schedule import EVERY_DAY
from bot.digests.subscriber import MAX_STORIES, MAX_TIMES
from bot.errors import FeedError
from bot.feeds.languages import language_name
from summarizer.summary import Length

Taken = tuple[int, dict[str, Any]] | None  # how many of the words were understood, and as what

_TIME = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d))?(am|pm)?")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name[:n]: day for day, name in enumerate(_NAMES) for n in (2, 3, len(name))}
_SPANS = {
    "daily": EVERY_DAY,
    "everyday": EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
}
USAGE = """I did not understand that. Examples:
/digest – the settings
/digest now
/digest 08:00 18:30
/digest mon-fri 7am
/digest daily quiet 22:00-07:00
/digest stories 10
/digest length medium
/digest language en, /digest language any
/digest to @channel, /digest to here
/digest silent, /digest on, /digest off"""


def parse_wish(said: str) -> dict[str, Any]:
    """The fields of a Subscriber to change: one wish or several, in any order.

    Raises:
        FeedError: it was not understood.
    """
    words = re.sub(r"\s*[-–]\s*", "-", said.lower().replace(",", " ")).split()
    if words in (["on"], ["off"]):
        return {"is_on": words == ["on"]}
    changes: dict[str, Any] = {}
    while words:
        taken = next(filter(None, (take(words) for take in _TAKERS)), None)
        if taken is None:
            raise FeedError(USAGE)
        count, wish = taken
        for name, value in wish.items():  # a second time of day, or weekday, adds to the first
            changes[name] = changes.get(name, frozenset()) | value if isinstance(value, frozenset) else value
        words = words[count:]
    if not changes:
        raise FeedError(USAGE)
    return changes | ({"times": _few(changes["times"])} if "times" in changes else {})


def _filler(words: list[str]) -> Taken:
    return (1, {}) if words[0] in ("at", "and", "on") and len(words) > 1 else None


def _sound(words: list[str]) -> Taken:
    return (1, {"is_silent": words[0] == "silent"}) if words[0] in ("silent", "loud") else None


def _quiet(words: list[str]) -> Taken:
    if words[0] != "quiet":
        return None
    if words[1:2] in (["off"], ["none"]):
        return 2, {"quiet": None}
    count = 4 if words[2:3] == ["to"] else 2
    found = [_clock(word) for word in " ".join(words[1:count]).replace(" to ", "-").split("-")]
    if len(found) != 2 or None in found or found[0] == found[1]:
        return None
    return count, {"quiet": tuple(found)}


def _number(words: list[str]) -> Taken:
    if words[0] != "stories" or not re.fullmatch(r"\d{1,3}", "".join(words[1:2])):
        return None
    count = int(words[1])
    if not 1 <= count <= MAX_STORIES:
        raise FeedError(f"A digest has 1 to {MAX_STORIES} stories.")
    return 2, {"stories": count}


def _length(words: list[str]) -> Taken:
    known = {one.value: one for one in Length}
    return (2, {"length": known[words[1]]}) if words[0] == "length" and "".join(words[1:2]) in known else None


def _language(words: list[str]) -> Taken:
    if words[0] != "language" or len(words) < 2:
        return None
    if words[1] in ("any", "all", "off"):
        return 2, {"language": None}
    if language_name(words[1]) is None:
        raise FeedError(
            "A language is named by two letters, as in /digest language en; /digest language any takes all."
        )
    return 2, {"language": words[1]}


def _times(words: list[str]) -> Taken:
    at = _clock(words[0]) if not words[0].isdigit() else None  # "8" alone may mean stories
    return (1, {"times": frozenset({at})}) if at else None


def _days(words: list[str]) -> Taken:
    if words[0] in _SPANS:
        return 1, {"weekdays": _SPANS[words[0]]}
    if words[:2] == ["every", "day"]:
        return 2, {"weekdays": EVERY_DAY}
    first, _, last = words[0].partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        return None
    start, end = _DAYS[first], _DAYS[last or first]
    days = range(start, (end if end >= start else end + 7) + 1)
    return 1, {"weekdays": frozenset(day % 7 for day in days)}


_TAKERS: tuple[Callable[[list[str]], Taken], ...] = (
    _filler,
    _sound,
    _quiet,
    _number,
    _length,
    _language,
    _times,
    _days,
)


def _few(times: frozenset[time]) -> tuple[time, ...]:
    if len(times) > MAX_TIMES:
        raise FeedError(f"A digest comes at most {MAX_TIMES} times a day.")
    return tuple(sorted(times))


def _clock(word: str) -> time | None:
    """A time of day.

    >>> _clock("18:30"), _clock("7h05"), _clock("12am"), _clock("25:00")
    (datetime.time(18, 30), datetime.time(7, 5), datetime.time(0, 0), None)
    """
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return time(hour, minute) if hour < 24 else None
