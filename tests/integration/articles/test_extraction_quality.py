"""The benchmark's pages, few of each layout: what comes out must not get worse."""

import importlib.util
import sys
from pathlib import Path
from statistics import mean

import pytest

from bot.articles.extract import extract_page

FLOOR = 0.97  # mean F1 of every single layout; measured 0.988 and more


@pytest.fixture(scope="module")
def benchmark():
    folder = Path(__file__).parents[3] / "benchmarks"
    sys.path.insert(0, str(folder))
    try:
        spec = importlib.util.spec_from_file_location("extraction", folder / "extraction.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(folder))


def test_every_layout_gives_its_article_and_little_else(benchmark):
    found = {}
    for page in benchmark.make_pages(3):
        out = extract_page(page.html, url="https://news.example.org/a", header_charset=None, max_text_bytes=2_000_000)
        precision, recall = benchmark.score(out["text"], page.truth)
        found.setdefault(page.layout, []).append(2 * precision * recall / max(1e-9, precision + recall))
        assert "praise the harbor company" not in out["text"]
    assert len(found) >= 12
    assert {layout: mean(scores) for layout, scores in found.items() if mean(scores) < FLOOR} == {}


def test_the_scorer_counts_what_is_missing_and_what_is_too_much(benchmark):
    truth = " ".join(f"w{n}" for n in range(20))
    assert benchmark.score(truth, truth) == (1.0, 1.0)
    precision, recall = benchmark.score(truth[: len(truth) // 2], truth)
    assert precision > 0.8
    assert recall < 0.6
    assert benchmark.score("", truth) == (0.0, 0.0)
