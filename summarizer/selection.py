"""Which ranked statements are told within a budget; over several documents, who agrees and who differs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.agreement import Relation, compare
from summarizer.encoder import Vectors
from summarizer.lengths import Budget
from summarizer.summary import Statement


@dataclass(slots=True)
class Choice:
    """A statement to tell, by its index; `echoes` say the same in other documents, `beside` is what it differs from."""

    index: int
    echoes: list[int] = field(default_factory=list)
    beside: int | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """All statements that can be told, with the number of their document and their vectors."""

    statements: Sequence[Statement]
    documents: Sequence[int]
    vectors: Vectors  # (statements, dimensions), unit length

    def relation(self, i: int, j: int) -> Relation:
        """How two statements stand to each other; those of one document never say the same."""
        if self.documents[i] == self.documents[j]:
            return Relation.OTHER
        return compare(self.statements[i], self.statements[j], float(self.vectors[i] @ self.vectors[j]))

    def words(self, i: int) -> int:
        """Length of a statement, in words."""
        return len(self.statements[i].text.split())


def select(pool: Pool, ranked: Sequence[int], budget: Budget) -> list[Choice]:
    """The first of the ranked that fit; one that repeats another document's statement only adds its citation to it.

    A statement that differs from a chosen one (another number, name or speaker) is told beside it where it fits.
    """
    chosen: list[Choice] = []
    taken: set[int] = set()
    for i in ranked:
        if i in taken:
            continue
        if echoed := next((c for c in chosen if pool.relation(i, c.index) is Relation.SAME), None):
            echoed.echoes.append(i)
        elif _fits(pool, chosen, i, budget):
            chosen.append(Choice(i))
            taken.add(i)
            rival = next((j for j in ranked if j not in taken and pool.relation(i, j) is Relation.DIFFERENT), None)
            if rival is not None and _fits(pool, chosen, rival, budget):
                chosen.append(Choice(rival, beside=i))
                taken.add(rival)
    return chosen


def _fits(pool: Pool, chosen: Sequence[Choice], i: int, budget: Budget) -> bool:
    used = sum(pool.words(c.index) for c in chosen)
    return not chosen or (len(chosen) < budget.statements and used + pool.words(i) <= budget.words)


def in_reading_order(chosen: Sequence[Choice], documents: Sequence[int]) -> list[Choice]:
    """As the documents tell them, one document after the other; a statement that differs follows what it differs from."""
    rivals = {c.beside: c for c in chosen if c.beside is not None}
    out: list[Choice] = []
    for c in sorted((c for c in chosen if c.beside is None), key=lambda c: (documents[c.index], c.index)):
        out.append(c)
        if rival := rivals.get(c.index):
            out.append(rival)
    return out
