"""The systems that benchmarks/quality.py compares, each run in a process of its own, so that time and memory are its own.

    python -m benchmarks.systems NAME --documents IN.jsonl --out OUT.jsonl [--like BYLINE.jsonl] [--generator NAME]

Every system writes results in the product's JSON contract. An extract takes sentences until it has as many words as the
result of the same id in --like. The last line printed is {"seconds", "cpu_seconds", "peak_mb"}: the times of the median article.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from summarizer import Document, Length, to_json
from summarizer.segment import split_sentences

Json = dict[str, Any]
Ranking = Callable[[Sequence[str]], Sequence[int]]  # sentences -> indices, most important first
Teller = Callable[[Json], Json]  # a document -> its result

MIN_WORDS = 5  # of a sentence that an extract may take
PLAIN_PROMPT = "Summarize the following article in about {words} words.\n\n{article}"
SUMY = {"LexRank": "lex_rank", "TextRank": "text_rank", "LSA": "lsa"}
EXTRACTS = ("lead", "lead, no title", "centrality", *SUMY)
GENERATED = ("generator, plain prompt", "generator, attribution prompt", "generator, guarded")


def load_teller(name: str, *, like: Path | None, length: Length, generator: str) -> Teller:
    """A system, ready to summarize one document after the other."""
    if name == "Byline":
        return _product(length, None)
    if name == "generator, guarded":
        return _product(length, _load_generator(generator))
    if name in GENERATED:
        return _generated(length, _load_generator(generator), is_plain="plain" in name)
    assert like is not None
    results = (json.loads(line) for line in like.read_text(encoding="utf-8").splitlines())
    budgets = {r["id"]: sum(len(s["text"].split()) for s in r["statements"]) for r in results}
    return _extract(_load_ranking(name), budgets, skip=0 if name == "lead" else 1)


def _product(length: Length, generator: Any) -> Teller:
    from summarizer.embedded import load_summarizer
    from summarizer.errors import SummarizerError

    machine = load_summarizer(threads=1, generator=generator)

    def tell(d: Json) -> Json:
        try:
            summary = machine.summarize([Document(d["text"], title=d.get("title"), url=d.get("url"))], length=length)
        except SummarizerError as error:
            print(f"{d['id']}: {error}", file=sys.stderr)
            return _result(d, [])
        return {"id": d["id"], **to_json(summary, with_text=True, with_trace=True)}

    return tell


def _load_generator(name: str) -> Any:
    """The configured generator, or the one named."""
    from bot.generators.loading import load_generator
    from bot.models.store import FOLDER, ModelStore
    from config.settings import load_settings
    from summarizer.generation import GenerationConfig

    settings = load_settings()
    found = load_generator(
        name or settings.summarizer.generator,
        ModelStore(settings.data_path / FOLDER),
        key=settings.summarizer.generator_key.get_secret_value(),
        config=GenerationConfig(timeout_s=settings.summarizer.generator_timeout_s),
    )
    if found is None:
        raise SystemExit("No generator is configured.")
    return found


def _generated(length: Length, generator: Any, *, is_plain: bool) -> Teller:
    """What a model writes when nobody checks it: no citations, no declared speakers. A long article is read in parts."""
    from summarizer.annotate import load_annotator
    from summarizer.drafts import read_drafts
    from summarizer.errors import GenerationError
    from summarizer.lengths import BUDGETS
    from summarizer.prompt import MAX_PROMPTS, build_prompts, split_parts

    annotator, budget = load_annotator(), BUDGETS[length]

    def tell(d: Json) -> Json:
        article = annotator.annotate(Document(d["text"], title=d.get("title"), language="en"))
        parts = split_parts([article], generator)[:MAX_PROMPTS]
        prompts = build_prompts(parts, generator, words=budget.words)
        if is_plain and generator.takes_instructions:
            words = budget.words // len(parts)
            prompts = [PLAIN_PROMPT.format(words=words, article=part.text) for part in parts]
        try:
            drafts = read_drafts(generator.generate(prompts))
        except GenerationError as error:
            print(f"{d['id']}: {error}", file=sys.stderr)
            drafts = []
        told: list[str] = []
        for draft in drafts:
            if len(" ".join([*told, draft]).split()) <= budget.words:
                told.append(draft)
        return _result(d, [_statement(text, []) for text in told])

    return tell


def _extract(rank: Ranking, budgets: dict[str, int], *, skip: int) -> Teller:
    """Copied sentences in the order of the article, as many words as the budget of its id."""

    def tell(d: Json) -> Json:
        text = d["text"]
        spans = [s.span for s in split_sentences(text) if len(s.span.of(text).split()) >= MIN_WORDS][skip:]
        chosen: list[int] = []
        words = 0
        for i in rank([span.of(text) for span in spans]):
            count = len(spans[i].of(text).split())
            if words + count / 2 <= budgets.get(d["id"], 0):
                chosen.append(i)
                words += count
        cited = [(spans[i].of(text), [{"document": 1, "start": spans[i].start, "end": spans[i].end}]) for i in chosen]
        return _result(d, [_statement(told, cites) for told, cites in sorted(cited, key=lambda c: c[1][0]["start"])])

    return tell


def _load_ranking(name: str) -> Ranking:
    if name in SUMY:
        return _sumy_ranking(name)
    return _rank_central if name == "centrality" else lambda sentences: range(len(sentences))


def _rank_central(sentences: Sequence[str]) -> Sequence[int]:
    """By summed tf-idf cosine to all others."""
    import numpy as np

    bags = [[w for w in s.lower().split() if len(w) > 3] for s in sentences]
    index = {word: n for n, word in enumerate(sorted({w for bag in bags for w in bag}))}
    counts = np.zeros((len(bags), len(index)))
    for row, bag in enumerate(bags):
        for word in bag:
            counts[row, index[word]] += 1
    vectors = counts * np.log(1 + len(bags) / np.maximum(1, (counts > 0).sum(axis=0)))
    vectors /= np.maximum(1e-9, np.linalg.norm(vectors, axis=1, keepdims=True))
    order: list[int] = np.argsort(-(vectors @ vectors.sum(axis=0)), kind="stable").tolist()
    return order


def _sumy_ranking(name: str) -> Ranking:
    """One of sumy's, with its stemmer and stop words, in one call a text; sentences are cut as for everybody else."""
    from importlib import import_module

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.utils import get_stop_words

    method: Any = getattr(import_module(f"sumy.summarizers.{SUMY[name]}"), f"{name.replace('LSA', 'Lsa')}Summarizer")
    best: list[Any] = []

    class Ranked(method):  # type: ignore[misc]
        @staticmethod
        def _get_best_sentences(sentences: Any, count: int, rating: Any, *args: Any, **kwargs: Any) -> Any:
            rate = rating.__getitem__ if isinstance(rating, dict) else rating
            best[:] = sorted(sentences, key=lambda s: -rate(s, *args, **kwargs))
            return tuple(best[:count])

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(text.split())

    ranked = Ranked(Stemmer("english"))
    ranked.stop_words = get_stop_words("english")

    def rank(sentences: Sequence[str]) -> Sequence[int]:
        items = [Sentence(s, Words()) for s in sentences]
        ranked(ObjectDocumentModel([Paragraph(items)]), len(items))
        places = {id(item): i for i, item in enumerate(items)}
        return [places[id(item)] for item in best]

    return rank


def _statement(text: str, cites: Sequence[Json]) -> Json:
    citations = [{**c, "text": text, "url": None} for c in cites]
    return {"text": text, "kind": "stated", "attributions": [], "citations": citations}


def _result(d: Json, statements: Sequence[Json]) -> Json:
    documents = [{"number": 1, "text": d["text"]}]
    return {"id": d["id"], "version": 1, "headline": "", "documents": documents, "statements": list(statements)}


def peak_mb() -> float:
    """The most memory this process ever had; of this program alone where the system tells it (Linux)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _tell_all(tell: Teller, documents: Sequence[Json], seconds: list[tuple[float, float]]) -> Iterator[Json]:
    """Each result; notes how long it took, and the CPU time of it."""
    tell(documents[0])  # what is loaded at the first use is no time of an article
    for d in documents:
        start, started = time.perf_counter(), time.process_time()
        result = tell(d)
        seconds.append((time.perf_counter() - start, time.process_time() - started))
        yield result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=["Byline", *EXTRACTS, *GENERATED])
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--like", type=Path)
    parser.add_argument("--length", choices=[x.value for x in Length], default="medium")
    parser.add_argument("--generator", default="")
    args = parser.parse_args()
    tell = load_teller(args.name, like=args.like, length=Length(args.length), generator=args.generator)
    documents = [json.loads(line) for line in args.documents.read_text(encoding="utf-8").splitlines()]
    seconds: list[tuple[float, float]] = []
    with args.out.open("w", encoding="utf-8") as file:
        for result in _tell_all(tell, documents, seconds):
            file.write(json.dumps(result, ensure_ascii=False) + "\n")
    clock, cpu = (statistics.median(times) for times in zip(*seconds, strict=True))
    print(json.dumps({"seconds": clock, "cpu_seconds": cpu, "peak_mb": round(peak_mb())}))


if __name__ == "__main__":
    main()
