"""What could not be read, in words: each link and file by its name, where there are several. Pure."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.domain import FilePart, LinkPart, Part
from bot.errors import ArticleError

MAX_TOLD = 10  # of what could not be read: the lines of one message
MAX_NAME_CHARS = 60

Failure = tuple[Part, ArticleError]


def tell_failures(failures: Sequence[Failure]) -> str:
    """What could not be read, and why, a line for each; the reason alone where there is only one thing to read."""
    if len(failures) == 1:
        return str(failures[0][1])
    return "\n".join(_lines(failures))


def tell_unread(failures: Sequence[Failure]) -> str:
    """The same, beside an answer to the rest."""
    lines = _lines(failures)
    return f"Not read: {lines[0]}" if len(lines) == 1 else "\n".join(["Not read:", *(f"• {line}" for line in lines)])


def _lines(failures: Sequence[Failure]) -> list[str]:
    told = list(dict.fromkeys(_tell(*failure) for failure in failures))
    more = [f"and {len(told) - MAX_TOLD} more"] if len(told) > MAX_TOLD else []
    return [*told[:MAX_TOLD], *more]


def _tell(part: Part, error: ArticleError) -> str:
    name = _name(part)
    return f"{name}: {error}" if name else str(error)


def _name(part: Part) -> str:
    """What the sender would call it.

    >>> _name(LinkPart("https://www.news.example/a?id=7"))
    'news.example/a?id=7'
    """
    match part:
        case LinkPart():
            name = _bare(part.url)
        case FilePart():
            name = part.file.name
        case _:
            name = ""
    return name if len(name) <= MAX_NAME_CHARS else f"{name[: MAX_NAME_CHARS - 1]}…"


def _bare(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return url
    return parts._replace(scheme="", fragment="").geturl().lstrip("/").removeprefix("www.").rstrip("/")
