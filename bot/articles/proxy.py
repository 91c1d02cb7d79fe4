"""Ask a proxy for a connection to an address: HTTP CONNECT and SOCKS5, both given numbers, never names."""

from base64 import b64encode
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any
from urllib.parse import unquote, urlsplit

import h11
import httpcore
from socksio import ProtocolError, socks5

from config.settings import ConfigError

DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080}
MAX_READ_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where to reach the proxy, and how."""

    scheme: str  # http, https or socks5
    host: str
    port: int
    username: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Proxy({self.scheme}://{self.host}:{self.port})"


def parse_proxy(url: str) -> Proxy | None:
    """The proxy of the setting, None where it is empty.

    Raises:
        ConfigError: it is not http://, https:// or socks5://host:port.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ConfigError("fetch.proxy: must be http://, https:// or socks5:// followed by host:port")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return Proxy(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


async def open_tunnel(
    stream: httpcore.AsyncNetworkStream, proxy: Proxy, *, address: str, port: int, tls: SSLContext
) -> httpcore.AsyncNetworkStream:
    """A stream to `address` through a fresh connection to the proxy.

    Raises:
        httpcore.ProxyError: the proxy refused, or is not one.
    """
    if proxy.scheme == "socks5":
        await _open_socks(stream, proxy, address=address, port=port)
        return stream
    if proxy.scheme == "https":
        stream = await stream.start_tls(tls, server_hostname=proxy.host)
    await _open_connect(stream, proxy, address=address, port=port)
    return stream


async def _open_connect(stream: httpcore.AsyncNetworkStream, proxy: Proxy, *, address: str, port: int) -> None:
    authority = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    headers = [("Host", authority)]
    if proxy.username:
        credentials = b64encode(f"{proxy.username}:{proxy.password}".encode()).decode("ascii")
        headers.append(("Proxy-Authorization", f"Basic {credentials}"))
    connection = h11.Connection(h11.CLIENT)
    await stream.write(connection.send(h11.Request(method="CONNECT", target=authority, headers=headers)) or b"")
    await stream.write(connection.send(h11.EndOfMessage()) or b"")
    try:
        while not isinstance(event := connection.next_event(), h11.Response):
            if event is h11.NEED_DATA:
                connection.receive_data(await stream.read(MAX_READ_BYTES))
    except h11.RemoteProtocolError as error:
        raise httpcore.ProxyError("not an HTTP proxy") from error
    if not 200 <= event.status_code < 300:
        raise httpcore.ProxyError(f"answered {event.status_code}")


async def _open_socks(stream: httpcore.AsyncNetworkStream, proxy: Proxy, *, address: str, port: int) -> None:
    connection = socks5.SOCKS5Connection()
    method = socks5.SOCKS5AuthMethod.USERNAME_PASSWORD if proxy.username else socks5.SOCKS5AuthMethod.NO_AUTH_REQUIRED
    reply = await _ask_socks(stream, connection, socks5.SOCKS5AuthMethodsRequest([method]))
    if not isinstance(reply, socks5.SOCKS5AuthReply) or reply.method != method:
        raise httpcore.ProxyError("refused the way to sign in")
    if proxy.username:
        login = socks5.SOCKS5UsernamePasswordRequest(proxy.username.encode(), proxy.password.encode())
        reply = await _ask_socks(stream, connection, login)
        if not isinstance(reply, socks5.SOCKS5UsernamePasswordReply) or not reply.success:
            raise httpcore.ProxyError("refused the user name or password")
    command = socks5.SOCKS5CommandRequest.from_address(socks5.SOCKS5Command.CONNECT, (address, port))
    reply = await _ask_socks(stream, connection, command)
    if not isinstance(reply, socks5.SOCKS5Reply) or reply.reply_code != socks5.SOCKS5ReplyCode.SUCCEEDED:
        raise httpcore.ProxyError("could not reach the address")


async def _ask_socks(stream: httpcore.AsyncNetworkStream, connection: socks5.SOCKS5Connection, request: Any) -> object:
    try:
        connection.send(request)
        await stream.write(connection.data_to_send())
        return connection.receive_data(await stream.read(MAX_READ_BYTES))
    except ProtocolError as error:
        raise httpcore.ProxyError("not a SOCKS5 proxy") from error
