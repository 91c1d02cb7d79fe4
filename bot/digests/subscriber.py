"""What a chat wants of its digests (pure)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.schedule import EVERY_DAY, Progress, Schedule, end_of_quiet, next_due_at, settle_change
from summarizer.summary import Length

DEFAULT_TIMES = (time(8),)
DEFAULT_STORIES = 7
MAX_STORIES = 20
MAX_TIMES = 6


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat and its digests. Without a zone nothing is due: a time of day means nothing yet."""

    chat_id: int
    progress: Progress
    is_on: bool = True
    zone: str | None = None
    times: tuple[time, ...] = DEFAULT_TIMES
    weekdays: frozenset[int] = field(default=EVERY_DAY)
    quiet: tuple[time, time] | None = None
    stories: int = DEFAULT_STORIES
    length: Length = Length.SHORT
    language: str | None = None
    is_silent: bool = False
    topics: str = ""
    deliver_to: int | None = None
    thread_id: int | None = None
    deliver_title: str = ""  # what people call that chat or topic

    @property
    def schedule(self) -> Schedule | None:
        """When digests are due."""
        return Schedule(ZoneInfo(self.zone), self.times, self.weekdays, self.quiet) if self.zone else None

    @property
    def target_chat_id(self) -> int:
        """Where digests and posts go."""
        return self.chat_id if self.deliver_to is None else self.deliver_to

    @property
    def place(self) -> str:
        """What people call where digests and posts go; "" where that is the chat itself."""
        if self.deliver_to is None and self.thread_id:
            return f"the topic “{self.deliver_title}”" if self.deliver_title else f"topic {self.thread_id}"
        if self.deliver_to is None:
            return ""
        name = f"“{self.deliver_title}”" if self.deliver_title else f"the chat {self.deliver_to}"
        return f"{name}, topic {self.thread_id}" if self.thread_id else name

    def delivered(self, now: datetime, *, to: int | None, topic: int | None, title: str) -> "Subscriber":
        """The same chat with its digests going elsewhere; a place that is not named again keeps its name."""
        if not title and (to, topic) == (self.deliver_to, self.thread_id):
            title = self.deliver_title
        return self.changed(now, deliver_to=to, thread_id=topic, deliver_title=title)

    def next_due_at(self, now: datetime) -> datetime | None:
        """When the next digest is due; None: never."""
        schedule = self.schedule
        return next_due_at(schedule, self.progress, now) if schedule and self.is_on else None

    def quiet_until(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours around it."""
        return end_of_quiet(self.schedule, now) if self.schedule else now

    def changed(self, now: datetime, **changes: Any) -> "Subscriber":
        """The same chat with other wishes; no digest is lost or doubled by the change."""
        after = replace(self, **changes)
        if after.is_on and (not self.is_on or self.schedule is None):
            return replace(after, progress=replace(Progress.started(now), done=self.progress.done))
        if self.schedule is None or after.schedule is None or after.schedule == self.schedule:
            return after
        return replace(after, progress=settle_change(self.schedule, after.schedule, self.progress, now))
