import json
from pathlib import Path

import pytest

from summarizer.document import AnnotatedDocument, Attribution, Document, Span
from summarizer.introducing import introduce, surname

CASES = json.loads((Path(__file__).parents[2] / "cases" / "introducing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_a_name_is_given_with_what_the_article_says_its_bearer_is(case: dict[str, str]) -> None:
    at = case["text"].index(case["name"])
    given = Span(at, at + len(case["name"]))
    assert introduce(case["name"], given, case["text"]) == case["expected"]


def article(text: str, *speakers: tuple[str, str]) -> AnnotatedDocument:
    """An article whose speakers stand in it as (mention, name)."""
    attributions = []
    for mention, name in speakers:
        at = text.rindex(mention)
        attributions.append(Attribution((Span(0, 1),), Span(at, at + len(mention)), name=name))
    return AnnotatedDocument(Document(text), (), tuple(attributions))


def test_a_known_speaker_is_called_as_the_article_does() -> None:
    assert surname("Ann Reed", article("Ann Reed came. Reed spoke.", ("Reed", "Ann Reed"))) == "Reed"


def test_a_speaker_whom_the_article_never_calls_so_keeps_the_name() -> None:
    assert surname("Ann Reed", article("Ann Reed came. She spoke.", ("She", "Ann Reed"))) == "Ann Reed"


def test_two_of_one_surname_keep_their_names() -> None:
    text = "Ann Reed came. Tom Reed spoke. Reed left."
    assert surname("Ann Reed", article(text, ("Reed", "Ann Reed"), ("Tom Reed", "Tom Reed"))) == "Ann Reed"
