"""Statements of different documents about the same thing: told once where they agree, side by side where they differ."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from summarizer.naming import key_words
from summarizer.shorten import HEDGES
from summarizer.summary import Citation, Statement
from summarizer.vocabulary import words

SAME_THING = 0.72  # cosine from which two statements are about one thing; unrelated news of one story has 0.3 to 0.6
SAME_NAMES = 0.5  # Jaccard of the capitalized words
_NEGATIONS = words(
    "not no never none nobody nothing neither nor without cannot deny denies denied denying refused refuses"
)
_NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
    )
    if n > 1  # "one" is a pronoun as often as a number
}


class Relation(Enum):
    """How a statement of one document stands to one of another."""

    OTHER = "other"  # about something else
    SAME = "same"  # the same claim, by the same speaker
    DIFFERENT = "different"  # the same thing, with another number, name, negation or speaker


def compare(a: Statement, b: Statement, cosine: float) -> Relation:
    """How two statements of different documents stand to each other.

    Args:
        cosine: likeness of their vectors, -1 to 1.
    """
    if cosine < SAME_THING:
        return Relation.OTHER
    names_a, names_b = _names(a.text), _names(b.text)
    if names_a and names_b and len(names_a & names_b) < SAME_NAMES * len(names_a | names_b):
        return Relation.DIFFERENT if cosine >= (1 + SAME_THING) / 2 else Relation.OTHER
    same_figures = _numbers(a.text) == _numbers(b.text)
    same_sense = _has(a.text, _NEGATIONS) == _has(b.text, _NEGATIONS) and _has(a.text, HEDGES) == _has(b.text, HEDGES)
    return Relation.SAME if same_figures and same_sense and _same_speakers(a, b) else Relation.DIFFERENT


def merge(statement: Statement, others: Sequence[Statement]) -> Statement:
    """The statement with the citations of those that say the same, in the order of the documents."""
    cited: dict[tuple[int, int, int], Citation] = {}
    for s in (statement, *others):
        cited.update({(c.document, *c.span): c for c in s.citations})
    return replace(statement, citations=tuple(cited[key] for key in sorted(cited)))


def _names(text: str) -> set[str]:
    return set(re.findall(r"(?<=\s)[A-Z][\w’'-]+", text))


def _numbers(text: str) -> set[str]:
    """Figures, as digits: "nine" and "9" are one.

    >>> sorted(_numbers("Nine of 1,200 boats"))
    ['1200', '9']
    """
    found = {n.replace(",", "") for n in re.findall(r"\d+(?:[.,]\d+)*", text)}
    return found | {_NUMBER_WORDS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _NUMBER_WORDS}


def _has(text: str, listed: frozenset[str]) -> bool:
    tokens = re.findall(r"[\w’']+", text.lower())
    return any(t in listed or t.endswith(("n't", "n’t")) for t in tokens)


def _same_speakers(a: Statement, b: Statement) -> bool:
    mine, theirs = ({w for x in s.attributions for w in key_words(x.source)} for s in (a, b))
    return bool(mine & theirs) or (not mine and not theirs)
