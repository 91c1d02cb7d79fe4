"""Quotation marks mean verbatim."""

import re
from collections.abc import Iterator

from summarizer.faithfulness.evidence import Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.quotation import find_quotes

_MARKS = str.maketrans("“”„«»‘’", '"""""\'\'')


def check_quotes(evidence: Evidence) -> Iterator[Failure]:
    """Every quoted string stands in the cited passages, character for character, but for the shape of the marks."""
    text = evidence.statement.text
    quotes, stray, opened = find_quotes(text)
    if stray is not None or opened is not None:
        yield Failure.UNBALANCED_QUOTES
    passages = fold(" ".join(evidence.passages))
    if any(inner not in passages for q in quotes if (inner := _inner(q.of(text)))):
        yield Failure.ALTERED_QUOTE


def fold(text: str) -> str:
    """Straight marks and single blanks; nothing else changes."""
    return re.sub(r"\s+", " ", text.translate(_MARKS)).strip()


def _inner(quotation: str) -> str:
    """What stands between the marks, without the comma or stop that may belong to the sentence around it."""
    return fold(quotation[1:-1]).rstrip(",.;: ").strip()
