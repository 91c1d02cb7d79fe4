"""The links of a message, in its order, and the words left beside them. Entity offsets count UTF-16 code units."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.articles.address_key import build_address_key
from bot.articles.telegram_posts import find_embedded_url, find_wrapped_url
from bot.domain import TextEntity

_NO_WORDS = frozenset({"url", "bot_command", "mention", "hashtag", "cashtag", "email", "phone_number"})
_URL = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_OTHER_URL = re.compile(
    r"\b(?!https?:)(?:[a-z][a-z0-9+.-]{1,20}://|(?:mailto|magnet|tel|sms|geo|data|javascript|file|about|blob|tg):(?=\S))"
    r"[^\s<>\"“”«»]*",
    re.IGNORECASE,
)
_TELEGRAM = frozenset({"t.me", "telegram.me", "telegram.dog", "telegram.org"})
_PROFILES = re.compile(
    r"(?:www\.|m\.)?(?:facebook|instagram|twitter|x|threads|tiktok|youtube|vk|ok|linkedin|patreon|ko-fi|boosty|whatsapp|viber)"
    r"\.(?:com|net|ru|to)|(?:www\.)?(?:wa\.me|bsky\.app|buymeacoffee\.com|invite\.viber\.com|send\.monobank\.ua)"
)


@dataclass(frozen=True, slots=True)
class MessageLink:
    """A link, and where its words stand: half-open, in Python characters."""

    url: str
    start: int
    end: int


def find_links(text: str, entities: Iterable[TextEntity]) -> tuple[MessageLink, ...]:
    """The web links of a message, by its entities; without any, by what looks like one."""
    units = text.encode("utf-16-le")
    found: list[MessageLink] = []
    for entity in entities:
        if entity.type not in ("url", "text_link"):
            continue
        start = len(units[: 2 * entity.offset].decode("utf-16-le", "ignore"))
        words = units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "ignore")
        url = _complete(entity.url if entity.type == "text_link" and entity.url else words)
        if url:
            found.append(MessageLink(url, start, start + len(words)))
    return tuple(found) or tuple(MessageLink(m[0].rstrip(".,;:!?)]}'…"), *m.span()) for m in _URL.finditer(text))


def find_other_link(text: str) -> str | None:
    """The first address that stands in a text and is none of the web.

    >>> find_other_link("see ftp://files.example/a.txt"), find_other_link("at 10:30: rain")
    ('ftp://files.example/a.txt', None)
    """
    match = _OTHER_URL.search(text)
    return match[0] if match else None


def choose_article_links(links: Sequence[MessageLink]) -> tuple[str, ...]:
    """The links that may be articles, each page once: a channel's footer ("join us", profiles) is left out if it can be."""
    urls = [link.url for link in links]
    articles = [url for url in urls if not is_footer(url)]
    return unique_links(articles or [url for url in urls if find_embedded_url(url)] or urls)


def unique_links(urls: Iterable[str]) -> tuple[str, ...]:
    """Each page once, by its first link."""
    kept: dict[str, str] = {}
    for url in urls:
        kept.setdefault(build_address_key(url), url)
    return tuple(kept.values())


def find_own_words(text: str, entities: Iterable[TextEntity]) -> str:
    """The text without addresses, commands, mentions and hashtags."""
    return _OTHER_URL.sub(" ", _URL.sub(" ", _blank(text, entities, _NO_WORDS)))


def cut_footer(text: str, entities: Iterable[TextEntity]) -> str:
    """The text without the lines at its end that hold nothing but links, handles and signs."""
    lines = text.split("\n")
    own_words = _blank(text, entities, _NO_WORDS | {"text_link"}).split("\n")
    while own_words and not re.search(r"\w", own_words[-1]):
        own_words.pop()
    return "\n".join(lines[: len(own_words)])


def _blank(text: str, entities: Iterable[TextEntity], kinds: frozenset[str]) -> str:
    """The text with the marked words of these kinds as blanks, line by line."""
    units = text.encode("utf-16-le")
    pieces: list[str] = []
    at = 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if entity.type in kinds and start >= at:
            pieces.append(units[at:start].decode("utf-16-le", "ignore"))
            pieces.append(re.sub(r"[^\n]", " ", units[start:end].decode("utf-16-le", "ignore")))
            at = end
    return "".join((*pieces, units[at:].decode("utf-16-le", "ignore")))


def _complete(url: str) -> str | None:
    """The link with a scheme, None where it is not one of the web (tg://, mailto:)."""
    url = url.strip()
    if re.match(r"https?://", url, re.IGNORECASE):
        return url
    has_scheme = re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", url, re.IGNORECASE)
    return None if has_scheme or not url else f"https://{url}"


def is_footer(url: str) -> bool:
    """Whether a link leads to whom it is from: a profile, a channel or its posts, a front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    is_front_page = not parts.path.strip("/") and not parts.query
    return is_front_page or is_contact(url) or find_embedded_url(url) is not None


def is_contact(url: str) -> bool:
    """Whether a link leads to somebody, and to nothing that they wrote."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return True
    if host in _TELEGRAM or host.endswith(".t.me"):
        return not find_wrapped_url(url) and not find_embedded_url(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    return _PROFILES.fullmatch(host) is not None and len(segments) <= 1
