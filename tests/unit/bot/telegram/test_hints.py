"""What is said to a message in which there is nothing to read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Message

from bot.telegram.hints import NO_PICTURES, NO_SOUND, NOTHING_TO_READ, UNKNOWN_COMMAND, hint_for

FILE = {"file_id": "f", "file_unique_id": "f"}
SIZE = {**FILE, "width": 1, "height": 1}
COMMAND = {"type": "bot_command", "offset": 0, "length": 5}


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"photo": [SIZE]}, NO_PICTURES),
        ({"voice": {**FILE, "duration": 1}}, NO_SOUND),
        ({"audio": {**FILE, "duration": 1}}, NO_SOUND),
        ({"video": {**SIZE, "duration": 1}}, NO_SOUND),
        ({"animation": {**SIZE, "duration": 1}}, NO_SOUND),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, NO_SOUND),
        ({"text": "/foo", "entities": [COMMAND | {"length": 4}]}, UNKNOWN_COMMAND),
        ({"text": "/read", "entities": [COMMAND]}, NOTHING_TO_READ),
        ({"text": "@ann_b", "entities": [{"type": "mention", "offset": 0, "length": 6}]}, NOTHING_TO_READ),
        ({"contact": {"phone_number": "1", "first_name": "Ann"}}, NOTHING_TO_READ),
    ],
)
def test_the_hint_fits_what_was_sent(fields: dict[str, Any], hint: str) -> None:
    chat = {"id": 5, "type": "private", "first_name": "Ann"}
    message = {"message_id": 1, "date": int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()), "chat": chat, **fields}
    assert hint_for(Message.de_json(message, Bot("1:x"))) == hint
