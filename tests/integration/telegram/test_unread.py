"""Links that cannot be read beside others that can: one answer, and one message that names what is missing."""

from typing import Any

import pytest

from bot.articles.documents import build_post_document
from bot.demo.bot_api import LocalBotApi
from bot.domain import LinkPart, Part, TextPart
from bot.errors import FetchError
from summarizer.document import Document
from summarizer.errors import EmptyDocumentError
from tests.integration.telegram.running_bot import PlainReader, RunningBot

PAGE = "Rivers rose overnight, the mayor said."
GOOD, GONE, SHUT = "https://news.example/good", "https://news.example/gone", "https://paper.example/shut"
REASON = "There is no such page."
NOTE = "Only the post was read, not the page it links to: there is no such page."


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all links one leads to a page, and one to a post that is left of it."""

    async def read(_self: PlainReader, part: Part) -> Document:
        if isinstance(part, TextPart):
            return build_post_document(part.text, origin=part.origin)
        assert isinstance(part, LinkPart)
        if part.url == GOOD:
            return Document(PAGE, url=GOOD)
        if part.post_text.startswith("Harbor"):
            return build_post_document(part.post_text, origin=None, note=NOTE)
        raise FetchError(REASON)

    monkeypatch.setattr(PlainReader, "read", read)


async def texts(api: LocalBotApi, wanted: list[str]) -> list[Any]:
    return await api.wait_for(lambda: [m["text"] for m in api.answers()] == wanted and api.answers())


async def test_what_was_not_read_is_named_under_the_answer_in_one_message(api: LocalBotApi, bot: RunningBot) -> None:
    asked = api.post_text(f"{GONE} {GOOD} {SHUT}")
    (_, note) = await api.wait_for(lambda: len(api.answers()) == 2 and api.answers())
    assert PAGE in api.answers()[0]["text"]
    assert note["text"] == f"Not read:\n• news.example/gone: {REASON}\n• paper.example/shut: {REASON}"
    assert note["reply_to_message"]["message_id"] == asked["message_id"]


async def test_where_nothing_is_read_every_reason_is_told(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(f"{GONE} {SHUT}")
    await texts(api, [f"news.example/gone: {REASON}\npaper.example/shut: {REASON}"])


async def test_one_link_needs_no_name(api: LocalBotApi, bot: RunningBot) -> None:
    api.post_text(GONE)
    await texts(api, [REASON])


async def test_where_nothing_can_be_told_what_was_not_read_is_told_too(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.error = EmptyDocumentError("There is nothing to tell.")
    api.post_text(f"{GOOD} {GONE}")
    await texts(api, [f"There is nothing to tell.\nNot read: news.example/gone: {REASON}"])


async def test_where_a_post_tells_nothing_its_dead_link_is_told_too(api: LocalBotApi, bot: RunningBot) -> None:
    bot.summaries.error = EmptyDocumentError("There is nothing to tell.")
    api.post_text(f"Harbor news of today {GONE}")
    await texts(api, [f"There is nothing to tell.\n{NOTE}"])
