"""The people and bodies that a text names: whom a phrase means, and by what name a reader knows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim
from summarizer.attribution.frames import Frame
from summarizer.document import Span
from summarizer.parser import Token, Tree
from summarizer.resolve import names
from summarizer.resolve.bynames import Bynames
from summarizer.resolve.grouping import group_mentions
from summarizer.resolve.mentions import Entity, Kind, Mention, find_mentions
from summarizer.resolve.papers import Papers, find_ownerships
from summarizer.spans import SpanIndex


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where the text gives it."""

    text: str
    span: Span


class Register:
    """Everybody and everything that has a name in one text."""

    def __init__(self, text: str, frames: Sequence[Frame]) -> None:
        self._text = text
        self.entities: Sequence[Entity] = group_mentions(text, find_mentions(text, frames))
        mentions = [(m, e) for e in self.entities for m in e.mentions]
        self._mentions = SpanIndex((m.span, (m, e)) for m, e in mentions)
        self._subjects = {(m.sentence, e) for m, e in mentions if m.is_subject and not m.is_quoted}
        self._bynames = Bynames(self.entities)
        self._papers = Papers(find_ownerships(frames, self.entities))

    def named_in(self, content: Sequence[Span]) -> set[int]:
        """Whom a claim names: none of them is the "he" who makes it."""
        return {id(e) for c in content for _, e in self._mentions.inside(c)}

    def is_subject(self, entity: Entity, sentence: int) -> bool:
        """Whether a sentence is about somebody by name."""
        return (sentence, entity) in self._subjects

    def find(self, source: Span, claim: Claim | None) -> Entity | None:
        """The named one that a source phrase is about: its head, or the name in apposition to its head."""
        inside = self._mentions.inside(source)
        if not inside:
            return self._unseen(source)
        if claim is not None and claim.source_head is not None and _is_unnamed(claim.frame.tree, claim.source_head):
            return self._between_commas(source, claim.source_head, inside)  # "a Tory MP", "two Republicans"
        if claim is None or claim.source_head is None:
            return inside[0][1]
        tree, head = claim.frame.tree, claim.source_head
        if tree.children(head, "conj"):
            return None  # "Reed and Hale said": both
        tokens = [head, *tree.children(head, "appos")]
        if head.index and head.low.rstrip(".") in names.SUFFIXES:
            tokens.append(tree.tokens[head.index - 1])  # "Simon Yates KC"
        for token in tokens:
            place = claim.frame.start(token)
            for mention, entity in inside:
                if mention.span.start <= place < mention.span.end:
                    return None if self._is_joined(mention, inside) else entity
        place = claim.frame.end(head)  # "the coach, Tom Mora": the name behind a role and a comma
        behind = next((e for m, e in inside if self._text[place : m.span.start] == ", "), None)
        return behind or self._between_commas(source, head, inside)

    def _is_joined(self, mention: Mention, inside: Sequence[tuple[Mention, Entity]]) -> bool:
        """`Ida Lund and Nils Ek said`: both, whatever their trade stands before them."""
        between = [self._text[mention.span.end : m.span.start].strip(" ,") for m, _ in inside if m.span > mention.span]
        return any(words in ("and", "and the", "&") for words in between)

    def _between_commas(self, source: Span, head: Token, inside: Sequence[tuple[Mention, Entity]]) -> Entity | None:
        """`A tourist from Ohio, Mary Bell, 54`: the one person between commas behind somebody's trade."""
        ends = [(m, e) for m, e in inside if self._text[m.span.end : m.span.end + 1] == "," or m.span.end == source.end]
        apart = [e for m, e in ends if self._text[m.span.start - 2 : m.span.start] == ", " and len(m.words) > 1]
        fits = head.pos == "NOUN" and len(apart) == 1 and apart[0].kind is Kind.PERSON
        return apart[0] if fits and "," not in self._text[source.start : apart[0].mentions[0].span.start - 2] else None

    def _unseen(self, source: Span) -> Entity | None:
        """A surname that the parser took for another word: "Sands said"."""
        word = source.of(self._text)
        if not word[:1].isupper() or not word.isalpha():
            return None
        found = [e for e in self._bynames.by_surname(word) if e.kind is Kind.PERSON]
        return found[0] if len(found) == 1 and found[0].fullest.span.start < source.start else None

    def name(self, entity: Entity, source: Span | None) -> Name:
        """The fullest name; a body keeps the article that stands before it."""
        mention = entity.fullest
        here = [m for m, e in self._mentions.inside(source) if e is entity] if source else []
        if here and (
            len(here[0].words) == len(mention.words)
            or (entity.kind is not Kind.PERSON and not self._is_acronym(entity, here[0]))
        ):
            mention = here[0]
        span = mention.span
        article = self._text[max(0, span.start - 4) : span.start]
        if entity.kind is not Kind.PERSON and mention.has_article and article.lower() == "the ":
            return Name("the " + span.of(self._text), Span(span.start - 4, span.end))
        return Name(span.of(self._text), span)

    def _is_acronym(self, entity: Entity, mention: Mention) -> bool:
        return entity.acronym is not None and mention.words == (entity.acronym,)

    def owner(self, source: Span, lemma: str, claim: Claim) -> Entity | None:
        """Whose paper or people these are: named here, or the last time they were spoken of."""
        if lemma not in tables.PAPER and lemma not in tables.PEOPLE:
            return None
        here = self._papers.owner_in(source, lemma)
        if here:  # a phrase that names the owner itself stays as it is
            return None if any(e is here for _, e in self._mentions.inside(source)) else here
        if len(source.of(self._text).split()) > 2 or (lemma in tables.PAPER and not _is_definite(claim)):
            return None
        if lemma not in tables.PAPER and not is_plural(claim):
            return None  # "the leader" is one person; "experts" are their institute's
        return self._papers.last_owner(lemma, before=source.start)

    def holder(self, lemma: str, place: int) -> Entity | None:
        """The one person before this place who is called so: "the minister"."""
        called = self._bynames.in_office(lemma, before=place)
        return called[0] if len(called) == 1 and called[0].kind is Kind.PERSON else None

    def body(self, lemma: str, place: int) -> Entity | None:
        """The last body before this place whose name or description fits: "the company"."""
        fitting = names.TYPE_WORDS.get(lemma)
        if fitting is None:
            return None
        called = [e for e in self._bynames.by_words(fitting | {lemma}, before=place) if e.kind is not Kind.PERSON]
        called = [e for e in called if len(e.fullest.words) > 1 or e.fullest.words[0].lower() not in fitting]
        return called[0] if len(called) == 1 else None


def _is_unnamed(tree: Tree, head: Token) -> bool:
    """Counted or with "a": somebody of a kind, whatever name stands in the phrase, unless in apposition."""
    if tree.child(head, "appos") or head.pos not in ("NOUN", "PROPN"):
        return False
    determiner = tree.child(head, "det", "nummod")
    return determiner is not None and (determiner.low in ("a", "an", "one", "another") or determiner.pos == "NUM")


def _is_definite(claim: Claim) -> bool:
    """`The poll`, not "polls" or "a poll"."""
    head = claim.source_head
    determiner = claim.frame.tree.child(head, "det", "poss") if head else None
    return determiner is not None and determiner.low not in ("a", "an", "another", "one")


def is_plural(claim: Claim) -> bool:
    head = claim.source_head
    return head is not None and (head.tag in ("NNS", "NNPS") or head.low == "police")
