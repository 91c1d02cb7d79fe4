"""Names in a text: where they stand, what they are a part of, and who or what bears them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.document import Span
from summarizer.parser import Token, Tree
from summarizer.resolve import names

_JOINTS = frozenset("of for the and on de del der den van von al el la le bin ibn da di dos ’s 's - &".split())
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,7}$")  # not the initials "J.K."


class Kind(StrEnum):
    PERSON = "person"
    BODY = "body"  # an organization, an office, a paper
    OTHER = "other"


PERSON_WORDS = 2  # a first name and a surname


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands: its own words, without titles."""

    span: Span
    words: tuple[str, ...]
    titles: frozenset[str]  # lower-case words of rank and trade beside it
    sentence: int
    is_subject: bool
    is_quoted: bool
    has_article: bool
    is_owner: bool = False  # "Reed's rival"
    is_dead: bool = False  # told to have died, or to have been killed

    @property
    def last(self) -> str:
        return self.words[-1]


@dataclass(slots=True, eq=False)
class Entity:
    """Mentions of one person or body."""

    mentions: list[Mention] = field(default_factory=list, init=False)
    acronym: str | None = None
    gender: str | None = None  # "f", "m"
    # What the mentions say together: it is asked for each claim, and some are mentioned thousands of times.
    titles: set[str] = field(default_factory=set, init=False)
    _words: set[str] = field(default_factory=set, init=False)
    _fullest: Mention | None = field(default=None, init=False)

    def add(self, mentions: Sequence[Mention]) -> None:
        """More mentions of the same."""
        self.mentions += mentions
        for m in mentions:
            self.titles |= m.titles
            self._words.update(m.words)
        known = [self._fullest] if self._fullest else []
        self._fullest = min([*known, *mentions], key=lambda m: (m.is_quoted, -len(m.words), m.span))

    @property
    def fullest(self) -> Mention:
        """The first of its longest mentions that is not inside a quotation, where there is one."""
        assert self._fullest is not None
        return self._fullest

    @property
    def kind(self) -> Kind:
        found = {w.lower() for w in self._words}
        if (
            found & names.ORGANIZATION_WORDS
            or "&" in found
            or any(_ACRONYM.match(w) and w not in names.NO_BODIES for w in self._words)
        ):
            return Kind.BODY
        is_one = len(self.fullest.words) == 1
        if self.fullest.last.lower() in (names.DATES if is_one else names.PLACE_WORDS):
            return Kind.OTHER
        if is_one and self.fullest.last in names.NO_BODIES:
            return Kind.OTHER
        first = self.fullest.words[0].lower()
        if self.gender or first in names.FEMALE_NAMES | names.MALE_NAMES or self.titles & names.TITLES:
            return Kind.PERSON
        if found & names.PLACES or all(m.has_article for m in self.mentions):
            return Kind.OTHER if found & names.PLACES else Kind.BODY
        return Kind.PERSON if len(self.fullest.words) in (2, 3) else Kind.OTHER

    @property
    def is_surely_person(self) -> bool:
        """Not only by the form of the name, as "Winton Regional" is: by first name, title, trade or a surname alone."""
        first = self.fullest.words[0].lower()
        is_known = self.gender is not None or first in names.FEMALE_NAMES | names.MALE_NAMES
        is_called = bool(self.titles & (names.TITLES | tables.PEOPLE - tables.BODIES))
        is_short = len(self.fullest.words) > 1 and any(m.words == (self.fullest.last,) for m in self.mentions)
        return self.kind is Kind.PERSON and (is_known or is_called or is_short)


def find_mentions(text: str, frames: Iterable[Frame]) -> list[Mention]:
    """Every name of a text in order."""
    out: list[Mention] = []
    for frame in frames:
        for run in _runs(frame):
            mention = _mention(text, frame, run)
            if mention:
                out.append(mention)
    return sorted(out, key=lambda m: m.span)


def _runs(frame: Frame) -> Iterable[list[Token]]:
    """Runs of name words; small words may join two of them in the names of bodies."""
    run: list[Token] = []
    pending: list[Token] = []
    for token in frame.tree.tokens:
        is_name = token.pos == "PROPN" and token.text[:1].isupper() and not frame.is_stand_in(token)
        if is_name and (not run or not pending or _joins(frame.tree, run, pending, token)):
            run += [*pending, token]
            pending = []
        elif run and not is_name and token.low in _JOINTS and len(pending) < 2:
            pending.append(token)
        else:
            if run:
                yield run
            run, pending = ([token], []) if is_name else ([], [])
    if run:
        yield run


def _joins(tree: Tree, run: Sequence[Token], pending: Sequence[Token], token: Token) -> bool:
    if pending[0].low == "'s":
        return token.low in names.OFFICES  # "the Sheriff's Office"
    return _may_join(run, pending) or _is_one_name(tree, run, pending)


def _may_join(run: Sequence[Token], pending: Sequence[Token]) -> bool:
    joint = pending[0].low
    if joint in ("-",) or joint in (
        "de",
        "del",
        "der",
        "van",
        "von",
        "al",
        "el",
        "bin",
        "ibn",
        "da",
        "di",
        "la",
        "le",
        "dos",
    ):
        return True
    if joint in ("of", "for", "on"):
        return any(t.low in names.ORGANIZATION_WORDS for t in run)
    return joint == "&"


def _is_one_name(tree: Tree, run: Sequence[Token], pending: Sequence[Token]) -> bool:
    """`Food and Drug Administration`, `Department of Health and Human Services`: one body, not a list."""
    if pending[0].low != "and":
        return False
    head = tree.head(run[-1])
    is_part = run[-1].dep in ("compound", "nmod", "amod") and head.index > pending[-1].index
    return (is_part and head.low in names.ORGANIZATION_WORDS) or _is_office_of_both(tree, run, pending[-1].index + 1)


def _is_office_of_both(tree: Tree, run: Sequence[Token], after: int) -> bool:
    """Whether a body is named by two matters: the last word behind "and" is one, no name of its own."""
    is_office = any(t.low in names.ORGANIZATION_WORDS for t in run) and any(t.low in ("of", "for") for t in run)
    end = after
    while end < len(tree.tokens) and tree.tokens[end].pos == "PROPN":
        end += 1
    return is_office and end > after and tree.tokens[end - 1].low in names.MATTERS


def _mention(text: str, frame: Frame, run: list[Token]) -> Mention | None:
    titles = {t.low.rstrip(".") for t in run if t.low.rstrip(".") in names.TITLES}
    ranks = [i for i, t in enumerate(run) if t.low.rstrip(".") in names.TITLES]
    start = ranks[-1] + 1 if ranks and ranks[-1] + 1 < len(run) else 0
    is_body = any(t.low in names.ORGANIZATION_WORDS for t in run[start:])
    if is_body:
        start = 0  # "the State Department"; but "Senate Majority Leader Ann Reed" is Ann Reed
    elif ranks and not start and not _is_surname(run):
        run = run[: ranks[0]]  # "Reed Director": the rank behind is no part of the name
    kept = run[start:]
    if len(kept) > PERSON_WORDS and _is_of_a_minister(frame.tree, kept[0]):
        kept = kept[-PERSON_WORDS:]  # "Minister of Transport Hannes Vik": the office is no part of the name
    while len(kept) > 1 and (kept[-1].low in names.DATES or not kept[-1].text[:1].isupper()):
        kept = kept[:-1]  # the dateline behind a headline
    while len(kept) > PERSON_WORDS and kept[-1].low.rstrip(".") in names.SUFFIXES and not is_body:
        kept = kept[:-1]
    if not kept or all(t.low.rstrip(".") in names.TITLES for t in kept):
        return None
    tree = frame.tree
    first, last = kept[0], kept[-1]
    marks = [t for t in tree.tokens[: run[0].index] if t.text not in "‘'“\""]
    before = marks[-1] if marks else None
    beside = {t.lemma for t in _beside(tree, run, last)}
    words = tuple(re.findall(r"[^\s]+", text[frame.start(first) : frame.end(last)]))
    return Mention(
        span=Span(frame.start(first), frame.end(last)),
        words=words,
        titles=frozenset(titles | beside),
        sentence=frame.sentence,
        is_subject=any(_is_subject(tree, t) for t in run),
        is_quoted=frame.inside is not None,
        has_article=before is not None and before.low == "the" and before.head in {t.index for t in run},
        is_owner=any(t.dep == "poss" for t in kept) and tree.tokens[last.index + 1].tag == "POS",
        is_dead=any(_is_dead(tree, t) for t in run),
    )


def _is_surname(run: Sequence[Token]) -> bool:
    """`Aaron Judge`, `Barbara Boxer`: a rank behind a first name alone is a name."""
    return len(run) == PERSON_WORDS and run[0].low in names.FEMALE_NAMES | names.MALE_NAMES


def _is_of_a_minister(tree: Tree, first: Token) -> bool:
    """Whether a name follows "of" behind a rank: its first words are an office then."""
    before = tree.tokens[max(0, first.index - 2) : first.index]
    return len(before) == PERSON_WORDS and before[1].low == "of" and before[0].low in names.TITLES


def _is_subject(tree: Tree, token: Token) -> bool:
    while token.dep in ("conj", "appos"):
        token = tree.head(token)
    return token.dep in ("nsubj", "nsubjpass")


def _is_dead(tree: Tree, token: Token) -> bool:
    """`Reed died`, `Reed was shot dead`."""
    verb = tree.head(token)
    if token.dep == "nsubj":
        return verb.lemma == "die"
    is_shot_dead = verb.lemma == "shoot" and any(t.low == "dead" for t in tree.subtree(verb))
    return token.dep == "nsubjpass" and (verb.lemma in names.KILLED or is_shot_dead)


def _beside(tree: Tree, run: Sequence[Token], last: Token) -> list[Token]:
    """Nouns that say what a named one is: before the name, in apposition, after "is"."""
    out = [t for t in tree.children(last, "compound", "nmod", "appos", "amod") if t.pos == "NOUN"]
    head = tree.head(last)
    if last.dep == "appos" and head.pos == "NOUN":
        out.append(head)
    if last.dep == "nsubj" and head.lemma == "be":
        out += tree.children(head, "attr")
    if (
        run[0].index
        and tree.tokens[run[0].index - 1].pos == "NOUN"
        and tree.tokens[run[0].index - 1].head in {t.index for t in run}
    ):
        out.append(tree.tokens[run[0].index - 1])
    return out
