"""Statements of different documents about the same thing: told once where they agree, side by side where they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from summarizer.faithfulness.lexicon import CALENDAR, CUES, NOUN_CUES, OPPOSITES, TITLES
from summarizer.faithfulness.tokens import Token, are_forms, hedge_of, tokenize
from summarizer.figures import Count, conflict, find_counts, says_something
from summarizer.naming import key_words
from summarizer.shorten import HEDGES
from summarizer.summary import Citation, Statement
from summarizer.vocabulary import words

SAME_THING = 0.72  # cosine from which two statements are about one thing; unrelated news of one story has 0.3 to 0.6
SAME_NAMES = 0.5  # Jaccard of the capitalized words
# Below that, likeness of structure must speak as well: one thing counted twice, one claim denied, one role with two names.
COUNTED_TWICE = 0.4
DENIED = 0.5
GOVERNED = 3  # words of meaning after a "not" or "denied" that it may govern
SHARED_CLAIM = 0.5  # of the shorter claim's words: a denial and what it denies
SHARED_ROLE = 0.75  # of the shorter claim's words: one role, two names

_TRENDS = words("rise rises rose risen higher up increase increased increases gained grew more")  # and their opposites
_SAYS = CUES.keys() - NOUN_CUES
_NEGATORS = words("not never cannot nobody none deny denies denied denying refuse refuses refused")


class Relation(Enum):
    """How a statement of one document stands to one of another."""

    OTHER = "other"  # about something else
    SAME = "same"  # the same claim, by the same speaker
    RETOLD = "retold"  # the same, by another speaker, or more or less sure
    DIFFERENT = "different"  # the same thing, with another number or name, or denied


def compare(a: Statement, b: Statement, cosine: float, *, is_one_event: bool = False) -> Relation:
    """How two statements of different documents stand to each other.

    Args:
        cosine: likeness of their vectors, -1 to 1.
        is_one_event: whether the documents as a whole tell of one event; a statement may then leave unsaid where it was.
    """
    if cosine < COUNTED_TWICE:
        return Relation.OTHER
    mine, theirs = _parts(a), _parts(b)
    is_close = cosine >= SAME_THING
    if not is_close and not _is_one_place(mine, theirs, is_one_event):
        return Relation.OTHER
    if _differ(mine, theirs, cosine):
        return Relation.DIFFERENT
    is_alike = is_close and _agree(mine, theirs) and mine.numbers == theirs.numbers
    return _retelling(a, b) if is_alike else Relation.OTHER


def _differ(mine: "_Parts", theirs: "_Parts", cosine: float) -> bool:
    """Whether the same is told with another number or name, or denied."""
    shared, least = _shared(mine, theirs)
    if conflict(mine.counts, theirs.counts, shared=shared, least=least) and _is_one_place(mine, theirs, True):
        return True
    is_one_claim = shared > 1 and shared >= SHARED_CLAIM * least
    if cosine >= DENIED and is_one_claim and (_denies(mine, theirs) or _denies(theirs, mine)):
        return True
    if mine.names - theirs.names and theirs.names - mine.names and not _agree(mine, theirs):
        return (shared > 2 and shared >= SHARED_ROLE * least) or cosine >= (1 + SAME_THING) / 2
    return cosine >= SAME_THING and _opposed(mine, theirs) and bool((mine.words | theirs.words) & _TRENDS)


def _retelling(a: Statement, b: Statement) -> Relation:
    """What two statements of one thing that do not differ are: one claim, or that claim by another, or less sure."""
    mine, theirs = _parts(a), _parts(b)
    is_one_sense = mine.denied == theirs.denied and _is_hedged(a.text) == _is_hedged(b.text)
    is_same = is_one_sense and not _opposed(mine, theirs) and _same_speakers(a, b)
    return Relation.SAME if is_same else Relation.RETOLD


def merge(statement: Statement, others: Sequence[Statement]) -> Statement:
    """The statement with the citations of those that say the same, in the order of the documents."""
    cited: dict[tuple[int, int, int], Citation] = {}
    for s in (statement, *others):
        cited.update({(c.document, *c.span): c for c in s.citations})
    return replace(statement, citations=tuple(cited[key] for key in sorted(cited)))


def names(statement: Statement) -> frozenset[str]:
    """Stems of the names a statement has, but for who speaks, titles and days."""
    return _parts(statement).names


@dataclass(frozen=True, slots=True)
class _Parts:
    """What two statements are compared by; who speaks, and the word for it, apart."""

    counts: tuple[Count, ...]
    names: frozenset[str]
    stems: frozenset[str]  # of what is claimed, names apart
    words: frozenset[str]  # all, small
    denied: frozenset[str]  # stems of what a "not" or "denied" governs

    @property
    def numbers(self) -> set[float]:
        return {c.value for c in self.counts}


def _parts(statement: Statement) -> _Parts:
    return _read(statement.text, tuple(a.source for a in statement.attributions))


@lru_cache(maxsize=2048)
def _read(text: str, speakers: tuple[str, ...]) -> _Parts:
    tokens = tokenize(text)
    who = {w.lower() for s in speakers for w in re.findall(r"\w+", s)}
    return _Parts(
        counts=find_counts(text, tokens),
        names=frozenset(t.stem for t in tokens[1:] if _is_name(t) and t.low not in who),
        stems=frozenset(
            t.stem
            for i, t in enumerate(tokens)
            if says_something(t) and not (i and t.is_capitalized) and t.low not in who and t.low not in _SAYS
        ),
        words=frozenset(t.low for t in tokens),
        denied=frozenset(t.stem for i in range(len(tokens)) if _negates(tokens, i) for t in _governed(tokens, i)),
    )


def _is_name(token: Token) -> bool:
    return token.is_capitalized and token.low not in CALENDAR | TITLES and len(token.text) > 1


def _negates(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word turns a claim round: "no date was set" only tells what there is not."""
    word = tokens[i].low
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    is_not = word in _NEGATORS or word.endswith("n't") or (word == "no" and following in ("evidence", "proof", "one"))
    return is_not and hedge_of(tokens, i) is not None


def _governed(tokens: Sequence[Token], i: int) -> list[Token]:
    """The first words of meaning after a negation."""
    return [t for t in tokens[i + 1 :] if says_something(t) and not t.is_capitalized][:GOVERNED]


def _denies(a: _Parts, b: _Parts) -> bool:
    """Whether one denies what the other says."""
    return not b.denied and any(are_forms(x, y) for x in a.denied for y in b.stems)


def _is_one_place(a: _Parts, b: _Parts, is_one_event: bool) -> bool:
    """Whether nothing says that they speak of two places or people: a name in common, or none to compare."""
    return bool(a.names & b.names) or (is_one_event and not (a.names and b.names))


def _shared(a: _Parts, b: _Parts) -> tuple[int, int]:
    """How many words of the shorter claim the other has in some form, of how many."""
    short, long = sorted((a.stems, b.stems), key=len)
    return sum(any(are_forms(x, y) for y in long) for x in short), len(short)


def _agree(a: _Parts, b: _Parts) -> bool:
    """Whether one of them has no names, or both have most in common."""
    return not (a.names and b.names) or len(a.names & b.names) >= SAME_NAMES * len(a.names | b.names)


def _opposed(a: _Parts, b: _Parts) -> bool:
    """Whether one has a word, such as "higher", in whose place the other has its opposite."""
    return any(OPPOSITES.get(w, frozenset()) & (b.words - a.words) for w in a.words - b.words)


def _is_hedged(text: str) -> bool:
    return not HEDGES.isdisjoint(re.findall(r"[\w’']+", text.lower()))


def _same_speakers(a: Statement, b: Statement) -> bool:
    mine, theirs = ({w for x in s.attributions for w in key_words(x.source)} for s in (a, b))
    return bool(mine & theirs) or (not mine and not theirs)
