"""Which ranked statements are told within a budget; over several documents, who agrees and who differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from summarizer.agreement import Relation, compare, names
from summarizer.encoder import Vectors
from summarizer.lengths import Budget
from summarizer.summary import Statement
from summarizer.ties import Ties

# Cosine of two documents' mean vectors from which, with a name in common, they tell of one event: so have two thirds of the
# short reports of one event in tests/eval/stories.json, and two in a thousand pairs of other news.
ONE_EVENT = 0.5
# Times the statements of a summary: ranks that may fill it. Measured: it halves the fillers and loses no coverage or ROUGE.
REACH = 2


@dataclass(slots=True)
class Choice:
    """A statement to tell, by its index; `echoes` say the same in other documents, `beside` is what it stands next to."""

    index: int
    echoes: list[int] = field(default_factory=list)
    beside: int | None = None


@dataclass(slots=True)
class Pool:
    """All statements that can be told, with the number of their document and their vectors."""

    statements: Sequence[Statement]
    documents: Sequence[int]
    vectors: Vectors  # (statements, dimensions), unit length
    ties: Ties = field(default_factory=Ties)
    _events: set[tuple[int, int]] = field(init=False)  # documents that tell of one event

    def __post_init__(self) -> None:
        numbers = np.asarray(self.documents)
        means = {n: self.vectors[numbers == n].mean(axis=0) for n in set(self.documents)}
        self._events = {pair for pair in combinations(sorted(means), 2) if self._is_one_event(pair, means)}

    def _is_one_event(self, pair: tuple[int, int], means: Mapping[int, Vectors]) -> bool:
        one, other = (means[n] / max(float(np.linalg.norm(means[n])), 1e-6) for n in pair)
        if float(one @ other) < ONE_EVENT:
            return False
        mine, theirs = (
            {name for s, n in zip(self.statements, self.documents, strict=True) if n == number for name in names(s)}
            for number in pair
        )
        return not mine.isdisjoint(theirs)

    def relation(self, i: int, j: int) -> Relation:
        """How two statements stand to each other; those of one document never say the same."""
        mine, theirs = self.documents[i], self.documents[j]
        if mine == theirs:
            return Relation.OTHER
        cosine = float(self.vectors[i] @ self.vectors[j])
        is_one_event = (min(mine, theirs), max(mine, theirs)) in self._events
        return compare(self.statements[i], self.statements[j], cosine, is_one_event=is_one_event)

    def repeats(self, i: int, j: int) -> bool:
        """Whether a document says the same sentence twice."""
        return self.documents[i] == self.documents[j] and self.statements[i].text == self.statements[j].text

    def words(self, i: int) -> int:
        """Length of a statement, in words."""
        return len(self.statements[i].text.split())


def select(pool: Pool, ranked: Sequence[int], budget: Budget) -> list[Choice]:
    """The first of the ranked that fit; one that repeats another document's statement only adds its citation to it.

    What contradicts a chosen statement is told beside it where it fits. Room that only a statement far down the ranking would
    fill stays empty.
    """
    chosen: list[Choice] = []
    taken: set[int] = set()
    for place, i in enumerate(ranked):
        if i in taken or any(pool.repeats(i, j) for j in taken):
            continue
        near = [(c, relation) for c in chosen if (relation := pool.relation(i, c.index)) is not Relation.OTHER]
        if echoed := next((c for c, relation in near if relation is Relation.SAME), None):
            echoed.echoes.append(i)
        elif _is_worth_telling(place, pool, chosen, budget) and (company := _company(pool, chosen, i, budget)):
            leader = next((c.index if c.beside is None else c.beside for c, _ in near), None)
            chosen += (Choice(j, beside=leader if j == i else None) for j in company)
            taken.update(company)
            reply = _reply(pool, chosen, i, budget)
            chosen += (Choice(j) for j in reply)
            taken.update(reply)
            rival = next((j for j in ranked if j not in taken and pool.relation(i, j) is Relation.DIFFERENT), None)
            if rival is not None and _fits(pool, chosen, [rival], budget):  # what it needs before it, its rival tells
                chosen.append(Choice(rival, beside=i if leader is None else leader))
                taken.add(rival)
    return chosen


def _is_worth_telling(place: int, pool: Pool, chosen: Sequence[Choice], budget: Budget) -> bool:
    """Whether a place in the ranking is high enough, or the summary still too short to be choosy."""
    return place < REACH * budget.statements or 2 * sum(pool.words(c.index) for c in chosen) < budget.words


def _company(pool: Pool, chosen: Sequence[Choice], i: int, budget: Budget) -> list[int] | None:
    """A statement and what must be told with it, where all of it fits; the first one alone, where nothing else does."""
    company = pool.ties.company(i, frozenset(c.index for c in chosen))
    if company is None:
        return None
    if _fits(pool, chosen, company, budget):
        return company
    return [i] if not chosen and i not in pool.ties.before else None


def _reply(pool: Pool, chosen: Sequence[Choice], i: int, budget: Budget) -> list[int]:
    """What somebody answers to a statement, with what that needs, where all of it fits."""
    told = frozenset(c.index for c in chosen)
    reply = pool.ties.replies.get(i)
    company = pool.ties.company(reply, told) if reply is not None and reply not in told else None
    return company if company and _fits(pool, chosen, company, budget) else []


def _fits(pool: Pool, chosen: Sequence[Choice], more: Sequence[int], budget: Budget) -> bool:
    told = [*(c.index for c in chosen), *more]
    return len(told) <= budget.statements and sum(map(pool.words, told)) <= budget.words


def in_reading_order(chosen: Sequence[Choice], documents: Sequence[int]) -> list[Choice]:
    """As the documents tell them, one document after the other; what stands beside a statement follows it."""
    out: list[Choice] = []
    for c in sorted((c for c in chosen if c.beside is None), key=lambda c: (documents[c.index], c.index)):
        out += [c, *(other for other in chosen if other.beside == c.index)]
    return out
