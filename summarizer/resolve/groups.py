"""Groups and bodies that a sentence is about, for the "they" and "it" behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.attribution.phrases import noun_phrase
from summarizer.document import Span
from summarizer.resolve.mentions import Entity, Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """The subject of a clause outside quotations: several people, or a body."""

    place: int
    sentence: int
    span: Span
    entity: Entity | None
    is_plural: bool


def find_topics(frames: Iterable[Frame], entities: Sequence[Entity]) -> list[Topic]:
    """All of them in text order."""
    bodies = {i: e for e in entities if e.kind is Kind.BODY for m in e.mentions for i in range(*m.span)}
    out: list[Topic] = []
    for frame in frames:
        for token in frame.tree.tokens if frame.inside is None else ():
            if (
                token.dep not in ("nsubj", "nsubjpass")
                or token.pos not in ("NOUN", "PROPN")
                or frame.is_stand_in(token)
            ):
                continue
            place = frame.start(token)
            is_plural = token.tag in ("NNS", "NNPS")
            is_office = token.lemma in tables.BODIES - {"member", "head", "parents", "people"}
            if (is_plural and token.lemma in tables.PEOPLE) or is_office or place in bodies:
                words = noun_phrase(frame.tree, token, with_apposition=False)
                span = frame.span(words[0], words[-1])
                out.append(Topic(place, frame.sentence, span, bodies.get(place), is_plural))
    return sorted(out, key=lambda topic: topic.place)
