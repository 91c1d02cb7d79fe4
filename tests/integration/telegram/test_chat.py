from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.answers import IN_LINE, MAX_CRASHES, SORRY
from bot.demo.bot_api import USER_ID, LocalBotApi, channel_origin
from bot.storage.database import Database
from bot.storage.requests import count_begun, note_begun
from bot.storage.tables import requests
from bot.storage.users import Role, find_owner, set_role
from bot.telegram import access
from summarizer.errors import EmptyDocumentError
from tests.integration.telegram.running_bot import RunningBot

ARTICLE = "Rivers rose overnight, the mayor said.\nNobody was hurt."


async def test_a_text_is_answered_in_place_of_the_acknowledgement(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.gate.clear()
    asked = api.post_text(ARTICLE)
    (ack,) = await api.wait_for(api.answers)
    assert ack["text"] == "Reading …"
    assert ack["reply_to_message"]["message_id"] == asked["message_id"]
    await api.wait_for(lambda: api.calls_of("sendChatAction"))
    bot.summaries.gate.set()
    (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    assert answer["message_id"] == ack["message_id"]
    assert answer["reply_markup"]["inline_keyboard"][0][0]["text"] == "Evidence"
    assert len(api.answers()) == 1


async def test_evidence_comes_at_a_tap(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(ARTICLE)
    (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    query = api.press("Evidence")
    (evidence,) = await api.wait_for(lambda: api.answers()[1:])
    assert "Rivers rose overnight, the mayor said." in evidence["text"]
    assert "expandable_blockquote" in {entity["type"] for entity in evidence["entities"]}
    assert evidence["reply_to_message"]["message_id"] == answer["message_id"]
    await api.wait_for(lambda: api.callback_answer(query))


async def test_commands_are_answered_while_an_article_is_read(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.gate.clear()
    api.post_text(ARTICLE)
    await bot.summaries.started.wait()
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])
    bot.summaries.gate.set()


async def test_a_text_that_cannot_be_summarized_is_told_in_one_sentence(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.error = EmptyDocumentError("There is no readable sentence in this.")
    api.post_text(ARTICLE)
    await api.wait_for(lambda: [m["text"] for m in api.answers()] == ["There is no readable sentence in this."])


async def test_a_failure_of_ours_is_tried_again_and_then_told(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.error = RuntimeError("planted")
    api.post_text(ARTICLE)
    await bot.summaries.started.wait()
    bot.summaries.error = None
    await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])


async def test_who_comes_to_a_full_line_is_told_so_and_answered_in_turn(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.gate.clear()
    bot.summaries.has_room = False
    api.post_text(ARTICLE)
    await api.wait_for(lambda: [m["text"] for m in api.answers()] == [IN_LINE])
    bot.summaries.gate.set()
    (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    assert api.answers() == [answer]


@pytest.mark.parametrize(("crashes", "told"), [(MAX_CRASHES - 1, "Rivers"), (MAX_CRASHES, SORRY)])
async def test_only_what_brought_the_process_down_again_and_again_is_given_up(
    api: LocalBotApi, bot: RunningBot, database: Database, crashes: int, told: str
) -> None:
    bot.summaries.gate.clear()
    api.post_text(ARTICLE)
    await bot.summaries.started.wait()
    async with database.transaction() as transaction:
        (request_id,) = (await transaction.execute(select(requests.c.id))).scalars()
        for _ in range(crashes - 1):
            await note_begun(transaction, request_id)
        assert await count_begun(transaction, request_id) == crashes
    if crashes == MAX_CRASHES:
        assert bot.services.answers
        await bot.services.answers.answer(request_id, attempts_left=0)
    bot.summaries.gate.set()
    await api.wait_for(lambda: [m for m in api.answers() if told in m["text"]])
    async with database.transaction() as transaction:
        assert await count_begun(transaction, request_id) == 0


async def test_a_message_with_nothing_to_read_gets_a_hint(api: LocalBotApi, bot: RunningBot) -> None:
    api.post(sticker={"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False})  # fmt: skip
    await api.wait_for(lambda: [m for m in api.answers() if "nothing to read" in m["text"]])


async def test_a_stranger_is_refused_politely_and_nothing_is_read(api: LocalBotApi, bot: RunningBot) -> None:
    for _ in range(3):
        api.post_text(ARTICLE, chat_id=2002)
    (answer, *_) = await api.wait_for(lambda: api.answers(2002))
    assert "2002" in answer["text"]
    api.post_text("/help")  # handled after the stranger's messages were
    await api.wait_for(api.answers)
    assert not bot.summaries.started.is_set()


async def test_the_first_with_the_start_code_owns_the_bot_and_the_code_works_once(
    api: LocalBotApi, make_bot: Callable[[], RunningBot], database: Database
) -> None:
    async with database.transaction() as transaction:
        code = await access.prepare_owner(transaction, 0)
        assert code == await access.prepare_owner(transaction, 0)
    await make_bot().start()
    api.post_text("/start wrong", chat_id=3001)
    await api.wait_for(lambda: [m for m in api.answers(3001) if "Sorry" in m["text"]])
    api.post_text(f"/start {code}", chat_id=3002)
    await api.wait_for(lambda: [m for m in api.answers(3002) if "owner" in m["text"]])
    api.post_text(f"/start {code}", chat_id=3003)
    await api.wait_for(lambda: [m for m in api.answers(3003) if "Sorry" in m["text"]])
    async with database.transaction() as transaction:
        assert await find_owner(transaction) == 3002
        assert await access.prepare_owner(transaction, 0) is None


async def test_the_owner_lets_people_in_by_id_and_by_reply_and_shuts_them_out(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    async with database.transaction() as transaction:
        await access.prepare_owner(transaction, USER_ID)
    api.post_text("/allow 4001")
    await api.wait_for(lambda: [m for m in api.answers() if "4001 may use this bot now" in m["text"]])
    api.post_text(ARTICLE, chat_id=4001)
    await api.wait_for(lambda: [m for m in api.answers(4001) if "Rivers" in m["text"]])
    origin = {"type": "user", "date": 1, "sender_user": {"id": 4002, "is_bot": False, "first_name": "Ada"}}
    forwarded = api.post_text("hello", forward_origin=origin)
    api.post_text("/allow", reply_to_message=forwarded)
    await api.wait_for(lambda: [m for m in api.answers() if "Ada may use this bot now" in m["text"]])
    api.post_text("/deny 4001")
    await api.wait_for(lambda: [m for m in api.answers() if "4001 may not use" in m["text"]])
    api.post_text("/deny 1001")
    await api.wait_for(lambda: [m for m in api.answers() if "cannot shut out the owner" in m["text"]])


async def test_a_user_can_let_nobody_in(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text("/allow 4001")
    await api.wait_for(lambda: [m for m in api.answers() if "Only the owner and admins" in m["text"]])


async def test_a_forwarded_post_keeps_its_origin(api: LocalBotApi, bot: RunningBot) -> None:
    linked = {"type": "text_link", "offset": 0, "length": 6, "url": "https://council.example/floods"}
    text = ARTICLE + " The water is falling." * 40
    api.post_text(text, entities=[linked], forward_origin=channel_origin("Harbor Wire", "harborwire", 17))
    (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    for _ in range(2):  # as it came, and longer
        assert "Source: you forwarded ← Harbor Wire" in answer["text"]
        assert answer["text"].endswith(" ← council.example")
        urls = [entity.get("url") for entity in answer["entities"]]
        assert urls[-2:] == ["https://t.me/harborwire/17", "https://council.example/floods"]
        if "Longer" in str(answer["reply_markup"]):
            api.press("Longer")
            (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Longer" not in str(m["reply_markup"])])


async def test_a_forged_or_foreign_button_shows_nothing(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    api.post_text(ARTICLE)
    (answer,) = await api.wait_for(lambda: [m for m in api.answers() if "Rivers" in m["text"]])
    async with database.transaction() as transaction:
        await set_role(transaction, 5001, role=Role.USER)
    for chat_id, data in ((5001, "evidence:1"), (5001, "evidence:99999999999999999999"), (USER_ID, "evidence:x-1")):
        query = {
            "id": f"forged-{data}-{chat_id}",
            "from": {"id": chat_id, "is_bot": False, "first_name": "R"},
            "chat_instance": "1",
            "message": answer | {"chat": {"id": chat_id, "type": "private", "first_name": "R"}},
            "data": data,
        }
        api.state.callback_answers[query["id"]] = None
        api.post_raw({"callback_query": query})
        await api.wait_for(lambda: api.callback_answer(query["id"]) is not None)  # noqa: B023  awaited at once
    assert api.answers(5001) == []
    assert len(api.answers()) == 1
