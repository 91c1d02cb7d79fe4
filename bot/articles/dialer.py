"""The socket under every fetch: look the name up once, check every answer, dial the address that was checked.

TLS still asks for, and verifies, the name; only the dialing is by number, so a second look-up can never differ. Names that
the person who runs the bot has pinned, as in /etc/hosts, are dialed there, whatever it is, past checks and proxy; nothing a
user or a page says can add one.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from ssl import SSLContext

import httpcore

from bot.articles.addresses import Address
from bot.articles.proxy import Proxy, open_tunnel
from bot.articles.target import PRIVATE_ADDRESS
from bot.errors import FetchError, UnsafeAddressError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # host, port -> addresses as text

LOOKUP_THREADS = 8  # of our own: a hanging name server must not hold up the loop's other threads
MAX_TRIED = 3  # addresses of one host


class SystemResolver:
    """The operating system's resolver, on a few threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="lookup")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._threads, _look_up, host, port)
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))

    def close(self) -> None:
        """Let go of the threads; look-ups that hang end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _parse_pin(where: str) -> tuple[str, int]:
    address, _, port = where.rpartition(":")
    return address.strip("[]"), int(port)


def _look_up(host: str, port: int) -> list[tuple[object, object, int, str, tuple[object, ...]]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)  # type: ignore[return-value]


class CheckedDialer(httpcore.AsyncNetworkBackend):
    """httpcore's seam for opening connections, with the check inside."""

    def __init__(
        self,
        resolve: Resolve,
        is_allowed: Callable[[Address], bool],
        *,
        pinned: Mapping[str, str],
        proxy: Proxy | None,
        tls: SSLContext,
    ) -> None:
        """`pinned` maps a name in lower case to "address:port"."""
        self._pinned = {name: _parse_pin(where) for name, where in pinned.items()}
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._proxy = proxy
        self._tls = tls
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers; all of them must be public, unless the name is pinned.

        Raises:
            UnsafeAddressError: an address of the name is not public.
            FetchError: there is no such name.
            httpcore.ConnectError, httpcore.ConnectTimeout: nobody answers there.
        """
        if host in self._pinned:
            return await self._inner.connect_tcp(*self._pinned[host], timeout=timeout)
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._find_addresses(host, port)
                share = timeout / len(addresses) if timeout else None
                return await self._dial_first(addresses, port, within_s=share)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection within {timeout:g} s") from error

    async def _find_addresses(self, host: str, port: int) -> list[str]:
        """At most MAX_TRIED addresses, the IPv4 ones first."""
        try:
            answers = [ip_address(answer) for answer in await self._resolve_literal_or_name(host, port)]
        except (OSError, UnicodeError) as error:
            raise FetchError(f"I could not find a site called {host}. Is the link complete?") from error
        if not answers:
            raise FetchError(f"I could not find a site called {host}. Is the link complete?")
        if not all(self._is_allowed(answer) for answer in answers):
            raise UnsafeAddressError(PRIVATE_ADDRESS)
        return [str(answer) for answer in sorted(answers, key=lambda answer: answer.version)][:MAX_TRIED]

    async def _resolve_literal_or_name(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            return await self._resolve(host, port)

    async def _dial_first(
        self, addresses: list[str], port: int, *, within_s: float | None
    ) -> httpcore.AsyncNetworkStream:
        *first, last = addresses
        for address in first:
            try:
                return await self._dial(address, port, within_s=within_s)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._dial(last, port, within_s=within_s)

    async def _dial(self, address: str, port: int, *, within_s: float | None) -> httpcore.AsyncNetworkStream:
        if self._proxy is None:
            return await self._inner.connect_tcp(address, port, timeout=within_s)
        stream = await self._inner.connect_tcp(self._proxy.host, self._proxy.port, timeout=within_s)
        try:
            return await open_tunnel(stream, self._proxy, address=address, port=port, tls=self._tls)
        except BaseException:
            await stream.aclose()
            raise
