"""How long each stage of a summary took."""

import time
from typing import NamedTuple


class StageTime(NamedTuple):
    """A stage by its name, and its share of the summary's time."""

    name: str
    seconds: float


class Stopwatch:
    """Started when made; each `lap` ends a stage."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._laps: list[StageTime] = []

    def lap(self, name: str) -> None:
        """The stage that ran since the lap before is over."""
        now = time.perf_counter()
        self._laps.append(StageTime(name, now - self._since))
        self._since = now

    @property
    def laps(self) -> tuple[StageTime, ...]:
        """The stages so far, in order."""
        return tuple(self._laps)

    @property
    def seconds(self) -> float:
        """All stages together."""
        return sum(lap.seconds for lap in self._laps)
