"""TLS by name over a connection dialed by number; proxies that are told numbers, never names."""

import asyncio
import ssl
from base64 import b64encode
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.articles.proxy import Proxy, parse_proxy
from bot.errors import FetchError, UnsafeAddressError
from config.settings import ConfigError

CERTIFICATES = Path(__file__).parent / "certificates"


async def resolve(host, port):
    return ["127.0.0.1"]


@pytest.fixture
def tls(monkeypatch):
    """A server certificate for news.example.org, of an authority that is trusted here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


@pytest.fixture
async def proxy_server():
    """`await proxy_server(handshake)`: a proxy that connects wherever its handshake says."""
    servers = []

    async def start(handshake, *, tls=None):
        async def connected(reader, writer):
            address = await handshake(reader, writer)
            if address is None:
                writer.close()
                return
            there_reader, there_writer = await asyncio.open_connection(*address)
            await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer))

        server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
        servers.append(server)
        return server.sockets[0].getsockname()[1]

    yield start
    for server in servers:
        server.close()


def connect_proxy(asked, answer=b"HTTP/1.1 200 Connected\r\n\r\n"):
    async def handshake(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append(head)
        writer.write(answer)
        await writer.drain()
        host, _, port = head.split(" ")[1].rpartition(":")
        return (host, int(port)) if b" 200 " in answer else None

    return handshake


def socks_proxy(asked, *, login=None, is_open=True):
    async def handshake(reader, writer):
        await reader.readexactly(3)
        writer.write(b"\x05\x02" if login else b"\x05\x00")
        if login:
            await reader.readexactly(1)
            name = await reader.readexactly((await reader.readexactly(1))[0])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(b"\x01\x00" if (name, password) == login else b"\x01\x01")
        _, _, _, kind = await reader.readexactly(4)
        assert kind == 1, "an IPv4 address, not a name"
        address = ".".join(map(str, await reader.readexactly(4)))
        port = int.from_bytes(await reader.readexactly(2), "big")
        asked.append(address)
        writer.write(b"\x05" + (b"\x00" if is_open else b"\x05") + b"\x00\x01\x7f\x00\x00\x01\x00\x50")
        await writer.drain()
        return (address, port) if is_open else None

    return handshake


async def test_the_certificate_must_be_for_the_name(serve, answered, loopback_gate, tls):
    server = await serve(answered(b"secret page"), tls=tls)
    gate = await loopback_gate(resolve=resolve)
    assert (await gate.fetch(f"https://news.example.org:{server.port}/")).body == b"secret page"
    assert f"host: news.example.org:{server.port}" in server.requests[0]
    with pytest.raises(FetchError, match="no secure connection"):
        await gate.fetch(f"https://other.example.org:{server.port}/")
    with pytest.raises(FetchError, match="no secure connection"):
        await gate.fetch(f"https://127.0.0.1:{server.port}/")
    assert len(server.requests) == 1


async def test_an_unknown_authority_is_refused(serve, answered, loopback_gate, tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    server = await serve(answered(b"x"), tls=tls)
    with pytest.raises(FetchError, match="no secure connection"):
        await (await loopback_gate(resolve=resolve)).fetch(f"https://news.example.org:{server.port}/")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_is_told_the_checked_address(serve, answered, loopback_gate, proxy_server, tls, scheme):
    server = await serve(answered(b"a page"), tls=tls if scheme == "https" else None)
    asked = []
    port = await proxy_server(connect_proxy(asked))
    gate = await loopback_gate(resolve=resolve, proxy=SecretStr(f"http://me:pass%20word@127.0.0.1:{port}"))
    fetched = await gate.fetch(f"{scheme}://news.example.org:{server.port}/")
    assert fetched.body == b"a page"
    assert asked[0].startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n")
    assert "news.example.org" not in asked[0]
    assert b64encode(b"me:pass word").decode() in asked[0]


async def test_a_proxy_may_be_reached_by_tls(serve, answered, loopback_gate, proxy_server, tls):
    server = await serve(answered(b"a page"), tls=tls)
    asked = []
    port = await proxy_server(connect_proxy(asked), tls=tls)
    gate = await loopback_gate(resolve=resolve, proxy=SecretStr(f"https://localhost:{port}"))
    assert (await gate.fetch(f"https://news.example.org:{server.port}/")).body == b"a page"
    assert asked[0].startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n")


@pytest.mark.parametrize("login", [None, (b"me", b"secret")])
async def test_a_socks_proxy_is_told_the_checked_address(serve, answered, loopback_gate, proxy_server, login):
    server = await serve(answered(b"a page"))
    asked = []
    port = await proxy_server(socks_proxy(asked, login=login))
    sign_in = "me:secret@" if login else ""
    gate = await loopback_gate(resolve=resolve, proxy=SecretStr(f"socks5://{sign_in}127.0.0.1:{port}"))
    assert (await gate.fetch(f"http://news.example.org:{server.port}/")).body == b"a page"
    assert asked == ["127.0.0.1"]


async def test_private_addresses_are_refused_before_a_proxy_is_asked(loopback_gate, proxy_server):
    async def private(host, port):
        return ["10.0.0.1"]

    asked = []
    port = await proxy_server(connect_proxy(asked))
    gate = await loopback_gate(resolve=private, proxy=SecretStr(f"http://127.0.0.1:{port}"))
    for url in ("http://news.example.org/", "http://10.0.0.1/"):
        with pytest.raises(UnsafeAddressError):
            await gate.fetch(url)
    assert asked == []


@pytest.mark.parametrize(
    "handshake",
    [
        connect_proxy([], b"HTTP/1.1 407 Sign in\r\n\r\n"),
        connect_proxy([], b"what?\r\n\r\n"),
        socks_proxy([], is_open=False),
    ],
)
async def test_a_proxy_that_refuses_is_told(loopback_gate, proxy_server, handshake, request):
    port = await proxy_server(handshake)
    scheme = "socks5" if "socks" in handshake.__qualname__ else "http"
    gate = await loopback_gate(resolve=resolve, proxy=SecretStr(f"{scheme}://127.0.0.1:{port}"))
    with pytest.raises(FetchError, match="proxy"):
        await gate.fetch("http://news.example.org/")


async def test_a_wrong_password_for_a_socks_proxy_is_told(loopback_gate, proxy_server):
    port = await proxy_server(socks_proxy([], login=(b"me", b"secret")))
    gate = await loopback_gate(resolve=resolve, proxy=SecretStr(f"socks5://me:wrong@127.0.0.1:{port}"))
    with pytest.raises(FetchError, match="proxy"):
        await gate.fetch("http://news.example.org/")


def test_a_proxys_password_is_not_shown():
    assert parse_proxy("") is None
    assert parse_proxy("socks5://me:secret@proxy.example.org") == Proxy(
        "socks5", "proxy.example.org", 1080, "me", "secret"
    )
    assert "secret" not in repr(parse_proxy("http://me:secret@proxy.example.org:3128"))


@pytest.mark.parametrize("url", ["proxy.example.org:3128", "ftp://proxy.example.org", "http://", "socks4://x"])
def test_what_is_no_proxy_is_named_at_start(url):
    with pytest.raises(ConfigError, match=r"fetch\.proxy"):
        parse_proxy(url)
