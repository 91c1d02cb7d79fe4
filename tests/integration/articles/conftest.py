"""Misbehaving servers on loopback: a handler gets the request's head and writes raw bytes."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest

from bot.articles.gate import FetchGate
from config.settings import FetchSettings, load_settings

Handler = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """Where the server listens, and the heads of all requests it got."""

    address: str
    port: int
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://{self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


def answer(body: bytes = b"", *, status: str = "200 OK", headers: str = "") -> bytes:
    """A complete HTTP answer; `headers` are whole lines."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode("latin-1") + body


@pytest.fixture
def answered() -> Callable[..., bytes]:
    return answer


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[RawServer]]]:
    """`await serve(handler_or_bytes_or_dict_by_path, address="127.0.0.1")` starts a server."""
    async with AsyncExitStack() as stack:

        async def start(
            what: Handler | bytes | dict[str, bytes],
            *,
            address: str = "127.0.0.1",
            port: int = 0,
            tls: ssl.SSLContext | None = None,
        ) -> RawServer:
            server: RawServer

            async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                try:
                    while True:
                        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                        server.requests.append(head)
                        if isinstance(what, bytes):
                            writer.write(what)
                        elif isinstance(what, dict):
                            writer.write(what.get(head.split(" ")[1], answer(status="404 Not Found")))
                        else:
                            await what(head, writer)
                            break
                        await writer.drain()
                except (OSError, asyncio.IncompleteReadError):
                    pass
                finally:
                    writer.close()

            listening = await asyncio.start_server(connected, address, port, limit=2**20, ssl=tls)
            stack.callback(listening.close)
            server = RawServer(address, listening.sockets[0].getsockname()[1])
            return server

        yield start


@pytest.fixture
def settings() -> FetchSettings:
    """The defaults, with time enough to parse a plain page on a machine that is busy."""
    return load_settings().fetch.model_copy(update={"parse_timeout_s": 60.0})


@pytest.fixture
def limited(settings: FetchSettings) -> Callable[..., FetchSettings]:
    """The default limits with some changed."""

    def change(**limits: object) -> FetchSettings:
        return settings.model_copy(update=limits)

    return change


@pytest.fixture
async def loopback_gate(limited: Callable[..., FetchSettings]) -> AsyncIterator[Callable[..., Awaitable[FetchGate]]]:
    """`await loopback_gate(max_redirects=2)`: a gate that may talk to loopback, with limits of its own."""
    async with AsyncExitStack() as stack:

        async def start(*, resolve: object = None, **limits: object) -> FetchGate:
            gate = FetchGate(
                limited(**limits),
                resolve=resolve,  # type: ignore[arg-type]
                is_allowed=lambda address: str(address) == "127.0.0.1",
                ports=range(1, 65536),
            )
            return await stack.enter_async_context(gate)

        yield start


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port that is taken, so that nobody else gets it, and nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])
