"""Every number of a statement stands in its evidence, with the same sign, unit and noun."""

from collections.abc import Iterator, Sequence

from summarizer.faithfulness.dates import covered_by_dates
from summarizer.faithfulness.evidence import Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.quantities import Quantity, find_quantities
from summarizer.faithfulness.tokens import Token, are_forms, tokenize

REACH = 3  # words after a number within which it says what it counts


def check_numbers(evidence: Evidence) -> Iterator[Failure]:
    """Numbers that are not in the evidence, or there mean something else."""
    text = evidence.statement.text
    passages = [(p, tokenize(p), _quantities(p)) for p in evidence.passages]
    for quantity in _quantities(text):
        same_value = [q for _, _, found in passages for q in found if q.value == quantity.value]
        if not same_value:
            yield Failure.INVENTED_NUMBER
            continue
        same = [(p, words, q) for p, words, found in passages for q in found if q.same(quantity)]
        counted = [q for p, words, q in same if _same_noun(evidence.words, quantity, words, q)]
        if not counted:
            yield Failure.QUANTITY_CHANGED
        elif not any(q.bound == quantity.bound for q in counted):
            yield Failure.HEDGE_LOST if not quantity.bound else Failure.HEDGE_ADDED


def _quantities(text: str) -> list[Quantity]:
    dates = covered_by_dates(text)
    return [q for q in find_quantities(text) if not any(start <= q.start < end for start, end in dates)]


def _same_noun(words: Sequence[Token], quantity: Quantity, others: Sequence[Token], other: Quantity) -> bool:
    """Whether both count the same: a content word after them, or the one before, is shared; or there is none."""
    mine, theirs = _around(words, quantity), _around(others, other)
    return any(are_forms(a.stem, b.stem) for a in mine[0] for b in theirs[0]) or (
        not (mine[0] and theirs[0])
        and (not mine[1] or any(are_forms(a.stem, b.stem) for a in mine[1] for b in theirs[1]))
    )


def _around(words: Sequence[Token], quantity: Quantity) -> tuple[list[Token], list[Token]]:
    """The content words close after and close before a number, in its clause."""
    inside = [t for t in words if quantity.start <= t.start < quantity.end]
    clause = inside[0].clause if inside else -1
    after = [t for t in words if t.start >= quantity.end and t.clause == clause and not t.text[0].isdigit()][:REACH]
    before = [t for t in words if t.end <= quantity.start and t.clause == clause][-2 * REACH :]
    return [t for t in after if t.is_content], [t for t in before if t.is_content]
