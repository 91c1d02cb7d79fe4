"""In a transcript every voice is told by its name, and who only asks is not told."""

from summarizer.annotate import Annotator
from summarizer.compose import compose
from summarizer.document import AnnotatedDocument, Document
from summarizer.units import find_units

PRESS = """The following is an edited transcript of Monday's news conference in Marrow on the flood.

MAYOR ANN REED: Good evening to all of you. The bridge over the Senn will stay closed until the spring.

We have moved 900 people to the school.

CHIEF BO LIND: The fire department received two calls on Saturday night.

REPORTER: Mayor, residents say they called the town hall. Did anybody answer?

REED: Nobody answered the telephone, and I intend to find out why.

TOM HALE, MIDLAND WATER: The dam was tested in the year before last."""


def statements(annotator: Annotator, text: str) -> list[str]:
    article = annotator.annotate(Document(text, title="Transcript of the news conference", language="en"))
    return [s.text for s in (compose(article, unit) for unit in find_units(article)) if s]


def test_every_voice_is_told_by_the_fullest_name_its_labels_give(annotator: Annotator) -> None:
    told = statements(annotator, PRESS)
    assert 'Mayor Ann Reed said: "The bridge over the Senn will stay closed until the spring."' in told
    assert 'Mayor Ann Reed said: "Nobody answered the telephone, and I intend to find out why."' in told
    assert 'Chief Bo Lind said: "The fire department received two calls on Saturday night."' in told
    assert 'Tom Hale said: "The dam was tested in the year before last."' in told


def test_a_paragraph_without_a_label_is_that_of_the_last_voice(annotator: Annotator) -> None:
    assert 'Mayor Ann Reed said: "We have moved 900 people to the school."' in statements(annotator, PRESS)


def test_neither_labels_nor_who_asks_nor_the_editors_words_are_told(annotator: Annotator) -> None:
    told = " ".join(statements(annotator, PRESS))
    assert "REED" not in told
    assert "residents say" not in told
    assert "transcript" not in told


def test_labels_of_a_list_make_no_transcript(annotator: Annotator) -> None:
    text = (
        "The council met on Monday.\n\nWhere: The old town hall.\n\nWhen: At noon on Friday.\n\nWhere to park: Nowhere."
    )
    article = annotator.annotate(Document(text, language="en"))
    assert isinstance(article, AnnotatedDocument)
    assert article.turns == ()


def test_a_line_that_opens_with_who_says_its_quotation_is_theirs(annotator: Annotator) -> None:
    text = (
        "We asked people at the gates.\n\n"
        'Ann Reed, 36, nurse: "Who looks after them on a Friday? I work at night."\n\n'
        'Warning: "Do not touch the fence in the rain."'
    )
    article = annotator.annotate(Document(text, language="en"))
    assert [a.name for a in article.attributions if a.source and a.quote == "direct"] == ["Ann Reed"]
    told = statements(annotator, text)
    assert 'Ann Reed, 36, nurse: "Who looks after them on a Friday? I work at night."' in told
