"""News with human annotation of who says what, as the product's own types."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarizer.document import AnnotatedDocument, Attribution, Document, Quote, Sentence, SentenceKind, Span
from summarizer.naming import is_vague
from summarizer.segment import split_sentences

_TAG = re.compile(r"<(/?)([sck])(\d+)(?:=([^<>]*))?>")


def read_gold(path: Path) -> Iterator[AnnotatedDocument]:
    """Documents of a JSONL file with `text` and `attributions` (source, cue, content, name behind a pronoun)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield annotated(json.loads(line))


def annotated(record: dict[str, Any]) -> AnnotatedDocument:
    """One such document."""
    document = Document(text=record["text"], title=record.get("title"), language="en")
    return AnnotatedDocument(document, _sentences(record), [_attribution(a) for a in record["attributions"]])


def _sentences(record: dict[str, Any]) -> tuple[Sentence, ...]:
    if "sentences" not in record:
        return split_sentences(record["text"])
    starts = [m.start() for m in re.finditer(r"\n\s*\n", record["text"])]
    return tuple(
        Sentence(Span(a, b), sum(s < a for s in starts), SentenceKind.BODY if i else SentenceKind.HEADLINE)
        for i, (a, b) in enumerate(record["sentences"])
    )


def _spans(part: dict[str, Any]) -> tuple[Span, ...]:
    return tuple(Span(p["start"], p["end"]) for p in part.get("spans") or [part])


def _attribution(gold: dict[str, Any]) -> Attribution:
    source, resolved = gold["source"], gold.get("source_resolved_gold") or gold.get("source_resolved_auto")
    is_open = source is not None and is_vague(source["text"])
    name = resolved["text"] if resolved and is_open else source["text"] if source and not is_open else None
    return Attribution(
        content=_spans(gold["content"]),
        source=Span(source["start"], source["end"]) if source else None,
        cue=Span(gold["cue"]["start"], gold["cue"]["end"]) if gold["cue"] else None,
        quote=Quote(gold["quote"]),
        name=name,
        name_span=Span(resolved["start"], resolved["end"]) if resolved and is_open else None,
        is_negative=gold.get("polarity") == "negative",
    )


def read_marked(path: Path) -> Iterator[AnnotatedDocument]:
    """Documents written for this purpose: <s1=Ann Reed>She</s1> <c1>said</c1> <k1>it rained</k1>, parted by lines of ===."""
    for marked in re.split(r"^===+$", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        yield parse_marked(marked.strip())


def parse_marked(marked: str) -> AnnotatedDocument:
    """The text without its marks, and the attributions they mark."""
    text, at, opened = "", 0, []
    parts: dict[str, dict[str, list[Span]]] = {}
    names: dict[str, str] = {}
    for tag in _TAG.finditer(marked):
        text, at = text + marked[at : tag.start()], tag.end()
        if not tag[1]:
            opened.append((tag[2], tag[3], len(text)))
            if tag[4]:
                names[tag[3]] = tag[4]
            continue
        kind, number, start = opened.pop()
        parts.setdefault(number, {"s": [], "c": [], "k": []})[kind].append(Span(start, len(text)))
    text += marked[at:]
    attributions = [_marked_attribution(p, names.get(number), text) for number, p in sorted(parts.items())]
    sentences = split_sentences(text)
    return AnnotatedDocument(Document(text=text, language="en"), sentences, attributions)


def _marked_attribution(parts: dict[str, list[Span]], name: str | None, text: str) -> Attribution:
    source = parts["s"][0] if parts["s"] else None
    content = tuple(sorted(parts["k"]))
    inside = sum(len(s.of(text)) for s in content if s.of(text).lstrip()[:1] in '“"')
    total = sum(len(s.of(text)) for s in content)
    quote = (
        Quote.DIRECT if inside == total else Quote.MIXED if any("“" in s.of(text) for s in content) else Quote.INDIRECT
    )
    cue = parts["c"][0] if parts["c"] else None
    full = name or (source.of(text) if source and not is_vague(source.of(text)) else None)
    at = text.find(name) if name else -1
    return Attribution(
        content=content,
        source=source,
        cue=cue,
        quote=quote,
        name=full,
        name_span=Span(at, at + len(name)) if name and at >= 0 else None,
        is_negative=cue is not None and cue.of(text) in ("denied", "denies", "did not say"),
    )
