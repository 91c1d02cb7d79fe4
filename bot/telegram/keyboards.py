"""Inline keyboards and what their buttons bring back (pure)."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.domain import Button, Keyboard
from summarizer.summary import Length

Action = Literal["evidence", "length"]
_PRESSED = re.compile(
    r"(?P<action>evidence|length):(?P<request_id>[A-Za-z0-9_-]{1,40})(?::(?P<length>short|medium|long))?"
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of an answer: show the evidence, or the same answer at another length."""

    action: Action
    request_id: str
    length: Length | None = None


def answer_keyboard(
    request_id: str | int, *, shorter: Length | None = None, longer: Length | None = None, has_source: bool = False
) -> Keyboard:
    """The buttons under an answer; `shorter` and `longer` are what those buttons lead to, None where there is no more.

    `has_source`: it comes from somebody who can be followed.
    `request_id` is at most 40 letters, digits, hyphens or underscores: the data of a button may have 64 bytes.
    """
    row = [Button("Evidence", data=f"evidence:{request_id}")]
    if shorter:
        row.append(Button("Shorter", data=f"length:{request_id}:{shorter}"))
    if longer:
        row.append(Button("Longer", data=f"length:{request_id}:{longer}"))
    follow = (Button("Follow this source", data=f"source:{request_id}"),)
    return (tuple(row), follow) if has_source else (tuple(row),)


def parse_pressed(data: str) -> Pressed | None:
    """What a button's data asks for; None when it is not one of ours, or of an older version."""
    match = _PRESSED.fullmatch(data)
    if match is None or (match["action"] == "length") != bool(match["length"]):
        return None
    action: Action = "length" if match["length"] else "evidence"
    return Pressed(action, match["request_id"], Length(match["length"]) if match["length"] else None)
