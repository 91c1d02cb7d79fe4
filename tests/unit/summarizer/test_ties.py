import json
from pathlib import Path
from typing import Any

import pytest

from summarizer import Kind, Quote, Statement, StatementAttribution
from summarizer.document import AnnotatedDocument, Document, Span
from summarizer.segment import split_sentences
from summarizer.ties import Ties, find_ties

CASES = json.loads((Path(__file__).parents[2] / "cases" / "ties.json").read_text(encoding="utf-8"))


def read(sentences: list[str], title: str | None = None) -> AnnotatedDocument:
    text = " ".join(sentences)
    return AnnotatedDocument(Document(text, title=title, language="en"), split_sentences(text))


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_what_leans_on_a_sentence_is_tied_to_it(case: dict[str, Any]) -> None:
    article = read(case["sentences"], case.get("title"))
    told = [(0, s.span, Statement(s.span.of(article.text), Kind.STATED)) for s in article.sentences]
    ties = find_ties(told, [article])
    assert ties.before == {int(i): j for i, j in case["before"].items()}
    assert ties.behind == {int(i): j for i, j in case["behind"].items()}


def test_what_leans_on_a_sentence_that_is_not_told_is_not_told() -> None:
    article = read(["The mill opened.", "She paid for it.", "Ann Reed rejected that account."])
    spans = [article.sentences[0].span, article.sentences[2].span]
    ties = find_ties([(0, s, Statement(s.of(article.text), Kind.STATED)) for s in spans], [article])
    assert ties.lonely == {1}
    assert ties.company(1) is None


def test_a_speaker_known_by_a_role_is_tied_to_who_it_is() -> None:
    article = read(
        ["The mill opened.", "Hydrologist Tom Hale came to Marrow.", "The hydrologist said the dam would hold."]
    )
    who = (StatementAttribution("the hydrologist", "The hydrologist", "said", Quote.INDIRECT),)
    told = [(0, s.span, Statement(s.span.of(article.text), Kind.STATED)) for s in article.sentences[:2]]
    told.append(
        (0, article.sentences[2].span, Statement("The hydrologist said the dam would hold.", Kind.REPORTED, who))
    )
    assert find_ties(told, [article]).before == {2: 1}


def test_company_is_told_in_order_and_once() -> None:
    ties = Ties(before={2: 1, 1: 0}, behind={2: 3})
    assert ties.company(2) == [0, 1, 2, 3]
    assert ties.company(2, frozenset({0, 1})) == [2, 3]


def said(article: AnnotatedDocument, number: int, speaker: str) -> tuple[int, Span, Statement]:
    """A sentence as a claim of somebody's."""
    span = article.sentences[number].span
    named = (StatementAttribution(speaker, speaker, "said", Quote.INDIRECT),)
    return 0, span, Statement(span.of(article.text), Kind.REPORTED, named)


def test_who_speaks_of_the_one_who_spoke_before_replies() -> None:
    article = read(["Tom Hale said the guests had left.", "Ann Reed said Hale had never sat down.", "Bo Lind said no."])
    told = [said(article, i, who) for i, who in enumerate(("Tom Hale", "Ann Reed", "Bo Lind"))]
    assert find_ties(told, [article]).replies == {0: 1}


def test_who_goes_on_speaking_does_not_reply() -> None:
    article = read(["Tom Hale said the guests had left.", "Tom Hale said that Hale was hungry."])
    told = [said(article, i, "Tom Hale") for i in range(2)]
    assert find_ties(told, [article]).replies == {}
