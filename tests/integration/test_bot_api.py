"""The local Bot API as python-telegram-bot sees it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bot.demo.bot_api import USER_ID, LocalBotApi, channel_origin
from bot.demo.state import FloodLimits


@pytest.fixture(autouse=True)
def durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def bot_of(api: LocalBotApi, token: str | None = None) -> Bot:
    times = dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout", "pool_timeout"), 60)
    request = HTTPXRequest(httpx_kwargs={"trust_env": False}, **times)
    return Bot(token or api.token, base_url=f"{api.base_url}/bot", base_file_url=f"{api.base_url}/file/bot",
               request=request, get_updates_request=request)  # fmt: skip


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    async with bot_of(api) as bot:
        yield bot


async def test_the_bot_knows_itself(bot: Bot) -> None:
    assert bot.username == "byline_demo_bot"


async def test_a_wrong_token_is_refused(api: LocalBotApi) -> None:
    with pytest.raises(InvalidToken):
        async with bot_of(api, "1:wrong"):
            pass


async def test_updates_come_until_the_offset_confirms_them(api: LocalBotApi, bot: Bot) -> None:
    api.post_text("one")
    api.post_text("two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [u.message.text for u in again if u.message] == ["one", "two"]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["two"]
    assert api.pending_updates == 1


async def test_a_long_poll_returns_with_the_update_that_comes_meanwhile(api: LocalBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await api.wait_for(lambda: api.server._poller)
    api.post_text("hello")
    (update,) = await asyncio.wait_for(poll, 40)
    assert update.message and update.message.text == "hello"


async def test_a_second_poller_ends_the_first_with_a_conflict(api: LocalBotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await api.wait_for(lambda: api.server._poller)
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        second = await client.post(f"{api.base_url}/bot{api.token}/getUpdates", json={"timeout": 0})
    assert second.json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="other getUpdates"):
        await first


async def test_updates_that_were_not_asked_for_do_not_come(api: LocalBotApi, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    api.post_text("unheard")
    assert not await bot.get_updates()


async def test_a_webhook_gets_each_update_with_the_secret_until_it_takes_it(api: LocalBotApi, bot: Bot) -> None:
    seen: list[tuple[str | None, Update]] = []

    async def hook(request: Request) -> Response:
        update = Update.de_json(json.loads(await request.body()), bot)
        seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update))
        return Response(status_code=500 if len(seen) == 1 else 200)

    app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
    with LocalBotApi(build_app=lambda _api: app) as receiver:
        await bot.set_webhook(f"{receiver.base_url}/hook", secret_token="s3cret")
        api.post_text("pushed")
        await api.wait_for(lambda: not api.pending_updates)
    assert [(secret, u.message.text) for secret, u in seen if u.message] == [("s3cret", "pushed")] * 2
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_a_message_is_stored_with_its_entities_and_buttons(api: LocalBotApi, bot: Bot) -> None:
    entities = [MessageEntity("bold", 3, 4), MessageEntity("text_link", 8, 1, url="https://example.org/a")]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Evidence", callback_data="e:1")]])
    sent = await bot.send_message(USER_ID, "🗞 News x", entities=entities, reply_markup=keyboard)
    (message,) = api.messages()
    assert message["message_id"] == sent.message_id
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 1, "url": "https://example.org/a"},
    ]
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "e:1"


async def test_links_in_a_text_are_marked_as_clients_mark_them(api: LocalBotApi, bot: Bot) -> None:
    api.post_text("/start x 😀 https://example.org/a.")
    (update,) = await bot.get_updates()
    assert update.message
    found = update.message.parse_entities()
    assert {entity.type: text for entity, text in found.items()} == {
        "bot_command": "/start",
        "url": "https://example.org/a",
    }


@pytest.mark.parametrize(
    ("text", "entities", "reason"),
    [
        ("", [], "message text is empty"),
        (" \n ", [], "message text is empty"),
        ("x" * 4097, [], "message is too long"),
        ("😀" * 2049, [], "message is too long"),
        ("é" * 16385, [], "message is too long"),
        ("hello", [MessageEntity("bold", 0, 6)], "ends after the end of the text at UTF-16 offset 6"),
        ("hello", [MessageEntity("bold", 9, 1)], "begins after the end of the text at UTF-16 offset 9"),
        ("😀x", [MessageEntity("bold", 1, 2)], "begins in a middle of a UTF-16 symbol"),
        ("x😀", [MessageEntity("bold", 0, 2)], "ends in a middle of a UTF-16 symbol"),
        ("hello", [MessageEntity("bold", 0, 3), MessageEntity("italic", 2, 3)], "bold and italic cross at 2"),
        ("hello", [MessageEntity("blockquote", 0, 5), MessageEntity("expandable_blockquote", 1, 2)], "inside"),
        ("hello", [MessageEntity("sparkle", 0, 3)], "Unsupported type specified"),
        ("hello", [MessageEntity("text_link", 0, 3, url="javascript:x")], "Wrong HTTP URL"),
        ("x" * 200, [MessageEntity("bold", i, 1) for i in range(101)], "too many entities"),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused(
    bot: Bot, text: str, entities: list[MessageEntity], reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(USER_ID, text, entities=entities)


async def test_the_longest_text_is_taken(bot: Bot) -> None:
    assert await bot.send_message(USER_ID, "😀" * 2048)


async def test_markup_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="parse_mode"):
        await bot.send_message(USER_ID, "<b>x</b>", parse_mode="HTML")


async def test_removed_characters_move_the_entities(api: LocalBotApi, bot: Bot) -> None:
    await bot.send_message(USER_ID, "  a\u202eb c \n", entities=[MessageEntity("bold", 2, 3)])
    (message,) = api.messages()
    assert (message["text"], message["entities"]) == ("ab c", [{"type": "bold", "offset": 0, "length": 2}])


@pytest.mark.parametrize(("data", "is_taken"), [("x" * 64, True), ("x" * 65, False), ("ж" * 33, False)])
async def test_callback_data_has_at_most_64_bytes(bot: Bot, data: str, is_taken: bool) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    try:
        await bot.send_message(USER_ID, "x", reply_markup=keyboard)
    except BadRequest as error:
        assert "button_data_invalid" in str(error).lower()
        assert not is_taken
    else:
        assert is_taken


async def test_an_edit_changes_the_message_in_place(api: LocalBotApi, bot: Bot) -> None:
    sent = await bot.send_message(USER_ID, "Reading…")
    await bot.edit_message_text("The answer", chat_id=USER_ID, message_id=sent.message_id)
    assert [m["text"] for m in api.messages()] == ["The answer"]
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("The answer", chat_id=USER_ID, message_id=sent.message_id)
    assert await bot.delete_message(USER_ID, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", chat_id=USER_ID, message_id=sent.message_id)


async def test_a_message_of_somebody_else_cannot_be_edited(api: LocalBotApi, bot: Bot) -> None:
    message_id = api.post_text("mine")["message_id"]
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("yours", chat_id=USER_ID, message_id=message_id)


async def test_a_pressed_button_comes_as_a_query_that_can_be_answered_once_known(api: LocalBotApi, bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Evidence", callback_data="e:1")]])
    await bot.send_message(USER_ID, "x", reply_markup=keyboard)
    query_id = api.press("Evidence")
    (update,) = await bot.get_updates()
    assert update.callback_query and update.callback_query.data == "e:1"
    await bot.answer_callback_query(query_id, "Here")
    assert (api.callback_answer(query_id) or {})["text"] == "Here"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("other")
    with pytest.raises(LookupError):
        api.press("Longer")


async def test_a_forward_names_its_channel(api: LocalBotApi, bot: Bot) -> None:
    api.post_text("News", forward_origin=channel_origin("Harbor Wire", "harborwire", 7))
    (update,) = await bot.get_updates()
    assert update.message
    origin = update.message.forward_origin
    assert (origin.chat.username, origin.message_id) == ("harborwire", 7)  # type: ignore[union-attr]


async def test_an_album_comes_as_one_update_each(api: LocalBotApi, bot: Bot) -> None:
    api.post_album(["First", "", ""])
    updates = await bot.get_updates()
    assert len({u.message.media_group_id for u in updates if u.message}) == 1
    assert [u.message.caption for u in updates if u.message] == ["First", None, None]


async def test_a_file_can_be_downloaded_and_sent(api: LocalBotApi, bot: Bot) -> None:
    body = bytes(range(256)) * 300
    api.post_file(body, name="a.pdf", mime_type="application/pdf", caption="Read this")
    (update,) = await bot.get_updates()
    assert update.message and update.message.document
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == body
    sent = await bot.send_document(USER_ID, body, filename="b.bin", caption="Yours")
    assert sent.document and sent.document.file_size == len(body)


async def test_a_draft_and_typing_end_with_the_message(api: LocalBotApi, bot: Bot) -> None:
    await bot.send_chat_action(USER_ID, "typing")
    await bot.send_message_draft(USER_ID, 5, "The ans")
    assert api.state.drafts[USER_ID]["text"] == "The ans"
    await bot.send_message(USER_ID, "The answer")
    assert not api.state.drafts and not api.state.actions


async def test_an_unparsable_update_is_delivered_as_it_stands(api: LocalBotApi) -> None:
    update_id = api.post_raw({"message": {"message_id": "poison"}}, times=2)
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        answer = await client.get(f"{api.base_url}/bot{api.token}/getUpdates")
    assert answer.json()["result"] == [{"update_id": update_id, "message": {"message_id": "poison"}}] * 2


async def test_a_blocked_bot_is_forbidden_until_the_person_writes(api: LocalBotApi, bot: Bot) -> None:
    api.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(USER_ID, "x")
    (update,) = await bot.get_updates()
    assert update.my_chat_member and update.my_chat_member.new_chat_member.status == "kicked"
    api.post_text("back")
    assert await bot.send_message(USER_ID, "x")


async def test_a_migrated_group_names_its_new_id(api: LocalBotApi, bot: Bot) -> None:
    api.add_chat(-5, "group")
    api.migrate(-5, -1005)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "x")
    assert caught.value.new_chat_id == -1005
    assert await bot.send_message(-1005, "x")


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(99, "x")


async def test_a_planned_failure_happens_so_many_times(api: LocalBotApi, bot: Bot) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(USER_ID, "x")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert await bot.send_message(USER_ID, "x")
    assert [call.status for call in api.calls_of("sendMessage")] == [429, 200]


async def test_an_ambiguous_send_was_carried_out(api: LocalBotApi, bot: Bot) -> None:
    api.answer_then_drop("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(USER_ID, "once")
    assert [m["text"] for m in api.answers()] == ["once"]


async def test_floods_are_refused_per_chat_and_over_all(
    bot: Bot, api: LocalBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = SimpleNamespace(monotonic=lambda: 1000.0, time=time.time)
    monkeypatch.setattr("bot.demo.state.time", stopped)  # all of it within one second, however slow the machine
    api.state.flood = FloodLimits(messages_per_second=3)
    for chat_id in range(1, 6):
        api.add_chat(chat_id)
    await bot.send_message(1, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(1, "x")
    await bot.send_message(2, "x")
    await bot.send_message(3, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(4, "x")
