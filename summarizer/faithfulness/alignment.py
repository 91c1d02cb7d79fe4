"""Which word of the evidence each word of a statement comes from.

Longest common runs first, wherever they stand (a statement may put "Reed said" first where the article has it last); then
single words, each near its neighbor's counterpart.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.faithfulness.tokens import Token, are_forms

MIN_RUN = 2  # words; shorter ones are placed by their neighbors


@dataclass(frozen=True, slots=True)
class Alignment:
    """Index of a statement's word -> index of the evidence's word, one to one, and the other way round."""

    forward: Mapping[int, int]
    backward: Mapping[int, int]


def align(statement: Sequence[Token], evidence: Sequence[Token]) -> Alignment:
    """The best counterpart of each word of the statement that has one."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, token in enumerate(evidence):
        places[token.stem].append(j)
    forward: dict[int, int] = {}
    backward: dict[int, int] = {}
    while run := _longest_run(statement, evidence, places, forward, backward):
        first, other, length = run
        for k in range(length):
            forward[first + k], backward[other + k] = other + k, first + k
    _place_singles(statement, evidence, places, forward, backward)
    _fill_gaps(statement, evidence, forward, backward)
    return Alignment(forward, backward)


def _longest_run(
    statement: Sequence[Token],
    evidence: Sequence[Token],
    places: Mapping[str, Sequence[int]],
    forward: Mapping[int, int],
    backward: Mapping[int, int],
) -> tuple[int, int, int] | None:
    """(start in statement, start in evidence, words) of the longest run of free words that says something."""
    best, best_score = None, 0.0
    lengths: dict[int, tuple[int, int]] = {}  # end in evidence -> words and content words of the run that ends here
    for i, token in enumerate(statement):
        row: dict[int, tuple[int, int]] = {}
        for j in places.get(token.stem, ()) if i not in forward else ():
            if j in backward:
                continue
            words, content = lengths.get(j - 1, (0, 0))
            row[j] = words, content = words + 1, content + token.is_content
            score = words + 0.5 * content + (0.25 if evidence[j].text == token.text else 0)
            if words >= MIN_RUN and content and score > best_score:
                best, best_score = (i - words + 1, j - words + 1, words), score
        lengths = row
    return best


def _place_singles(
    statement: Sequence[Token],
    evidence: Sequence[Token],
    places: Mapping[str, Sequence[int]],
    forward: dict[int, int],
    backward: dict[int, int],
) -> None:
    for i, token in enumerate(statement):
        if i in forward or not (token.is_content or token.text[0].isdigit()):
            continue
        free = [j for j in places.get(token.stem, ()) if j not in backward] or [
            j
            for j, other in enumerate(evidence)
            if j not in backward and other.is_content and are_forms(token.stem, other.stem)
        ]
        if free:
            expected = _expected(i, forward)
            j = min(free, key=lambda j: abs(j - expected))
            forward[i], backward[j] = j, i


def _fill_gaps(
    statement: Sequence[Token], evidence: Sequence[Token], forward: dict[int, int], backward: dict[int, int]
) -> None:
    """Small words follow their neighbor on either side, over at most one word that the statement leaves out."""
    for step in (1, -1):
        for i in range(len(statement))[::step]:
            if i in forward or i - step not in forward:
                continue
            for j in (forward[i - step] + step, forward[i - step] + 2 * step):
                if 0 <= j < len(evidence) and j not in backward and evidence[j].stem == statement[i].stem:
                    forward[i], backward[j] = j, i
                    break


def _expected(i: int, forward: Mapping[int, int]) -> int:
    """Where the counterpart of word `i` would stand, judged by its nearest neighbor that has one."""
    known = min(forward, key=lambda k: abs(k - i), default=None)
    return 0 if known is None else forward[known] + i - known
