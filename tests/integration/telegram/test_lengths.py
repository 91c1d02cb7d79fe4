"""Shorter and Longer: the answer is edited in place, from what is stored."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, update

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.storage.database import Database
from bot.storage.retention import Retention
from bot.storage.tables import outbox, requests, summaries
from bot.storage.users import Role, set_role
from bot.telegram.answer_messages import LEFT_OVER
from bot.telegram.handlers import TOO_OLD
from summarizer.errors import EmptyDocumentError
from summarizer.summary import Length
from tests.integration.telegram.running_bot import RunningBot

MEDIUM = "Rivers rose overnight, the mayor said."
ARTICLE = f"{MEDIUM}\nNobody was hurt."
SHORT, LAST = "Rivers rose overnight,", "Nobody was hurt."


def buttons(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [[]])
    return [button["text"] for row in rows for button in row]


async def answered(api: LocalBotApi, text: str = ARTICLE) -> dict[str, Any]:
    before = len(api.answers())
    api.post_text(text)
    return (await api.wait_for(lambda: [m for m in api.answers()[before:] if "Evidence" in buttons(m)]))[0]


async def until_edited(api: LocalBotApi, wanted: list[str]) -> dict[str, Any]:
    return (await api.wait_for(lambda: [m for m in api.answers() if buttons(m) == wanted]))[0]


async def test_an_answer_becomes_longer_and_shorter_in_place(api: LocalBotApi, bot: RunningBot) -> None:
    first = await answered(api)
    assert buttons(first) == ["Evidence", "Shorter", "Longer"]
    api.press("Longer")
    longer = await until_edited(api, ["Evidence", "Shorter"])
    assert LAST in longer["text"]
    api.press("Shorter")
    assert (await until_edited(api, ["Evidence", "Shorter", "Longer"]))["text"] == first["text"]
    api.press("Shorter")
    shorter = await until_edited(api, ["Evidence", "Longer"])
    assert SHORT in shorter["text"]
    assert MEDIUM not in shorter["text"]
    assert {m["message_id"] for m in api.answers()} == {first["message_id"]}
    assert bot.summaries.lengths == [Length.MEDIUM, Length.LONG, Length.SHORT]  # medium came from the cache


async def test_the_evidence_is_that_of_the_length_shown(api: LocalBotApi, bot: RunningBot) -> None:
    await answered(api)
    api.press("Longer")
    await until_edited(api, ["Evidence", "Shorter"])
    api.press("Evidence")
    (evidence,) = await api.wait_for(lambda: [m for m in api.answers() if m["text"].startswith("Evidence")])
    assert LAST in evidence["text"]


async def test_a_double_press_has_one_effect(api: LocalBotApi, bot: RunningBot) -> None:
    answer = await answered(api)
    bot.summaries.gate.clear()
    queries = [api.press("Longer", message_id=answer["message_id"]) for _ in range(2)]
    await api.wait_for(lambda: all(api.callback_answer(query) for query in queries))
    bot.summaries.gate.set()
    await until_edited(api, ["Evidence", "Shorter"])
    api.press("Shorter")
    await until_edited(api, ["Evidence", "Shorter", "Longer"])
    while sum(count for (_, state), count in (await bot.jobs.counts()).items() if state != "failed"):  # noqa: ASYNC110  rows tell nobody
        await asyncio.sleep(0.02)
    assert bot.summaries.lengths == [Length.MEDIUM, Length.LONG]
    edits = [call for call in api.calls_of("editMessageText") if call.params["message_id"] == answer["message_id"]]
    assert ["Longer" in str(call.params["reply_markup"]) for call in edits[-2:]] == [False, True]


async def test_buttons_work_after_a_restart(
    api: LocalBotApi, bot: RunningBot, make_bot: Callable[[], RunningBot]
) -> None:
    answer = await answered(api)
    await bot.stop()
    api.press("Longer")
    await make_bot().start()
    assert (await until_edited(api, ["Evidence", "Shorter"]))["message_id"] == answer["message_id"]


async def test_a_longer_answer_of_several_messages_shrinks_into_its_first(api: LocalBotApi, bot: RunningBot) -> None:
    lines = [MEDIUM, *(f"Rain {number}." for number in range(400))]  # bullets make more of it than a message holds
    first = await answered(api, "\n".join(lines)[:4000])
    api.press("Longer")
    longer = await until_edited(api, ["Evidence", "Shorter"])
    parts = api.answers()
    assert parts[0]["message_id"] == first["message_id"]
    assert [buttons(part) for part in parts] == [[]] * (len(parts) - 1) + [["Evidence", "Shorter"]]
    assert parts[-1] == longer
    assert len(parts) > 1
    api.press("Shorter")
    shrunk = await until_edited(api, ["Evidence", "Shorter", "Longer"])
    await api.wait_for(lambda: {m["text"] for m in api.answers()[1:]} == {LEFT_OVER.text})
    assert (shrunk["message_id"], shrunk["text"]) == (first["message_id"], first["text"])
    api.press("Longer")
    await api.wait_for(lambda: [m["text"] for m in api.answers()] == [m["text"] for m in parts])


async def test_an_answer_whose_text_was_deleted_says_so(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    await answered(api)
    async with database.transaction() as transaction:
        for table in (requests, summaries, outbox):
            await transaction.execute(update(table).values(created_at=func.now() - timedelta(days=31)))
    await Retention(database, keep_texts=timedelta(days=30)).tidy()
    query = api.press("Longer")
    await api.wait_for(lambda: (api.callback_answer(query) or {}).get("text") == TOO_OLD)
    assert bot.summaries.lengths == [Length.MEDIUM]


async def test_an_answer_of_last_week_is_still_edited_in_place(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    answer = await answered(api)
    async with database.transaction() as transaction:
        await transaction.execute(update(outbox).values(created_at=func.now() - timedelta(days=7)))
    await Retention(database, keep_texts=timedelta(days=30)).tidy()
    api.press("Longer")
    assert (await until_edited(api, ["Evidence", "Shorter"]))["message_id"] == answer["message_id"]


async def test_a_length_that_cannot_be_told_is_explained_and_the_answer_stays(
    api: LocalBotApi, bot: RunningBot
) -> None:
    answer = await answered(api)
    bot.summaries.error = EmptyDocumentError("There is no more to tell.")
    api.press("Longer")
    await api.wait_for(lambda: [m for m in api.answers() if m["text"] == "There is no more to tell."])
    assert api.answers()[0]["text"] == answer["text"]


async def test_a_length_asked_for_in_another_chat_shows_nothing(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    answer = await answered(api)
    async with database.transaction() as transaction:
        await set_role(transaction, 5001, role=Role.USER)
    forged = answer | {"chat": {"id": 5001, "type": "private", "first_name": "R"}}
    sender = {"id": 5001, "is_bot": False, "first_name": "R"}
    api.state.callback_answers["forged"] = None
    query = {"id": "forged", "from": sender, "chat_instance": "1", "message": forged, "data": "length:1:long"}
    api.post_raw({"callback_query": query})
    await api.wait_for(lambda: (api.callback_answer("forged") or {}).get("text") == TOO_OLD)
    assert api.answers()[0]["text"] == answer["text"]
    assert [m for m in api.answers(USER_ID) if "Evidence" in buttons(m)]
