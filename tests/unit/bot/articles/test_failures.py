"""What could not be read is told by name where there are several, and never floods a chat."""

import pytest

from bot.articles.failures import MAX_NAME_CHARS, MAX_TOLD, tell_failures, tell_unread
from bot.domain import FilePart, IncomingFile, LinkPart, TextPart
from bot.errors import ArticleError

GONE = ArticleError("There is no such page.")
LARGE = ArticleError("That file is too large.")
LINK = LinkPart("https://www.news.example/a/#top")
FILE = FilePart(IncomingFile("f", "report.pdf", "application/pdf", 1))


def test_of_one_thing_the_reason_is_told_alone():
    assert tell_failures([(LINK, GONE)]) == "There is no such page."


def test_of_several_each_is_named():
    assert tell_failures([(LINK, GONE), (FILE, LARGE)]) == (
        "news.example/a: There is no such page.\nreport.pdf: That file is too large."
    )


def test_beside_an_answer_all_stand_in_one_message():
    assert tell_unread([(LINK, GONE)]) == "Not read: news.example/a: There is no such page."
    assert tell_unread([(LINK, GONE), (FILE, LARGE)]) == (
        "Not read:\n• news.example/a: There is no such page.\n• report.pdf: That file is too large."
    )


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (LinkPart("http://news.example/a?id=7"), "news.example/a?id=7"),
        (LinkPart("magnet:?xt=urn:btih:a"), "magnet:?xt=urn:btih:a"),
        (LinkPart("https://[broken"), "https://[broken"),
        (LinkPart("https://news.example/" + "a" * 200), "news.example/" + "a" * (MAX_NAME_CHARS - 14) + "…"),
    ],
)
def test_a_link_is_named_as_short_as_it_can_be(part, name):
    assert tell_unread([(part, GONE)]) == f"Not read: {name}: There is no such page."


def test_a_text_has_no_name():
    assert tell_unread([(TextPart("Words."), GONE)]) == "Not read: There is no such page."


def test_more_than_the_limit_are_counted_and_the_same_is_told_once():
    failures = [(LinkPart(f"https://news.example/{number}"), GONE) for number in range(MAX_TOLD + 3)]
    lines = tell_unread([*failures, *failures]).splitlines()
    assert len(lines) == MAX_TOLD + 2
    assert lines[-1] == "• and 3 more"
