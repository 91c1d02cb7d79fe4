from typing import Any

import pytest
from telegram import Message

from bot.domain import IncomingFile, TextEntity
from bot.telegram.incoming import parse_message, without_lone_surrogates

CHANNEL = {"id": -100, "type": "channel", "title": "Harbor Wire", "username": "harborwire"}


def message(**fields: Any) -> Message:
    base = {"message_id": 5, "date": 1700000000, "chat": {"id": 9, "type": "private", "first_name": "R"}}
    sender = {"id": 9, "is_bot": False, "first_name": "R", "language_code": "en"}
    parsed = Message.de_json({**base, "from": sender, **fields}, None)
    assert parsed
    return parsed


def test_a_text_keeps_its_utf16_offsets() -> None:
    entity = {"type": "text_link", "offset": 3, "length": 4, "url": "https://a.example/"}
    parsed = parse_message(message(text="😀 link", entities=[entity]))
    assert parsed.entities == (TextEntity("text_link", 3, 4, "https://a.example/"),)
    assert (parsed.chat_id, parsed.message_id, parsed.user_id, parsed.language_code) == (9, 5, 9, "en")


def test_a_caption_is_the_text_of_its_message() -> None:
    entity = {"type": "url", "offset": 0, "length": 18}
    parsed = parse_message(message(caption="https://a.example/", caption_entities=[entity], media_group_id="g"))
    assert parsed.text == "https://a.example/"
    assert parsed.entities[0].type == "url"
    assert parsed.media_group_id == "g"


@pytest.mark.parametrize(
    ("origin", "kind", "name", "url"),
    [
        (
            {"type": "channel", "chat": CHANNEL, "message_id": 17},
            "channel",
            "Harbor Wire",
            "https://t.me/harborwire/17",
        ),
        ({"type": "channel", "chat": CHANNEL | {"username": None}, "message_id": 17}, "channel", "Harbor Wire", None),
        ({"type": "chat", "sender_chat": CHANNEL | {"username": None}}, "chat", "Harbor Wire", None),
        ({"type": "user", "sender_user": {"id": 3, "is_bot": False, "first_name": "Ada"}}, "user", "Ada", None),
        ({"type": "hidden_user", "sender_user_name": "Somebody"}, "hidden_user", "Somebody", None),
    ],
)
def test_a_forward_keeps_where_it_was_posted(origin: dict[str, Any], kind: str, name: str, url: str | None) -> None:
    parsed = parse_message(message(text="x", forward_origin=origin | {"date": 1700000000})).origin
    assert parsed
    assert (parsed.kind, parsed.name, parsed.url) == (kind, name, url)
    assert parsed.posted_at
    assert parsed.posted_at.tzinfo


def test_the_link_behind_a_preview_comes_along() -> None:
    assert parse_message(message(text="x", link_preview_options={"url": "https://a.example/"})).preview_url == (
        "https://a.example/"
    )
    assert parse_message(message(text="x", link_preview_options={"is_disabled": True})).preview_url is None
    assert parse_message(message(text="x")).preview_url is None


def test_a_document_and_a_quote_come_along() -> None:
    document = {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf", "mime_type": "application/pdf"}
    parsed = parse_message(message(document=document | {"file_size": 12}, quote={"text": "said", "position": 0}))
    assert parsed.file == IncomingFile("f", "a.pdf", "application/pdf", 12)
    assert parsed.quote == "said"


def test_half_a_character_is_replaced_in_place() -> None:
    assert without_lone_surrogates("a\ud83db") == "a�b"
    assert without_lone_surrogates("\ud83d\ude00") == "😀"
    assert parse_message(message(text="a\ud83db")).text == "a�b"
