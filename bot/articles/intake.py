"""What a message asks to be read. Pure: messages in, parts out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.articles.address_key import build_address_key
from bot.articles.links import (
    MessageLink,
    choose_article_links,
    cut_footer,
    find_links,
    find_other_link,
    find_own_words,
    is_contact,
    is_footer,
    unique_links,
)
from bot.domain import FilePart, IncomingMessage, LinkPart, Part, TextEntity, TextPart

ARTICLE_WORDS = 100  # a post with so many words of its own is the article; its links only say where it comes from
MIN_POST_WORDS = 10  # a post with fewer says nothing without its page
COMMENT_WORDS = 15  # fewer words beside something to read are a comment on it
MAX_LINKS = 10  # of one message
FULL_MESSAGE_UTF16_UNITS = 3500  # apps cut a longer text at 4,096 and send it as several messages

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def find_parts(message: IncomingMessage) -> tuple[Part, ...]:
    """What is to be read, in the message's order; empty where there is nothing.

    A file is read with its caption beside it; a long post is itself the article; a short one with links is a pointer to
    them, and its words are what is left when a page cannot be read. Links to whom a post is from point at nothing.
    """
    text = _without_command(message.text, message.entities)
    if message.file is not None:
        return (FilePart(message.file, message.origin, caption=text),)
    return _without_comments([*_quoted(message, text), *_text_or_links(message, text)])


def merge_parts(messages: Sequence[IncomingMessage]) -> tuple[Part, ...]:
    """The parts of one request made of several messages: an album, or a burst of forwards.

    In the order they were sent; the same page, text or caption once; a text that was cut at Telegram's limit as one; a
    comment beside what it comments on is left out.
    """
    parts: list[Part] = []
    captions: set[tuple[str, str]] = set()
    previous: IncomingMessage | None = None
    for message in sorted(messages, key=lambda message: message.message_id):
        if message.media_group_id is not None and message.text:
            album = (message.media_group_id, message.text)
            message = replace(message, text="", entities=()) if album in captions else message  # noqa: PLW2901
            captions.add(album)
        found = find_parts(message)
        if previous is not None and parts and is_continued(previous, message):
            found = _join(parts.pop(), message, found)
        parts.extend(found)
        previous = message
    return _without_comments(_unique(parts))


def _text_or_links(message: IncomingMessage, text: str) -> tuple[Part, ...]:
    entities = message.entities if text == message.text else ()
    links = find_links(message.text, message.entities)
    if not links and message.preview_url:
        links = (MessageLink(message.preview_url, len(message.text), len(message.text)),)
    own_words = count_words(find_own_words(text, entities))
    if not links and own_words < MIN_POST_WORDS and (other := find_other_link(text)):
        return (LinkPart(other, message.origin),)  # whoever opens it says why it cannot be opened
    is_pointer = own_words < COMMENT_WORDS or not all(is_footer(link.url) for link in links)
    if links and own_words < ARTICLE_WORDS and is_pointer:
        chosen = choose_article_links(links)[:MAX_LINKS]
        post_text = text.strip() if own_words else ""
        # With several links the post belongs to the first: told once, should the pages fail.
        return tuple(
            LinkPart(url, message.origin, post_text if number == 0 else "") for number, url in enumerate(chosen)
        )
    if not own_words:
        return ()
    article = _without_command(cut_footer(message.text, message.entities), message.entities)
    return (TextPart(article.strip() or text.strip(), message.origin, _sources(links)),)


def _sources(links: Iterable[MessageLink]) -> tuple[str, ...]:
    """Where a post may have its words from: not its channel's own links."""
    return unique_links(link.url for link in links if not is_contact(link.url))


def _quoted(message: IncomingMessage, text: str) -> tuple[Part, ...]:
    """The part of another message that this one quotes, unless the message itself is the article."""
    quote = message.quote.strip()
    if not quote or count_words(text) >= ARTICLE_WORDS:
        return ()
    links = find_links(quote, ())
    if links and count_words(find_own_words(quote, ())) < ARTICLE_WORDS:
        return tuple(LinkPart(url, post_text=quote) for url in choose_article_links(links)[:MAX_LINKS])
    return (TextPart(quote),)


def _without_command(text: str, entities: Sequence[TextEntity]) -> str:
    """The text behind a leading command or mention of the bot: "/summarize@byline_bot <text>"."""
    for entity in entities:
        if entity.type in ("bot_command", "mention") and entity.offset == 0 and entity.length:
            return text.encode("utf-16-le")[2 * entity.length :].decode("utf-16-le", "ignore").lstrip()
    return text


def is_full(message: IncomingMessage) -> bool:
    """Whether an app may have cut the text of `message` at Telegram's limit, and sends the rest next."""
    return message.file is None and len(message.text.encode("utf-16-le")) // 2 >= FULL_MESSAGE_UTF16_UNITS


def is_continued(previous: IncomingMessage, message: IncomingMessage) -> bool:
    """Whether `message` goes on where an app cut the one before at Telegram's limit."""
    return (
        is_full(previous)
        and message.file is None
        and previous.user_id == message.user_id
        and (previous.origin and previous.origin.name) == (message.origin and message.origin.name)
    )


def _join(part: Part, message: IncomingMessage, found: tuple[Part, ...]) -> tuple[Part, ...]:
    if not isinstance(part, TextPart):
        return (part, *found)
    links = _sources(find_links(message.text, message.entities))
    return (replace(part, text=f"{part.text}\n{message.text.strip()}", links=unique_links((*part.links, *links))),)


def _unique(parts: Iterable[Part]) -> list[Part]:
    unique: dict[tuple[str, str], Part] = {}
    for part in parts:
        unique.setdefault(_identity(part), part)
    return list(unique.values())


def _identity(part: Part) -> tuple[str, str]:
    match part:
        case LinkPart():
            return "link", build_address_key(part.url)
        case FilePart():
            return "file", part.file.file_id
        case TextPart():
            return "text", " ".join(part.text.split())


def _without_comments(parts: list[Part]) -> tuple[Part, ...]:
    """Without "look at this", where there is something to look at."""
    kept = [part for part in parts if not is_comment(part)]
    return tuple(kept or parts)


def is_comment(part: Part) -> bool:
    """Whether a part is a few words of the sender's own."""
    return isinstance(part, TextPart) and part.origin is None and count_words(part.text) < COMMENT_WORDS


def count_words(text: str) -> int:
    """How many words a reader would count.

    >>> count_words("It’s a well-known report: 3 pages.")
    6
    """
    return len(_WORD.findall(text))
