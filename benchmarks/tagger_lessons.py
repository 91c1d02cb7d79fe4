"""What the tagger learns from: annotated news (CC BY) and the project's own cases and articles; never the held-out ones."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from benchmarks.annotated_news import annotated, read_gold, read_marked
from benchmarks.own_news import read_articles
from benchmarks.tagger_model import Lesson
from summarizer.attribution.extract import Extraction, extract_attributions
from summarizer.attribution.quotes import find_quotations
from summarizer.document import Attribution, Sentence, Span
from summarizer.encoder import TokenEncoder
from summarizer.layout import split_paragraphs
from summarizer.parser import Parser
from summarizer.segment import split_sentences
from summarizer.tagging.pieces import Pieces, cut
from summarizer.tagging.windows import open_window

ROOT = Path(__file__).parents[1]
GUM = ROOT.parent / "shared" / "data" / "gum_wikinews" / "train.jsonl"
CASES = [ROOT / "tests" / "cases" / f"{name}.json" for name in ("attribution", "attribution_news")]
ARTICLES = ROOT / "benchmarks" / "guard_news.txt"
SOURCE, CONTENT = 1, 2


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what people found in it."""

    id: str
    text: str
    gold: Sequence[Attribution]
    title: str | None = None
    record: dict[str, Any] = field(default_factory=dict)  # as the scorer reads it; empty where nothing is scored


@dataclass(frozen=True, slots=True)
class Studied:
    """A text as the product reads it."""

    sentences: Sequence[Sentence]
    extraction: Extraction
    pieces: Pieces


def gum_examples() -> list[Example]:
    """The annotated news beside the project."""
    records = [json.loads(line) for line in GUM.read_text(encoding="utf-8").splitlines()]
    pairs = zip(records, read_gold(GUM), strict=True)
    return [Example(r["id"], a.text, a.attributions, r["title"], r) for r, a in pairs]


def own_examples(half: str) -> list[Example]:
    """The project's own articles of one half."""
    records = read_articles(half=half)
    return [Example(r["id"], r["text"], annotated(r).attributions, r["title"], r) for r in records]


def small_examples() -> list[Example]:
    """The project's cases, and the marked articles of the guard's benchmark."""
    cases = [case for path in CASES for case in json.loads(path.read_text(encoding="utf-8"))]
    out = [Example(case["label"], case["input"], list(_expected(case))) for case in cases]
    return out + [Example("marked", a.text, a.attributions) for a in read_marked(ARTICLES)]


def _expected(case: dict[str, Any]) -> Iterator[Attribution]:
    """Cases give strings, the first of several being ours; the cue is the one nearest to its content."""
    text = case["input"]
    for wanted in case["expected"]:
        content = tuple(sorted(_nearest(text, _first(part), [0]) for part in wanted["content"]))
        borders = [border for span in content for border in span]
        cue = _nearest(text, _first(wanted["cue"]), borders) if wanted.get("cue") else None
        source = _nearest(text, _first(wanted["source"]), list(cue or [0])) if wanted.get("source") else None
        yield Attribution(content, source, cue)


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)


def _nearest(text: str, part: str, places: Sequence[int]) -> Span:
    found = [Span(*m.span()) for m in re.finditer(re.escape(part), text)]
    return min(found, key=lambda span: min(abs(border - place) for border in span for place in places))


def study(example: Example, parser: Parser, encoder: TokenEncoder) -> Studied:
    """What rules, parser and encoder make of a text."""
    text = example.text
    sentences = split_sentences(text, title=example.title)
    extraction = extract_attributions(text, sentences, parser)
    runs = encoder.read_tokens([s.span.of(text) for s in sentences])
    quotations = find_quotations(text, split_paragraphs(text))
    return Studied(sentences, extraction, cut(text, sentences, extraction.frames, quotations, runs))


def make_lesson(example: Example, pieces: Pieces) -> Lesson:
    """What is to be found; attributions without a cue teach nothing."""
    cues = torch.zeros(len(pieces.spans))
    windows, roles = [], []
    for attribution in example.gold:
        cue = pieces.touching([attribution.cue] if attribution.cue else [])
        if not len(cue):
            continue
        cues[torch.from_numpy(cue)] = 1.0
        wanted = torch.zeros(len(pieces.spans), dtype=torch.long)
        wanted[torch.from_numpy(pieces.touching(attribution.content))] = CONTENT
        wanted[torch.from_numpy(pieces.touching([attribution.source] if attribution.source else []))] = SOURCE
        windows.append(open_window(pieces, cue))
        roles.append(wanted[torch.from_numpy(windows[-1].subwords)])
    return Lesson(pieces, cues, windows, roles)
