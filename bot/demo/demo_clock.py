"""The time that the demo's bot goes by: this machine's, moved ahead on request."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class DemoClock:
    """Moves through a file that the bot reads (its setting `clock_file`); it never goes back."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ahead = timedelta()

    def now(self) -> datetime:
        """What the bot takes for now; aware."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Make it `moment`, unless that is over."""
        self._ahead = max(self._ahead, moment - datetime.now(UTC))
        new = self.file.with_suffix(".new")
        new.write_text(str(self._ahead.total_seconds()))
        new.replace(self.file)  # the bot never sees half a number
