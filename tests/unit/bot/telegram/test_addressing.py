"""Whom a message of a group speaks to."""

from datetime import UTC, datetime

import pytest

from bot.articles.intake import merge_parts
from bot.demo.rules import with_automatic_entities
from bot.domain import IncomingMessage, LinkPart, TextEntity
from bot.telegram.addressing import is_mentioned, without_mentions

NAME = "byline_bot"


def said(text: str) -> IncomingMessage:
    entities = [TextEntity(e["type"], e["offset"], e["length"]) for e in with_automatic_entities(text, [])]
    return IncomingMessage(-1, 1, "supergroup", datetime.now(UTC), user_id=1, text=text, entities=tuple(entities))


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("@byline_bot read this", True),
        ("😀 read this, @Byline_Bot", True),
        ("@byline_bot2 read this", False),
        ("mail me@byline_bot.example", False),
        ("byline_bot", False),
    ],
)
def test_only_its_own_name_speaks_to_the_bot(text: str, is_named: bool) -> None:
    assert is_mentioned(said(text), NAME) is is_named


def test_the_mention_is_no_part_of_the_text_and_links_stay_where_they_are() -> None:
    message = without_mentions(said("😀 @byline_bot https://harborwire.example/a @byline_bot"), NAME)
    assert message.text.split() == ["😀", "https://harborwire.example/a"]
    (part,) = merge_parts([message])
    assert isinstance(part, LinkPart)
    assert part.url == "https://harborwire.example/a"


def test_other_mentions_stay() -> None:
    assert "@someone" in without_mentions(said("@byline_bot ask @someone"), NAME).text
