"""Albums and bursts of forwards: collected once, answered once, whatever happens in between."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.demo.bot_api import LocalBotApi, channel_origin
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from bot.telegram.hints import NOTHING_TO_READ
from bot.telegram.outbox import REPEAT_MARK
from bot.telegram.reading import BURSTS, READING
from tests.integration.telegram.moved_time import LONG_WAIT, complete
from tests.integration.telegram.running_bot import RunningBot, Start

MINUTES_APART_S = 300
SINGLE = "Rivers rose overnight, the mayor said."


@pytest.fixture
def burst_wait() -> timedelta:
    return LONG_WAIT


def forward(api: LocalBotApi, numbers: range, **fields: Any) -> None:
    for number in numbers:
        origin = channel_origin(f"Outlet {number}", f"outlet{number}", number)
        api.post_text(f"Bridge {number} stays shut, the council said.", forward_origin=origin, **fields)


def finished(api: LocalBotApi) -> list[dict[str, Any]]:
    return [m for m in api.answers() if "Evidence" in str(m.get("reply_markup"))]


def numbered(text: str) -> list[str]:
    return re.findall(r"^\[(\d+)\] .*Outlet", text, re.MULTILINE)


async def test_ten_forwards_get_one_answer_with_ten_numbered_sources(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    forward(api, range(1, 11))
    await complete(database, 10)
    (answer,) = await api.wait_for(lambda: finished(api))
    assert numbered(answer["text"]) == [str(number) for number in range(1, 11)]
    assert api.answers() == [answer]
    assert len(bot.summaries.lengths) == 1


async def test_the_acknowledgement_of_a_burst_comes_before_it_is_complete(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    bot.summaries.gate.clear()
    forward(api, range(1, 2))
    (ack,) = await api.wait_for(api.answers)
    assert ack["text"] == READING
    assert not bot.summaries.started.is_set()
    forward(api, range(2, 4))
    await complete(database, 3)
    bot.summaries.gate.set()
    (answer,) = await api.wait_for(lambda: finished(api))
    assert answer["message_id"] == ack["message_id"]
    assert len(numbered(answer["text"])) == 3


async def test_a_pasted_text_waits_for_nothing(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    bot.summaries.gate.clear()
    forward(api, range(1, 2))
    api.post_text(SINGLE)
    await bot.summaries.started.wait()
    assert len(await api.wait_for(lambda: api.answers()[1:])) == 1
    await complete(database, 1)
    bot.summaries.gate.set()
    answers = await api.wait_for(lambda: finished(api)[1:] and finished(api))
    assert [SINGLE in answer["text"] for answer in answers] == [False, True]


async def test_an_album_is_one_article(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    api.post_album(["", SINGLE, ""])
    await complete(database, 3)
    (answer,) = await api.wait_for(lambda: finished(api))
    assert SINGLE in answer["text"]
    assert api.answers() == [answer]


async def test_an_album_without_words_gets_one_hint(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    api.post_album(["", "", ""])
    await complete(database, 3)
    await api.wait_for(lambda: [m["text"] for m in api.answers()] == [NOTHING_TO_READ])


async def test_a_text_that_an_app_cut_in_two_is_answered_once(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    api.post_text(SINGLE + "\n" + "The water is high. " * 200)
    api.post_text("It is still rising. " * 20)
    await complete(database, 2)
    (answer,) = await api.wait_for(lambda: finished(api))
    assert api.answers() == [answer]


async def test_forwards_that_come_later_are_another_answer(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    forward(api, range(1, 3))
    await complete(database, 2)
    await api.wait_for(lambda: finished(api))
    forward(api, range(3, 5))
    await complete(database, 4)
    answers = await api.wait_for(lambda: finished(api)[1:] and finished(api))
    assert [numbered(answer["text"]) for answer in answers] == [["1", "2"], ["1", "2"]]
    assert "Outlet 4" in answers[1]["text"]


async def test_forwards_sent_minutes_apart_are_not_mixed_after_a_downtime(
    api: LocalBotApi, make_bot: Callable[[], RunningBot], bot: RunningBot, database: Database
) -> None:
    await bot.stop()
    forward(api, range(1, 2), date=1_700_000_000)
    forward(api, range(2, 3), date=1_700_000_000 + MINUTES_APART_S)
    await make_bot().start()
    await complete(database, 2)
    answers = await api.wait_for(lambda: finished(api)[1:] and finished(api))
    assert ["Outlet 1" in answers[0]["text"], "Outlet 2" in answers[1]["text"]] == [True, True]


async def test_a_chat_may_have_each_forward_by_itself(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    api.post_text("/bursts off")
    await api.wait_for(lambda: [m for m in api.answers() if m["text"] == BURSTS[False]])
    forward(api, range(1, 4))
    await api.wait_for(lambda: finished(api)[2:])
    api.post_text("/bursts on")
    await api.wait_for(lambda: [m for m in api.answers() if m["text"] == BURSTS[True]])
    forward(api, range(4, 7))
    await complete(database, 3)
    await api.wait_for(lambda: finished(api)[3:])
    assert len(numbered(finished(api)[3]["text"])) == 3


async def test_updates_that_come_twice_are_collected_once(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    for number in (1, 2):
        message = api.post_text(f"Bridge {number} is shut.", forward_origin=channel_origin(f"Outlet {number}"))
        api.post_raw({"message": message}, times=2)  # other updates, the same message
    await complete(database, 2)
    (answer,) = await api.wait_for(lambda: finished(api))
    assert numbered(answer["text"]) == ["1", "2"]
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])
    assert len(api.answers()) == 2


async def test_a_kill_while_a_burst_is_collected_loses_nothing_and_doubles_nothing(
    api: LocalBotApi, database: Database, start: Start
) -> None:
    async with database.transaction() as transaction:
        await set_role(transaction, 1001, role=Role.USER)
    process = start()
    await api.wait_for(lambda: api.calls_of("setMyCommands"))
    forward(api, range(1, 11))
    await api.wait_for(lambda: any(m["text"] == READING for m in api.answers()))
    process.kill()
    process.wait()
    start()
    await api.wait_for(lambda: sorted(told(api)) == sorted({f"Outlet {number}" for number in range(1, 11)}), 300)


def told(api: LocalBotApi) -> list[str]:
    """The outlets of every answer that is not marked as a repeat."""
    texts = [m["text"] for m in finished(api) if not m["text"].startswith(REPEAT_MARK)]
    return [name for text in texts for name in re.findall(r"^(?:\[\d+\]|Source:) .*(Outlet \d+)", text, re.MULTILINE)]
