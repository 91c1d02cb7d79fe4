import asyncio
from types import SimpleNamespace

import pytest

from bot.telegram.pace import GROUP_WINDOW_S, Pace


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands still unless it is moved: nothing here depends on how fast the machine is."""
    now = SimpleNamespace(s=0.0)
    monkeypatch.setattr("bot.telegram.pace.time", SimpleNamespace(monotonic=lambda: now.s))
    return now


async def take_turn(pace: Pace, chat_id: int) -> None:
    async with pace.turn(chat_id):
        pass


async def test_a_chat_waits_after_its_message_and_others_do_not(clock: SimpleNamespace) -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=20)
    assert pace.wait_s(1) == 0
    await take_turn(pace, 1)
    assert pace.wait_s(1) == 1
    assert pace.wait_s(2) == 0
    clock.s = 1.0
    assert pace.wait_s(1) == 0


async def test_a_group_waits_for_its_minute_when_it_is_full() -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=3)
    for _ in range(3):
        await take_turn(pace, -1)
        await take_turn(pace, 1)
    assert pace.wait_s(-1) == 60
    assert pace.wait_s(1) == 1


async def test_no_more_turns_than_a_second_allows() -> None:
    pace = Pace(messages_per_second=3, group_messages_per_minute=20)
    pace._window_s = 60  # a turn comes back so much later, by the loop's own clock
    for chat_id in range(3):
        await take_turn(pace, chat_id)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(take_turn(pace, 4), 0.2)


async def test_chats_that_nothing_holds_back_are_forgotten(clock: SimpleNamespace) -> None:
    pace = Pace(messages_per_second=30, group_messages_per_minute=20)
    await take_turn(pace, 1)
    pace.forget_idle()
    assert pace.wait_s(1) > 0
    clock.s = GROUP_WINDOW_S + 1
    pace.forget_idle()
    assert not pace._answered_at
