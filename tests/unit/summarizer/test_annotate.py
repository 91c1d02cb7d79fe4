import random

import pytest

from summarizer.annotate import Annotator
from summarizer.document import Document


def test_every_span_lies_in_the_text_and_in_order(annotator: Annotator) -> None:
    text = 'Ann Reed said the dam would hold.\n\n"It is safe," she added. "Go home."'
    annotated = annotator.annotate(Document(text=text, language="en"))
    starts = [a.hull.start for a in annotated.attributions]
    assert starts == sorted(starts)
    for attribution in annotated.attributions:
        for span in (*attribution.content, attribution.source, attribution.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)


def test_a_language_without_rules_gets_sentences_and_no_guesses(annotator: Annotator) -> None:
    annotated = annotator.annotate(Document(text="„Wir gehen“, sagte Ann Reed. Dann ging sie.", language="de"))
    assert len(annotated.sentences) == 2
    assert annotated.attributions == ()


def test_empty_text_has_neither(annotator: Annotator) -> None:
    annotated = annotator.annotate(Document(text=" \n", language="en"))
    assert (len(annotated.sentences), len(annotated.attributions)) == (0, 0)


ODD_WORDS = [
    *"[CLS] [SEP] [PAD] said Reed told the report according to that who denied it he herself Q: A: I was expected".split(),
    *'" “ ” „ « »'.split(),
    *". , : ; — - ( ) ' ’ 12 % $ • ? ! … Monday urged expects called while as".split(),
    "\n\n",
]


@pytest.mark.parametrize("seed", range(120))
def test_no_order_of_words_and_marks_breaks_the_reading(seed: int, annotator: Annotator) -> None:
    chance = random.Random(seed)
    text = " ".join(chance.choice(ODD_WORDS) for _ in range(chance.randint(1, 40)))
    article = annotator.annotate(Document(text, language="en"))
    assert all(a.hull.end <= len(text) for a in article.attributions)
