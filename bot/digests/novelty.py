"""What of a summary is new to a reader who was told the story before (pure)."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from summarizer.summary import Summary

TOLD_BEFORE = 0.8  # cosine of a statement to one told before, from which it says the same
MAX_NEW_STATEMENTS = 3
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def keep_new(
    summary: Summary, told: Sequence[str], *, vectors: NDArray[np.float32], told_vectors: NDArray[np.float32]
) -> Summary:
    """The summary with only the statements that say something new: other words, or a number not told before.

    Args:
        vectors: of the summary's statements. *Shape:* (statements, dimensions), rows of unit length.
        told_vectors: of `told`. *Shape:* (told, dimensions).
    """
    known_numbers = {number for text in told for number in _NUMBER.findall(text)}
    kept = []
    for statement, vector in zip(summary.statements, vectors, strict=True):
        nearest = float((told_vectors @ vector).max(initial=0.0))
        if nearest < TOLD_BEFORE or set(_NUMBER.findall(statement.text)) - known_numbers:
            kept.append(statement)
    return replace(summary, statements=tuple(kept[:MAX_NEW_STATEMENTS]))
