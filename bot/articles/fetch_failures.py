"""What went wrong on the way, in words that tell a reader what to do."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from bot.articles.inflate import TooLargeError
from bot.errors import FetchError

PASTE = "Paste the text and I will read it."

_STATUSES = {
    401: "it asks for a password (401)",
    402: "it asks to be paid (402)",
    403: "the site refuses programs like me (403)",
    404: "there is no such page (404)",
    410: "the page was taken down (410)",
    429: "the site asks me to come back later (429)",
    451: "it is withheld for legal reasons (451)",
}

# The first that fits is told, so the special ones stand first.
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (TooLargeError, "it is too large"),
    (zlib.error, "its compressed data is damaged"),
    (httpcore.ConnectTimeout, "the site did not answer"),
    (httpcore.TimeoutException, "the site took too long to answer"),
    (httpcore.ProxyError, "the proxy of this bot refused or failed"),
    (httpcore.ConnectError, "no secure connection to the site could be made, or none at all"),
    (httpcore.ReadError, "the connection broke off"),
    (httpcore.WriteError, "the connection broke off"),
    (httpcore.RemoteProtocolError, "the site's answer broke off or is not proper HTTP"),
    (httpcore.LocalProtocolError, "the site's answer is not proper HTTP"),
)


def explain_status(status: int) -> str:
    """One sentence for an answer that holds no content."""
    reason = _STATUSES.get(status) or (
        f"the site has trouble of its own ({status})" if status >= 500 else f"it answered {status}"
    )
    return f"I could not open that page: {reason}. {PASTE}"


@contextmanager
def explained() -> Iterator[None]:
    """Turn the HTTP library's errors into a FetchError that a reader understands.

    Raises:
        FetchError: something went wrong inside.
    """
    try:
        yield
    except tuple(kind for kind, _ in _FAILURES) as error:
        reason = next(reason for kind, reason in _FAILURES if isinstance(error, kind))
        raise FetchError(f"I could not open that page: {reason}. {PASTE}") from error
