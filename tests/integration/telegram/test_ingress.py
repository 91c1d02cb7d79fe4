import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.storage.database import Database
from bot.storage.tables import requests, updates
from tests.integration.telegram.running_bot import RunningBot

ARTICLE = "Rivers rose overnight, the mayor said.\nNobody was hurt."


async def states(database: Database) -> dict[int, str]:
    async with database.transaction() as transaction:
        rows = await transaction.execute(select(updates.c.update_id, updates.c.state))
        return {row.update_id: row.state for row in rows}


def help_answers(api: LocalBotApi) -> list[dict[str, Any]]:
    return [m for m in api.answers() if "Send me something" in m["text"]]


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"chat": "no chat", "message_id": []}},
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": USER_ID, "type": "private"}}},
        {"callback_query": {"id": 5}},
    ],
)
async def test_an_update_that_cannot_be_read_is_kept_aside_and_the_next_is_answered(
    api: LocalBotApi, bot: RunningBot, database: Database, poison: dict[str, Any]
) -> None:
    update_id = api.post_raw(poison)
    api.post_text("/help")
    await api.wait_for(lambda: help_answers(api))
    async with asyncio.timeout(120):
        while (await states(database))[update_id] != "poison":  # noqa: ASYNC110  nothing here is told of it
            await asyncio.sleep(0.01)
    assert api.pending_updates == 0


async def test_an_update_that_comes_three_times_has_its_effects_once(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    message = {
        "message_id": 5,
        "date": 1700000000,
        "chat": {"id": USER_ID, "type": "private", "first_name": "R"},
        "from": {"id": USER_ID, "is_bot": False, "first_name": "R"},
        "text": ARTICLE,
    }
    api.post_raw({"message": message}, times=3)
    await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    api.post_raw({"update_id": 700_000_001, "message": message})
    api.post_text("/help")
    await api.wait_for(lambda: help_answers(api))
    async with database.transaction() as transaction:
        assert len((await transaction.execute(select(requests))).all()) == 1
    assert len([m for m in api.answers() if "Rivers" in m["text"]]) == 1


async def test_whatever_comes_one_to_three_times_has_its_effects_once(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    articles = [f"Article {number} of the day, the mayor said.\nNobody was hurt." for number in range(12)]
    for number, text in enumerate([*articles, "/help", "/bursts off"]):
        update = {
            "message_id": 100 + number,
            "date": 1700000000,
            "chat": {"id": USER_ID, "type": "private", "first_name": "R"},
            "from": {"id": USER_ID, "is_bot": False, "first_name": "R"},
            "text": text,
        }
        if text.startswith("/"):
            update["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        api.post_raw({"message": update}, times=1 + number % 3)
    await api.wait_for(lambda: len([m for m in api.answers() if "of the day" in m["text"]]) == len(articles), 300)
    query = api.press("Evidence")
    await api.wait_for(lambda: api.callback_answer(query))
    async with database.transaction() as transaction:
        payloads = (await transaction.execute(select(updates.c.payload))).scalars().all()
    await bot.inbox.add([*payloads, *payloads])
    api.post_text("/bursts")
    await api.wait_for(lambda: len([m for m in api.answers() if m["text"].startswith("Each forward")]) == 2, 300)
    answers = [
        m["text"].splitlines()[2] for m in api.answers() if "of the day" in m["text"] and "Headline" in m["text"]
    ]
    assert sorted(answers) == sorted(article.splitlines()[0] for article in articles)
    assert len(help_answers(api)) == 1
    assert len([m for m in api.answers() if m["text"].startswith("Evidence")]) == 1


async def test_characters_that_a_database_refuses_are_stored_and_answered(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text("Rivers\x00 rose \ud83d overnight.\nNobody was hurt.")
    await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])


async def test_numbers_that_no_json_knows_do_not_stop_the_ingress(api: LocalBotApi, bot: RunningBot) -> None:
    await bot.inbox.add([{"update_id": 1, "poll": {"id": float("nan")}}, {"update_id": 2**70}, {"no": "id"}])
    api.post_text("/help")
    await api.wait_for(lambda: help_answers(api))


async def test_messages_of_a_chat_are_handled_in_their_order(api: LocalBotApi, bot: RunningBot) -> None:
    numbers = range(10)
    for number in numbers:
        api.post_text(f"/allow {number}", chat_id=USER_ID)
    await api.wait_for(lambda: len(api.answers()) == len(numbers), 300)
    calls = [call for call in api.calls_of("sendMessage") if call.chat_id == USER_ID]
    assert len(calls) == len(numbers)


async def test_what_came_while_the_bot_was_down_is_answered(
    api: LocalBotApi, make_bot: Callable[[], RunningBot], bot: RunningBot
) -> None:
    await bot.stop()
    api.post_text("/help")
    await make_bot().start()
    await api.wait_for(lambda: help_answers(api))


async def test_telegram_away_for_a_while_is_waited_for(api: LocalBotApi, bot: RunningBot) -> None:
    api.fail("getUpdates", 502, "Bad Gateway", times=2)
    api.post_text("/help")
    await api.wait_for(lambda: help_answers(api))


async def test_a_quiet_answer_ends_the_offset_so_that_new_numbers_may_be_lower(
    api: LocalBotApi, bot: RunningBot
) -> None:
    api.post_text("/help")
    await api.wait_for(lambda: help_answers(api))
    seen = len(api.calls_of("getUpdates"))
    await api.wait_for(lambda: len(api.calls_of("getUpdates")) > seen + 1)
    assert "offset" not in api.calls_of("getUpdates")[-1].params
