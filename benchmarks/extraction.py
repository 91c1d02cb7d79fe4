"""How well and how fast pages are read: `python benchmarks/extraction.py [pages per layout]`.

F1 is over 4-word shingles, as public article-extraction benchmarks score. The pages are our own, of fifteen layouts: what
comes out tells a regression, not how we would do on other people's pages. Times are of whole calls into a warm sandbox.
"""

import asyncio
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from statistics import mean, quantiles
from time import perf_counter

from extraction_pages import BenchmarkPage, make_pages

from bot.articles.reader import build_sandbox
from bot.articles.sandbox import Sandbox
from bot.errors import UnreadableError
from config.settings import load_settings

SHINGLE = 4
TICK_S = 0.005
HOSTILE = ("<div><p>" * 60_000, "<a href='" * 50_000, "<p>\u202e\u2066" * 100_000, "<br>" * 400_000, "<table>" * 5_000)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def score(found: str, truth: str) -> tuple[float, float]:
    """Precision and recall."""
    got, wanted = shingles(found), shingles(truth)
    common = (got & wanted).total()
    return common / max(1, got.total()), common / max(1, wanted.total())


async def extract(sandbox: Sandbox, page: BenchmarkPage) -> tuple[str, float]:
    """The text, and the milliseconds it took."""
    begun = perf_counter()
    found = await sandbox.run(
        "bot.articles.extract:extract_page",
        page.html,
        url="https://news.example.org/a",
        header_charset=None,
        max_text_bytes=2_000_000,
    )
    return found["text"], (perf_counter() - begun) * 1000


async def measure_lag(sandbox: Sandbox) -> list[float]:
    """How late the loop's ticks come, in milliseconds, while ten hostile pages are parsed."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            begun = perf_counter()
            await asyncio.sleep(TICK_S)
            late.append((perf_counter() - begun - TICK_S) * 1000)

    async def parse(html: str) -> None:
        with suppress(UnreadableError):
            await extract(sandbox, BenchmarkPage("hostile", html.encode(), ""))

    ticking = asyncio.ensure_future(tick())
    await asyncio.gather(*(parse(html) for html in HOSTILE * 2))
    ticking.cancel()
    return late


async def main(per_layout: int) -> None:
    pages = make_pages(per_layout)
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    async with build_sandbox(load_settings().fetch, size=2) as sandbox:
        await extract(sandbox, pages[0])  # starts the child
        for page in pages:
            text, milliseconds = await extract(sandbox, page)
            scores[page.layout].append(score(text, page.truth))
            times[page.layout].append(milliseconds)
        late = await measure_lag(sandbox)
    print(f"{'layout':18} {'pages':>5} {'kB':>5} {'P':>6} {'R':>6} {'F1':>6} {'ms':>7}")
    sizes = {page.layout: len(page.html) // 1000 for page in pages}
    for layout, pairs in scores.items():
        print(f"{layout:18} {len(pairs):5} {sizes[layout]:5} {tell(pairs)} {mean(times[layout]):7.1f}")
    every_pair = [pair for pairs in scores.values() for pair in pairs]
    every_time = [milliseconds for listed in times.values() for milliseconds in listed]
    print(f"{'all':18} {len(every_pair):5} {'':5} {tell(every_pair)} {mean(every_time):7.1f}")
    print(
        f"p95 of all pages {percentile(every_time, 95):.0f} ms, of the heavy ones {percentile(times['heavy'], 95):.0f} ms"
    )
    print(f"loop lag while ten hostile pages are parsed: p99 {percentile(late, 99):.1f} ms, worst {max(late):.1f} ms")


def tell(pairs: list[tuple[float, float]]) -> str:
    precision, recall = mean(p for p, _ in pairs), mean(r for _, r in pairs)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:6.3f} {recall:6.3f} {f1:6.3f}"


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
