"""Summaries against people's annotation: Byline beside plain extracts of the same length, through one scorer.

    python benchmarks/quality.py [--gold GOLD.jsonl] [--length medium] [--out FOLDER]

For each document the other systems take sentences until they have as many words as Byline's summary: ratios within one
run. `lead` begins with the title where the annotated text does, as the scorer's own baseline; `lead, no title` does not.
LexRank, TextRank and LSA are sumy's and are left out where sumy is not installed. Without ../shared it says so and stops.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from summarizer import Document, Length, to_json
from summarizer.embedded import load_summarizer
from summarizer.errors import SummarizerError

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"
COLUMNS = (
    "words_per_doc", "AR_own", "reporting.AR_own", "reporting.MR", "AC", "reporting.AC", "bare", "QF", "quote_speaker",
    "unbalanced", "hedges_kept", "CR", "CP", "span_integrity", "rouge1", "rouge2", "rougeL",
)  # fmt: skip
Json = dict[str, Any]
Ranking = Callable[[str, Sequence[str]], Sequence[int]]  # text, its sentences -> indices, most important first


def byline(documents: Sequence[Json], length: Length) -> list[Json]:
    """The product's results; a document it declines is an empty summary."""
    machine = load_summarizer(threads=1)
    out = []
    for d in documents:
        try:
            summary = machine.summarize([Document(d["text"], title=d.get("title"), url=d.get("url"))], length=length)
        except SummarizerError as error:
            print(f"{d['id']}: {error}", file=sys.stderr)
            continue
        out.append({"id": d["id"], **to_json(summary, with_text=True)})
    return out


def extract(documents: Sequence[Json], like: Sequence[Json], rank: Ranking, *, skip: int = 0) -> list[Json]:
    """Copied sentences in the product's format, as many words a document as `like` has."""
    import metrics

    budgets = {r["id"]: sum(len(metrics.words(s["text"])) for s in r["statements"]) for r in like}
    out = []
    for d in documents:
        text = d["text"]
        spans = [(s, e) for s, e in metrics.sentences(text) if len(metrics.words(text[s:e])) >= 5][skip:]
        chosen: list[int] = []
        words = 0
        for i in rank(text, [text[s:e] for s, e in spans]):
            count = len(metrics.words(text[slice(*spans[i])]))
            if words + count / 2 <= budgets.get(d["id"], 0):
                chosen.append(i)
                words += count
        out.append(_result(d, [spans[i] for i in sorted(chosen)]))
    return out


def _result(document: Json, spans: Sequence[tuple[int, int]]) -> Json:
    text = document["text"]
    statements = [
        {"text": text[s:e], "kind": "stated", "attributions": [],
         "citations": [{"document": 1, "start": s, "end": e, "text": text[s:e], "url": None}]}
        for s, e in spans
    ]  # fmt: skip
    return {"id": document["id"], "version": 1, "headline": "", "documents": [{"number": 1}], "statements": statements}


def central(text: str, sentences: Sequence[str]) -> Sequence[int]:
    """By summed tf-idf similarity to all others: the scorer's own baseline."""
    import baseline

    return baseline.central(list(sentences), len(sentences))


def sumy_ranking(name: str) -> Ranking:
    """A ranking of sumy's, by its class name."""
    from importlib import import_module

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    module = {"LexRankSummarizer": "lex_rank", "TextRankSummarizer": "text_rank", "LsaSummarizer": "lsa"}[name]
    method = getattr(import_module(f"sumy.summarizers.{module}"), name)()

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            import metrics

            return tuple(metrics.words(text))

    def rank(text: str, sentences: Sequence[str]) -> Sequence[int]:
        items = [Sentence(s, Words()) for s in sentences]
        model = ObjectDocumentModel([Paragraph(items)])
        rated = [method(model, n) for n in range(1, min(len(items), 15) + 1)]
        order: list[int] = []
        for chosen in rated:  # sumy gives the best n in text order: the new one of each n is the next in rank
            order += [i for i, item in enumerate(items) if any(item is c for c in chosen) and i not in order]
        return order

    return rank


def score(gold: Path, results: Sequence[Json], file: Path) -> Json:
    """All metrics of the scorer."""
    import score as scorer

    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in results), encoding="utf-8")
    values, _ = scorer.score(
        scorer.read(str(gold), scorer.GOLD), scorer.read(str(file), scorer.SUMMARY), "summaries", list(scorer.VIEWS)
    )
    return values


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--length", choices=[x.value for x in Length], default="medium")
    parser.add_argument("--out", type=Path, default=Path("build/quality"))
    args = parser.parse_args()
    if not args.gold.exists():
        print(f"{args.gold} is not here: nothing to measure.", file=sys.stderr)
        return 2
    sys.path.insert(0, str(SHARED / "eval"))
    args.out.mkdir(parents=True, exist_ok=True)
    documents = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    ours = byline(documents, Length(args.length))
    print(f"{len(documents)} documents in {time.perf_counter() - started:.1f} s, model loading included\n")
    systems = {
        "Byline": ours,
        "lead": extract(documents, ours, lambda _, s: range(len(s))),
        "lead, no title": extract(documents, ours, lambda _, s: range(len(s)), skip=1),
        "centrality": extract(documents, ours, central, skip=1),
    }
    if find_spec("sumy"):
        for label, name in (
            ("LexRank", "LexRankSummarizer"),
            ("TextRank", "TextRankSummarizer"),
            ("LSA", "LsaSummarizer"),
        ):
            systems[label] = extract(documents, ours, sumy_ranking(name), skip=1)
    values = {
        k: score(args.gold, r, args.out / f"{k.replace(', ', '-').replace(' ', '-')}.jsonl") for k, r in systems.items()
    }
    print("| metric | " + " | ".join(values) + " |\n| --- |" + " --- |" * len(values))
    for column in COLUMNS:
        cells = ("-" if v[column] is None else f"{v[column]:.3f}" for v in values.values())
        print(f"| {column} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
