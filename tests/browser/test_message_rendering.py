"""Messages as the page draws them; a bare Bot API stands in for the bot, so that any message can be sent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo.bot_api import USER_ID, LocalBotApi, hidden_user_origin
from bot.demo.chat_page import ChatPage
from bot.demo.demo_clock import DemoClock
from bot.demo.rules import JsonObject

expect = pytest.importorskip("playwright.sync_api").expect
Call = Callable[..., JsonObject]
PATIENCE_MS = 120_000


class Nothing:
    """A bot that keeps nothing."""

    async def find_answer(self, _request_id: int, _shown: str) -> JsonObject | None:
        return None

    async def find_next_digest(self) -> datetime | None:
        return None


def build_app(api: LocalBotApi) -> Any:
    return ChatPage((), records=Nothing(), clock=DemoClock(Path("/nowhere/clock"))).build_app(api)


@pytest.fixture(scope="module")
def api() -> Iterator[LocalBotApi]:
    with LocalBotApi(build_app=build_app) as api:
        yield api


@pytest.fixture
def call(api: LocalBotApi) -> Iterator[Call]:
    with httpx.Client(base_url=f"{api.base_url}/bot{api.token}/", trust_env=False, timeout=60) as client:

        def send(method: str, **params: object) -> JsonObject:
            answer = client.post(method, json={"chat_id": USER_ID, **params})
            assert answer.status_code == 200, answer.text
            result: JsonObject = answer.json()["result"]
            return result

        yield send


@pytest.fixture
def page(chromium: Any, api: LocalBotApi) -> Iterator[Any]:
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(api.base_url)
    yield page
    page.close()


def entity(kind: str, offset: int, length: int, **more: str) -> JsonObject:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_entities_nest_and_count_utf16_units(page: Any, call: Call) -> None:
    url = "https://a.example/x"
    entities = [entity("bold", 3, 9), entity("text_link", 8, 4, url=url), entity("code", 13, 4)]
    call("sendMessage", text="😀 Bold link code", entities=entities)
    text = page.locator(".message.in").last.locator(".text")
    expect(text.locator("strong")).to_have_text("Bold link")
    expect(text.locator("strong a")).to_have_attribute("href", url)
    expect(text.locator("code")).to_have_text("code")


def test_a_quote_keeps_its_lines_and_adds_none(page: Any, call: Call) -> None:
    call("sendMessage", text="before\nfirst\nsecond\nafter", entities=[entity("expandable_blockquote", 7, 12)])
    text = page.locator(".message.in").last.locator(".text")
    expect(text.locator("blockquote .quote-text")).to_have_text("first\nsecond", use_inner_text=True)
    assert text.evaluate("node => [...node.childNodes].map(n => n.textContent)") == ["before", "first\nsecond", "after"]


def test_a_spoiler_shows_when_tapped(page: Any, call: Call) -> None:
    call("sendMessage", text="He did it", entities=[entity("spoiler", 0, 9)])
    spoiler = page.locator(".spoiler").last
    assert spoiler.get_attribute("role") == "button"
    spoiler.click()
    expect(spoiler).to_have_class("spoiler shown")


def test_only_web_addresses_become_links(page: Any, api: LocalBotApi) -> None:
    api.post(text="click me", entities=[entity("text_link", 0, 8, url="javascript:alert(1)")])
    message = page.locator(".message.out").last
    expect(message).to_contain_text("click me")
    assert message.locator("a").count() == 0


def test_typing_and_drafts_show_until_the_message_comes(page: Any, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.chat_page.TYPING_S", 600.0)  # a slow machine must not outlast it
    call("sendChatAction", action="typing")
    expect(page.locator("#status")).to_have_text("typing…")
    expect(page.locator(".typing")).to_be_visible()
    call("sendMessageDraft", draft_id=1, text="The counc")
    expect(page.locator(".draft")).to_have_text("The counc")
    call("sendMessage", text="The council said no.")
    expect(page.locator(".draft")).to_have_count(0)
    expect(page.locator(".typing")).to_have_count(0)
    expect(page.locator("#status")).to_have_text("bot")


def test_edits_and_deletions_happen_in_place(page: Any, call: Call) -> None:
    first = call("sendMessage", text="first")
    second = call("sendMessage", text="second")
    call("editMessageText", message_id=first["message_id"], text="first, edited")
    expect(page.locator(f"[data-message-id='{first['message_id']}']")).to_contain_text("first, edited")
    call("deleteMessage", message_id=second["message_id"])
    expect(page.locator(f"[data-message-id='{second['message_id']}']")).to_have_count(0)


def test_a_pressed_button_waits_for_the_bot_and_shows_what_it_says(page: Any, api: LocalBotApi, call: Call) -> None:
    markup = {"inline_keyboard": [[{"text": "Pause", "callback_data": "pause:1"}]]}
    call("sendMessage", text="Feeds", reply_markup=markup)
    key = page.get_by_role("button", name="Pause")
    key.click()
    expect(key).to_be_disabled()
    query = api.wait_until(lambda: find_open_query(api))
    call("answerCallbackQuery", callback_query_id=query, text="Paused")
    expect(page.locator("#toast")).to_have_text("Paused")
    expect(key).to_be_enabled()


def find_open_query(api: LocalBotApi) -> str:
    with api.state.lock:
        return next((query for query, answer in api.state.callback_answers.items() if answer is None), "")


def test_names_of_others_are_shown_as_text(page: Any, api: LocalBotApi) -> None:
    api.post_text("x", forward_origin=hidden_user_origin("<b>Ann</b>"))
    expect(page.locator(".forwarded").last).to_have_text("Forwarded from <b>Ann</b>")


def test_the_page_says_when_the_bot_api_is_gone(chromium: Any) -> None:
    with LocalBotApi(build_app=build_app) as api:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(api.base_url)
        expect(page.locator("#status")).to_have_text("bot")
    expect(page.locator("#status")).to_have_text("connecting…")
    page.close()
