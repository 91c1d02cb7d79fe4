"""What was found on a page or in a file; made inside the sandbox, so it travels as JSON."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Wall(StrEnum):
    """What stands where an article should be."""

    NONE = ""
    SCRIPT = "script"  # the page is drawn by a program in the browser
    CONSENT = "consent"  # a cookie notice
    ROBOT = "robot"  # "are you a human?"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class Page:
    """The text, in paragraphs with a blank line between, and what is told about it."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601, with or without a time
    updated: str | None = None
    language: str | None = None  # ISO 639-1, as declared
    description: str | None = None  # the page's own teaser
    canonical_url: str | None = None
    refresh_url: str | None = None  # where the page sends a browser on to
    wall: Wall = Wall.NONE
    is_paid: bool = False  # says of itself that it is not free
    is_cut: bool = False  # ends in "subscribe to read on", or breaks off
    is_live: bool = False  # a live blog; `text` holds its newest entries
    is_amp: bool = False
    is_translated: bool = False  # by a machine, on the way to us
    is_shortened: bool = False  # by our own limit of size or time

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Page":
        """The page that `to_json` told."""
        return cls(**(data | {"wall": Wall(data["wall"])}))
