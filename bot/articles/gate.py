"""The fetch gate: every request for content the bot makes, to pages, feeds and files, redirects included, passes here.

Only public addresses, the address that was checked is the one dialed, every hop is checked again, and nothing is taken
in beyond the limits of size and time. Cookies, referrers and credentials are never sent.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Container, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType, TracebackType
from typing import Self

import httpcore
import httpx

from bot.articles.addresses import Address, is_public
from bot.articles.dialer import CheckedDialer, Resolve, SystemResolver
from bot.articles.fetch_failures import PASTE, explain_status, explained
from bot.articles.host_turns import HostTurns
from bot.articles.inflate import BoundedBody, TooLargeError
from bot.articles.proxy import parse_proxy
from bot.articles.target import WEB_PORTS, Target, join_target, parse_target
from bot.errors import FetchError
from config.settings import FetchSettings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOO_MANY_HOPS = f"I could not open that link: it kept sending me on to other addresses. {PASTE}"
MAX_CONNECTIONS = 64
KEEP_ALIVE_S = 5.0
BREATHE_EVERY = 64  # pieces of a body between two turns of the loop: a body of one-byte chunks must not hold it up


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the status that sent us on, and where to (absolute)."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status; `body` is unpacked, and empty unless the status is 2xx."""

    url: str  # as asked for
    final_url: str  # after all redirects
    status: int
    headers: Mapping[str, str]  # names in lower case, repeated ones joined by ", "; values byte for byte as Latin-1
    body: bytes
    redirects: tuple[Redirect, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; "" where none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header claims."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip(" \t\"'") or None
        return None


class FetchGate:
    """Fetches within limits; an async context manager. The keyword arguments are for tests and the demo."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        resolve: Resolve | None = None,
        is_allowed: Callable[[Address], bool] = is_public,
        ports: Container[int] = WEB_PORTS,
    ) -> None:
        self._settings = settings
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._ports = ports
        self._turns = HostTurns()
        self._stack = AsyncExitStack()
        self._user_agent = f"Byline/{version('byline')} (+{settings.contact})"

    async def __aenter__(self) -> Self:
        resolver = self._resolve
        if resolver is None:
            resolver = SystemResolver()
            self._stack.callback(resolver.close)
        tls = httpx.create_ssl_context()
        proxy = parse_proxy(self._settings.proxy.get_secret_value())
        dialer = CheckedDialer(resolver, self._is_allowed, pinned=self._settings.hosts, proxy=proxy, tls=tls)
        self._pool = await self._stack.enter_async_context(
            httpcore.AsyncConnectionPool(
                tls, max_connections=MAX_CONNECTIONS, keepalive_expiry=KEEP_ALIVE_S, network_backend=dialer
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        gap_s: float = 0.0,
        max_redirects: int | None = None,
    ) -> Fetched:
        """GET `url`, following redirects; an answer of 304, 404 or 503 is a value like any other.

        Args:
            headers: sent byte for byte, as If-None-Match and If-Modified-Since must be; Latin-1 text.
            max_redirects: fewer than the setting says, for a caller that has followed some itself; negative: refused.
            gap_s: seconds between two requests to one host; there is never more than one at a time.

        Raises:
            UnsafeAddressError: this address, or one it redirects to, is never fetched.
            FetchError: it could not be reached, was too slow, too large, or not proper HTTP.
        """
        deadline = Deadline(self._settings.total_timeout_s)
        redirects: list[Redirect] = []
        most = self._settings.max_redirects if max_redirects is None else max_redirects
        if most < 0:
            raise FetchError(TOO_MANY_HOPS)
        target = self._parse(url)
        while True:
            async with self._turns.take(target.host, gap_s=gap_s), deadline.running():
                status, received, body = await self._ask(target, headers)
            location = received.get("location")
            if status not in REDIRECTS or not location:
                return Fetched(url, target.url, status, received, body, tuple(redirects))
            if len(redirects) >= most:
                raise FetchError(TOO_MANY_HOPS)
            target = self._parse(join_target(target, _decode_location(location)))
            redirects.append(Redirect(status, target.url))

    async def fetch_content(
        self, url: str, *, headers: Mapping[str, str] = MappingProxyType({}), max_redirects: int | None = None
    ) -> Fetched:
        """`fetch`, for content that a reader waits for: only 200 and 304 come back.

        Raises:
            FetchError: as `fetch`, and for every other status.
        """
        fetched = await self.fetch(url, headers=headers, max_redirects=max_redirects)
        if fetched.status not in (200, 203, 304):
            raise FetchError(explain_status(fetched.status))
        return fetched

    def _parse(self, url: str) -> Target:
        return parse_target(url, is_allowed=self._is_allowed, ports=self._ports)

    async def _ask(self, target: Target, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        settings = self._settings
        timeouts = {
            "connect": settings.connect_timeout_s,
            "read": settings.first_byte_timeout_s,
            "write": settings.first_byte_timeout_s,
            "pool": settings.total_timeout_s,
        }
        url = httpcore.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode("ascii"),
        )
        sent = self._headers(target, headers)
        with explained():
            async with self._pool.stream("GET", url, headers=sent, extensions={"timeout": timeouts}) as response:
                received = _join_headers(response.headers)
                is_content = 200 <= response.status < 300
                body = await self._read_body(response, received) if is_content else b""
                return response.status, received, body

    def _headers(self, target: Target, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        sent = {
            "host": target.authority,
            "user-agent": self._user_agent,
            "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "accept-encoding": "gzip",  # the one packing that can be unpacked within a bound
        }
        sent.update((name.lower(), value) for name, value in headers.items())
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.items()]

    async def _read_body(self, response: httpcore.Response, headers: Mapping[str, str]) -> bytes:
        packing = headers.get("content-encoding", "").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError("I could not read that page: the site packed it in a way I did not ask for.")
        size = headers.get("content-length", "")
        if size.isdigit() and int(size) > self._settings.max_body_bytes:
            raise TooLargeError
        body = BoundedBody(self._settings.max_body_bytes, is_gzip=packing.endswith("gzip"))
        pieces = 0
        async for piece in response.aiter_stream():
            body.add(piece)
            pieces += 1
            if pieces % BREATHE_EVERY == 0:
                await asyncio.sleep(0)
        return body.close()


class Deadline:
    """A time limit that runs only while we are served, not while we wait for our turn."""

    def __init__(self, seconds: float) -> None:
        self._left_s = seconds

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Count the time spent inside.

        Raises:
            FetchError: the time is used up.
        """
        clock = asyncio.get_running_loop().time
        begun_at_s = clock()
        try:
            async with asyncio.timeout(self._left_s):
                yield
        except TimeoutError as error:
            raise FetchError(f"I could not open that page: the site took too long to send it. {PASTE}") from error
        finally:
            self._left_s -= clock() - begun_at_s


def _decode_location(location: str) -> str:
    """Many sites put UTF-8 into this header."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


def _join_headers(headers: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
