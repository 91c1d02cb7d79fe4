"""A channel's public page, as t.me/s/ shows it."""

from datetime import UTC, datetime

import pytest

from bot.feeds.channel_page import channel_page_url, is_channel_page, parse_channel_page

POST = """<div class="tgme_widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message"
  data-post="harbornews/{n}"><div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
  <a class="tgme_widget_message_date"><time datetime="2026-05-01T0{n}:00:00+02:00" class="time">x</time></a></div></div>"""


def page(*texts: str) -> bytes:
    posts = "".join(POST.format(n=n, text=text) for n, text in enumerate(texts, 1))
    return f'<html><head><meta property="og:title" content="Harbor News"></head><body>{posts}</body></html>'.encode()


def test_posts_are_entries_newest_first() -> None:
    feed = parse_channel_page(page("<b>Bridge closed</b><br/>Since noon.", "Брифінг о 10:00"))
    assert feed and feed.title == "Harbor News"
    assert [entry.entry_id for entry in feed.entries] == ["harbornews/2", "harbornews/1"]
    last = feed.entries[1]
    assert (last.title, last.text) == ("Bridge closed", "Bridge closed\nSince noon.")
    assert (last.url, last.published) == ("https://t.me/harbornews/1", datetime(2026, 4, 30, 23, tzinfo=UTC))


@pytest.mark.parametrize("data", [b"", b"<html><body>no posts</body></html>", b"\x00"])
def test_a_page_without_posts_is_no_feed(data: bytes) -> None:
    assert parse_channel_page(data) is None


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("@harbornews", "https://t.me/s/harbornews"),
        ("t.me/harbornews", "https://t.me/s/harbornews"),
        ("https://t.me/s/harbornews/", "https://t.me/s/harbornews"),
        ("@ab", None),
        ("https://t.me/+invite", None),
        ("https://t.me/harbornews/12", None),
        ("harbornews", None),
    ],
)
def test_a_channel_is_named_by_its_handle_or_its_link(said: str, url: str | None) -> None:
    assert channel_page_url(said) == url
    assert url is None or is_channel_page(url)
