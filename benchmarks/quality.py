"""Byline beside plain extracts of the same length and, where one is configured, a generator: quality, time and memory.

    python -m benchmarks.quality [--gold GOLD.jsonl] [--length medium] [--out FOLDER] [--generator NAME] [--plot FILE.png]

Every system runs in a process of its own. The extracts take sentences until they have as many words as Byline's summary.
`lead` begins with the title, as the scorer's own baseline; `lead, no title` does not. LexRank, TextRank and LSA are sumy's.
A generator (--generator, or the one of the settings) is asked plainly for a summary, asked to name who says what, and asked
so under Byline's guard. The metrics are the scorer's in ../shared/eval, on the annotated news beside it; where that folder
is not, the project's own annotated news is told and measured more simply: no ROUGE, hedges, or support of citations.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import plain_measures
from benchmarks.own_news import read_articles
from benchmarks.systems import EXTRACTS, GENERATED, SUMY
from summarizer import Length

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"
COLUMNS = (
    "words_per_doc", "compression", "AR_own", "reporting.AR_own", "MR", "reporting.MR", "AC", "reporting.AC", "bare", "QF",
    "quote_speaker", "unbalanced", "hedges_kept", "CR", "CP", "citations_per_statement", "span_integrity", "rouge1", "rouge2",
    "rougeL", "stories.rouge1", "stories.rouge2", "stories.rougeL",
)  # fmt: skip
ABOUT = 700  # words of the articles whose compression is told apart, give or take a third
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One system's results, and its figures: seconds and CPU seconds of the median article, its most memory."""

    results: list[Json]
    figures: dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--length", choices=[x.value for x in Length], default="medium")
    parser.add_argument("--out", type=Path, default=Path("build/quality"))
    parser.add_argument("--generator", default="", help="a folder, .gguf file, owner/name or http(s)://host/v1#model")
    parser.add_argument("--plot", type=Path, help="where to draw the comparison, as .png or .svg")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    documents, has_scorer = _read(args.gold), (SHARED / "eval").is_dir()
    source = args.out / "documents.jsonl"
    source.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    runs = {}
    for name in _systems(args.generator):
        print(f"{name} ...", file=sys.stderr)
        runs[name] = _run(name, source, args)
    values = {name: _measure(documents, source, run, has_scorer, _file(args.out, name)) for name, run in runs.items()}
    _print_table(values, COLUMNS if has_scorer else plain_measures.COLUMNS)
    _print_compression(documents, runs["Byline"].results)
    if args.plot:
        from benchmarks.plot import draw

        draw(values, args.plot, recall="AR_own" if has_scorer else "speaker kept")
        print(f"\ndrawn: {args.plot}")
    return 0


def _read(gold: Path) -> list[Json]:
    if gold.exists():
        return [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    print(f"{gold} is not here: the project's own annotated news is told.\n", file=sys.stderr)
    return list(read_articles())


def _systems(generator: str) -> Iterator[str]:
    yield "Byline"
    has_sumy = find_spec("sumy") is not None
    yield from (name for name in EXTRACTS if has_sumy or name not in SUMY)
    if not has_sumy:
        print(
            "sumy is not installed (pip install 'byline[bench]'): LexRank, TextRank and LSA are left out.",
            file=sys.stderr,
        )
    if generator or _has_generator():
        yield from GENERATED


def _has_generator() -> bool:
    from bot.models.store import FOLDER, ModelStore
    from config.settings import load_settings

    settings = load_settings()
    name = settings.summarizer.generator or ModelStore(settings.data_path / FOLDER).in_use
    return name not in ("", "none")


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(', ', '-').replace(' ', '-')}.jsonl"


def _run(name: str, source: Path, args: argparse.Namespace) -> Run:
    out = _file(args.out, name)
    command = [sys.executable, "-m", "benchmarks.systems", name, "--documents", source, "--out", out]
    command += ["--like", _file(args.out, "Byline"), "--length", args.length, "--generator", args.generator]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return Run(results, figures)


def _measure(documents: Sequence[Json], source: Path, run: Run, has_scorer: bool, file: Path) -> Json:
    values = _score(source, file) if has_scorer else plain_measures.measure(documents, run.results)
    return {**values, **run.figures}


def _score(gold: Path, file: Path) -> Json:
    """All metrics of the scorer; those of ROUGE once more for news stories alone, where interviews are among the articles."""
    sys.path[:0] = [str(SHARED / "eval")] if str(SHARED / "eval") not in sys.path else []
    import score as scorer

    predictions, documents = scorer.read(str(file), scorer.SUMMARY), scorer.read(str(gold), scorer.GOLD)
    stories = {key: d for key, d in documents.items() if d.get("genre") != "interview"}
    values, _ = scorer.score(documents, predictions, "summaries", list(scorer.VIEWS))
    of_stories, _ = scorer.score(stories, predictions, "summaries", list(scorer.VIEWS))
    return {**values, **{f"stories.{key}": of_stories[key] for key in ("rouge1", "rouge2", "rougeL")}}


def _print_table(values: dict[str, Json], columns: Sequence[str]) -> None:
    print("| metric | " + " | ".join(values) + " |\n| --- |" + " --- |" * len(values))
    for column in columns:
        cells = ("-" if v[column] is None else f"{v[column]:.3f}" for v in values.values())
        print(f"| {column} | " + " | ".join(cells) + " |")
    for key, label in (("cpu_seconds", "CPU seconds, median article"), ("seconds", "seconds, median article")):
        print(f"| {label} | " + " | ".join(f"{v[key]:.3f}" for v in values.values()) + " |")
    print("| peak memory, MB | " + " | ".join(f"{v['peak_mb']:.0f}" for v in values.values()) + " |")


def _print_compression(documents: Sequence[Json], results: Sequence[Json]) -> None:
    """The median share of an article's words that its summary has."""
    lengths = {d["id"]: len(d["text"].split()) for d in documents}
    shares = {r["id"]: sum(len(s["text"].split()) for s in r["statements"]) / lengths[r["id"]] for r in results}
    middle = [s for i, s in shares.items() if ABOUT * 2 / 3 <= lengths[i] <= ABOUT * 4 / 3]
    for label, found in ((f"articles of about {ABOUT} words", middle), ("all articles", list(shares.values()))):
        if found:
            print(f"\nmedian compression of {len(found)} {label}: {100 * sorted(found)[len(found) // 2]:.1f} %")


if __name__ == "__main__":
    sys.exit(main())
