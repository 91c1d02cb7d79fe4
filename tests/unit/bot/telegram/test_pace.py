import asyncio

import pytest

from bot.telegram.pace import Pace


async def take_turn(pace: Pace, chat_id: int) -> None:
    async with pace.turn(chat_id):
        pass


async def test_a_chat_waits_after_its_message_and_others_do_not() -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=20)
    assert pace.wait_s(1) == 0
    await take_turn(pace, 1)
    assert 0 < pace.wait_s(1) <= 1
    assert pace.wait_s(2) == 0


async def test_a_group_waits_for_its_minute_when_it_is_full() -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=3)
    for _ in range(3):
        await take_turn(pace, -1)
        await take_turn(pace, 1)
    assert 50 < pace.wait_s(-1) <= 60
    assert pace.wait_s(1) <= 1


async def test_no_more_turns_than_a_second_allows() -> None:
    pace = Pace(messages_per_second=3, group_messages_per_minute=20)
    for chat_id in range(3):
        await take_turn(pace, chat_id)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(take_turn(pace, 4), 0.2)


async def test_chats_that_nothing_holds_back_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=20)
    await take_turn(pace, 1)
    pace.forget_idle()
    assert pace.wait_s(1) > 0
    monkeypatch.setattr("bot.telegram.pace.GROUP_WINDOW_S", -1)
    pace.forget_idle()
    assert pace.wait_s(1) == 0
