"""A digest's messages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from bot.digests.novelty import MAX_NEW_STATEMENTS, keep_new
from bot.digests.render import (
    headline_only,
    render_burst,
    render_opening,
    render_quiet,
    render_story,
    story_keyboard,
)
from bot.digests.schedule import Progress
from bot.digests.subscriber import Subscriber
from bot.storage.entries import StoredEntry
from bot.telegram.digest_messages import days_message, digest_message, times_message
from summarizer.document import Document
from summarizer.summary import Kind, Statement, Summary

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def summary(*texts: str) -> Summary:
    document = Document("x", title="A vote", url="https://a.example/1", publisher="Harbor", notes=("Partial.",))
    return Summary("A vote", "en", "m", 0.0, (document,), tuple(Statement(text, Kind.STATED) for text in texts))


def entry(feed: str, url: str | None) -> StoredEntry:
    return StoredEntry(
        id=1,
        feed_id=1,
        feed_title=feed,
        title="T",
        text="",
        url=url,
        url_key=None,
        author=None,
        language=None,
        published_at=NOW,
        seen_at=NOW,
    )


def test_the_opening_tells_the_local_day_and_what_was_read() -> None:
    text = render_opening(entries=1, feeds=3, due_at=NOW, zone=BERLIN, is_late=False).text
    assert text == "Your digest, Friday, 1 May\nFrom 1 new entry of its 3 feeds."
    late = render_opening(entries=4, feeds=1, due_at=NOW, zone=BERLIN, is_late=True).text
    assert late.endswith("This is the digest of 08:00. It is late: I was not running.")


def test_a_quiet_day_is_one_line() -> None:
    quiet = "Friday, 1 May: nothing new in the 2 feeds of your digest."
    assert render_quiet(feeds=2, unread=0, others=0, due_at=NOW, zone=UTC).text == quiet
    assert "/follow" in render_quiet(feeds=0, unread=0, others=0, due_at=NOW, zone=UTC).text


def test_a_digest_in_which_no_feed_is_says_why() -> None:
    told = render_quiet(feeds=0, unread=0, others=2, due_at=NOW, zone=UTC).text
    assert told == "Nothing that you follow is in your digest: it is told at once, or paused. /feeds changes that."


def test_feeds_that_were_never_read_are_not_called_quiet() -> None:
    for feeds, unread, which in ((1, 1, "it"), (2, 1, "1 of them"), (2, 2, "any of them")):
        told = render_quiet(feeds=feeds, unread=unread, others=0, due_at=NOW, zone=UTC).text
        assert told.endswith(f"I have not read {which} yet; try /digest now in a few minutes.")


def test_outlets_that_were_not_read_are_named_below_with_links() -> None:
    [content] = render_story(summary("It passed."), others=[entry("Wire", "https://w.example/"), entry("Post", None)])
    assert content.text.endswith("\nAlso: Wire, Post")
    link = content.entities[-1]
    units = content.text.encode("utf-16-le")
    assert units[link.offset * 2 : (link.offset + link.length) * 2].decode("utf-16-le") == "Wire"


def test_an_update_says_so_and_a_bare_headline_says_why() -> None:
    assert render_story(summary("It passed."), is_update=True)[0].text.startswith("Update: A vote")
    bare = headline_only(Document("A vote", title="A vote", url="https://a.example/1"), "Only the headline is known.")
    assert "Only the headline is known." in render_story(bare)[0].text


def test_buttons_fit_what_there_is() -> None:
    full = story_keyboard(3, request_id=4, url="https://a.example/")
    assert [button.text for row in full for button in row] == ["Evidence", "Longer", "Open", "Less like this"]
    assert story_keyboard(None, request_id=None, url=None) == ()
    assert all(len((button.data or "").encode()) <= 64 for row in full for button in row)


def test_a_burst_is_a_list_of_links() -> None:
    [content] = render_burst("Wire", [entry("Wire", "https://w.example/")] * 5)
    assert content.text.startswith("5 new from Wire\n• T\n") and len(content.entities) == 6


@pytest.mark.parametrize(
    ("text", "vector", "is_new"),
    [
        ("It passed.", [1.0, 0.0], False),
        ("It passed with 40 votes.", [1.0, 0.0], True),
        ("It rained.", [0.0, 1.0], True),
    ],
)
def test_only_other_words_or_another_number_are_news(text: str, vector: list[float], is_new: bool) -> None:
    known = np.array([[1.0, 0.0]], np.float32)
    kept = keep_new(summary(text), ["It passed on day 3."], vectors=np.array([vector], np.float32), known_vectors=known)
    assert bool(kept.statements) is is_new


def test_an_update_is_short() -> None:
    vectors = np.zeros((9, 2), np.float32)
    news = summary(*(f"S{n}." for n in range(9)))
    kept = keep_new(news, [], vectors=vectors, known_vectors=np.zeros((0, 2), np.float32))
    assert len(kept.statements) == MAX_NEW_STATEMENTS


def test_the_settings_tell_when_the_next_digest_comes() -> None:
    chat = Subscriber(1, Progress.started(NOW))
    assert "send /zone" in digest_message(chat, NOW).content.text
    known = chat.changed(NOW, zone="Europe/Berlin")
    assert "The next one: Saturday, 08:00." in digest_message(known, NOW + timedelta(hours=1)).content.text
    assert "Switched off." in digest_message(known.changed(NOW, is_on=False), NOW).content.text
    assert "✓ 08" in {button.text for row in times_message(known).keyboard for button in row}
    assert sum("✓" in button.text for row in days_message(known).keyboard for button in row) == 7


def test_digests_switched_on_again_make_up_for_nothing() -> None:
    chat = Subscriber(1, Progress.started(NOW), zone="UTC")
    later = NOW + timedelta(days=9)
    back = chat.changed(NOW, is_on=False).changed(later, is_on=True)
    assert back.next_due_at(later) == later.replace(hour=8)
