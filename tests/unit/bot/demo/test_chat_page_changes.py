"""What an open page is told, and how long texts are sent."""

from bot.demo.bot_api import USER_ID
from bot.demo.bot_records import told_in
from bot.demo.chat_page import Shown, split_text
from bot.demo.state import TelegramState


def test_only_what_changed_is_told() -> None:
    state, shown = TelegramState(), Shown()
    chat = {"id": USER_ID, "type": "private"}
    first = state.new_message(chat, text="one")
    second = state.new_message(chat, text="two")
    assert [m["text"] for m in (shown.difference(state) or {})["messages"]] == ["one", "two"]
    assert shown.difference(state) is None
    second["text"] = "edited"
    del state.messages[USER_ID][first["message_id"]]
    change = shown.difference(state) or {}
    assert [m["text"] for m in change["messages"]] == ["edited"]
    assert change["removed"] == [first["message_id"]]


def test_an_answered_button_is_told_once() -> None:
    state, shown = TelegramState(), Shown()
    state.callback_answers["q"] = None
    shown.difference(state)
    state.callback_answers["q"] = {"text": "Done"}
    assert (shown.difference(state) or {})["answers"] == [{"query_id": "q", "text": "Done"}]
    assert shown.difference(state) is None


def test_a_text_is_cut_between_words_at_4096_units() -> None:
    assert split_text("short") == ["short"]
    parts = split_text("😀 " * 3000)
    assert [len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts] == [True, True, True]
    assert "".join(parts).replace(" ", "") == "😀" * 3000
    assert [len(part) for part in split_text("x" * 5000)] == [4096, 904]


def test_the_kept_answer_is_the_one_whose_statements_are_shown() -> None:
    short = {"statements": [{"text": "A said so."}]}
    long = {"statements": [{"text": "A said so."}, {"text": "B denied it."}]}
    assert told_in("• A said so.\n• B denied it.", [short, long]) is long
    assert told_in("A said so.", [long, short]) is short
    assert told_in("x", []) is None
