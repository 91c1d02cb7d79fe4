"""How much work a text is by its length, counted in calls, so that a busy machine changes nothing."""

import sys
from pathlib import Path

from summarizer.annotate import Annotator
from summarizer.compose import compose
from summarizer.document import Document
from summarizer.units import find_units

EXAMPLES = Path(__file__).parents[3] / "examples"
COPIES = 6
MAX_GROWTH = 1.15  # times the calls a copy; going through all that was found for each claim made it 1.5


def count_calls(annotator: Annotator, text: str) -> int:
    calls = 0

    def count(_frame: object, event: str, _called: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        article = annotator.annotate(Document(text, language="en"))
        for unit in find_units(article):
            compose(article, unit)
    finally:
        sys.setprofile(before)
    return calls


def test_a_long_text_is_no_more_work_a_page_than_a_short_one(annotator: Annotator) -> None:
    names = ("bridge-contract-court", "ferry-fire-harbor-wire", "kessary-depot-strikes")
    text = "\n\n".join((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in names)
    count_calls(annotator, text)  # what is compiled and remembered is so once
    short, long = count_calls(annotator, text), count_calls(annotator, "\n\n".join([text] * COPIES))
    assert long <= MAX_GROWTH * COPIES * short
