"""What the fetch gate costs and stops: `python benchmarks/gate.py`. Loopback only."""

import asyncio
import resource
import zlib
from contextlib import suppress
from time import perf_counter

from bot.articles.gate import FetchGate
from bot.errors import FetchError, UnsafeAddressError
from config.settings import FetchSettings, load_settings

HOSTILE = (
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://169.254.169.254/latest/meta-data/", "http://user:pass@example.org/", "http://example.org:22/", "file:///etc/passwd",
    "http://metadata.google.internal/", "http://①②⑦.⓪.⓪.①/", "http://localhost/",
)  # fmt: skip
BOMB_BYTES = 1_000_000_000


def make_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(BOMB_BYTES // 2**20)) + packer.flush()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measure_refusals(settings: FetchSettings) -> None:
    worst = 0.0
    async with FetchGate(settings) as gate:
        for url in HOSTILE:
            begun = perf_counter()
            try:
                await gate.fetch(url)
            except UnsafeAddressError:
                worst = max(worst, perf_counter() - begun)
            else:
                raise SystemExit(f"admitted: {url}")
    print(f"{len(HOSTILE)} hostile links refused, the slowest in {worst * 1000:.2f} ms")


async def measure_bomb(settings: FetchSettings) -> None:
    bomb = make_bomb()
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        with suppress(OSError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, FetchGate(settings, is_allowed=lambda _: True, ports=range(65536)) as gate:
        before, begun = peak_mb(), perf_counter()
        try:
            await gate.fetch(f"http://127.0.0.1:{port}/")
        except FetchError as error:
            seconds = perf_counter() - begun
            print(
                f"{len(bomb) / 1e6:.1f} MB that unpack to 1 GB: {seconds:.2f} s, +{peak_mb() - before:.0f} MB ({error})"
            )
        else:
            raise SystemExit("the bomb was unpacked")


async def main() -> None:
    settings = load_settings().fetch
    await measure_refusals(settings)
    await measure_bomb(settings)


if __name__ == "__main__":
    asyncio.run(main())
