"""Whose report it is: papers and the bodies and persons that made them, and kinds of people and where they belong."""

from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.parser import Token, Tree
from summarizer.resolve.mentions import Entity, Kind

_PUBLISHING = frozenset("publish release issue write author commission conduct post present unveil file".split())


@dataclass(frozen=True, slots=True)
class Ownership:
    """At this place a paper, or a group of people, is named together with whom it belongs to."""

    place: int
    lemma: str
    owner: Entity


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
