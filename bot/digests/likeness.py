"""Do two entries tell one event? Pure arithmetic over their words, names, numbers, dates and sentence vectors.

Vectors know that "quake" and "tremor" are one thing and take Brenn for Pell; words know the opposite. The weights were
found by logistic regression on the pairs of `tests/eval/stories.json`, rounded, and leaned towards parting;
`benchmarks/clustering.py` shows what shifting each of them does.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEAD_WORDS = 60  # of the text; what comes later is background
TEXT_WEIGHT, TITLE_WEIGHT, WORD_WEIGHT, DAY_WEIGHT, NAME_WEIGHT = 12.0, 4.0, 14.0, 2.0, 6.0
BIAS = -10.5
SHARED_NAMES = 0.5  # the share of the rarer names below which two entries are held apart
UNSEEN_ENTRIES = 60  # weighs a word in a small batch as if so many entries without it were there
NEVER = -9.0  # log-odds of entries that must not stand under one headline
PINNING_NAMES = 2
TEMPLATE = 0.6  # share of equal words, in order, that makes two headlines one pattern

_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_STOP_WORDS = frozenset(
    "about according after against all already also amid among and any are because been before being both but can could"
    " day days did does doing down during each few first for from had has have her here his how into its just last may"
    " might month months more most must new not off one only onto other out over own people percent said same say says"
    " should since some still such tell than that the their them then there these they this those three told two under"
    " until very was week weeks were what when where which while who whom whose why will with would year years".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_SPORT = re.compile(r"\b(?:finals?|semi-finals?|match|cup|league|goals?|scored?|beat|draw)\b", re.IGNORECASE)
_OTHER_TEAM = re.compile(r"\b(?:women|girls|junior|youth|reserves|under-\d+|u\d\d)\b", re.IGNORECASE)
_ROUNDUP = re.compile(
    r"\b(?:briefing|round-?up|newsletter|podcast|live (?:blog|updates)|in pictures|what we know|week in review|as it happened)\b"
    r"|^live\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What of an entry tells its event."""

    title: str
    text: str
    published_at: datetime

    @property
    def lead(self) -> str:
        """Title and beginning: what is compared, and encoded."""
        return f"{self.title}. {' '.join(self.text.split()[:LEAD_WORDS])}"


@dataclass(frozen=True, slots=True)
class _Facts:
    """The comparable parts of one telling."""

    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    weekdays: frozenset[str]
    title: tuple[str, ...]
    is_sport: bool
    is_other_team: bool
    is_roundup: bool


def is_roundup(title: str) -> bool:
    """Whether a headline announces many events at once: such an entry belongs to none of them.

    >>> is_roundup("Morning briefing: quake, vote, rates"), is_roundup("Lives lost in quake")
    (True, False)
    """
    return bool(_ROUNDUP.search(title))


def log_odds(tellings: Sequence[Telling], *, titles: NDArray[np.float32], leads: NDArray[np.float32]) -> Matrix:
    """For each pair, how likely it is that both tell one event; above 0 is more likely than not.

    Args:
        titles: vectors of the tellings' titles. *Shape:* (tellings, dimensions), rows of unit length.
        leads: vectors of the tellings' leads. *Shape:* as `titles`.

    Returns:
        *Shape:* (tellings, tellings), symmetric.
    """
    facts = _read(tellings)
    words, names = _word_likeness(facts)
    days = np.array([telling.published_at.timestamp() for telling in tellings]) / 86_400
    odds: Matrix = (
        TEXT_WEIGHT * (leads @ leads.T)
        + TITLE_WEIGHT * (titles @ titles.T)
        + WORD_WEIGHT * words
        + NAME_WEIGHT * np.minimum(0.0, names - SHARED_NAMES)
        - DAY_WEIGHT * np.abs(days[:, None] - days[None, :])
        + BIAS
    )
    for i, j in zip(*np.nonzero(np.triu(odds, 1) > NEVER / 2), strict=True):
        if _must_stay_apart(facts[i], facts[j]):
            odds[i, j] = odds[j, i] = NEVER
    return odds


def _read(tellings: Sequence[Telling]) -> list[_Facts]:
    common = {word for telling in tellings for word in _WORD.findall(telling.lead) if word[0].islower()}
    names = {name for telling in tellings for name in _find_names(telling)} - common - _MONTHS
    return [_facts(telling, names) for telling in tellings]


def _find_names(telling: Telling) -> Iterator[str]:
    """Words with a capital inside a sentence; at its start every word has one."""
    text = telling.lead if not _is_title_case(telling.title) else telling.lead[len(telling.title) :]
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()[-1:]
        if match.group()[0].isupper() and before and before not in '.!?:“"‘':
            yield _bare(match.group())


def _facts(telling: Telling, names: set[str]) -> _Facts:
    tokens = [_bare(word) for word in _WORD.findall(telling.lead)]
    words = {word for word in tokens if len(word) > 2} - _STOP_WORDS - _WEEKDAYS
    return _Facts(
        words=frozenset(words),
        names=frozenset(names & words),
        numbers=frozenset(_NUMBER.findall(telling.lead)),
        weekdays=_WEEKDAYS.intersection(tokens),
        title=tuple(_bare(word) for word in _WORD.findall(telling.title)),
        is_sport=bool(_SPORT.search(telling.lead)),
        is_other_team=bool(_OTHER_TEAM.search(telling.lead)),
        is_roundup=is_roundup(telling.title),
    )


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")


def _is_title_case(title: str) -> bool:
    """Whether a headline is written Like This, which makes every word look like a name."""
    words = [word for word in _WORD.findall(title) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _word_likeness(facts: Sequence[_Facts]) -> tuple[Matrix, Matrix]:
    """Cosine of rare-word weights, and how much of the lesser name weight is shared (neutral where there are no names)."""
    counts = Counter(word for fact in facts for word in fact.words)
    column = {word: n for n, word in enumerate(counts)}
    weight = {word: math.log((len(facts) + UNSEEN_ENTRIES) / (count + 0.5)) for word, count in counts.items()}
    words, names = np.zeros((2, len(facts), max(1, len(column))))
    for row, fact in enumerate(facts):
        for word in fact.words:
            words[row, column[word]] = weight[word]
        for name in fact.names:
            names[row, column[name]] = weight[name]
    words /= np.maximum(1e-9, np.linalg.norm(words, axis=1, keepdims=True))
    mass = (names**2).sum(axis=1)
    lesser = np.minimum(mass[:, None], mass[None, :])
    shared = np.where(lesser > 0, (names @ names.T) / np.maximum(1e-9, lesser), SHARED_NAMES)
    return words @ words.T, shared


def _must_stay_apart(a: _Facts, b: _Facts) -> bool:
    """Facts that outweigh any likeness."""
    if a.is_roundup or b.is_roundup:
        return True
    if a.names and b.names and not a.names & b.names:
        return True
    if a.is_sport and b.is_sport and a.is_other_team != b.is_other_team:
        return True
    other_day = bool(a.weekdays and b.weekdays) and not a.weekdays & b.weekdays
    other_numbers = bool(a.numbers and b.numbers) and not a.numbers & b.numbers
    return (other_day and other_numbers) or _is_same_template(a, b)


def _is_same_template(a: _Facts, b: _Facts) -> bool:
    """Whether two headlines are one pattern filled in twice: "Heavy snow warning for the north", "... rain ... south".

    Each has a word of its own that the other never uses; numbers alone do not count, since a toll may rise. Two names in
    both headlines pin the event: there another word is only another verb.
    """
    if len(a.names.intersection(a.title) & b.names.intersection(b.title)) >= PINNING_NAMES:
        return False
    blocks = SequenceMatcher(None, a.title, b.title, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < TEMPLATE * max(len(a.title), len(b.title)):
        return False
    only_a, only_b = (_content(x.title) - _content(y.title) for x, y in ((a, b), (b, a)))
    return bool(only_a and only_b) and not only_a & (b.words | b.names) and not only_b & (a.words | a.names)


def _content(title: tuple[str, ...]) -> set[str]:
    return {word for word in title if not word[0].isdigit() and word not in _STOP_WORDS | _WEEKDAYS}
