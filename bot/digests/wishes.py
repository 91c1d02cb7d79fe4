"""What people type after /digest, as changes of their wishes (pure)."""

import re
from datetime import time
from typing import Any

from bot.digests.subscriber import MAX_STORIES, MAX_TIMES
from bot.errors import FeedError
from bot.feeds.languages import language_name
from summarizer.summary import Length

_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name[:n]: day for day, name in enumerate(_NAMES) for n in (2, 3, len(name))}
USAGE = """I did not understand that. Examples:
/digest – the settings
/digest now
/digest 08:00 18:30
/digest mon-fri
/digest quiet 22:00-07:00
/digest stories 10
/digest length medium
/digest language en, /digest language any
/digest to @channel, /digest to here
/digest silent, /digest on, /digest off"""


def parse_wish(said: str) -> dict[str, Any]:
    """The fields of a Subscriber to change.

    Raises:
        FeedError: it was not understood.
    """
    words = said.lower().replace(",", " ").split()
    for parse in (_switch, _quiet, _number, _length, _language, _times, _days):
        changes = parse(words)
        if changes is not None:
            return changes
    raise FeedError(USAGE)


def _switch(words: list[str]) -> dict[str, Any] | None:
    switches: dict[str, dict[str, Any]] = {
        "on": {"is_on": True},
        "off": {"is_on": False},
        "silent": {"is_silent": True},
        "loud": {"is_silent": False},
    }
    return switches.get(words[0]) if len(words) == 1 else None


def _quiet(words: list[str]) -> dict[str, Any] | None:
    if words[:1] != ["quiet"]:
        return None
    if words[1:] in (["off"], ["none"]):
        return {"quiet": None}
    found = [_time(match) for match in _TIME.finditer(" ".join(words[1:]))]
    if len(found) != 2 or found[0] == found[1]:
        return None
    return {"quiet": (found[0], found[1])}


def _number(words: list[str]) -> dict[str, Any] | None:
    if len(words) != 2 or words[0] != "stories" or not re.fullmatch(r"\d{1,3}", words[1]):
        return None
    count = int(words[1])
    if not 1 <= count <= MAX_STORIES:
        raise FeedError(f"A digest has 1 to {MAX_STORIES} stories.")
    return {"stories": count}


def _length(words: list[str]) -> dict[str, Any] | None:
    known = {one.value: one for one in Length}
    return {"length": known[words[1]]} if len(words) == 2 and words[0] == "length" and words[1] in known else None


def _language(words: list[str]) -> dict[str, Any] | None:
    if len(words) != 2 or words[0] != "language":
        return None
    if words[1] in ("any", "all", "off"):
        return {"language": None}
    if language_name(words[1]) is None:
        raise FeedError(
            "A language is named by two letters, as in /digest language en; /digest language any takes all."
        )
    return {"language": words[1]}


def _times(words: list[str]) -> dict[str, Any] | None:
    matches = [_TIME.fullmatch(word) for word in words]
    if not words or not all(matches):
        return None
    times = tuple(sorted({_time(match) for match in matches if match}))
    if len(times) > MAX_TIMES:
        raise FeedError(f"A digest comes at most {MAX_TIMES} times a day.")
    return {"times": times}


def _days(words: list[str]) -> dict[str, Any] | None:
    chosen: set[int] = set()
    for word in words:
        first, _, last = word.replace("–", "-").partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            return None
        start, end = _DAYS[first], _DAYS[last or first]
        chosen |= {day % 7 for day in range(start, (end if end >= start else end + 7) + 1)}
    return {"weekdays": frozenset(chosen)} if chosen else None


def _time(match: re.Match[str]) -> time:
    return time(int(match[1]), int(match[2]))
