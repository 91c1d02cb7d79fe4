"""When a digest is due. Pure: the clock is an argument, and every answer is an aware UTC moment.

A digest belongs to a slot: a local date and one of the times chosen. Three rules decide everything:

- a slot's moment is its local time; inside a spring gap the first minute after it, in a repeated hour the first of the
  two, inside quiet hours their end;
- only the latest missed slot is sent, late; it covers the older ones, since a digest tells what is new since the last;
- a local date gets at most as many digests as there are times, whatever was changed in between.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
LATE_AFTER = timedelta(minutes=2)  # a digest that starts later than this says so
CHANGE_REACH = timedelta(hours=50)  # a date begins up to 24 hours back, and a change of zone adds up to 26
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_KEPT = timedelta(days=3)  # dates of answered slots; a change of zone moves the date by at most two
_HORIZON_DAYS = 14  # one chosen weekday, and the same once more where its date is used up


class Slot(NamedTuple):
    """One digest of one local date."""

    day: date
    at: time


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a chat chose. `weekdays`: 0 is Monday. `quiet`: from, until; it may run over midnight."""

    zone: ZoneInfo
    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a chat's digests have come."""

    started_at: datetime  # when digests were switched on: no slot before it counts
    settled_at: datetime  # the moment of the last slot answered; slots up to here are not due again
    done: frozenset[Slot] = frozenset()  # slots answered on the last few dates

    @classmethod
    def started(cls, now: datetime) -> "Progress":
        """A chat that switches digests on."""
        return cls(now, now)


@dataclass(frozen=True, slots=True)
class Due:
    """A digest to be made now."""

    slot: Slot
    at: datetime  # when it should have gone out
    late: timedelta
    covered: frozenset[Slot] = frozenset()  # missed slots that this digest stands for as well

    @property
    def is_late(self) -> bool:
        """Whether its reader must be told that it is late."""
        return self.late > LATE_AFTER


def find_due(schedule: Schedule, progress: Progress, now: datetime) -> Due | None:
    """The digest to make now, None where none is."""
    if is_quiet(schedule, now):
        return None
    missed = list(takewhile(lambda pair: pair[0] <= now, _slots(schedule, progress.done, progress.settled_at)))
    if not missed:
        return None
    at, slot = missed[-1]
    return Due(slot, at, now - at, frozenset(slot for _at, slot in missed[:-1]))


def next_due_at(schedule: Schedule, progress: Progress, now: datetime) -> datetime | None:
    """The first moment, `now` at the earliest, at which `find_due` has an answer; None: nothing is ever due.

    This is what is stored beside the schedule, so that a tick asks one question of an index.
    """
    first = next((at for at, _slot in _slots(schedule, progress.done, progress.settled_at)), None)
    return None if first is None else end_of_quiet(schedule, max(first, now))


def settle(progress: Progress, due: Due) -> Progress:
    """The progress once `due` is made."""
    done = {slot for slot in {*progress.done, *due.covered, due.slot} if slot.day >= due.slot.day - _KEPT}
    return replace(progress, settled_at=due.at, done=frozenset(done))


def settle_change(before: Schedule, after: Schedule, progress: Progress, now: datetime) -> Progress:
    """The progress under a schedule changed just now.

    A date whose only digest the change moves into the past still gets it, late; a weekday just added does not.
    """
    floor = max(progress.started_at, now - CHANGE_REACH)
    slots = list(takewhile(lambda pair: pair[0] <= now + CHANGE_REACH, _slots(after, progress.done, floor)))
    served = {slot.day for slot in progress.done} | {slot.day for at, slot in slots if at > now}
    lost = [at for at, slot in slots if slot.day not in served and slot.day.weekday() in before.weekdays]
    return replace(progress, settled_at=min([now, *(at - _MINUTE for at in lost)]))


def is_quiet(schedule: Schedule, moment: datetime) -> bool:
    """Whether `moment` lies in the quiet hours."""
    if schedule.quiet is None:
        return False
    start, end = schedule.quiet
    local = moment.astimezone(schedule.zone).time()
    return start <= local < end if start <= end else local >= start or local < end


def end_of_quiet(schedule: Schedule, moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours around it."""
    if schedule.quiet is None or not is_quiet(schedule, moment):
        return moment
    end = schedule.quiet[1]
    day = moment.astimezone(schedule.zone).date()
    ends = (to_utc(day + n * _DAY, end, schedule.zone) for n in range(3))
    return next(at for at in ends if at >= moment)


def to_utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment of a local time, to the minute; a time the spring change leaves out means the first minute after it.

    >>> to_utc(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-03-29T01:00:00+00:00'
    """
    naive = datetime.combine(day, at)
    moment = naive.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == naive:
        return moment
    before = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _first_minute_of_new_offset(before, moment, zone)


def _first_minute_of_new_offset(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The clock change between two moments, by halving."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def _slots(schedule: Schedule, done: Collection[Slot], since: datetime) -> Iterator[tuple[datetime, Slot]]:
    """Slots after `since` that are not used up, with their moments, in order."""
    first = since.astimezone(schedule.zone).date() - _DAY  # a slot of yesterday may wait for the end of quiet hours
    used = {slot.day for slot in done}
    idle_days = 0
    for n in count():
        day = first + n * _DAY
        times = _open_times(schedule, day, done) if day in used else sorted(schedule.times)
        if day.weekday() not in schedule.weekdays or not times:
            idle_days += 1
            if idle_days > _HORIZON_DAYS:
                return
            continue
        idle_days = 0
        for at in times:
            moment = end_of_quiet(schedule, to_utc(day, at, schedule.zone))
            if moment > since:
                yield moment, Slot(day, at)


def _open_times(schedule: Schedule, day: date, done: Collection[Slot]) -> list[time]:
    """The times of `day` still to come: a digest sent at a time no longer chosen uses up the first one left."""
    sent = {slot.at for slot in done if slot.day == day}
    left = [at for at in sorted(schedule.times) if at not in sent]
    return left[len(sent - set(schedule.times)) :]
