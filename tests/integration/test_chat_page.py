"""The chat page's server: what it lets in, what it tells the page."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.clock import movable_time
from bot.demo.bot_api import LocalBotApi
from bot.demo.chat_page import ChatPage
from bot.demo.demo_clock import DemoClock
from bot.demo.rules import JsonObject
from bot.demo.samples import load_samples


class KeptBriefly:
    """Stands in for the bot's database."""

    def __init__(self) -> None:
        self.next_digest_at: datetime | None = None

    async def find_answer(self, request_id: int, shown: str) -> JsonObject | None:
        return {"headline": shown, "request": request_id} if request_id == 7 else None

    async def find_next_digest(self) -> datetime | None:
        return self.next_digest_at


@pytest.fixture(scope="module")
def records() -> KeptBriefly:
    return KeptBriefly()


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> DemoClock:
    return DemoClock(tmp_path_factory.mktemp("clock") / "clock")


@pytest.fixture(scope="module")
def api(records: KeptBriefly, clock: DemoClock) -> Iterator[LocalBotApi]:
    page = ChatPage(load_samples(), records=records, clock=clock)
    with LocalBotApi(build_app=page.build_app) as api:
        yield api


@pytest.fixture
def client(api: LocalBotApi) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=api.base_url, trust_env=False, timeout=60) as client:
        yield client


def call(api: LocalBotApi, client: httpx.Client, method: str, **params: object) -> JsonObject:
    answer = client.post(f"/bot{api.token}/{method}", json=params)
    assert answer.status_code == 200, answer.text
    result: JsonObject = answer.json()["result"]
    return result


def first_event(client: httpx.Client) -> JsonObject:
    with client.stream("GET", "/chat/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                event: JsonObject = json.loads(line.removeprefix("data: "))
                return event
    raise AssertionError("no event came")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.example.org:80", ""])
def test_another_host_name_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code in (400, 421)


def test_another_sites_page_is_refused(client: httpx.Client) -> None:
    answer = client.post("/chat/messages", json={"text": "x"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 421


def test_the_page_comes_with_a_strict_policy(client: httpx.Client) -> None:
    for path in ("/", "/static/main.js", "/static/style.css"):
        answer = client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_page_weighs_less_than_150_kb(client: httpx.Client) -> None:
    modules = "main composer timeline bubble entities inspector element icons server digest".split()
    paths = ["/", "/static/style.css", "/static/icon.svg", *(f"/static/{name}.js" for name in modules)]
    assert sum(len(client.get(path).content) for path in paths) <= 150_000


def test_a_sample_is_forwarded_from_its_channel(api: LocalBotApi, client: httpx.Client) -> None:
    samples = client.get("/chat/samples").json()
    assert len(samples) >= 6
    assert client.post("/chat/messages", json={"sample": samples[0]["name"]}).status_code == 204
    message = api.messages()[-1]
    assert message["forward_origin"]["chat"]["title"] == samples[0]["outlet"]
    assert message["text"].startswith(samples[0]["headline"])


def test_a_text_can_come_from_a_channel_with_a_hidden_link(api: LocalBotApi, client: httpx.Client) -> None:
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://a.example/1"}
    body = {"text": "Read this", "entities": [link], "channel": {"title": "Wire", "username": ""}}
    assert client.post("/chat/messages", json=body).status_code == 204
    message = api.messages()[-1]
    assert message["entities"] == [link]
    assert message["forward_origin"]["chat"] | {"id": 0} == {"id": 0, "type": "channel", "title": "Wire"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"text": "  "}', b"\xff"])
def test_an_empty_or_broken_message_is_refused_in_words(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/chat/messages", content=body)
    assert answer.status_code == 400
    assert answer.text in ("That is not a message.", "Bad Request: message text is empty")


def test_characters_that_telegram_removes_are_removed(api: LocalBotApi, client: httpx.Client) -> None:
    client.post("/chat/messages", json={"text": "a\u202eb </script> /help"})
    message = api.messages()[-1]
    assert message["text"] == "ab </script> /help"
    assert message["entities"] == [{"type": "bot_command", "offset": 13, "length": 5}]


def test_a_long_text_becomes_several_messages(api: LocalBotApi, client: httpx.Client) -> None:
    before = len(api.messages())
    client.post("/chat/messages", json={"text": "word " * 2000})
    assert [len(m["text"]) <= 4096 for m in api.messages()[before:]] == [True] * 3


def test_a_file_is_sent_with_its_name(api: LocalBotApi, client: httpx.Client) -> None:
    headers = {"X-File-Name": "na%C3%AFve.pdf", "X-File-Type": "application/pdf", "X-Caption": "look"}
    assert client.post("/chat/files", content=b"%PDF", headers=headers).status_code == 204
    message = api.messages()[-1]
    assert (message["document"]["file_name"], message["caption"]) == ("naïve.pdf", "look")
    assert client.post("/chat/files", content=b"").status_code == 400


def test_the_stream_begins_with_everything_and_tells_typing(
    api: LocalBotApi, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.demo.chat_page.TYPING_S", 600.0)  # a slow machine must not outlast it
    api.post_text("a message")
    call(api, client, "sendChatAction", chat_id=1001, action="typing")
    event = first_event(client)
    assert [m["message_id"] for m in event["messages"]] == [m["message_id"] for m in api.messages()]
    assert event["is_typing"]


def test_a_pressed_button_reaches_the_bot_and_its_answer_is_found(api: LocalBotApi, client: httpx.Client) -> None:
    markup = {"inline_keyboard": [[{"text": "Evidence", "callback_data": "evidence:7"}]]}
    sent = call(api, client, "sendMessage", chat_id=1001, text="Told", reply_markup=markup)
    pressed = client.post("/chat/presses", json={"message_id": sent["message_id"], "data": "evidence:7"}).json()
    assert api.callback_answer(pressed["query_id"]) is None
    assert client.get(f"/chat/answers/{sent['message_id']}").json() == {"headline": "Told", "request": 7}
    gone = client.post("/chat/presses", json={"message_id": sent["message_id"], "data": "evidence:8"})
    assert (gone.status_code, gone.text) == (400, "That button is gone.")


def test_a_message_without_a_kept_answer_is_told(api: LocalBotApi, client: httpx.Client) -> None:
    message_id = api.post_text("mine")["message_id"]
    assert client.get(f"/chat/answers/{message_id}").status_code == 400


def test_an_outlets_page_is_there_for_the_bot_and_for_the_reader(client: httpx.Client) -> None:
    sample = load_samples()[0]
    for_bot = client.get(f"/{sample.name}", headers={"Host": sample.host})
    for_reader = client.get(f"/outlets/{sample.username}/{sample.name}")
    assert for_bot.text == for_reader.text
    assert f'content="{sample.author}"' in for_bot.text
    assert client.get("/other", headers={"Host": sample.host}).status_code == 404
    assert client.get("/chat/samples", headers={"Host": sample.host}).status_code == 404


def test_time_moves_to_the_next_digest_and_never_back(
    client: httpx.Client, records: KeptBriefly, clock: DemoClock
) -> None:
    assert client.get("/chat/clock").json()["next_digest_at"] is None
    assert client.post("/chat/clock/next-digest").status_code == 400
    assert not clock.file.exists()
    records.next_digest_at = datetime.now(UTC) + timedelta(hours=5)
    moved = client.post("/chat/clock/next-digest").json()
    assert datetime.fromisoformat(moved["now"]) >= records.next_digest_at
    assert movable_time(str(clock.file))() >= records.next_digest_at
    records.next_digest_at = datetime.now(UTC)
    client.post("/chat/clock/next-digest")
    assert clock.now() > datetime.now(UTC) + timedelta(hours=4)
