"""What short, medium and long mean."""

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
