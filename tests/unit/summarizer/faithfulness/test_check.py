"""The guard: what it lets pass and what it names."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Attribution, Document, Span
from summarizer.faithfulness import Failure, check
from summarizer.segment import split_sentences
from summarizer.summary import Kind, Statement

CASES = json.loads((Path(__file__).parents[3] / "cases" / "faithfulness.json").read_text(encoding="utf-8"))


def find(text: str, part: str, *, after: int = 0) -> Span:
    start = text.index(part, after)
    return Span(start, start + len(part))


def attribution(text: str, case: dict[str, Any], place: Span) -> Attribution:
    """The attribution whose parts stand in the sentence at `place`."""
    return Attribution(
        content=(find(text, case["content"], after=place.start),),
        source=find(text, case["source"], after=place.start),
        cue=find(text, case["cue"], after=place.start),
        name=case["name"],
        name_span=find(text, case["name_at"]) if "name_at" in case else None,
        is_negative=case.get("is_negative", False),
    )


def annotated(name: str) -> AnnotatedDocument:
    case = CASES["documents"][name]
    text = case["text"]
    sentences = split_sentences(text)
    found = []
    for a in case["attributions"]:
        content = find(text, a["content"])
        place = next(s.span for s in sentences if s.span.contains(content))
        found.append(attribution(text, a, place))
    return AnnotatedDocument(Document(text=text, publisher=case["publisher"], language="en"), sentences, found)


def statement(text: str, source: AnnotatedDocument, *cites: int) -> Statement:
    spans = [source.sentences[n].span for n in cites]
    return Statement(text, Kind.REPORTED, (), cite(source.document, 1, spans))


@pytest.mark.parametrize("case", CASES["faithful"], ids=lambda c: c["label"])
def test_faithful_statement_passes(case: dict[str, Any]) -> None:
    source = annotated(case["document"])

    assert check(statement(case["text"], source, *case["cites"]), [source]) == ()


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda c: c["label"])
def test_wrong_statement_is_named(case: dict[str, Any]) -> None:
    source = annotated(case["document"])

    assert case["failure"] in check(statement(case["text"], source, *case["cites"]), [source])


def test_every_failure_has_a_case() -> None:
    assert {case["failure"] for case in CASES["wrong"]} == set(Failure)


def test_verb_of_saying_counts_without_annotation() -> None:
    source = replace(annotated("bridge"), attributions=())

    assert Failure.SPEAKER_DROPPED in check(
        statement("The bridge will probably not reopen before spring.", source, 0), [source]
    )


def test_claim_may_rest_on_two_documents() -> None:
    one, two = annotated("bridge"), annotated("fire")
    citations = (
        *cite(one.document, 1, [one.sentences[6].span]),
        *cite(two.document, 2, [two.sentences[7].span]),
    )
    text = "In the U.S. many bridges are older, and exports to Germany fell by 40%."

    assert check(Statement(text, Kind.STATED, (), citations), [one, two]) == ()


def test_citation_points_at_its_own_document() -> None:
    """Numbers are the documents' own: leaving one out must not shift the others."""
    one, two = annotated("bridge"), annotated("fire")
    shifted = Statement(
        "Exports to Germany fell by 40%.", Kind.STATED, (), cite(two.document, 1, [two.sentences[7].span])
    )

    assert Failure.UNSUPPORTED in check(shifted, [one, two])


def test_language_that_is_not_understood_passes_only_verbatim() -> None:
    text = "Die Brücke bleibt bis Mai zu, sagte Anna Reed. Der Tunnel ist offen."
    source = AnnotatedDocument(Document(text=text, language="de"), split_sentences(text, language="de"))

    assert check(statement("Die Brücke bleibt bis Mai zu, sagte Anna Reed.", source, 0), [source]) == ()
    assert check(statement("Die Brücke bleibt bis Mai zu.", source, 0), [source]) == (Failure.UNSUPPORTED,)


def test_citation_of_a_missing_document_is_no_evidence() -> None:
    source = annotated("fire")
    citations = cite(source.document, 3, [source.sentences[0].span])

    assert check(Statement("Prices grew.", Kind.STATED, (), citations), [source]) == (Failure.UNSUPPORTED,)


def test_statement_that_fits_no_message_is_refused() -> None:
    text = "It rained in Marrow " * 210
    source = AnnotatedDocument(Document(text=text, language="en"), split_sentences(text))

    assert check(statement(text, source, 0), [source]) == (Failure.UNSUPPORTED,)


def test_evidence_that_nobody_reads_is_refused() -> None:
    text = "It rained in Marrow " * 1100
    source = AnnotatedDocument(Document(text=text, language="en"), split_sentences(text))

    assert check(statement("It rained in Marrow.", source, 0), [source]) == (Failure.UNSUPPORTED,)
