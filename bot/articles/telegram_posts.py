"""Links of Telegram itself: a public post's page shows its text, others open nothing that could be read. Pure."""

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FORWARD = "Forward me the post itself."
PRIVATE_CHAT = f"That link leads into a private chat, where I cannot look. {FORWARD}"
NO_POST = (
    "That link leads to a channel, a chat or a person on Telegram, not to a post. Forward me a post, or send /follow and "
    "the link to get a channel's news."
)
ONLY_IN_TELEGRAM = f"That link opens only inside Telegram. {FORWARD}"
NO_TEXT = f"That post shows no text outside Telegram. {FORWARD}"

_SITE = r"https?://(?:www\.)?(?:t\.me|telegram\.(?:me|dog))/"
# A message of a forum stands behind the number of its topic.
_POST = re.compile(rf"{_SITE}(?:s/)?(\w{{4,}})(?:/\d+)?/(\d+)/?(?:\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_OTHER = re.compile(rf"{_SITE}([^?#]*)", re.IGNORECASE)
_NAME = re.compile(r"(?:s/)?(?!addstickers|addemoji|share|proxy|socks|login|boost|iv\b)\w{4,}", re.IGNORECASE)


def find_embedded_url(url: str) -> str | None:
    """The address of a post's text, None where `url` is no post.

    >>> find_embedded_url("https://t.me/s/citynews/7?single")
    'https://t.me/citynews/7?embed=1&mode=tme'
    """
    match = _POST.fullmatch(url)
    return f"https://t.me/{match[1]}/{match[2]}?embed=1&mode=tme" if match else None


def find_wrapped_url(url: str) -> str | None:
    """The page that Telegram's own link shows or shares, None where `url` is no such link.

    >>> find_wrapped_url("https://t.me/iv?url=https%3A%2F%2Fnews.example%2Fa&rhash=1")
    'https://news.example/a'
    """
    match = _OTHER.match(url)
    if match is None or match[1].strip("/").lower() not in ("iv", "share", "share/url"):
        return None
    wrapped = parse_qs(urlsplit(url).query).get("url", [""])[0]
    return wrapped if wrapped.startswith(("http://", "https://")) else None


def explain_unreadable_link(url: str) -> str | None:
    """Why a link of Telegram shows nothing to read, and what to do; None for every other link, and for a post.

    >>> explain_unreadable_link("https://t.me/c/1234/5")
    'That link leads into a private chat, where I cannot look. Forward me the post itself.'
    """
    match = _OTHER.match(url)
    if match is None or find_embedded_url(url) or find_wrapped_url(url):
        return None
    path = match[1].strip("/")
    if path.startswith("+") or path.partition("/")[0].lower() in ("c", "joinchat"):
        return PRIVATE_CHAT
    return NO_POST if _NAME.fullmatch(path) else ONLY_IN_TELEGRAM


def find_post(tree: "HtmlElement", url: str) -> "HtmlElement | None":
    """The element that holds the text of an embedded post, where the page is one."""
    if not _POST.fullmatch(url):
        return None
    found = tree.xpath("//div[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')]")
    return found[-1] if found else None


def find_channel(tree: "HtmlElement", url: str) -> str | None:
    """The name of the channel of an embedded post."""
    if not _POST.fullmatch(url):
        return None
    found = tree.xpath("//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_owner_name ')]")
    return " ".join(found[0].text_content().split()) or None if found else None
