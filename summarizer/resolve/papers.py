"""Whose report it is: papers and the bodies and persons that made them, and kinds of people and where they belong."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.document import Span
from summarizer.parser import Token, Tree
from summarizer.resolve.mentions import Entity, Kind

_ANY_PAPER = ""
_PUBLISHING = frozenset("publish release issue write author commission conduct post present unveil file".split())


@dataclass(frozen=True, slots=True)
class Ownership:
    """At this place a paper, or a group of people, is named together with whom it belongs to."""

    place: int
    lemma: str
    owner: Entity


class Papers:
    """Whose papers and people were spoken of, looked up by what they are."""

    def __init__(self, ownerships: Iterable[Ownership]) -> None:
        self._by_lemma: defaultdict[str, list[Ownership]] = defaultdict(list)
        for o in ownerships:
            self._by_lemma[o.lemma].append(o)
            if o.lemma in tables.PAPER:
                self._by_lemma[_ANY_PAPER].append(o)

    def owner_in(self, source: Span, lemma: str) -> Entity | None:
        """Whom the first one in a phrase belongs to."""
        found = self._by_lemma.get(lemma, [])[self._first(lemma, source.start) :][:1]
        return found[0].owner if found and found[0].place < source.end else None

    def last_owner(self, lemma: str, *, before: int) -> Entity | None:
        """Whom the last one before a place belongs to; where it is a paper, of papers by any name."""
        for known in (lemma, _ANY_PAPER) if lemma in tables.PAPER else (lemma,):
            if at := self._first(known, before):
                return self._by_lemma[known][at - 1].owner
        return None

    def _first(self, lemma: str, place: int) -> int:
        return bisect_left(self._by_lemma.get(lemma, []), place, key=lambda o: o.place)


def find_ownerships(frames: Iterable[Frame], entities: Iterable[Entity]) -> list[Ownership]:
    """All of them in text order."""
    places = {i: e for e in entities if e.kind is not Kind.OTHER for m in e.mentions for i in range(*m.span)}
    out: list[Ownership] = []
    for frame in frames:
        for token in frame.tree.tokens:
            if token.pos != "NOUN" or not (token.lemma in tables.PAPER or token.lemma in tables.PEOPLE):
                continue
            owner = next((places[frame.start(t)] for t in _owners(frame.tree, token) if frame.start(t) in places), None)
            if owner is not None:
                out.append(Ownership(frame.start(token), token.lemma, owner))
    return sorted(out, key=lambda o: o.place)


def _owners(tree: Tree, paper: Token) -> Iterable[Token]:
    """Names that a noun is tied to: "Reed's report", "a report by Reed", "the Fed survey", "Reed published a study"."""
    yield from tree.children(paper, "poss", "compound", "nmod")
    for preposition in tree.children(paper, "prep"):
        if preposition.low in ("by", "from", "of", "at"):
            yield from tree.children(preposition, "pobj")
    for clause in tree.children(paper, "acl", "relcl"):
        if clause.lemma in _PUBLISHING or clause.lemma in ("prepare", "produce", "compile"):
            for preposition in tree.children(clause, "agent", "prep"):
                for place in tree.children(preposition, "pobj"):
                    yield place
                    yield from tree.children(place, "compound", "nmod", "poss")
    verb = tree.head(paper)
    if paper.dep == "dobj" and verb.lemma in _PUBLISHING:
        yield from tree.children(verb, "nsubj")
