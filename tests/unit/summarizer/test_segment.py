import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.segment import split_sentences

CASES = json.loads((Path(__file__).parents[2] / "cases" / "segmentation.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["input"]["text"]
    sentences = split_sentences(text, title=case["input"].get("title"), language=case["input"].get("language", "en"))
    assert [s.span.of(text) for s in sentences] == case["expected"]["sentences"]
    if "kinds" in case["expected"]:
        seen = [(s.paragraph, s.kind.value) for s in sentences]
        assert [kind for _, kind in seen] == case["expected"]["kinds"]


@given(st.text(alphabet=st.sampled_from("aB .!?…\n\"“”'()[]–•\t。1é"), max_size=200))
def test_nothing_but_blanks_is_dropped(text: str) -> None:
    sentences = split_sentences(text)
    joined = "".join(s.span.of(text) for s in sentences)
    assert "".join(joined.split()) == "".join(text.split())
    for before, after in itertools.pairwise(sentences):
        assert before.span.end <= after.span.start
    assert all(s.span.of(text) == s.span.of(text).strip() != "" for s in sentences)


def test_paragraphs_are_counted_from_zero_in_order() -> None:
    text = "One. Two.\n\nThree.\nFour."
    assert [s.paragraph for s in split_sentences(text)] == [0, 0, 1, 2]
