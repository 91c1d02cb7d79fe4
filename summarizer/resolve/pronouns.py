"""Who "he" and "she" are: the person of that gender who was last the one spoken of.

Each candidate is weighed by distance, by its part in the sentence and by how often it is named. Where two come close
nobody is chosen: a wrong name is worse than none.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from summarizer.attribution import tables
from summarizer.attribution.frames import Frame
from summarizer.document import Sentence, Span
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

    place: int
    sentence: int
    gender: str
    is_subject: bool
    is_speaker: bool
    opens: bool  # it is the subject and the first word of its sentence
    others: Collection[int]  # ids of the entities that its claim names: none of them makes it


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
    past = _Past(_events(frames, entities, speakers), entities)
    found: dict[int, Entity] = {}
    for place, sentence, word, is_subject in _pronouns(frames):
        opens = is_subject and place == sentences[sentence].span.start
        others = speech.spoken_of.get(place, ())
        pronoun = Pronoun(place, sentence, GENDERS[word], is_subject, place in speakers, opens, others)
        past.read_to(place)
        chosen = _choose(past, pronoun, sentences)
        if chosen is not None:
            if chosen.mentions:
                found[place] = chosen
            chosen.gender = chosen.gender or GENDERS[word]
            past.add(Event(place, sentence, chosen, is_subject, place in speakers))
    return found


class _Past:
    """What was told before the pronoun that is read: what matters stands near, so not all of it is gone through."""

    def __init__(self, events: Iterable[Event], entities: Iterable[Entity]) -> None:
        self._events = sorted(events, key=attrgetter("place"))
        self._read = 0  # so many of them
        self._often: Counter[Entity] = Counter()
        deaths = ((e, m.span.start) for e in entities for m in e.mentions if m.is_dead)
        self._deaths = dict(sorted(deaths, key=itemgetter(1), reverse=True))  # the first one of each

    def read_to(self, place: int) -> None:
        """Go on to a place behind the last one."""
        end = bisect_left(self._events, place, lo=self._read, key=attrgetter("place"))
        self._often.update(e.entity for e in self._events[self._read : end])
        self._read = end

    def add(self, event: Event) -> None:
        """An event at the place that is read."""
        insort(self._events, event, key=attrgetter("place"))

    def often(self, entity: Entity) -> int:
        """How many times somebody was spoken of."""
        return self._often[entity]

    def near(self, pronoun: Pronoun) -> list[Event]:
        """What a pronoun can reach back to."""
        first = bisect_left(self._events, pronoun.sentence - MAX_SENTENCES, hi=self._read, key=attrgetter("sentence"))
        return [e for e in self._events[first : self._read] if self._may_be(e.entity, pronoun)]

    def last_speaker(self, pronoun: Pronoun) -> Entity | None:
        """Who of those whom a pronoun may mean spoke last, however far back."""
        back = (self._events[i] for i in range(self._read - 1, -1, -1))
        return next((e.entity for e in back if e.is_speaker and self._may_be(e.entity, pronoun)), None)

    def _may_be(self, entity: Entity, pronoun: Pronoun) -> bool:
        """Nobody is the "he" who speaks of him, nor speaks once the text has told of his death."""
        is_dead = pronoun.is_speaker and self._deaths.get(entity, pronoun.place) < pronoun.place
        return id(entity) not in pronoun.others and not is_dead


def _events(frames: Iterable[Frame], entities: Sequence[Entity], speakers: Collection[int]) -> Iterator[Event]:
    """Persons by name, then those without one."""
    spoken = sorted(speakers)
    for e in entities:
        if e.is_surely_person:
            for m in e.mentions:
                if not m.is_quoted:
                    yield Event(m.span.start, m.sentence, e, m.is_subject, _is_speaking(m.span, spoken), m.is_owner)
    yield from _unnamed(frames, entities, speakers)


def _unnamed(frames: Iterable[Frame], entities: Sequence[Entity], speakers: Collection[int]) -> list[Event]:
    """People without a name that sentences are about: "the witness". A pronoun behind them is theirs, and nobody's name."""
    named = {i for e in entities for m in e.mentions for i in range(*m.span)}
    titled: dict[str, int] = {}  # where somebody is first called so
    for title, place in ((t, m.span.start) for e in entities for m in e.mentions for t in m.titles):
        titled[title] = min(place, titled.get(title, place))
    out = []
    for frame in frames:
        for token in frame.tree.tokens if frame.inside is None else ():
            if token.dep not in ("nsubj", "nsubjpass") or token.tag != "NN" or not _is_person_noun(token.lemma):
                continue
            place = frame.start(token)
            words = [t for t in frame.tree.subtree(token) if t.dep in ("compound", "appos", "nsubj", "nsubjpass")]
            if titled.get(token.lemma, place) < place or any(frame.start(t) in named for t in words):
                continue
            gender = "f" if token.lemma in names.FEMALE_WORDS else "m" if token.lemma in names.MALE_WORDS else None
            first = frame.start(frame.tree.subtree(token)[0])
            out.append(
                Event(place, frame.sentence, Entity(gender=gender), is_subject=True, is_speaker=first in speakers)
            )
    return out


def _is_person_noun(lemma: str) -> bool:
    people = (tables.PEOPLE, names.TITLES, names.FEMALE_WORDS, names.MALE_WORDS)
    return lemma not in tables.BODIES and any(lemma in known for known in people)


def _is_speaking(span: Span, speakers: Sequence[int]) -> bool:
    at = bisect_left(speakers, span.start - 60)
    return at < len(speakers) and speakers[at] <= span.end


def _pronouns(frames: Iterable[Frame]) -> list[tuple[int, int, str, bool]]:
    return sorted(
        (frame.start(t), frame.sentence, t.low, t.dep in ("nsubj", "nsubjpass"))
        for frame in frames
        if frame.inside is None
        for t in frame.tree.tokens
        if t.low in GENDERS and not frame.is_stand_in(t)
    )


def _choose(past: _Past, pronoun: Pronoun, sentences: Sequence[Sentence]) -> Entity | None:
    events = past.near(pronoun)
    center, is_open = _center(events, pronoun, sentences)
    if center is not None or is_open:
        return center
    last = past.last_speaker(pronoun) if pronoun.is_speaker else None
    scores: dict[int, tuple[float, Entity]] = {}
    for event in events:
        entity = event.entity
        if (entity.gender or pronoun.gender) != pronoun.gender:
            continue
        is_near = sentences[pronoun.sentence].paragraph == sentences[event.sentence].paragraph
        score = _weight(event, pronoun, is_same_paragraph=is_near) + LAST_SPEAKER * (entity is last)
        score += OFTEN * min(6, past.often(entity))
        if id(entity) not in scores or scores[id(entity)][0] < score:
            scores[id(entity)] = score, entity
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MIN_MARGIN):
        return None
    return ranked[0][1]


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
