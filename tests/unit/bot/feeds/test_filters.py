"""Topics as people type them."""

import pytest

from bot.errors import FeedError
from bot.feeds.filters import MAX_TOPICS, Topics, parse_topics


@pytest.mark.parametrize(
    ("topics", "text", "is_wanted"),
    [
        ("", "Anything", True),
        ("climate", "Climate talks open", True),
        ("climate", "An acclimatedclimates word", False),
        ("elect*", "Elections in May", True),
        ("elect", "Elections in May", False),
        ("interest rates", "Bank cuts interest\n rates", True),
        ("-football", "Football final tonight", False),
        ("-football", "Council votes", True),
        ("climate, -football", "Climate at the football", False),
        ("climate, energy", "Energy prices fall", True),
        ("выборы", "ВЫБОРЫ прошли", True),
        ("straße", "Die STRASSE", False),
        ("Überfall", "überfall auf Bank", True),
        ("/inflat(ion|ed)/", "Inflation slows", True),
        ("c++", "New C++ standard", True),
        ("U.S.", "the U.S. said", True),
        ("U.S.", "the UXSX said", False),
        ("东京", "在 东京 举行", True),
    ],
)
def test_topics_choose(topics: str, text: str, is_wanted: bool) -> None:
    assert parse_topics(topics).admits(text) is is_wanted


def test_topics_read_back_as_they_were_typed() -> None:
    assert str(parse_topics("climate,  interest rates ;-football\n/a|b/, climate")) == (
        "climate, interest rates, /a|b/, -football"
    )


def test_included_topics_are_counted() -> None:
    assert Topics(("climate", "energy", "war")).count_in("Climate and energy") == 2


@pytest.mark.parametrize("typed", ["/(/", "/(?<=a)b/", "/(a)\\1/", "-/[/", "***", "x" * 81, "-,!"])
def test_what_cannot_be_searched_for_is_said(typed: str) -> None:
    with pytest.raises(FeedError):
        parse_topics(typed)


def test_too_many_topics_are_said() -> None:
    with pytest.raises(FeedError, match="51 topics"):
        parse_topics(",".join(f"word{n}" for n in range(MAX_TOPICS + 1)))


def test_an_expression_that_would_backtrack_for_ever_ends() -> None:
    assert not parse_topics(r"/(a+)+$|(a|aa)+$/").admits("a" * 50_000 + "!")
