"""An edited message: its answer follows in place, and only when it says something else."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.answers import NOT_REVISED
from bot.demo.bot_api import USER_ID, LocalBotApi, channel_origin
from bot.demo.state import BOT_USER
from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.edits import ask_anew
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import MESSAGES
from bot.storage.tables import outbox, requests
from bot.storage.users import Role, set_role
from bot.telegram.answer_messages import LEFT_OVER
from bot.telegram.edits import EDITED_COMMAND, EDITS_FOR
from summarizer.errors import EmptyDocumentError
from summarizer.summary import Length
from tests.integration.telegram.moved_time import LONG_WAIT, complete
from tests.integration.telegram.running_bot import RunningBot

FIRST = "Rivers rose overnight, the mayor said.\nNobody was hurt."
SECOND = "Rivers fell overnight, the mayor said.\nTwo people were hurt."
MORE = "The water has never stood so high in any year before."  # elsewhere a few words ask for nothing
GROUP, CHANNEL = -1001, -1002


def edit(api: LocalBotApi, message: dict[str, Any], text: str, *, after_s: int = 5, **changes: Any) -> dict[str, Any]:
    """The update that Telegram sends; it may come for other reasons, without a date."""
    kind = "edited_channel_post" if message["chat"]["type"] == "channel" else "edited_message"
    words = "caption" if "photo" in message else "text"
    edited = {**message, words: text, "edit_date": message["date"] + after_s, **changes}
    api.post_raw({kind: {key: value for key, value in edited.items() if value is not None}})
    return edited


async def settled(api: LocalBotApi) -> None:
    """What was posted before was handled: a chat's updates are handled in order."""
    before = len(api.answers())
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers()[before:] if "Send me something" in m["text"]])


async def all_answered(database: Database) -> None:
    """No request waits to be answered, now or later."""
    async with database.transaction() as transaction:
        rows = await transaction.execute(select(requests.c.state, requests.c.closes_at))
        assert {tuple(row) for row in rows} == {("answered", None)}


async def shown(api: LocalBotApi, words: str, chat_id: int = USER_ID) -> dict[str, Any]:
    found = await api.wait_for(lambda: [m for m in api.answers(chat_id) if words in m["text"] and "Evidence" in str(m)])
    return found[-1]


async def test_the_answer_to_an_edited_message_follows_in_place(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(FIRST)
    first = await shown(api, "Rivers rose")
    edit(api, asked, SECOND)
    second = await shown(api, "Rivers fell")
    assert api.answers() == [second]
    assert second["message_id"] == first["message_id"]
    api.press("Evidence")
    await api.wait_for(lambda: [m for m in api.answers() if "Rivers fell overnight" in m["text"]][1:])
    assert not [m for m in api.answers() if "Rivers rose" in m["text"]]


async def test_every_edit_is_followed_and_the_length_shown_stays(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(FIRST)
    await shown(api, "Rivers rose")
    api.press("Longer")
    await shown(api, "Nobody was hurt")
    asked = edit(api, asked, SECOND)
    await shown(api, "Two people were hurt")
    edit(api, asked, FIRST, after_s=9)
    last = await shown(api, "Nobody was hurt")
    assert api.answers() == [last]
    api.press("Shorter")
    await api.wait_for(lambda: "Nobody" not in api.answers()[0]["text"])
    assert "Rivers rose" in api.answers()[0]["text"]
    assert bot.summaries.lengths[-3:] == [Length.LONG, Length.LONG, Length.MEDIUM]


@pytest.mark.parametrize("changes", [{"text": FIRST}, {"text": f" {FIRST}\n"}, {"text": SECOND, "edit_date": None}])
async def test_what_says_the_same_or_was_edited_by_nobody_changes_nothing(
    api: LocalBotApi, bot: RunningBot, database: Database, changes: dict[str, Any]
) -> None:
    asked = api.post_text(FIRST)
    first = await shown(api, "Rivers rose")
    edit(api, asked, **changes)
    await settled(api)
    await all_answered(database)
    assert api.answers()[0] == first


async def test_an_edit_of_long_ago_changes_nothing(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    asked = api.post_text(FIRST)
    first = await shown(api, "Rivers rose")
    edit(api, asked, SECOND, after_s=int(EDITS_FOR.total_seconds()) + 1)
    await settled(api)
    await all_answered(database)
    assert api.answers()[0] == first


async def test_of_quick_edits_the_last_is_told(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(FIRST)
    await shown(api, "Rivers rose")
    for number in range(8):
        edit(api, asked, SECOND.replace("Rivers", f"Rivers {number}"), after_s=number + 1)
    answer = await shown(api, "Rivers 7")
    assert api.answers() == [answer]


async def test_nothing_is_read_before_the_edits_have_come_to_rest(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    api.post_text(FIRST)
    await shown(api, "Rivers rose")
    async with database.transaction() as transaction:
        (request,) = (await transaction.execute(select(requests.c.id, requests.c.messages))).all()
        messages = MESSAGES.validate_python(request.messages)
        await ask_anew(transaction, request.id, messages, wait=timedelta(hours=1))
    assert bot.services.answers
    await bot.services.answers.answer(request.id, attempts_left=0)
    assert len(bot.summaries.lengths) == 1
    async with database.transaction() as transaction:
        await ask_anew(transaction, request.id, messages, wait=timedelta(0))
    await bot.services.answers.answer(request.id, attempts_left=0)
    assert len(bot.summaries.lengths) == 2
    await all_answered(database)


async def test_an_answer_on_its_way_is_not_taken_back_by_the_next(database: Database) -> None:
    """Should it be sent this very moment, its edit would find no message."""
    said = OutgoingMessage(FormattedText("x"))
    async with database.transaction() as transaction:
        await enqueue(
            transaction,
            [
                Draft(key="ack", chat_id=1, message=said),
                Draft(key="answer", chat_id=1, message=said, replaces="ack"),
                Draft(key="revised", chat_id=1, message=said, replaces="answer", is_later=True),
            ],
        )
        rows = await transaction.execute(select(outbox.c.key, outbox.c.state).order_by(outbox.c.id))
        assert [tuple(row) for row in rows] == [("ack", "skipped"), ("answer", "pending"), ("revised", "pending")]


async def test_an_edit_while_the_message_is_read_is_what_is_answered(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.gate.clear()
    asked = api.post_text(FIRST)
    await bot.summaries.started.wait()
    edit(api, asked, SECOND)
    await settled(api)
    bot.summaries.gate.set()
    await shown(api, "Rivers fell")
    assert not [m for m in api.answers() if "Rivers rose" in m["text"] or m["text"].startswith("Reading")]


async def test_an_edit_mends_what_could_not_be_read(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.error = EmptyDocumentError("That is too short.")
    asked = api.post_text("Rivers")
    await api.wait_for(lambda: [m for m in api.answers() if m["text"] == "That is too short."])
    bot.summaries.error = None
    edit(api, asked, SECOND)
    answer = await shown(api, "Rivers fell")
    assert api.answers() == [answer]


async def test_an_edit_that_cannot_be_read_leaves_the_answer_and_is_told(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(FIRST)
    first = await shown(api, "Rivers rose")
    bot.summaries.error = EmptyDocumentError("That is too short.")
    edit(api, asked, "Rivers")
    (note,) = await api.wait_for(lambda: api.answers()[1:])
    assert note["text"] == f"That is too short.\n\n{NOT_REVISED}"
    assert note["reply_to_message"]["message_id"] == asked["message_id"]
    assert api.answers()[0] == first


@pytest.mark.parametrize("burst_wait", [LONG_WAIT])
async def test_one_edited_caption_changes_the_answer_to_an_album(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    album = api.post_album(["", FIRST, ""])
    await complete(database, 3)
    first = await shown(api, "Rivers rose")
    edit(api, album[1], SECOND)
    await settled(api)
    await complete(database, 3)
    second = await shown(api, "Rivers fell")
    assert second["message_id"] == first["message_id"]
    assert api.answers()[:-1] == [second]


@pytest.mark.parametrize("burst_wait", [LONG_WAIT])
async def test_of_a_burst_the_edited_message_is_told_anew(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    posts = [api.post_text(f"Bridge {n} is shut.", forward_origin=channel_origin(f"Outlet {n}")) for n in (1, 2)]
    await complete(database, 2)
    await shown(api, "Bridge 2 is shut")
    edit(api, posts[1], "Bridge 2 is open.")
    await settled(api)
    await complete(database, 2)
    answer = await shown(api, "Bridge 2 is open")
    assert "Bridge 1 is shut" in answer["text"]
    assert api.answers()[:-1] == [answer]


async def test_a_caption_that_is_added_later_is_read(api: LocalBotApi, bot: RunningBot) -> None:
    photo = api.post_photo("")
    await api.wait_for(lambda: [m for m in api.answers() if "cannot read pictures" in m["text"]])
    edited = edit(api, photo, FIRST)
    await shown(api, "Rivers rose")
    edit(api, edited, SECOND, after_s=9)
    await shown(api, "Rivers fell")
    assert len(api.answers()) == 2


async def test_an_edited_command_is_not_carried_out_and_that_is_told_once(api: LocalBotApi, bot: RunningBot) -> None:
    command = api.post_text("/bursts")
    await api.wait_for(api.answers)
    for number, text in enumerate(("/bursts off", "/bursts on", "/bursts off"), 1):
        edit(api, command, text, after_s=number)
    await settled(api)
    assert [m["text"] for m in api.answers()[1:-1]] == [EDITED_COMMAND]


async def test_an_edited_order_to_read_is_read_anew(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(f"/read {FIRST}")
    first = await shown(api, "Rivers rose")
    edit(api, asked, f"/read {SECOND}")
    assert (await shown(api, "Rivers fell"))["message_id"] == first["message_id"]


async def test_strangers_edits_are_not_read(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(FIRST, chat_id=2002)
    await api.wait_for(lambda: api.answers(2002))
    edit(api, asked, SECOND)
    await settled(api)
    assert not bot.summaries.started.is_set()


async def test_a_mention_in_a_group_is_followed_and_what_speaks_to_nobody_is_left_alone(
    api: LocalBotApi, bot: RunningBot
) -> None:
    name = f"@{BOT_USER['username']}"
    api.add_chat(GROUP, "supergroup", title="Readers")
    mention = {"type": "mention", "offset": 0, "length": len(name)}
    plain = api.post_text("Rivers", chat_id=GROUP)
    edit(api, plain, SECOND)
    asked = api.post_text(f"{name} {FIRST} {MORE}", chat_id=GROUP)
    first = await shown(api, "Rivers rose", GROUP)
    edit(api, asked, f"{name} {SECOND} {MORE}", entities=[mention])
    second = await shown(api, "Rivers fell", GROUP)
    assert second["message_id"] == first["message_id"]
    edit(
        api,
        plain,
        f"{name} {FIRST} {MORE}",
        entities=[mention],
    )
    await shown(api, "Rivers rose", GROUP)
    assert len(api.answers(GROUP)) == 2


async def test_an_edited_post_of_a_channel_is_followed(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    api.add_chat(CHANNEL, "channel", title="News")
    async with database.transaction() as transaction:
        await set_role(transaction, CHANNEL, role=Role.USER)
    asked = api.post_text(f"/read {FIRST} {MORE}", chat_id=CHANNEL)
    first = await shown(api, "Rivers rose", CHANNEL)
    edit(api, asked, f"/read {SECOND} {MORE}")
    assert (await shown(api, "Rivers fell", CHANNEL))["message_id"] == first["message_id"]


async def test_an_edit_that_comes_twice_is_followed_once(api: LocalBotApi, bot: RunningBot, database: Database) -> None:
    asked = api.post_text(FIRST)
    await shown(api, "Rivers rose")
    for _ in range(3):
        edit(api, asked, SECOND)
    await shown(api, "Rivers fell")
    await settled(api)
    await all_answered(database)
    edits = [call for call in api.calls_of("editMessageText") if "Rivers fell" in call.params["text"]]
    assert len(edits) == 1
    assert len(bot.summaries.lengths) == 2


async def test_a_long_answer_shrinks_to_the_edited_one(api: LocalBotApi, bot: RunningBot) -> None:
    lines = "\n".join([FIRST.splitlines()[0], *(f"Rain {number}." for number in range(400))])[:4000]
    asked = api.post_text(lines, date=int(time.time()) - 60)
    await shown(api, "Rivers rose")
    api.press("Longer")
    await api.wait_for(lambda: "Shorter" in str(api.answers()[-1]) and api.answers()[1:])
    edit(api, asked, SECOND)
    await api.wait_for(lambda: {m["text"] for m in api.answers()[1:]} == {LEFT_OVER.text})
    assert "Rivers fell" in api.answers()[0]["text"]
