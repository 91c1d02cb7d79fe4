"""What counts as news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.address_key import build_address_key
from bot.feeds.novelty import (
    FIRST_SIGHT_ENTRIES,
    MAX_FRESH_ENTRIES,
    KnownEntry,
    Verdict,
    decide_entries,
    sane_published,
    words_hash,
)
from bot.feeds.parse import ParsedEntry

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
STORY = (
    "The city council voted on Thursday to close the old harbor bridge to cars from next spring, after engineers found"
    " cracks in two of its pillars. Mayor Ann Lee said repairs would cost 40 million."
)


def entry(entry_id: str, title: str = "", **more: object) -> ParsedEntry:
    return ParsedEntry(entry_id, title or f"Title {entry_id}", str(more.pop("text", "")), **more)  # type: ignore[arg-type]


def known(*entries: ParsedEntry) -> list[KnownEntry]:
    return [
        KnownEntry(e.entry_id, words_hash(e), build_address_key(e.url) if e.url else None, e.title, e.text)
        for e in entries
    ]


def verdicts(before: Sequence[ParsedEntry], now: Sequence[ParsedEntry], first: bool = False) -> dict[str, Verdict]:
    return {d.entry.entry_id: d.verdict for d in decide_entries(known(*before), now, now=NOW, is_first_sight=first)}


def test_a_new_entry_is_fresh_and_a_known_one_is_nothing() -> None:
    assert verdicts([entry("1")], [entry("1"), entry("2")]) == {"2": Verdict.FRESH}


def test_a_changed_entry_is_an_update_not_news() -> None:
    assert verdicts([entry("1")], [entry("1", "Corrected title")]) == {"1": Verdict.CHANGED}


def test_of_a_thousand_entries_at_first_sight_only_the_newest_count() -> None:
    entries = [entry(str(n), published=NOW - timedelta(minutes=n)) for n in range(1_000)]
    found = verdicts([], entries[::-1], first=True)
    assert [i for i, verdict in found.items() if verdict is Verdict.FRESH] == [
        str(n) for n in range(FIRST_SIGHT_ENTRIES)
    ]
    assert len(found) == 1_000


def test_a_feed_that_renames_all_its_entries_floods_nobody() -> None:
    found = verdicts([entry("old")], [entry(str(n)) for n in range(500)])
    assert list(found.values()).count(Verdict.FRESH) == MAX_FRESH_ENTRIES


def test_an_old_entry_seen_for_the_first_time_is_history() -> None:
    assert verdicts([], [entry("1", published=NOW - timedelta(days=9))]) == {"1": Verdict.BACKLOG}


def test_the_same_page_under_another_guid_and_tracking_link_is_a_duplicate() -> None:
    before = entry("1", url="https://www.example.org/a?utm_source=rss")
    assert verdicts([before], [entry("2", url="http://example.org/a/#top")]) == {"2": Verdict.DUPLICATE}


def test_nearly_the_same_words_under_another_guid_and_link_are_a_duplicate() -> None:
    again = entry("2", "Bridge to close", text=STORY + " More soon.", url="https://example.org/b")
    before = entry("1", "Bridge to close", text=STORY, url="https://example.org/a")
    assert verdicts([before], [again]) == {"2": Verdict.DUPLICATE}


def test_the_same_words_with_another_number_are_another_event() -> None:
    again = entry("2", "Bridge to close", text=STORY.replace("40", "55"))
    assert verdicts([entry("1", "Bridge to close", text=STORY)], [again]) == {"2": Verdict.FRESH}


def test_short_posts_that_repeat_are_not_duplicates() -> None:
    assert verdicts([entry("1", "Air alert in Kyiv")], [entry("2", "Air alert in Kyiv")]) == {"2": Verdict.FRESH}


def test_two_copies_in_one_document_count_once() -> None:
    copies = [entry(str(n), "Bridge to close", text=STORY) for n in range(2)]
    assert sorted(verdicts([], copies).values()) == [Verdict.DUPLICATE, Verdict.FRESH]


@pytest.mark.parametrize(
    ("published", "updated", "sane"),
    [
        (NOW - timedelta(hours=2), None, NOW - timedelta(hours=2)),
        (None, None, NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), None, NOW),
        (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), None, NOW),
        (datetime(9999, 1, 1, tzinfo=UTC), None, NOW),
        (NOW + timedelta(hours=3), None, NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW - timedelta(hours=1), NOW - timedelta(hours=1)),
        (datetime(2009, 3, 4, tzinfo=UTC), None, datetime(2009, 3, 4, tzinfo=UTC)),
    ],
)
def test_dates_that_cannot_be_are_replaced(
    published: datetime | None, updated: datetime | None, sane: datetime
) -> None:
    assert sane_published(replace(entry("1"), published=published, updated=updated), NOW) == sane
