"""In a group or channel the bot reads only what speaks to it, from whom it was let in for."""

from typing import Any

import pytest

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.demo.state import BOT_USER
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from bot.telegram.hints import NOTHING_TO_READ
from summarizer.errors import EmptyDocumentError
from tests.integration.telegram.running_bot import LongSummaries, PlainSummaries, RunningBot

GROUP, CHANNEL, STRANGER = -1001, -1002, 7007
NAME = f"@{BOT_USER['username']}"
ARTICLE = "Rivers rose overnight in the north of the county, and the mayor said that two roads would stay shut today."


@pytest.fixture(autouse=True)
async def chats(api: LocalBotApi, database: Database) -> None:
    api.add_chat(GROUP, "supergroup", title="Readers")
    api.add_chat(CHANNEL, "channel", title="News")
    async with database.transaction() as transaction:
        await set_role(transaction, CHANNEL, role=Role.USER)


async def answer(api: LocalBotApi, chat_id: int = GROUP) -> dict[str, Any]:
    return (await api.wait_for(lambda: [m for m in api.answers(chat_id) if "Rivers" in m["text"] and in_full(m)]))[-1]


def in_full(message: dict[str, Any]) -> bool:
    return "Evidence" in str(message.get("reply_markup"))


def sent_to(api: LocalBotApi, chat_id: int) -> list[Any]:
    """In a channel nobody's name stands on a message: what the bot sent is known by its calls."""
    return [call for call in api.calls_of("sendMessage") if call.chat_id == chat_id]


async def settle(api: LocalBotApi) -> None:
    """What was posted before was handled: a group's updates are handled in order."""
    before = len(api.answers(GROUP))
    api.post_text(f"{NAME}", chat_id=GROUP)
    await api.wait_for(lambda: [m for m in api.answers(GROUP)[before:] if m["text"] == NOTHING_TO_READ])


async def test_what_does_not_speak_to_the_bot_is_left_alone(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(ARTICLE, chat_id=GROUP)
    api.post_text(f"@somebody {ARTICLE}", chat_id=GROUP)
    other = api.post_text(ARTICLE, chat_id=GROUP)
    api.post_text(ARTICLE, chat_id=GROUP, reply_to_message=other)
    await settle(api)
    assert len(api.answers(GROUP)) == 1
    assert not bot.summaries.started.is_set()


async def test_a_mention_is_answered_and_is_no_part_of_the_text(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(f"{ARTICLE} {NAME}", chat_id=GROUP)
    assert NAME not in (await answer(api))["text"]


async def test_a_mention_under_a_message_means_that_message(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(ARTICLE, chat_id=GROUP, user_id=STRANGER)
    reply = api.post_text(f"{NAME} what is this?", chat_id=GROUP, reply_to_message=asked)
    found = await answer(api)
    assert found["reply_to_message"]["message_id"] == reply["message_id"]


async def test_the_command_reads_what_it_replies_to(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(ARTICLE, chat_id=GROUP)
    api.post_text(f"/read{NAME}", chat_id=GROUP, reply_to_message=asked)
    await answer(api)


async def test_the_command_reads_what_stands_behind_it(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(f"/read {ARTICLE}", chat_id=GROUP)
    assert "/read" not in (await answer(api))["text"]


async def test_a_reply_to_the_bot_is_read_and_thanks_are_not(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(f"/read {ARTICLE}", chat_id=GROUP)
    ours = await answer(api)
    api.post_text("Thanks!", chat_id=GROUP, reply_to_message=ours)
    api.post_text(ARTICLE.replace("two", "three"), chat_id=GROUP, reply_to_message=ours)
    await api.wait_for(lambda: [m for m in api.answers(GROUP) if "three" in m["text"]])
    assert len(api.answers(GROUP)) == 2


async def test_in_a_forum_everything_stays_in_the_topic_where_it_was_asked(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.__class__ = LongSummaries
    topic = {"chat_id": GROUP, "message_thread_id": 77, "is_topic_message": True}
    api.post_text(f"{NAME}", **topic)
    api.post_text(f"/help{NAME}", **topic)
    api.post_text(f"/read {ARTICLE}", **topic)
    await api.wait_for(lambda: "Evidence" in str(api.answers(GROUP)))
    bot.summaries.__class__ = PlainSummaries
    bot.summaries.error = EmptyDocumentError("That is too short.")
    api.post_text(f"/read {ARTICLE} Again.", **topic)
    await api.wait_for(lambda: [m for m in api.answers(GROUP) if m["text"] == "That is too short."])
    sent = sent_to(api, GROUP)
    assert len(sent) >= 6  # the hint, /help, two messages or more of the answer, the reason
    assert {call.params.get("message_thread_id") for call in sent} == {77}


async def test_strangers_are_not_answered_in_a_group(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(ARTICLE, chat_id=GROUP)
    for text in (f"{NAME} {ARTICLE}", f"/read {ARTICLE}", f"/read{NAME}"):
        api.post_text(text, chat_id=GROUP, user_id=STRANGER, reply_to_message=asked)
    await settle(api)
    assert len(api.answers(GROUP)) == 1
    assert not bot.summaries.started.is_set()


async def test_a_channel_that_was_let_in_is_answered_when_it_asks(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(ARTICLE, chat_id=CHANNEL)
    api.post_text("/read", chat_id=CHANNEL, reply_to_message=asked)
    ours = await answer(api, CHANNEL)
    api.post_text(ARTICLE.replace("two", "three"), chat_id=CHANNEL, reply_to_message=ours)
    await api.wait_for(lambda: [m for m in api.answers(CHANNEL) if "three" in m["text"] and in_full(m)])
    assert len(sent_to(api, CHANNEL)) == 2


async def test_a_channel_of_strangers_is_not_answered(api: LocalBotApi, bot: RunningBot) -> None:
    api.add_chat(-1003, "channel", title="Elsewhere")
    api.post_text(f"/read {ARTICLE}", chat_id=-1003)
    api.post_text(f"{NAME} {ARTICLE}", chat_id=-1003)
    api.post_text("/help", chat_id=USER_ID)
    await api.wait_for(lambda: api.answers(USER_ID))
    await settle(api)
    assert sent_to(api, -1003) == []


async def test_the_owner_lets_a_channel_in_by_its_id(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    async with database.transaction() as transaction:
        await set_role(transaction, USER_ID, role=Role.ADMIN)
    api.post_text("/allow -1004")
    await api.wait_for(lambda: [m for m in api.answers() if "-1004 may use this bot now" in m["text"]])


async def test_a_number_that_is_nobody_s_id_lets_nobody_in(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    async with database.transaction() as transaction:
        await set_role(transaction, USER_ID, role=Role.ADMIN)
    api.post_text("/allow -5")
    await api.wait_for(lambda: [m for m in api.answers() if m["text"].startswith("Whom?")])


async def test_a_few_words_under_a_message_of_a_private_chat_mean_that_message(
    api: LocalBotApi, bot: RunningBot
) -> None:
    asked = api.post_text(ARTICLE)
    ours = await answer(api, USER_ID)
    api.post_text("Sum this up, please", reply_to_message=asked)
    await api.wait_for(lambda: len([m for m in api.answers() if in_full(m)]) == 2)
    assert [m["text"] for m in api.answers()] == [ours["text"]] * 2
    api.post_text(ARTICLE.replace("two", "three"), reply_to_message=asked)
    await api.wait_for(lambda: [m for m in api.answers() if "three" in m["text"]])
    bot.summaries.error = EmptyDocumentError("That is too short.")
    api.post_text("Thanks!", reply_to_message=ours)
    await api.wait_for(lambda: [m for m in api.answers() if m["text"] == "That is too short."])


async def test_the_command_works_in_a_private_chat(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(ARTICLE)
    await answer(api, USER_ID)
    api.post_text("/read", reply_to_message=asked)
    await api.wait_for(lambda: len([m for m in api.answers() if in_full(m)]) == 2)
