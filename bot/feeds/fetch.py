"""One polite request to a feed. What comes of it is a value: one bad feed does not stop the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from pydantic import TypeAdapter

from bot.articles.gate import Fetched, Redirect
from bot.articles.sandbox import Limits, Sandbox
from bot.errors import ArticleError
from bot.feeds.decide import (
    PERMANENT_REDIRECTS,
    PollAnswer,
    PollState,
    conditional_headers,
    parse_max_age,
    parse_retry_after,
)
from bot.feeds.discover import FeedLink
from bot.feeds.opml import OpmlFile
from bot.feeds.parse import ParsedFeed

HOST_GAP_S = 1.0  # between two requests to one host
PARSE_LIMITS = Limits(timeout_s=4.0, memory_mb=256)  # answered within 5 s, the end of the process included
ACCEPT = "application/atom+xml,application/rss+xml,application/rdf+xml;q=0.9,application/xml;q=0.8,*/*;q=0.5"
_FEED: TypeAdapter[ParsedFeed | None] = TypeAdapter(ParsedFeed | None)
_LINKS = TypeAdapter(list[FeedLink])
_OPML = TypeAdapter(OpmlFile)


class Gate(Protocol):
    """The fetch gate, as far as feeds need it."""

    async def fetch(self, url: str, *, headers: Mapping[str, str] = ..., gap_s: float = ...) -> Fetched:
        """See FetchGate."""


class FeedReader:
    """Parses what strangers wrote, in a child process with a deadline."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def parse_feed(self, fetched: Fetched) -> ParsedFeed | None:
        """The feed in an answer; None where it is none.

        Raises:
            ArticleError: it took too long or too much memory.
        """
        return _FEED.validate_python(
            await self._run("feed", fetched.body, url=fetched.final_url, content_type=_content_type(fetched))
        )

    async def find_feed_links(self, fetched: Fetched) -> list[FeedLink]:
        """The feeds that a page names.

        Raises:
            ArticleError: it took too long or too much memory.
        """
        return _LINKS.validate_python(await self._run("links", fetched.body, url=fetched.final_url))

    async def parse_opml(self, data: bytes) -> OpmlFile:
        """The feeds of an OPML file.

        Raises:
            FeedError: it is not OPML, too large, or declares entities.
        """
        return _OPML.validate_python(await self._run("opml", data))

    async def _run(self, function: str, data: bytes, **options: str) -> Any:
        return await self._sandbox.run(f"bot.feeds.sandboxed:{function}", data, limits=PARSE_LIMITS, **options)


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """What one request to a feed brought."""

    answer: PollAnswer
    feed: ParsedFeed | None = None  # None: nothing new, or nothing that could be read
    page: Fetched | None = None  # a 200 that is not a feed


async def visit_feed(
    gate: Gate, reader: FeedReader, state: PollState, *, clock: Callable[[], datetime], gap_s: float = HOST_GAP_S
) -> FeedVisit:
    """Ask for a feed, conditionally where it was read before, and parse what comes."""
    try:
        fetched = await gate.fetch(state.url, headers={"Accept": ACCEPT, **conditional_headers(state)}, gap_s=gap_s)
    except ArticleError as error:
        return FeedVisit(PollAnswer(at=clock(), error=_first_sentence(error)))
    answer = read_answer(fetched, at=clock())
    if fetched.status == 304:
        return FeedVisit(replace(answer, is_read=True))
    if fetched.status != 200:
        return FeedVisit(replace(answer, error=f"it answered {fetched.status}"))
    try:
        feed = await reader.parse_feed(fetched)
    except ArticleError as error:
        return FeedVisit(replace(answer, at=clock(), error=_first_sentence(error)))
    if feed is None:
        return FeedVisit(replace(answer, at=clock(), error="there is no feed at this address"), page=fetched)
    return FeedVisit(replace(answer, at=clock(), is_read=True, ttl=feed.ttl), feed=feed)


def read_answer(fetched: Fetched, *, at: datetime) -> PollAnswer:
    """What an answer's status and headers say (pure)."""
    headers = fetched.headers
    return PollAnswer(
        at=at,
        status=fetched.status,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        max_age=parse_max_age(headers.get("cache-control")),
        retry_after=parse_retry_after(headers.get("retry-after"), at),
        moved_to=_moved_to(fetched.redirects),
    )


def _moved_to(redirects: tuple[Redirect, ...]) -> str | None:
    """Where the permanent redirects at the chain's beginning lead; a temporary one after them changes nothing."""
    moved_to = None
    for redirect in redirects:
        if redirect.status not in PERMANENT_REDIRECTS:
            break
        moved_to = redirect.url
    return moved_to


def _content_type(fetched: Fetched) -> str:
    return fetched.headers.get("content-type", "")


def _first_sentence(error: Exception) -> str:
    """Why a feed could not be read, to stand in a sentence that says that it could not."""
    return str(error).partition(". ")[0].rstrip(".").removeprefix("I could not open that page: ")
