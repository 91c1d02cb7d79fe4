"""An extractive summary told anew by a generator, sentence by checked sentence.

Nothing the generator writes is believed: a sentence is cited by alignment, checked against what it cites, mended where a
name or a quotation mark is all that is wrong, and otherwise gives way to the extractive statement nearest to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from summarizer.document import AnnotatedDocument
from summarizer.drafts import read_drafts
from summarizer.encoder import SentenceEncoder, Vectors
from summarizer.errors import GenerationError
from summarizer.faithfulness import Failure, check
from summarizer.faithfulness.tokens import tokenize
from summarizer.generation import TextGenerator
from summarizer.grounding import Grounds
from summarizer.lengths import BUDGETS, Budget
from summarizer.mending import mend
from summarizer.prompt import MAX_PROMPTS, Part, build_prompts, split_parts
from summarizer.summary import Length, Repair, Statement

REPAIRED, REPLACED, DROPPED = "repaired", "replaced", "dropped"
SAME = 0.6  # share of content words in common from which two statements say the same
MAX_DRAFTS = 40  # sentences read of all answers; a model that rambles is not listened to longer


def rewrite(
    statements: Sequence[Statement],
    sources: Sequence[AnnotatedDocument],
    generator: TextGenerator,
    *,
    encoder: SentenceEncoder,
    length: Length,
) -> tuple[tuple[Statement, ...], tuple[Repair, ...]]:
    """The summary in the generator's words where they are faithful, in the extractive ones where they are not.

    Args:
        statements: the extractive summary; told unchanged where no sentence of the generator stands the check.
        sources: the documents, numbered from 1 as in the statements' citations.

    Returns:
        The statements, and what was wrong with each drafted one that was not kept as it stood.

    Raises:
        GenerationError: the generator failed or answered nothing readable; tell the extractive summary.
    """
    budget = BUDGETS[length]
    parts = _most_telling(split_parts(sources, generator), statements, sources)
    drafts = read_drafts(generator.generate(build_prompts(parts, generator, words=budget.words)))[:MAX_DRAFTS]
    if not drafts:
        raise GenerationError(f"{generator.name} answered nothing that reads as a summary.")
    telling = _Telling(Grounds(sources), sources, list(statements), _likeness(drafts, statements, encoder))
    for index, draft in enumerate(drafts):
        telling.take(index, draft, budget)
    return telling.finish(statements, budget)


@dataclass(slots=True)
class _Telling:
    """The summary while it is put together."""

    grounds: Grounds
    sources: Sequence[AnnotatedDocument]
    spare: list[Statement]  # extractive statements not told yet
    likeness: Vectors  # (drafts, extractive statements)
    told: list[Statement] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    own: int = 0  # statements in the generator's words
    extractive: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        self.extractive = tuple(self.spare)

    def take(self, index: int, draft: str, budget: Budget) -> None:
        """Tell a draft as it stands, mended, or as the extractive statement nearest to it."""
        if _is_full(self.told, budget):
            return
        statement = self.grounds.ground(draft)
        failures = check(statement, self.sources)
        mended = self._mended(statement, failures) if failures else statement
        mended = mended and self._without_needless(mended)
        if mended is not None and any(_say_the_same(mended, other) for other in self.told):
            return
        if mended is not None and _fits(mended, self.told, budget):
            self._tell(mended)
            self.own += 1
            if failures:
                self._note(draft, failures, REPAIRED)
        elif failures:
            nearest = self._nearest(index, budget)
            if nearest is not None:
                self._tell(nearest)
            self._note(draft, failures, REPLACED if nearest is not None else DROPPED)

    def finish(
        self, statements: Sequence[Statement], budget: Budget
    ) -> tuple[tuple[Statement, ...], tuple[Repair, ...]]:
        """The extractive summary where nothing of the generator's stood; what is still untold fills the budget."""
        if not self.own:
            return tuple(statements), tuple(self.repairs)
        for statement in list(self.spare):
            if _fits(statement, self.told, budget) and not any(_say_the_same(statement, other) for other in self.told):
                self._tell(statement)
        return tuple(self.told), tuple(self.repairs)

    def _mended(self, statement: Statement, failures: Sequence[Failure]) -> Statement | None:
        for text in mend(statement.text, failures, self.grounds.claims(statement)):
            mended = self.grounds.ground(text)
            if not check(mended, self.sources):
                return mended
        return None

    def _without_needless(self, statement: Statement) -> Statement:
        """The statement without citations that it stands the check without: a reader is sent nowhere in vain."""
        for citation in reversed(statement.citations):
            fewer = replace(statement, citations=tuple(c for c in statement.citations if c != citation))
            if not check(fewer, self.sources):
                statement = fewer
        return statement

    def _nearest(self, index: int, budget: Budget) -> Statement | None:
        """The extractive statement most like a draft that is not told yet and fits."""
        order = np.argsort(-self.likeness[index]) if self.extractive else ()
        candidates = (self.extractive[int(n)] for n in order)
        return next((s for s in candidates if s in self.spare and _fits(s, self.told, budget)), None)

    def _tell(self, statement: Statement) -> None:
        self.told.append(statement)
        self.spare = [s for s in self.spare if s is not statement and not _say_the_same(s, statement)]

    def _note(self, draft: str, failures: Sequence[Failure], action: str) -> None:
        self.repairs.append(Repair(draft, tuple(f.value for f in failures), action))


def _most_telling(
    parts: Sequence[Part], statements: Sequence[Statement], sources: Sequence[AnnotatedDocument]
) -> list[Part]:
    """The parts to read: all, or of a long text those that the extractive summary rests on, in order."""
    if len(parts) <= MAX_PROMPTS:
        return list(parts)
    cited = [(c.document - 1, c.span) for s in statements for c in s.citations]
    weights = [sum(_holds(part, place, sources) for place in cited) for part in parts]
    best = sorted(range(len(parts)), key=lambda n: -weights[n])[:MAX_PROMPTS]
    return [parts[n] for n in sorted(best)]


def _holds(part: Part, place: tuple[int, tuple[int, int]], sources: Sequence[AnnotatedDocument]) -> bool:
    number, (start, _) = place
    sentences = sources[part.document].sentences
    return part.document == number and sentences[part.first].span.start <= start < sentences[part.last].span.end


def _likeness(drafts: Sequence[str], statements: Sequence[Statement], encoder: SentenceEncoder) -> Vectors:
    vectors = encoder.encode([*drafts, *(s.text for s in statements)])
    likeness: Vectors = vectors[: len(drafts)] @ vectors[len(drafts) :].T
    return likeness


def _is_full(told: Sequence[Statement], budget: Budget) -> bool:
    return len(told) >= budget.statements or _words(told) >= budget.words


def _fits(statement: Statement, told: Sequence[Statement], budget: Budget) -> bool:
    """Whether there is room: always for the first statement."""
    return not told or (not _is_full(told, budget) and _words([*told, statement]) <= budget.words)


def _words(statements: Sequence[Statement]) -> int:
    return sum(len(s.text.split()) for s in statements)


def _say_the_same(one: Statement, other: Statement) -> bool:
    """Whether most content words of the shorter one are in the other."""
    a, b = _content(one), _content(other)
    return len(a & b) >= SAME * max(1, min(len(a), len(b)))


def _content(statement: Statement) -> frozenset[str]:
    return frozenset(t.stem for t in tokenize(statement.text) if t.is_content)
