import json
from pathlib import Path

import pytest

from summarizer.annotate import Annotator, load_annotator
from summarizer.compose import compose
from summarizer.document import Document
from summarizer.units import find_units

CASES = json.loads((Path(__file__).parents[2] / "cases" / "shorten.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    """The real parser: what can be cut is grammar."""
    return load_annotator()


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_a_statement_is_as_short_as_its_meaning_allows(annotator: Annotator, case: dict[str, str]) -> None:
    lead = "Drivers and sailors met in the town hall on Sunday."
    article = annotator.annotate(Document(f"{lead} {case['text']}", language="en"))
    told = [compose(article, unit) for unit in find_units(article)][1]
    assert told is not None
    assert told.text == case["expected"]


def test_a_pronoun_that_begins_what_the_document_tells_becomes_the_name(annotator: Annotator) -> None:
    text = "Mayor Ann Reed was born in Marrow. She opened the new bridge over the river on Monday."
    article = annotator.annotate(Document(text, language="en"))
    told = [compose(article, unit) for unit in find_units(article)][1]
    assert told is not None
    assert told.text == "Ann Reed opened the new bridge over the river on Monday."
    assert [c.span for c in told.citations] == [s.span for s in article.sentences]


def test_a_caption_is_not_told(annotator: Annotator) -> None:
    text = "Ann Reed opened the bridge on Monday.\n\nThe new bridge of Marrow in the morning sun.\n\nIt cost 4 million crowns."
    article = annotator.annotate(Document(text, language="en"))
    assert [unit.of(text) for unit in find_units(article)] == [
        "Ann Reed opened the bridge on Monday.",
        "It cost 4 million crowns.",
    ]
