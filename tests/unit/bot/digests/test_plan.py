"""Which stories a digest tells."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bot.digests.plan import Candidate, Wishes, choose, find_candidates, is_wanted, score, telling_of
from bot.feeds.filters import Topics, parse_topics
from bot.storage.digests import StoredStory
from bot.storage.entries import StoredEntry

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AXES = np.eye(8, dtype=np.float32)
FERRY = "Ferry Stella sinks on Lake Morava"


def entry(number: int, title: str = "", *, feed: int | None = None, hours: float = 1, **more: object) -> StoredEntry:
    made = StoredEntry(
        id=number,
        feed_id=feed or number,
        feed_title=f"Feed {feed or number}",
        title=title or f"Title {number}",
        text="",
        url=None,
        url_key=None,
        author=None,
        language=None,
        published_at=NOW - timedelta(hours=hours),
        seen_at=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def candidate(*entries: StoredEntry, axis: int = 0, updates_id: int | None = None) -> Candidate:
    return Candidate(entries, np.stack([AXES[axis], AXES[axis]]), updates_id)


def told(number: int, title: str, axis: int) -> StoredStory:
    return StoredStory(
        id=number,
        chat_id=1,
        number=1,
        title=title,
        lead=f"{title}. {title}",
        entry_ids=(90 + number,),
        vectors=np.stack([AXES[axis], AXES[axis]]),
        published_at=NOW - timedelta(hours=12),
        state="told",
        statements=(),
        request_id=None,
    )


def titles(candidates: list[Candidate], stories: int = 3, **more: object) -> list[str]:
    return [story.title for story in choose(candidates, Wishes(stories, **more), NOW)]  # type: ignore[arg-type]


def test_more_sources_newer_entries_and_wanted_topics_come_first() -> None:
    many = candidate(entry(1, "Many"), entry(2), entry(3))
    new = candidate(entry(4, "New", hours=0))
    old = candidate(entry(5, "Old", hours=48))
    assert titles([old, new, many]) == ["Many", "New", "Old"]
    assert titles([old, new, many], topics=Topics(("old",)))[0] != "New"


def test_what_is_disliked_comes_last() -> None:
    liked, disliked = candidate(entry(1, "Liked", hours=20), axis=1), candidate(entry(2, "Disliked"), axis=2)
    assert titles([disliked, liked], disliked=(AXES[2],)) == ["Liked", "Disliked"]


def test_an_update_and_a_round_up_step_back() -> None:
    fresh, update = candidate(entry(1)), candidate(entry(1), updates_id=7)
    roundup = candidate(entry(1, "Morning briefing: all of it"))
    scores = [score(one, Wishes(3), NOW) for one in (fresh, update, roundup)]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3


def test_one_feed_does_not_fill_a_digest_that_others_can_share() -> None:
    loud = [candidate(entry(n, f"Loud {n}", feed=99, hours=0)) for n in range(1, 6)]
    quiet = [candidate(entry(n, f"Quiet {n}", hours=30)) for n in (11, 12)]
    assert titles([*loud, *quiet], stories=4) == ["Loud 5", "Loud 4", "Quiet 12", "Quiet 11"]
    assert len(titles(loud, stories=4)) == 4


def test_no_more_stories_than_wanted_and_they_are_numbered() -> None:
    planned = choose([candidate(entry(n)) for n in range(1, 9)], Wishes(3), NOW)
    assert [story.number for story in planned] == [1, 2, 3]


def test_entries_of_one_event_are_one_story_of_one_entry_a_feed() -> None:
    same = [
        entry(1, FERRY, feed=1, text="The ferry Stella sank on Lake Morava on Sunday."),
        entry(2, "Lake Morava ferry goes down", feed=2, text="The ferry Stella went down on Lake Morava."),
        entry(3, "Lake Morava: ferry Stella lost", feed=2, hours=0, text="The ferry Stella is lost on Lake Morava."),
    ]
    vectors = np.stack([AXES[0], AXES[0], AXES[0]])
    [found] = find_candidates(same, [], titles=vectors, leads=vectors)
    assert sorted(one.id for one in found.entries) == [1, 3]


def test_a_story_told_before_is_carried_on() -> None:
    again = [entry(1, FERRY, text="The ferry Stella sank on Lake Morava on Sunday.")]
    before = [told(5, "Ferry Stella goes down on Lake Morava", 0), told(6, "Norland votes", 3)]
    [found] = find_candidates(again, before, titles=AXES[:1], leads=AXES[:1])
    assert found.updates_id == 5


def test_nothing_new_is_no_story() -> None:
    assert find_candidates([], [told(5, FERRY, 0)], titles=AXES[:0], leads=AXES[:0]) == []


@pytest.mark.parametrize(
    ("topics", "follow", "language", "wanted"),
    [
        ("", "", None, True),
        ("-ferry", "", None, False),
        ("climate", "", None, True),
        ("", "climate", None, False),
        ("", "ferr*", None, True),
        ("", "", "de", False),
        ("", "", "en", True),
    ],
)
def test_exclusions_topics_of_the_follow_and_language_decide_what_may_be_told(
    topics: str, follow: str, language: str | None, wanted: bool
) -> None:
    ferry = entry(1, FERRY, language="en")
    assert is_wanted(ferry, parse_topics(topics), parse_topics(follow), language) is wanted


def test_what_is_compared_is_the_title_and_the_beginning() -> None:
    assert len(telling_of(entry(1, "T", text="word " * 500)).lead.split()) < 70
