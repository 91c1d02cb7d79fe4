"""Digests as readers meet them: `byline run` on outlets of its own, everything said and pressed in the chat."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.demo.bot_api import USER_ID, LocalBotApi, channel_origin
from bot.demo.bot_process import BotProcess
from bot.demo.outlets import Outlets
from bot.demo.samples import load_samples
from bot.demo.state import BOT_USER

SLOW_S = 600.0  # the model is loaded and several articles are read, on a machine that may be busy
BOT_ID = BOT_USER["id"]
Message = dict[str, Any]


@pytest.fixture(scope="module")
def chat() -> Iterator[LocalBotApi]:
    """A running bot; its user follows one outlet."""
    outlets = Outlets(load_samples())
    host = outlets.hosts[0]
    with (
        LocalBotApi(build_app=lambda api: outlets.under_own_names(Starlette(routes=api.server.routes()))) as api,
        BotProcess(api, hosts=outlets.hosts),
    ):
        api.add_chat(USER_ID)
        api.post_text(f"/follow http://{host}/")
        answer(api, "Shall I tell you")
        api.press("In the digest")
        answer(api, "in your digest")
        yield api


def answer(api: LocalBotApi, needle: str, *, chat_id: int = USER_ID) -> Message:
    """The first message of the bot that holds these words, once it is there."""
    return api.wait_until(lambda: [m for m in api.answers(chat_id) if needle in m["text"]], SLOW_S)[0]


def ask(api: LocalBotApi, command: str, **fields: Any) -> str:
    """What the bot answers to a command."""
    before = len(api.answers())
    api.post_text(command, **fields)
    return str(api.wait_until(lambda: api.answers()[before:], SLOW_S)[0]["text"])


def stories(api: LocalBotApi, chat_id: int = USER_ID) -> list[Message]:
    return [m for m in api.answers(chat_id) if "Less like this" in buttons(m)]


def buttons(message: Message) -> dict[str, Message]:
    return {b["text"]: b for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row}


def note(api: LocalBotApi, query_id: str) -> str:
    return str((api.wait_until(lambda: api.callback_answer(query_id), SLOW_S) or {}).get("text", ""))


def press(api: LocalBotApi, message: Message, button: str) -> str:
    chat_id = message["chat"]["id"]
    return note(api, api.press(button, chat_id=chat_id, message_id=message["message_id"], user_id=USER_ID))


@pytest.fixture(scope="module")
def story(chat: LocalBotApi) -> Message:
    """The first story of a digest."""
    chat.post_text("/digest now")
    return chat.wait_until(lambda: stories(chat), SLOW_S)[0]


def test_a_story_has_its_buttons_and_opens_its_article(story: Message) -> None:
    shown = buttons(story)
    assert list(shown) == ["Evidence", "Longer", "Open", "Less like this"]
    assert shown["Open"]["url"] in {sample.url for sample in load_samples()}


def test_evidence_replies_with_passages_of_the_article(chat: LocalBotApi, story: Message) -> None:
    [article] = [sample.text for sample in load_samples() if sample.url == buttons(story)["Open"]["url"]]
    press(chat, story, "Evidence")
    shown = chat.wait_until(
        lambda: [m for m in chat.answers() if m.get("reply_to_message", {}).get("message_id") == story["message_id"]],
        SLOW_S,
    )[0]
    passages = [e for e in shown["entities"] if "blockquote" in e["type"]]
    units = shown["text"].encode("utf-16-le")
    quoted = [units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in passages]
    assert quoted and all(" ".join(passage.split())[:40] in " ".join(article.split()) for passage in quoted)


def test_longer_tells_more_of_it(chat: LocalBotApi, story: Message) -> None:
    before = len(chat.answers())
    assert press(chat, story, "Longer") == "I am reading it again …"
    longer = chat.wait_until(lambda: chat.answers()[before:], SLOW_S)[0]
    assert len(longer["text"]) > len(story["text"])


def test_less_like_this_is_noted_and_not_for_other_chats(chat: LocalBotApi, story: Message) -> None:
    assert press(chat, story, "Less like this") == "Noted: fewer stories like this one."
    data = buttons(story)["Less like this"]["callback_data"]
    about = {"chat_instance": "1", "message": {**story, "chat": chat.add_chat(-77, "supergroup")}, "data": data}
    chat.state.callback_answers["foreign"] = None
    chat.post_raw({"callback_query": {"id": "foreign", "from": story_reader(chat), **about}})
    assert note(chat, "foreign") == "This story is too old."


def story_reader(api: LocalBotApi) -> Message:
    return api.state.users[USER_ID]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/digest to", "To send it elsewhere"),
        ("/digest to the moon", "To send it elsewhere"),
        ("/digest to @nowhere_at_all", "I cannot see that chat."),
        ("/digest to 1001", "not to another person"),
        ("/digest to @unasked_channel", "I may not post there."),
        ("/digest to @foreign_channel", "Only admins of that chat"),
        ("/digest to -1002", "Only admins of that chat"),
    ],
)
def test_a_place_where_either_may_not_post_is_refused_in_words(chat: LocalBotApi, said: str, told: str) -> None:
    chat.add_chat(-1001, "channel", username="unasked_channel")
    chat.add_member(-1001, BOT_ID, "administrator")
    chat.add_member(-1001, USER_ID, "creator", is_anonymous=False)
    chat.add_chat(-1002, "channel", username="foreign_channel")
    chat.add_member(-1002, BOT_ID, "administrator", can_post_messages=True)
    chat.add_member(-1002, USER_ID)
    assert told in ask(chat, said)


def test_a_digest_goes_to_a_channel_of_the_asker_and_comes_back(chat: LocalBotApi, story: Message) -> None:
    origin = channel_origin("Our paper", "our_paper")
    channel = origin["chat"]["id"]
    chat.add_chat(channel, "channel", title="Our paper", username="our_paper")
    chat.add_member(channel, BOT_ID, "administrator", can_post_messages=True)
    chat.add_member(channel, USER_ID, "administrator")
    assert "goes to “Our paper” now" in ask(chat, "/digest to @Our_Paper")
    assert "making your digest" in ask(chat, "/digest now")
    assert answer(chat, "", chat_id=channel)["chat"]["type"] == "channel"
    assert "comes here now" in ask(chat, "/digest to here")
    forwarded = chat.post_text("A post of ours", forward_origin=origin)
    told = len([m for m in chat.answers() if "goes to “Our paper” now" in m["text"]])
    chat.post_text("/digest to", reply_to_message=forwarded)
    chat.wait_until(lambda: len([m for m in chat.answers() if "goes to “Our paper” now" in m["text"]]) > told, SLOW_S)
    chat.post_text("/digest language en")
    settings = answer(chat, "Delivered to “Our paper”; /digest to here brings it back")
    assert "Language: English only" in settings["text"]
