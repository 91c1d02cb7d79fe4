"""What a chat wants: where digests go, when they are due, and what a change of mind does."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digests.schedule import Progress, find_due, settle
from bot.digests.subscriber import Subscriber

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAILY = Subscriber(1, Progress.started(NOON), zone="UTC", times=(time(8),))


def test_digests_go_to_the_chat_itself_unless_another_is_chosen() -> None:
    assert DAILY.target_chat_id == 1
    assert replace(DAILY, deliver_to=-100).target_chat_id == -100


@pytest.mark.parametrize(
    ("subscriber", "due_at"),
    [
        (DAILY, NOON + timedelta(hours=20)),
        (replace(DAILY, is_on=False), None),
        (replace(DAILY, zone=None), None),
        (replace(DAILY, weekdays=frozenset()), None),
    ],
)
def test_the_next_digest_is_due_where_one_is_wanted(subscriber: Subscriber, due_at: datetime | None) -> None:
    assert subscriber.next_due_at(NOON) == due_at


def test_quiet_hours_last_to_their_end_in_the_zone_of_the_chat() -> None:
    quiet = replace(DAILY, zone="Europe/Berlin", quiet=(time(13), time(16)))

    assert quiet.quiet_until(NOON) == NOON + timedelta(hours=2)
    assert quiet.quiet_until(NOON + timedelta(hours=3)) == NOON + timedelta(hours=3)
    assert replace(quiet, zone=None).quiet_until(NOON) == NOON


@pytest.mark.parametrize("before", [replace(DAILY, is_on=False), replace(DAILY, zone=None)])
def test_digests_that_are_switched_on_begin_now(before: Subscriber) -> None:
    later = NOON + timedelta(days=3)
    after = before.changed(later, is_on=True, zone="UTC")

    assert after.progress == Progress.started(later)
    assert after.next_due_at(later) == later + timedelta(hours=20)


def test_what_does_not_move_the_times_leaves_the_progress_alone() -> None:
    later = NOON + timedelta(days=3)

    for changes in ({"stories": 3}, {"is_on": False}, {"zone": None}):
        assert DAILY.changed(later, **changes).progress is DAILY.progress


def test_a_change_of_times_gives_no_second_digest_on_a_date_that_had_its_own() -> None:
    eight = NOON + timedelta(hours=20)
    assert DAILY.schedule
    due = find_due(DAILY.schedule, DAILY.progress, eight)
    assert due
    told = replace(DAILY, progress=settle(DAILY.progress, due))

    changed = told.changed(eight + timedelta(minutes=1), times=(time(8, 30),))

    assert changed.next_due_at(eight + timedelta(minutes=1)) == eight + timedelta(hours=24, minutes=30)
