"""Who says what, case by case: every attribution of a text, no more and no fewer, and who is named for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.annotate import Annotator
from summarizer.document import Attribution, Document

KNOWN_LIMIT = pytest.mark.xfail(strict=True, reason="known limit: an improvement announces itself")
CASES = [
    pytest.param(case, id=case["label"], marks=[KNOWN_LIMIT] if case.get("expect") == "fail" else [])
    for path in sorted((Path(__file__).parents[2] / "cases").glob("attribution*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], annotator: Annotator) -> None:
    text = case["input"]
    found = annotator.annotate(Document(text=text, language="en")).attributions
    seen = [_record(text, a) for a in found]
    expected = case["expected"]
    assert len(seen) == len(expected), seen
    for wanted in expected:
        assert any(_fits(wanted, got) for got in seen), (wanted, seen)


def _record(text: str, attribution: Attribution) -> dict[str, Any]:
    return {
        "source": attribution.source.of(text) if attribution.source else None,
        "name": attribution.name,
        "cue": attribution.cue.of(text) if attribution.cue else None,
        "content": [_bare(span.of(text)) for span in attribution.content],
        "is_negative": attribution.is_negative,
        "is_speech": attribution.is_speech,
    }


def _fits(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether the wanted fields agree; a list of words for a cue or a content holds equally good readings."""
    same = wanted["source"] == got["source"] and _any_of(wanted["cue"], got["cue"])
    same = same and wanted.get("name", got["name"]) == got["name"]
    same = same and wanted.get("is_negative", False) == got["is_negative"]
    same = same and wanted.get("is_speech", True) == got["is_speech"]
    if len(wanted["content"]) > len(got["content"]):  # pieces with nothing but blanks between them are one
        return same and "".join(map(_key, wanted["content"])) == "".join(map(_key, got["content"]))
    pairs = zip(wanted["content"], got["content"], strict=False)
    return same and len(wanted["content"]) == len(got["content"]) and all(_any_of(w, g) for w, g in pairs)


def _any_of(wanted: str | list[str] | None, got: str | None) -> bool:
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(option == got or (option and got and _key(option) == _key(got)) for option in options)


def _bare(words: str) -> str:
    return words.strip(" ,.;:\n")


def _key(words: str) -> str:
    return "".join(c for c in words if c.isalnum())
