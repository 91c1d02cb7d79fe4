"""The benchmark that others run: every system in a process of its own, a generator's three columns, the picture."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.own_news import read_articles
from benchmarks.plain_measures import measure

ROOT = Path(__file__).parents[3]


@pytest.fixture
def two_articles(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(d) + "\n" for d in read_articles()[:2]), encoding="utf-8")
    return path


def run(*options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.quality", *map(str, options)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def results(folder: Path, system: str) -> list[dict[str, object]]:
    lines = (folder / f"{system}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_generator_is_measured_alone_prompted_and_guarded(
    two_articles: Path, chat_folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib", reason="the picture needs the extra `bench`")
    out, picture = tmp_path / "out", tmp_path / "comparison.png"

    done = run("--gold", two_articles, "--out", out, "--generator", chat_folder, "--plot", picture)

    assert done.returncode == 0, done.stderr
    heading = next(line for line in done.stdout.splitlines() if line.startswith("| metric"))
    assert [c.strip() for c in heading.strip("|").split("|")][-3:] == [
        "generator, plain prompt",
        "generator, attribution prompt",
        "generator, guarded",
    ]
    assert all(f"| {row}" in done.stdout for row in ("seconds, median article", "peak memory, MB"))
    assert picture.stat().st_size > 10_000
    # A model of random weights writes nothing faithful: behind the guard the extractive summary is left.
    ours, guarded = results(out, "Byline"), results(out, "generator-guarded")
    assert [r["statements"] for r in ours] == [r["statements"] for r in guarded]


def test_extracts_are_as_long_as_the_summary_and_quote_themselves(two_articles: Path, tmp_path: Path) -> None:
    assert run("--gold", two_articles, "--out", tmp_path).returncode == 0

    gold = [json.loads(line) for line in two_articles.read_text(encoding="utf-8").splitlines()]
    ours, lead = (measure(gold, results(tmp_path, system)) for system in ("Byline", "lead"))
    assert ours["QF"] == lead["QF"] == ours["cited"] == lead["cited"] == 1.0
    assert ours["words_per_doc"] and lead["words_per_doc"]
    assert abs(ours["words_per_doc"] - lead["words_per_doc"]) < 0.3 * ours["words_per_doc"]
