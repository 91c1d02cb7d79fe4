from typing import Any

import pytest

from bot.telegram.ingress import find_chat_id


@pytest.mark.parametrize(
    ("payload", "chat_id"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -7}}}, -7),
        ({"update_id": 1, "callback_query": {"id": "q", "message": {"chat": {"id": 5}}}}, 5),
        ({"update_id": 1, "callback_query": {"id": "q"}}, None),
        ({"update_id": 1, "poll": {"id": "p"}}, None),
        ({"update_id": 1, "message": "not an object"}, None),
        ({"update_id": 1, "message": {"chat": {"id": "five"}}}, None),
        ({"update_id": 1, "callback_query": {"message": None}}, None),
        ({"update_id": 1}, None),
    ],
)
def test_the_chat_of_an_update_is_found_without_reading_it(payload: dict[str, Any], chat_id: int | None) -> None:
    assert find_chat_id(payload) == chat_id
