"""What of a summary is new to a reader who was told the story before (pure)."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from summarizer.summary import Summary

KNOWN_FROM = 0.8  # cosine of a statement to a known sentence, from which it says the same
MAX_NEW_STATEMENTS = 3
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def keep_new(
    summary: Summary, known: Sequence[str], *, vectors: NDArray[np.float32], known_vectors: NDArray[np.float32]
) -> Summary:
    """The summary with only the statements that say something new: other words, or a number not known.

    Args:
        vectors: of the summary's statements. *Shape:* (statements, dimensions), rows of unit length.
        known_vectors: of `known`, what was told or could be read before. *Shape:* (known, dimensions).
    """
    known_numbers = {number for text in known for number in _NUMBER.findall(text)}
    kept = []
    for statement, vector in zip(summary.statements, vectors, strict=True):
        nearest = float((known_vectors @ vector).max(initial=0.0))
        if nearest < KNOWN_FROM or set(_NUMBER.findall(statement.text)) - known_numbers:
            kept.append(statement)
    return replace(summary, statements=tuple(kept[:MAX_NEW_STATEMENTS]))
