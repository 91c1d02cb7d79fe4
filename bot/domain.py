"""The bot's own words: what arrives, what is read, what is sent. No Telegram, database or network types."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

OriginKind = Literal["channel", "chat", "user", "hidden_user"]


@dataclass(frozen=True, slots=True)
class TextEntity:
    """A marked range of a message, as the Bot API gives and takes it; UTF-16 code units, half-open."""

    type: str  # Bot API: "bold", "url", "text_link", "expandable_blockquote", ...
    offset: int
    length: int
    url: str | None = None  # of a text_link


@dataclass(frozen=True, slots=True)
class FormattedText:
    """What is sent: plain text plus entities. Never markup strings."""

    text: str
    entities: tuple[TextEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: `data` comes back as a callback query (1-64 bytes), or `url` opens."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]  # rows of buttons


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message as it is sent, or edited into a message that is already there."""

    content: FormattedText
    keyboard: Keyboard = ()
    reply_to: int | None = None  # message_id; sent without reply where that message is gone
    is_silent: bool = False  # arrives without a sound
    thread_id: int | None = None  # of a forum topic


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message was first posted."""

    kind: OriginKind
    name: str  # title of the channel or chat, or the user's name
    url: str | None = None  # https://t.me/<username>/<message_id>; None where it is not public
    posted_at: datetime | None = None  # aware


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A document attached to a message; not downloaded yet."""

    file_id: str
    name: str
    mime_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message of a chat, whatever the update called it; `text` and `entities` are the caption's if it has one."""

    chat_id: int
    message_id: int
    chat_type: str  # "private", "group", "supergroup", "channel"
    sent_at: datetime
    user_id: int | None = None
    text: str = ""
    entities: tuple[TextEntity, ...] = ()
    origin: Origin | None = None
    media_group_id: str | None = None
    file: IncomingFile | None = None
    quote: str = ""  # the part of another message that this one quotes
    preview_url: str | None = None  # of the link preview below it: a post may show one without naming it in its text
    language_code: str | None = None  # of the sender's app
    thread_id: int | None = None  # of a forum topic


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text to summarize as it stands."""

    text: str
    origin: Origin | None = None
    links: tuple[str, ...] = ()  # of the post, in its order: where it came from, not what is read


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A page to fetch and summarize."""

    url: str
    origin: Origin | None = None
    post_text: str = ""  # the post that carried the link; what is left to read when the page cannot be


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file to download and summarize."""

    file: IncomingFile
    origin: Origin | None = None
    caption: str = ""


Part = TextPart | LinkPart | FilePart  # what one message asks to be read


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an article reached the reader: you forwarded <- the post <- the page."""

    origin: Origin | None = None
    links: tuple[str, ...] = field(default=())
