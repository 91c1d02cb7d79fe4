"""Hedges and negations of the evidence survive where their clause does, and none comes in."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from summarizer.faithfulness.crossing import name_places
from summarizer.faithfulness.evidence import Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import CUES, NEGATIONS
from summarizer.faithfulness.tokens import Token, hedge_of

COVERED = 0.7  # share of a clause's content words that must be told for its hedges to be owed


def check_hedges(evidence: Evidence) -> Iterator[Failure]:
    """Hedges and negations lost from, or added to, what the statement tells."""
    words, tokens, alignment = evidence.words, evidence.tokens, evidence.alignment
    naming = name_places(evidence)
    silent = {j for j, t in enumerate(tokens) if j in naming or t.low in CUES}
    for kind in _orphans(tokens, words, alignment.backward, silent=silent):
        yield Failure.NEGATION_FLIPPED if kind in NEGATIONS else Failure.HEDGE_LOST
    for kind in _orphans(words, tokens, alignment.forward):
        yield Failure.NEGATION_FLIPPED if kind in NEGATIONS else Failure.HEDGE_ADDED


def _orphans(
    here: Sequence[Token], there: Sequence[Token], to: Mapping[int, int], *, silent: Collection[int] | None = None
) -> Iterator[str]:
    """Classes of the hedges `here` without a counterpart `there`.

    Args:
        silent: of the evidence, whose hedges are owed only where more of it is told: the words that only say who speaks.
    """
    kinds = {p: kind for p in range(len(there)) if (kind := hedge_of(there, p))}
    spare = kinds.keys() - set(to.values())
    for i in range(len(here)):
        kind = hedge_of(here, i)
        if kind is None or (i in to and kinds.get(to[i]) == kind):
            continue
        clause = [j for j, token in enumerate(here) if token.clause == here[i].clause and token.is_content]
        told = [j for j in clause if j in to]
        if silent is not None:
            is_told = _is_told(i, clause, told) and not all(j in silent for j in told)
            if not (is_told or _is_cut_out(i, to)):
                continue
        clauses = {there[to[j]].clause for j in _neighbors(i, told)}
        found = [p for p in spare if kinds[p] == kind and (not clauses or there[p].clause in clauses)]
        if found:
            spare.discard(found[0])
        else:
            yield kind


def _is_told(i: int, clause: Sequence[int], told: Sequence[int]) -> bool:
    """Whether the statement tells the clause of hedge `i`: most of it, or the word that the hedge governs and more."""
    governed = next((j for j in clause if j > i), None)
    return len(told) >= max(2, COVERED * len(clause)) or (governed in told and len(told) > 1)


def _is_cut_out(i: int, to: Mapping[int, int]) -> bool:
    """Whether the statement tells the words on both sides as if nothing, or one other word, had stood between."""
    return i - 1 in to and i + 1 in to and 0 < to[i + 1] - to[i - 1] <= 2


def _neighbors(i: int, told: Sequence[int]) -> list[int]:
    """The told words next before and next after `i`."""
    return [*[j for j in told if j < i][-1:], *[j for j in told if j > i][:1]]
