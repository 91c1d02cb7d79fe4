import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.compose import compose
from summarizer.document import AnnotatedDocument, Attribution, Document, Quote, Span
from summarizer.segment import split_sentences

CASES = json.loads((Path(__file__).parents[2] / "cases" / "compose.json").read_text(encoding="utf-8"))


def build_article(case: dict[str, Any]) -> AnnotatedDocument:
    """The article of a case: parts are found by their words, in the sentence told or anywhere else."""
    text: str = case["text"]

    sentences = split_sentences(text)

    def at(part: str | None, *, told: bool = True) -> Span | None:
        if part is None:
            return None
        first = sentences[case["sentence"]].span.start if told else 0
        start = text.find(part, first) if text.find(part, first) >= 0 else text.index(part)
        return Span(start, start + len(part))

    def attribution(a: dict[str, Any]) -> Attribution:
        content = tuple(at(c) for c in a["content"])
        return Attribution(
            content=tuple(c for c in content if c),
            source=at(a["source"]),
            cue=at(a["cue"]),
            quote=Quote(a.get("quote", "indirect")),
            name=a.get("name") or (a["source"] if a["source"][0].isupper() and "name_at" not in a else None),
            name_span=at(a.get("name_at"), told=False),
        )

    attributions = [attribution(a) for a in case["attributions"]]
    named = [a if a.name not in {"She", "It", "Officials"} else _unnamed(a) for a in attributions]
    return AnnotatedDocument(Document(text, language="en"), sentences, tuple(named))


def _unnamed(a: Attribution) -> Attribution:
    return Attribution(content=a.content, source=a.source, cue=a.cue, quote=a.quote)


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_a_sentence_is_told_so_that_it_stands_alone(case: dict[str, Any]) -> None:
    article = build_article(case)
    span = article.sentences[case["sentence"]].span
    told = compose(article, span, introduced=case.get("introduced", ""))
    if case["expected"] is None:
        assert told is None
        return
    assert told is not None
    assert told.text == case["expected"]
    assert told.kind == case.get("kind", "reported")
    if "sources" in case:
        assert [a.source for a in told.attributions] == case["sources"]
    if "cited" in case:
        assert [c.span for c in told.citations] == [article.sentences[i].span for i in case["cited"]]
    for citation in told.citations:
        assert citation.span.of(article.text) == citation.text
