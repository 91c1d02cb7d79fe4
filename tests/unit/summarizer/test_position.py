"""How early a statement stands."""

import pytest

from summarizer.document import AnnotatedDocument, Document, Span, Turn
from summarizer.position import SCENE_COST, find_news, find_positions
from summarizer.summary import Kind, Statement

SCENE = ["The dog stood on the table.", "Ann Reed thought it was ill.", "Then the floor began to move."]
NEWS = "She was one of 900 people who lost their homes in a flood last week."


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([*SCENE, NEWS], 3),
        (["A flood has killed nine people.", *SCENE[1:], NEWS], 0),  # told in the present: news
        ([SCENE[0], NEWS, *SCENE[1:]], 0),  # the second sentence comes early enough
        ([*SCENE, "“It was on Monday,” Ann Reed said."], 0),  # a day that somebody speaks of
        ([*SCENE * 4, NEWS], 0),  # so long a scene is the story
        ([], 0),
    ],
)
def test_news_begins_behind_a_scene(texts: list[str], expected: int) -> None:
    assert find_news(texts) == expected


def told(texts: list[str]) -> tuple[list[tuple[int, Span, Statement]], str]:
    text = " ".join(texts)
    spans = [Span(text.index(t), text.index(t) + len(t)) for t in texts]
    return [(0, span, Statement(span.of(text), Kind.STATED)) for span in spans], text


def test_a_scene_ranks_behind_the_news() -> None:
    statements, text = told([*SCENE, NEWS])
    positions = find_positions(statements, [AnnotatedDocument(Document(text))])
    assert positions == [SCENE_COST, SCENE_COST + 1, SCENE_COST + 2, 0]


def test_answers_of_one_guest_are_all_early_those_of_several_voices_are_not() -> None:
    statements, text = told(["The dam has failed.", "I saw it.", "We all did."])
    turns = tuple(Turn(span, name) for (_, span, _), name in zip(statements[1:], ("Ann Reed", "Ann Reed"), strict=True))
    assert find_positions(statements, [AnnotatedDocument(Document(text), turns=turns)]) == [0, 1, 1]
    voices = (turns[0], Turn(turns[1].span, "Tom Hale"))
    assert find_positions(statements, [AnnotatedDocument(Document(text), turns=voices)]) == [0, 1, 2]
