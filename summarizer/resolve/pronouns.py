"""Who "he" and "she" are: the person of that gender who was last the one spoken of.

Each candidate is weighed by distance, by its part in the sentence and by how often it is named. Where two come close
nobody is chosen: a wrong name is worse than none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.document import Sentence
from summarizer.resolve import names
from summarizer.resolve.mentions import Entity

GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
MAX_SENTENCES = 6  # a pronoun does not reach further back
MIN_MARGIN = 0.7
# Weights, set on the annotated news of benchmarks/attributions.py.
SUBJECT, SPEAKER, SAME_PARAGRAPH, KNOWN_GENDER, OFTEN, PER_SENTENCE, SAME_SENTENCE = 1.0, 1.2, 0.8, 1.0, 0.15, 0.7, 0.3
LAST_SPEAKER = 0.8  # who spoke last, for a pronoun that speaks


@dataclass(frozen=True, slots=True)
class Event:
    """A person is spoken of here."""

    place: int
    sentence: int
    entity: Entity
    is_subject: bool
    is_speaker: bool
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A "he" or "she" outside quotations."""

    sentence: int
    gender: str
    is_subject: bool
    is_speaker: bool
    opens: bool  # it is the subject and the first word of its sentence


@dataclass(frozen=True, slots=True)
class Speech:
    """What is known of who speaks before anybody has a name."""

    speakers: Collection[int]  # the places where a source of speech begins
    spoken_of: Mapping[int, Collection[int]]  # by the place of a source: ids of the entities that its claim names


def resolve_persons(
    sentences: Sequence[Sentence], frames: Iterable[Frame], entities: Sequence[Entity], speech: Speech
) -> dict[int, Entity]:
    """The person behind each "he" or "she" that stands outside quotations, by its place; unsure ones are absent."""
    speakers = speech.speakers
    persons = [e for e in entities if e.is_surely_person]
    events = sorted(
        (
            Event(m.span.start, m.sentence, e, m.is_subject, _is_speaking(m.span, speakers), m.is_owner)
            for e in persons
            for m in e.mentions
            if not m.is_quoted
        ),
        key=lambda event: event.place,
    )
    events = sorted([*events, *_unnamed(frames, entities, speakers)], key=lambda event: event.place)
    found: dict[int, Entity] = {}
    for place, sentence, word, is_subject in _pronouns(frames):
        others = speech.spoken_of.get(place, ())
        before = [e for e in events if e.place < place and id(e.entity) not in others]
        if place in speakers:
            before = [e for e in before if not _is_dead(e.entity, place)]
        opens = is_subject and place == sentences[sentence].span.start
        pronoun = Pronoun(sentence, GENDERS[word], is_subject, place in speakers, opens)
        chosen = _choose(before, pronoun, sentences)
        if chosen is not None:
            if chosen.mentions:
                found[place] = chosen
            chosen.gender = chosen.gender or GENDERS[word]
            events.append(Event(place, sentence, chosen, is_subject, place in speakers))
            events.sort(key=lambda event: event.place)
    return found


def _unnamed(frames: Iterable[Frame], entities: Sequence[Entity], speakers: Collection[int]) -> list[Event]:
    """People without a name that sentences are about: "the witness". A pronoun behind them is theirs, and nobody's name."""
    named = {i for e in entities for m in e.mentions for i in range(*m.span)}
    out = []
    for frame in frames:
        for token in frame.tree.tokens if frame.inside is None else ():
            if token.dep not in ("nsubj", "nsubjpass") or token.tag != "NN" or not _is_person_noun(token.lemma):
                continue
            place = frame.start(token)
            words = [t for t in frame.tree.subtree(token) if t.dep in ("compound", "appos", "nsubj", "nsubjpass")]
            told = any(token.lemma in m.titles and m.span.start < place for e in entities for m in e.mentions)
            if told or any(frame.start(t) in named for t in words):
                continue
            gender = "f" if token.lemma in names.FEMALE_WORDS else "m" if token.lemma in names.MALE_WORDS else None
            first = frame.start(frame.tree.subtree(token)[0])
            out.append(
                Event(place, frame.sentence, Entity(gender=gender), is_subject=True, is_speaker=first in speakers)
            )
    return out


def _is_person_noun(lemma: str) -> bool:
    return lemma in (tables.PEOPLE | names.TITLES | names.FEMALE_WORDS | names.MALE_WORDS) - tables.BODIES


def _is_speaking(span: Iterable[int], speakers: Collection[int]) -> bool:
    start, end = span
    return any(start - 60 <= place <= end for place in speakers)


def _pronouns(frames: Iterable[Frame]) -> list[tuple[int, int, str, bool]]:
    return sorted(
        (frame.start(t), frame.sentence, t.low, t.dep in ("nsubj", "nsubjpass"))
        for frame in frames
        if frame.inside is None
        for t in frame.tree.tokens
        if t.low in GENDERS and not frame.is_stand_in(t)
    )


def _choose(events: Sequence[Event], pronoun: Pronoun, sentences: Sequence[Sentence]) -> Entity | None:
    center, is_open = _center(events, pronoun, sentences)
    if center is not None or is_open:
        return center
    spoken = [e for e in events if e.is_speaker]
    last = spoken[-1].entity if pronoun.is_speaker and spoken else None
    scores: dict[int, tuple[float, Entity]] = {}
    for event in events:
        entity = event.entity
        if pronoun.sentence - event.sentence > MAX_SENTENCES or (entity.gender or pronoun.gender) != pronoun.gender:
            continue
        is_near = sentences[pronoun.sentence].paragraph == sentences[event.sentence].paragraph
        score = _weight(event, pronoun, is_same_paragraph=is_near) + LAST_SPEAKER * (entity is last)
        score += OFTEN * min(6, sum(e.entity is entity for e in events))
        if id(entity) not in scores or scores[id(entity)][0] < score:
            scores[id(entity)] = score, entity
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MIN_MARGIN):
        return None
    return ranked[0][1]


def _is_dead(entity: Entity, place: int) -> bool:
    """Whether the text has told of somebody's death before this place: no "he said" is his."""
    return any(m.is_dead and m.span.start < place for m in entity.mentions)


def _center(events: Sequence[Event], pronoun: Pronoun, sentences: Sequence[Sentence]) -> tuple[Entity | None, bool]:
    """`Judge Teague rejected a motion. She also warned`: the subject of the sentence just before.

    Returns:
        That person, or None; and whether two persons of the gender stand in that sentence, so that nobody can tell.
    """
    before = pronoun.sentence - 1
    if not pronoun.opens or before < 0 or sentences[before].paragraph != sentences[pronoun.sentence].paragraph:
        return None, False
    met = [e for e in events if e.sentence == before and (e.entity.gender or pronoun.gender) == pronoun.gender]
    subjects = {id(e.entity): e.entity for e in met if e.is_subject}
    rivals = {id(e.entity) for e in met if not e.is_owner} - set(subjects)
    if len(subjects) != 1:
        return None, len(subjects) > 1
    return (None, True) if rivals else (next(iter(subjects.values())), False)


def _weight(event: Event, pronoun: Pronoun, *, is_same_paragraph: bool) -> float:
    distance = pronoun.sentence - event.sentence
    return (
        -PER_SENTENCE * distance
        + SUBJECT * event.is_subject
        + SPEAKER * event.is_speaker
        + SAME_PARAGRAPH * is_same_paragraph
        + KNOWN_GENDER * (event.entity.gender == pronoun.gender)
        + SAME_SENTENCE * (distance == 0)
    )
