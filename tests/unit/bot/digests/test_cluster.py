"""Grouping, with vectors made by hand."""

from datetime import UTC, datetime, timedelta

import numpy as np

from bot.digests.cluster import cluster, group
from bot.digests.likeness import Telling, is_roundup

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def telling(title: str, text: str = "", hours: float = 0) -> Telling:
    return Telling(title, text or title, NOON + timedelta(hours=hours))


def stories(*tellings: Telling, alike: float = 0.95) -> list[tuple[int, ...]]:
    """Clusters where every vector is as like every other as `alike`."""
    likeness = np.full((len(tellings), len(tellings)), alike) + np.eye(len(tellings)) * (1 - alike)
    vectors = np.linalg.cholesky(likeness).astype(np.float32)
    return cluster(tellings, titles=vectors, leads=vectors)


def test_nothing_gives_nothing() -> None:
    assert cluster([], titles=np.zeros((0, 3), np.float32), leads=np.zeros((0, 3), np.float32)) == []


def test_entries_that_tell_one_event_are_one_story() -> None:
    a = telling("Ferry Stella sinks on Lake Morava", "The ferry Stella sank on Lake Morava on Sunday.")
    b = telling(
        "Lake Morava: ferry goes down", "Rescuers on Lake Morava searched for passengers of the ferry Stella.", 3
    )
    assert stories(a, b) == [(0, 1)]


def test_the_same_words_days_apart_are_two_stories() -> None:
    assert stories(telling("Drones hit Kesh again"), telling("Drones hit Kesh again", hours=24 * 14)) == [(0,), (1,)]


def test_one_pattern_filled_in_twice_is_two_stories() -> None:
    snow = telling("Heavy snow warning for northern Norland", "Forecasters warned of heavy snow in Norland on Tuesday.")
    rain = telling("Heavy rain warning for southern Norland", "Forecasters warned of heavy rain in Norland on Tuesday.")
    assert stories(snow, rain) == [(0,), (1,)]


def test_a_rising_toll_is_the_same_story() -> None:
    text = "The earthquake in Sarvan destroyed hundreds of houses in Kavaria, the ministry said."
    assert stories(telling("Sarvan quake kills 14", text), telling("Sarvan quake kills 31", text, 4)) == [(0, 1)]


def test_other_days_and_other_numbers_are_another_event() -> None:
    monday = telling("Norland shares rise", "Shares in Norland rose 1.2 percent on Monday.")
    tuesday = telling("Norland shares rise", "Shares in Norland rose 0.8 percent on Tuesday.", 24)
    assert stories(monday, tuesday) == [(0,), (1,)]


def test_the_womens_match_is_not_the_mens() -> None:
    men = telling("Rovers beat City 2-1 in cup final", "Rovers beat City 2-1 in the cup final.")
    women = telling("Rovers beat City 2-1 in cup final", "Rovers women beat City 2-1 in the cup final.")
    assert stories(men, women) == [(0,), (1,)]


def test_a_roundup_belongs_to_no_story() -> None:
    text = "Lake Morava ferry Stella sinks, Norland votes."
    assert stories(telling("Morning briefing: Stella sinks", text), telling("Ferry Stella sinks", text)) == [(0,), (1,)]


def test_two_towns_are_two_stories_however_alike_the_words() -> None:
    brenn = telling(
        "Police hunt gunman after bar shooting", "Two people were shot dead in a bar in Brenn, police said."
    )
    pell = telling(
        "Gunman sought after nightclub shooting", "Two people were shot dead in a nightclub in Pell, police said."
    )
    assert stories(brenn, pell, alike=0.7) == [(0,), (1,)]


def test_headlines_in_title_case_are_not_all_names() -> None:
    a = telling("Ferry Sinks In Storm On Lake Morava", "The ferry Stella sank on Lake Morava on Sunday.")
    b = telling("Ferry sinks on Lake Morava", "The ferry Stella sank in a storm on Lake Morava on Sunday.", 1)
    assert stories(a, b) == [(0, 1)]


def test_a_headline_in_title_case_names_nobody() -> None:
    a = telling("Ferry Capsizes During Heavy Evening Storm", "The ferry sank with dozens of passengers on board.")
    b = telling("Boat Goes Down With Dozens Aboard", "The ferry sank with dozens of passengers in it.", 1)
    assert stories(a, b) == [(0, 1)]


def test_other_days_alone_part_nothing() -> None:
    monday = telling("Norland shares rise", "Shares in Norland rose 1.2 percent on Monday.")
    tuesday = telling("Norland shares rise", "Shares in Norland rose again on Tuesday.", 2)
    assert stories(monday, tuesday) == [(0, 1)]


def test_a_group_is_as_likely_as_its_members_on_the_average() -> None:
    def pairs(near: float, far: float) -> np.ndarray:
        return np.array([[1, 0.9, near], [0.9, 1, far], [near, far, 1.0]])

    assert group(pairs(0.8, 0.3)) == [(0, 1, 2)]
    assert group(pairs(0.6, 0.3)) == [(0, 1), (2,)]


def test_each_member_of_a_group_counts_once() -> None:
    likely = np.full((4, 4), 0.9)
    likely[3, :3] = likely[:3, 3] = (0.2, 0.2, 0.8)  # 0.4 on the average, 0.5 if the last to join counted for half
    assert group(likely) == [(0, 1, 2), (3,)]


def test_one_forbidden_pair_keeps_two_groups_apart() -> None:
    likely = np.array([[1, 0.9, 0.9], [0.9, 1, 0.001], [0.9, 0.001, 1.0]])
    assert group(likely) == [(0, 1), (2,)]


def test_roundups_are_known_by_their_titles() -> None:
    assert is_roundup("Live: storm nears coast") and is_roundup("The week in pictures")
    assert not is_roundup("Thousands live in tents")
