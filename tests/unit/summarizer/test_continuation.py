from summarizer.annotate import Annotator
from summarizer.compose import compose
from summarizer.document import Document
from summarizer.units import find_units

OPENING = "Governor Tom Hale spoke on Monday.\n\nAccording to Hale, two people died in the flood. "


def tell(annotator: Annotator, text: str) -> list[str]:
    article = annotator.annotate(Document(text, language="en"))
    told = [compose(article, unit) for unit in find_units(article)]
    return [s.text for s in told if s is not None]


def test_who_counts_on_is_the_one_who_counted(annotator: Annotator) -> None:
    told = tell(annotator, OPENING + "Nine more people were injured, among them a child.")
    assert told[-1] == "According to Governor Tom Hale, nine more people were injured, among them a child."


def test_a_sentence_that_only_stands_behind_is_nobodys_words(annotator: Annotator) -> None:
    told = tell(annotator, OPENING + "The river rose by four meters on Monday.")
    assert told[-1] == "The river rose by four meters on Monday."


def test_an_account_ends_with_its_paragraph(annotator: Annotator) -> None:
    told = tell(annotator, OPENING.rstrip() + "\n\nNine more people were injured in the town of Marrow.")
    assert told[-1] == "Nine more people were injured in the town of Marrow."
