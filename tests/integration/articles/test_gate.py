"""The fetch gate against servers that misbehave."""

import asyncio
import gzip
import zlib

import pytest

from bot.articles.gate import FetchGate, Redirect
from bot.errors import FetchError, UnsafeAddressError


async def test_a_page_comes_back_with_its_type_and_charset(serve, answered, loopback_gate):
    server = await serve(answered(b"<p>Hello", headers="Content-Type: Text/HTML; Charset='windows-1251'\r\n"))
    fetched = await (await loopback_gate()).fetch(server.url("/a?b=c d"))
    assert (fetched.status, fetched.body, fetched.content_type, fetched.charset) == (
        200,
        b"<p>Hello",
        "text/html",
        "windows-1251",
    )
    assert server.paths == ["/a?b=c%20d"]


async def test_only_what_is_needed_is_told_about_us(serve, answered, loopback_gate):
    server = await serve({"/": answered(b"x", headers="Set-Cookie: a=b\r\n")})
    gate = await loopback_gate()
    await gate.fetch(server.url())
    await gate.fetch(server.url())
    lines = server.requests[1].strip().split("\r\n")[1:]
    assert sorted(line.split(":")[0].lower() for line in lines) == ["accept", "accept-encoding", "host", "user-agent"]
    assert "accept-encoding: gzip" in server.requests[1].lower()
    assert "+https://" in server.requests[1]


async def test_validators_travel_byte_for_byte_and_304_is_a_value(serve, answered, loopback_gate):
    etag = 'W/"caf\xe9,  \'x"'
    server = await serve(answered(status="304 Not Modified", headers=f"ETag: {etag}\r\n"))
    fetched = await (await loopback_gate()).fetch(server.url(), headers={"If-None-Match": etag})
    assert fetched.status == 304
    assert fetched.headers["etag"] == etag
    assert f"if-none-match: {etag}\r\n" in server.requests[0]


async def test_a_busy_site_is_a_value_with_its_headers(serve, answered, loopback_gate):
    server = await serve(answered(b"later", status="503 Busy", headers="Retry-After: 120\r\n"))
    fetched = await (await loopback_gate()).fetch(server.url())
    assert (fetched.status, fetched.headers["retry-after"], fetched.body) == (503, "120", b"")


@pytest.mark.parametrize(("status", "words"), [("404 Not Found", "no such page"), ("500 Oops", "trouble of its own")])
async def test_for_a_reader_a_bad_status_is_an_error_that_says_what_to_do(
    serve, answered, loopback_gate, status, words
):
    server = await serve(answered(status=status))
    with pytest.raises(FetchError, match=f"{words}.*Paste the text"):
        await (await loopback_gate()).fetch_content(server.url())


async def test_redirects_are_followed_and_told(serve, answered, loopback_gate):
    server = await serve(
        {
            "/a": answered(status="301 Moved", headers="Location: b?x=1\r\n"),
            "/b?x=1": answered(status="302 Found", headers="Location: /c\r\n"),
            "/c": answered(b"here"),
        }
    )
    fetched = await (await loopback_gate()).fetch(server.url("/a"))
    assert fetched.body == b"here"
    assert fetched.redirects == (Redirect(301, server.url("/b?x=1")), Redirect(302, server.url("/c")))
    assert fetched.final_url == server.url("/c")


async def test_five_redirects_are_followed_and_no_more(serve, answered, loopback_gate):
    hops = {f"/{n}": answered(status="302 Found", headers=f"Location: /{n + 1}\r\n") for n in range(6)}
    server = await serve(hops | {"/6": answered(b"end")})
    gate = await loopback_gate()
    assert (await gate.fetch(server.url("/1"))).body == b"end"
    with pytest.raises(FetchError, match="kept sending me on"):
        await gate.fetch(server.url("/0"))


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/",
        "//10.0.0.1/",
        "http://2130706433/",
        "http://[::1]/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://user:secret@example.org/",
        "http://localhost/",
    ],
)
async def test_every_redirect_is_checked_again(serve, answered, loopback_gate, location):
    server = await serve(answered(status="302 Found", headers=f"Location: {location}\r\n"))
    with pytest.raises(UnsafeAddressError):
        await (await loopback_gate()).fetch(server.url())
    assert len(server.requests) == 1


async def test_the_socket_goes_to_the_checked_address_and_a_name_is_asked_once(serve, answered, loopback_gate):
    """A name that changes its answer after the check never gets a second one."""
    asked = []

    async def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    public = await serve(answered(b"public", headers="Connection: close\r\n"))
    private = await serve(answered(b"private"), address="127.0.0.2", port=public.port)
    gate = await loopback_gate(resolve=rebinding)
    url = f"http://news.example.org:{public.port}/"
    assert (await gate.fetch(url)).body == b"public"
    assert asked == ["news.example.org"]
    assert "host: news.example.org" in public.requests[0]
    with pytest.raises(UnsafeAddressError):  # a new connection asks again, and checks again
        await gate.fetch(url)
    assert private.requests == []


@pytest.mark.parametrize(
    "answers", [["127.0.0.1", "127.0.0.2"], ["::1"], ["127.0.0.1", "::ffff:7f00:1"], ["fe80::1%1"]]
)
async def test_a_name_with_any_private_answer_is_refused(serve, answered, loopback_gate, answers):
    async def mixed(host, port):
        return answers

    server = await serve(answered(b"x"))
    with pytest.raises(UnsafeAddressError):
        await (await loopback_gate(resolve=mixed)).fetch(f"http://news.example.org:{server.port}/")
    assert server.requests == []


@pytest.mark.parametrize("failure", [OSError("no such name"), None])
async def test_a_name_that_does_not_exist_is_told(loopback_gate, failure):
    async def unknown(host, port):
        if failure:
            raise failure
        return []

    with pytest.raises(FetchError, match=r"could not find a site called news\.example\.org"):
        await (await loopback_gate(resolve=unknown)).fetch("http://news.example.org/")


async def test_without_an_explicit_allowance_loopback_is_refused_before_a_connection(serve, answered, settings):
    server = await serve(answered(b"x"))

    async def local(host, port):
        return ["127.0.0.1"]

    async with FetchGate(settings, resolve=local) as gate:
        for url in (server.url(), "http://127.0.0.1/", "http://news.example.org/"):
            with pytest.raises(UnsafeAddressError):
                await gate.fetch(url)
    assert server.requests == []


@pytest.mark.parametrize("is_told", [True, False])
async def test_a_body_over_the_limit_is_refused(serve, answered, loopback_gate, is_told):
    body = b"x" * 2001
    server = await serve(answered(body) if is_told else b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)
    with pytest.raises(FetchError, match="too large"):
        await (await loopback_gate(max_body_bytes=2000)).fetch(server.url())


async def test_a_gzip_body_is_unpacked(serve, answered, loopback_gate):
    packed = gzip.compress(b"hello ") + gzip.compress(b"world")
    server = await serve(answered(packed, headers="Content-Encoding: gzip\r\n"))
    assert (await (await loopback_gate()).fetch(server.url())).body == b"hello world"


async def test_a_bomb_is_stopped_at_the_limit(serve, answered, loopback_gate):
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(200)) + packer.flush()
    server = await serve(answered(bomb, headers="Content-Encoding: gzip\r\n"))
    with pytest.raises(FetchError, match="too large"):
        await (await loopback_gate()).fetch(server.url())


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip"])
async def test_a_packing_that_was_not_asked_for_is_refused(serve, answered, loopback_gate, packing):
    server = await serve(answered(b"x", headers=f"Content-Encoding: {packing}\r\n"))
    with pytest.raises(FetchError, match="packed it in a way"):
        await (await loopback_gate()).fetch(server.url())


async def test_damaged_gzip_is_told(serve, answered, loopback_gate):
    server = await serve(answered(b"this is not gzip", headers="Content-Encoding: gzip\r\n"))
    with pytest.raises(FetchError, match="damaged"):
        await (await loopback_gate()).fetch(server.url())


async def test_a_drip_ends_at_the_total_time(serve, loopback_gate):
    async def drip(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    server = await serve(drip)
    with pytest.raises(FetchError, match="took too long to send"):
        await (await loopback_gate(total_timeout_s=0.3)).fetch(server.url())


async def test_dripping_headers_end_at_the_total_time(serve, loopback_gate):
    async def drip(head, writer):
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    server = await serve(drip)
    with pytest.raises(FetchError, match="took too long to send"):
        await (await loopback_gate(total_timeout_s=0.3)).fetch(server.url())


async def test_the_time_of_all_hops_counts_together(serve, answered, loopback_gate):
    async def slow(head, writer):
        await asyncio.sleep(0.2)
        writer.write(answered(status="302 Found", headers="Location: /again\r\nConnection: close\r\n"))

    server = await serve(slow)
    with pytest.raises(FetchError, match="took too long to send"):
        await (await loopback_gate(total_timeout_s=0.5)).fetch(server.url())
    assert len(server.requests) < 6


async def test_silence_ends_at_the_first_byte_time(serve, loopback_gate):
    async def silent(head, writer):
        await asyncio.sleep(60)

    server = await serve(silent)
    with pytest.raises(FetchError, match="took too long to answer"):
        await (await loopback_gate(first_byte_timeout_s=0.1)).fetch(server.url())


async def test_a_flood_of_headers_is_refused(serve, loopback_gate):
    async def flood(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(100_000):
            writer.write(b"X-Flood-%d: %s\r\n" % (n, b"x" * 100))
            await writer.drain()

    server = await serve(flood)
    with pytest.raises(FetchError, match="not proper HTTP"):
        await (await loopback_gate()).fetch(server.url())


async def test_a_body_of_tiny_chunks_does_not_hold_up_the_loop(serve, loopback_gate):
    """Its time limit still strikes, which it cannot where the loop never gets its turn."""

    async def crumbs(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1\r\nx\r\n" * 10_000)
            await writer.drain()

    server = await serve(crumbs)
    with pytest.raises(FetchError, match="took too long to send"):
        await (await loopback_gate(total_timeout_s=0.5)).fetch(server.url())


@pytest.mark.parametrize("raw", [b"not http at all\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive"])
async def test_nonsense_and_broken_answers_are_told(serve, loopback_gate, raw):
    async def nonsense(head, writer):
        writer.write(raw)

    server = await serve(nonsense)
    with pytest.raises(FetchError, match="broke off"):
        await (await loopback_gate()).fetch(server.url())


async def test_nobody_listening_is_told(loopback_gate, unused_port):
    with pytest.raises(FetchError, match="could not open that page"):
        await (await loopback_gate()).fetch(f"http://127.0.0.1:{unused_port}/")


async def test_a_host_is_asked_one_request_at_a_time(serve, answered, loopback_gate):
    now, most = 0, 0

    async def counting(head, writer):
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        writer.write(answered(b"x", headers="Connection: close\r\n"))
        await writer.drain()

    server = await serve(counting)
    gate = await loopback_gate()
    await asyncio.gather(*(gate.fetch(server.url()) for _ in range(5)))
    assert (most, len(server.requests)) == (1, 5)


async def test_waiting_for_a_turn_does_not_use_up_the_time_limit(serve, answered, loopback_gate):
    server = await serve(answered(b"x"))
    gate = await loopback_gate(total_timeout_s=3.0)
    async with gate._turns.take("127.0.0.1"):
        fetching = asyncio.ensure_future(gate.fetch(server.url()))
        await asyncio.sleep(3.1)
        assert server.requests == []
    assert (await fetching).status == 200
