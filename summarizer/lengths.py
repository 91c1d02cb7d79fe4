"""What short, medium and long mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.summary import Length


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a summary may say."""

    statements: int  # at most
    words: int  # at most, but for a single statement


BUDGETS = {
    Length.SHORT: Budget(statements=2, words=60),
    Length.MEDIUM: Budget(statements=5, words=120),
    Length.LONG: Budget(statements=10, words=250),
}


def within(budget: Budget, ranked: Sequence[int], word_counts: Sequence[int]) -> list[int]:
    """The first of the ranked that fit, passing over one that is too long for what is left.

    >>> within(Budget(statements=2, words=10), [2, 0, 1], [4, 5, 8])
    [2]
    >>> within(Budget(statements=2, words=13), [2, 0, 1], [4, 5, 8])
    [2, 0]
    """
    out: list[int] = []
    left = budget.words
    for i in ranked:
        if len(out) == budget.statements:
            break
        if word_counts[i] <= left or not out:
            out.append(i)
            left -= word_counts[i]
    return out
