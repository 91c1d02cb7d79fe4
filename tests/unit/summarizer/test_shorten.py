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
