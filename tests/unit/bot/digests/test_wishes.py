"""What people type after /digest."""

from datetime import time
from typing import Any

import pytest

from bot.digests.wishes import parse_wish
from bot.errors import FeedError
from summarizer.summary import Length


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("08:00", {"times": (time(8),)}),
        ("18:30, 8.00 18h30", {"times": (time(8), time(18, 30))}),
        ("mon-fri", {"weekdays": frozenset(range(5))}),
        ("Sat Sun", {"weekdays": frozenset({5, 6})}),
        ("fri–mon", {"weekdays": frozenset({4, 5, 6, 0})}),
        ("quiet 22:00-07:00", {"quiet": (time(22), time(7))}),
        ("quiet off", {"quiet": None}),
        ("stories 10", {"stories": 10}),
        ("length medium", {"length": Length.MEDIUM}),
        ("language DE", {"language": "de"}),
        ("language any", {"language": None}),
        ("silent", {"is_silent": True}),
        ("off", {"is_on": False}),
        ("8am, 6:30pm", {"times": (time(8), time(18, 30))}),
        ("at 12am", {"times": (time(0),)}),
        ("weekdays", {"weekdays": frozenset(range(5))}),
        ("every day", {"weekdays": frozenset(range(7))}),
        ("mon - wed, sat", {"weekdays": frozenset({0, 1, 2, 5})}),
        ("quiet 22-7", {"quiet": (time(22), time(7))}),
        ("quiet 10pm to 6:30", {"quiet": (time(22), time(6, 30))}),
        (
            "08:00 mon-fri quiet 22:00-07:00 stories 5 length long",
            {
                "times": (time(8),),
                "weekdays": frozenset(range(5)),
                "quiet": (time(22), time(7)),
                "stories": 5,
                "length": Length.LONG,
            },
        ),
    ],
)
def test_wishes_are_understood(said: str, changes: dict[str, Any]) -> None:
    assert parse_wish(said) == changes


@pytest.mark.parametrize(
    "said",
    [
        "",
        "25:00",
        "8",
        "soon",
        "stories 0",
        "stories 999",
        "length huge",
        "quiet 7",
        "quiet 25:00-7:00",
        "language xx",
        "quiet 22:00-22:00",
        "mon-xyz",
        "language",
        "language klingon",
        "08:00 mon-fri and then some",
        "13pm",
        "0am",
        "off 08:00",
        "at",
        "quiet 22:00 to",
    ],
)
def test_what_is_not_understood_is_said(said: str) -> None:
    with pytest.raises(FeedError):
        parse_wish(said)


def test_more_times_than_a_day_has_room_for_are_said() -> None:
    with pytest.raises(FeedError, match="at most 6 times"):
        parse_wish(" ".join(f"{hour:02}:00" for hour in range(9)))
