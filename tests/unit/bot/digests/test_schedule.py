"""One digest per local date and time, whatever clocks, zones and people do."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.digests.schedule import (
    Due,
    Progress,
    Schedule,
    Slot,
    end_of_quiet,
    find_due,
    next_due_at,
    settle,
    settle_change,
    to_utc,
)

ZONES = (
    "Europe/Berlin Europe/London America/New_York America/Los_Angeles Australia/Lord_Howe Pacific/Auckland Africa/Cairo"
    " Asia/Beirut America/Havana America/Santiago Asia/Kathmandu UTC"
).split()
TIMES = [time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(8, 0), time(23, 55)]
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
TICK = timedelta(seconds=30)


class Chat:
    """A subscriber as the database would hold it, and what it was sent."""

    def __init__(self, schedule: Schedule, now: datetime) -> None:
        self.schedule, self.progress = schedule, Progress.started(now)
        self.sent: list[tuple[datetime, Due]] = []

    @property
    def next_at(self) -> datetime:
        at = next_due_at(self.schedule, self.progress, self.progress.settled_at)
        assert at is not None
        return at

    @property
    def slots(self) -> list[Slot]:
        return [due.slot for _now, due in self.sent]

    def tick(self, now: datetime) -> Due | None:
        due = find_due(self.schedule, self.progress, now)
        if due:
            self.progress = settle(self.progress, due)
            self.sent.append((now, due))
        return due

    def change(self, schedule: Schedule, now: datetime) -> None:
        self.progress = settle_change(self.schedule, schedule, self.progress, now)
        self.schedule = schedule


def daily(zone: str, *times: time, **more: object) -> Schedule:
    return Schedule(ZoneInfo(zone), times or (time(8),), **more)  # type: ignore[arg-type]


def first_minute(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The oracle: walk the minutes until the wall clock shows the time, or has jumped over it."""
    moment = datetime.combine(day, at, zone).astimezone(UTC) - timedelta(hours=3)
    while moment.astimezone(zone).replace(tzinfo=None) < datetime.combine(day, at):
        moment += timedelta(minutes=1)
    return moment


def clock_changes(zone: ZoneInfo) -> set[date]:
    offsets = {day: datetime.combine(day, time(0), zone).utcoffset() for day in DAYS}
    return {day for a, b in pairwise(DAYS) if offsets[a] != offsets[b] for day in (a, b)}


@pytest.mark.parametrize("zone", ZONES)
def test_three_years_have_one_digest_per_local_date(zone: str) -> None:
    """S1: 12 zones x 6 times x 1,096 dates = 78,912 digests; 0 missing, 0 double, each at its minute."""
    changes = clock_changes(ZoneInfo(zone))
    for at in TIMES:
        chat = Chat(daily(zone, at), to_utc(FIRST, time(0), ZoneInfo(zone)) - timedelta(minutes=1))
        for _ in DAYS:
            assert chat.tick(chat.next_at)
        assert [slot.day for slot in chat.slots] == DAYS
        for now, due in chat.sent:
            local = now.astimezone(ZoneInfo(zone))
            assert local.date() == due.slot.day
            if due.slot.day in changes:
                assert now == first_minute(due.slot.day, at, ZoneInfo(zone))
            else:
                assert local.time() == at


def test_a_time_in_the_spring_gap_goes_out_at_the_first_minute_after_it() -> None:
    assert to_utc(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_repeated_autumn_hour_counts_once_and_the_first_time() -> None:
    chat = Chat(daily("Europe/Berlin", time(2, 30)), datetime(2026, 10, 24, 12, tzinfo=UTC))
    sent = [now for n in range(24 * 60) if chat.tick(now := datetime(2026, 10, 24, 20, tzinfo=UTC) + n * TICK * 2)]
    assert sent == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@pytest.mark.parametrize("down", [timedelta(minutes=5), timedelta(hours=6), timedelta(hours=23)])
def test_a_missed_digest_is_sent_once_and_says_that_it_is_late(down: timedelta) -> None:
    chat = Chat(daily("Europe/Berlin"), datetime(2026, 5, 1, 12, tzinfo=UTC))
    back = datetime(2026, 5, 2, 6, tzinfo=UTC) + down
    ticks = [due for n in range(100) if (due := chat.tick(back + n * TICK))]
    assert [(due.slot.day, due.late, due.is_late) for due in ticks] == [(date(2026, 5, 2), down, True)]


def test_three_days_down_give_one_digest_not_three() -> None:
    chat = Chat(daily("Europe/Berlin"), datetime(2026, 5, 1, 12, tzinfo=UTC))
    back = datetime(2026, 5, 5, 5, tzinfo=UTC)
    assert [chat.tick(back + n * TICK) is not None for n in range(50)] == [True] + [False] * 49
    assert chat.next_at == datetime(2026, 5, 5, 6, tzinfo=UTC)


def test_a_digest_on_time_is_not_called_late() -> None:
    chat = Chat(daily("UTC"), datetime(2026, 5, 1, 12, tzinfo=UTC))
    due = chat.tick(datetime(2026, 5, 2, 8, 0, 30, tzinfo=UTC))
    assert due and not due.is_late


def test_a_blocked_loop_and_a_stepped_clock_lose_and_double_nothing() -> None:
    """S4: ticks stop for ten seconds across the moment, then the clock goes an hour ahead, and an hour back."""
    chat = Chat(daily("Asia/Tokyo", time(8), time(18)), datetime(2026, 4, 30, 23, 30, tzinfo=UTC))
    now, steps = datetime(2026, 5, 1, tzinfo=UTC), {500: 10, 2000: 3600, 5000: -3600, 5300: 3600, 9000: -3600}
    for n in range(2880 * 6):
        now += TICK + timedelta(seconds=steps.get(n, 0))
        chat.tick(now)
    assert set(Counter(chat.slots).values()) == {1}
    days = [date(2026, 5, 1) + timedelta(n) for n in range(6)]
    both = [Slot(day, at) for day in days for at in (time(8), time(18))]
    assert sorted(chat.slots) == [*both[1:], Slot(date(2026, 5, 7), time(8))]


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_of_time_and_zone_give_each_date_one_digest(seed: int) -> None:
    """S3: 1,000 changes; never two on a local date, and no date that was lived through stays without one."""
    random_ = random.Random(seed)
    now = datetime(2024, 1, 1, tzinfo=UTC)
    chat = Chat(daily("UTC"), now)
    for _ in range(1000):
        for _ in range(random_.randint(1, 60)):
            now += timedelta(minutes=random_.choice([1, 30, 60, 90]))
            chat.tick(now)
        zone = random_.choice(ZONES) if random_.random() < 0.5 else chat.schedule.zone.key
        chat.change(daily(zone, time(random_.randrange(24), random_.randrange(60))), now)
        chat.tick(now)
    dates = [slot.day for slot in chat.slots]
    assert max(Counter(dates).values()) == 1
    dates = sorted({slot.day for _now, due in chat.sent for slot in (due.slot, *due.covered)})
    assert dates == [dates[0] + timedelta(n) for n in range((dates[-1] - dates[0]).days + 1)]
    assert now - chat.sent[-1][0] < timedelta(days=3)


def test_a_later_time_chosen_after_todays_digest_starts_tomorrow() -> None:
    chat = Chat(daily("UTC"), datetime(2026, 5, 1, tzinfo=UTC))
    chat.tick(datetime(2026, 5, 1, 8, tzinfo=UTC))
    chat.change(daily("UTC", time(9)), datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 2, 9, tzinfo=UTC)


def test_an_earlier_time_chosen_before_todays_digest_sends_it_now() -> None:
    chat = Chat(daily("UTC", time(20)), datetime(2026, 5, 1, tzinfo=UTC))
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    chat.change(daily("UTC", time(10)), now)
    assert next_due_at(chat.schedule, chat.progress, now) == now


def test_setting_up_at_noon_sends_nothing_for_the_morning() -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    chat = Chat(daily("UTC"), noon)
    chat.change(daily("UTC", time(9)), noon + timedelta(minutes=1))
    assert chat.next_at == datetime(2026, 5, 2, 9, tzinfo=UTC)


def test_a_missed_slot_that_a_late_digest_covered_is_not_made_up_after_a_change() -> None:
    chat = Chat(daily("UTC", time(8), time(20)), datetime(2026, 5, 1, tzinfo=UTC))
    late = chat.tick(datetime(2026, 5, 2, 7, tzinfo=UTC))
    assert late and late.slot == Slot(date(2026, 5, 1), time(20)) and late.covered == {Slot(date(2026, 5, 1), time(8))}
    chat.change(daily("UTC", time(9), time(20)), datetime(2026, 5, 2, 7, 1, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 2, 9, tzinfo=UTC)


def test_a_time_added_before_it_comes_does_not_make_up_for_yesterday() -> None:
    chat = Chat(daily("UTC", time(18)), datetime(2026, 4, 30, tzinfo=UTC))
    chat.tick(datetime(2026, 4, 30, 18, tzinfo=UTC))
    chat.change(daily("UTC", time(8), time(18)), datetime(2026, 5, 1, 7, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 1, 8, tzinfo=UTC)


def test_a_time_added_after_it_passed_waits_for_tomorrow_when_another_comes_today() -> None:
    chat = Chat(daily("UTC", time(18)), datetime(2026, 4, 30, tzinfo=UTC))
    chat.tick(datetime(2026, 4, 30, 18, tzinfo=UTC))
    chat.change(daily("UTC", time(8), time(18)), datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 1, 18, tzinfo=UTC)


def test_a_time_added_today_comes_today() -> None:
    chat = Chat(daily("UTC"), datetime(2026, 5, 1, tzinfo=UTC))
    chat.tick(datetime(2026, 5, 1, 8, tzinfo=UTC))
    chat.change(daily("UTC", time(8), time(12)), datetime(2026, 5, 1, 10, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_weekday_added_the_day_after_is_not_made_up() -> None:
    chat = Chat(daily("UTC", weekdays=frozenset({0})), datetime(2026, 4, 27, tzinfo=UTC))
    chat.tick(datetime(2026, 4, 27, 8, tzinfo=UTC))
    wednesday = datetime(2026, 4, 29, 7, tzinfo=UTC)
    chat.change(daily("UTC", weekdays=frozenset({0, 1})), wednesday)
    assert chat.next_at == datetime(2026, 5, 4, 8, tzinfo=UTC)


def test_only_the_chosen_weekdays_have_digests() -> None:
    chat = Chat(daily("America/New_York", weekdays=frozenset({5})), datetime(2026, 5, 1, tzinfo=UTC))
    for _ in range(4):
        chat.tick(chat.next_at)
    assert [slot.day for slot in chat.slots] == [date(2026, 5, d) for d in (2, 9, 16, 23)]


def test_quiet_hours_hold_a_digest_until_they_end() -> None:
    schedule = daily("UTC", time(23), quiet=(time(22), time(7)))
    chat = Chat(schedule, datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert chat.next_at == datetime(2026, 5, 2, 7, tzinfo=UTC)
    assert chat.tick(datetime(2026, 5, 2, 6, 59, tzinfo=UTC)) is None
    due = chat.tick(datetime(2026, 5, 2, 7, tzinfo=UTC))
    assert due == Due(Slot(date(2026, 5, 1), time(23)), datetime(2026, 5, 2, 7, tzinfo=UTC), timedelta(0))


def test_a_late_digest_waits_for_the_end_of_quiet_hours() -> None:
    schedule = daily("UTC", time(21), quiet=(time(22), time(7)))
    since, now = datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 5, 2, 3, tzinfo=UTC)
    assert find_due(schedule, Progress.started(since), now) is None
    assert next_due_at(schedule, Progress.started(since), now) == datetime(2026, 5, 2, 7, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_spring_gap_end_with_it() -> None:
    schedule = daily("Europe/Berlin", quiet=(time(22), time(2, 30)))
    assert end_of_quiet(schedule, datetime(2026, 3, 28, 23, tzinfo=UTC)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_schedule_without_weekdays_is_never_due() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert next_due_at(daily("UTC", weekdays=frozenset()), Progress.started(now), now) is None
