"""From what stands in the text to the name a reader would use, where that can be told."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim
from summarizer.attribution.frames import Frame
from summarizer.document import SOMEBODY, Attribution, Reference, Sentence, Span, Turn
from summarizer.resolve import names
from summarizer.resolve.groups import Topic, find_topics
from summarizer.resolve.interview import Interview, find_interview
from summarizer.resolve.mentions import Entity, Kind
from summarizer.resolve.pronouns import GENDERS, Speech, resolve_persons
from summarizer.resolve.register import Name, Register, is_plural
from summarizer.resolve.transcript import find_transcript
from summarizer.spans import SpanIndex

MAX_BACK = 4  # sentences that "it", "they" and "the report" reach back


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source that was met: for the pronouns behind it."""

    sentence: int
    attribution: Attribution
    entity: Entity | None
    name: Name | None
    is_plural: bool
    is_person: bool
    lemma: str


class Resolver:
    """Names the sources of one text, in text order."""

    def __init__(self, text: str, sentences: Sequence[Sentence], frames: Sequence[Frame], *, title: str = "") -> None:
        self._text, self._sentences, self._frames = text, sentences, frames
        self._starts = [s.span.start for s in sentences]
        self._register = Register(text, frames)
        self._interview: Interview | None = find_interview(text, title, sentences, self._register.entities)
        self._topics: list[Topic] = find_topics(frames, self._register.entities)
        self._persons: dict[int, Entity] = {}
        self._met: list[Speaker] = []
        self._called: dict[str, Speaker] = {}  # by what the last one was called: "spokesman"

    def resolve(self, found: Sequence[tuple[Attribution, Claim | None]]) -> list[Attribution]:
        """The attributions with the names that can be told, in the order given."""
        speakers = {a.source.start for a, _ in found if a.source and a.is_speech}
        spoken_of = {a.source.start: self._register.named_in(a.content) for a, _ in found if a.source}
        self._persons = resolve_persons(
            self._sentences, self._frames, self._register.entities, Speech(speakers, spoken_of)
        )
        order = sorted(range(len(found)), key=lambda i: (found[i][0].source or found[i][0].hull).start)
        out = [a for a, _ in found]
        around = SpanIndex((span, i) for i, a in enumerate(out) for span in a.content if a.source)
        for i in order:
            attribution, claim = found[i]
            if attribution.source is not None and not _is_inside(claim):
                out[i] = self._named(attribution, claim, ())
        for i in order:  # what is said in a quotation, once its speaker has a name
            attribution, claim = found[i]
            if attribution.source is not None and _is_inside(claim):
                outer = [out[j] for j in sorted(set(around.around(attribution.source)))]
                out[i] = self._named(attribution, claim, outer)
        return out

    def references(self) -> tuple[Reference, ...]:
        """Who the "he" and "she" are that sentences begin with; for what the document tells itself. After `resolve`."""
        out = []
        for number, sentence in enumerate(self._sentences):
            first = self._text[sentence.span.start : sentence.span.end].split(" ", 1)[0]
            entity = self._persons.get(sentence.span.start) if first in ("He", "She", "His") else None
            if entity is not None and self._is_subject_of(number - 1, entity):
                name = self._register.name(entity, None)
                out.append(Reference(Span(sentence.span.start, sentence.span.start + len(first)), name.text, name.span))
        return tuple(out)

    def turns(self) -> tuple[Turn, ...]:
        """The questions and answers of an interview, the voices of a transcript."""
        if self._interview is None:
            return find_transcript(self._text, self._sentences)
        guest = self._register.name(self._interview.guest, None) if self._interview.guest else None
        name, name_span = (guest.text, guest.span) if guest else (SOMEBODY, None)
        asked = [Turn(span) for span in self._interview.questions.values()]
        answered = [Turn(span, name, name_span) for span in self._interview.answers.values()]
        return tuple(sorted(asked + answered, key=lambda turn: turn.span))

    def _is_subject_of(self, sentence: int, entity: Entity) -> bool:
        """Whether a sentence is about somebody: else a person without a name may have come between."""
        if self._register.is_subject(entity, sentence):
            return True
        start = self._sentences[sentence].span.start if sentence >= 0 else -1
        return self._persons.get(start) is entity

    def _named(self, attribution: Attribution, claim: Claim | None, outer: Sequence[Attribution]) -> Attribution:
        """With a name, where there is one; `outer` are those in whose content its source stands."""
        source = attribution.source
        assert source is not None
        word = source.of(self._text).lower()
        sentence = max(0, bisect_right(self._starts, source.start) - 1)
        entity = self._register.find(source, claim)
        name = self._register.name(entity, source) if entity else None
        if entity is None:
            name, entity = self._anaphor(attribution, claim, word, sentence, outer)
        plural = word in ("they", "them", "we") or (claim is not None and is_plural(claim))
        is_person = word in GENDERS or (entity is not None and entity.kind is Kind.PERSON)
        lemma = claim.source_head.lemma if claim and claim.source_head else ""
        if not _is_inside(claim):
            self._met.append(Speaker(sentence, attribution, entity, name, plural, is_person, lemma))
            self._called[lemma] = self._met[-1]
        if name is None:
            return attribution
        return replace(attribution, name=name.text, name_span=None if source.contains(name.span) else name.span)

    def _anaphor(
        self, attribution: Attribution, claim: Claim | None, word: str, sentence: int, outer: Sequence[Attribution]
    ) -> tuple[Name | None, Entity | None]:
        source = attribution.source
        assert source is not None
        if word in ("i", "me", "my", "myself", "you", "we", "us", "our"):
            return self._first_person(source, claim, word, sentence, outer), None
        if word in GENDERS:
            entity = self._persons.get(source.start)
            if self._somebody_spoke(sentence):
                entity = None
            return (self._register.name(entity, None), entity) if entity else (None, None)
        if word in ("they", "them", "it", "themselves", "itself"):
            return self._group(word in ("they", "them", "themselves"), source.start, sentence, claim)
        if claim is None and attribution.cue is None:
            return Name(source.of(self._text), source), None  # it signs a quotation
        if claim is None or claim.source_head is None:
            return None, None
        return self._nominal(source, claim, sentence)

    def _first_person(
        self, source: Span, claim: Claim | None, word: str, sentence: int, outer: Sequence[Attribution]
    ) -> Name | None:
        """The one whose words these are: around a quotation its speaker, in an interview the guest."""
        if _is_inside(claim):
            around = [a for a in outer if a.source != source]
            if word in ("i", "me", "my", "myself") and around:
                nearest = min(around, key=lambda a: a.hull.end - a.hull.start)
                return Name(nearest.name, nearest.name_span or nearest.source or source) if nearest.name else None
            return None
        if self._interview is None or self._interview.guest is None:
            return None
        paragraph = self._sentences[sentence].paragraph
        answers = word in ("i", "me", "my", "myself") and paragraph in self._interview.answers
        asks = word == "you" and paragraph in self._interview.questions
        return self._register.name(self._interview.guest, None) if answers or asks else None

    def _somebody_spoke(self, sentence: int) -> bool:
        """Whether the last speaker is one person whom nobody names: "the witness told ...; he said ..."."""
        last = self._met[-1] if self._met else None
        if last is None or last.name is not None or last.is_plural or not last.attribution.is_speech:
            return False
        return 0 <= sentence - last.sentence <= 1 and last.lemma != "" and last.lemma not in tables.PAPER

    def _is_another(self, lemma: str) -> bool:
        """Whether the last one called so has no name: "A spokesman for the rebels said ...; the spokesman wrote"."""
        last = self._called.get(lemma)
        return last is not None and last.entity is None

    def _is_somebody(self, sentence: int) -> bool:
        """Whether "they" may be one person whose gender nobody tells: a spokesperson who has just spoken."""
        last = self._met[-1] if self._met else None
        return last is not None and last.lemma == "spokesperson" and 0 <= sentence - last.sentence <= 1

    def _group(self, plural: bool, place: int, sentence: int, claim: Claim | None) -> tuple[Name | None, Entity | None]:
        """`They` and `it`: the last source of that number that is no single person, or what the clause before is about."""
        if _is_inside(claim) or (plural and self._is_somebody(sentence)):
            return None, None
        back = self._met[bisect_left(self._met, sentence - MAX_BACK, key=attrgetter("sentence")) :]
        near = [s for s in back if s.sentence <= sentence and s.attribution.is_speech]
        bodies = [s for s in near if s.entity is not None and s.entity.kind is Kind.BODY]
        fitting = [s for s in near if not s.is_person and (s.is_plural == plural or s in bodies)]
        last = fitting[-1] if fitting else None
        topic = self._topic(plural, place, sentence)
        source = last.attribution.source if last else None
        if topic is not None and (source is None or source.start < topic.place):
            if topic.entity is not None:
                return self._register.name(topic.entity, None), topic.entity
            return self._named_group(topic)
        if plural and topic is None and claim is not None and _has_group_before(claim):
            return None, None
        if last is None or source is None or last.name is not None:
            return (last.name, last.entity) if last else (None, None)
        is_told = plural and len(source.of(self._text).split()) > 1
        return (Name(source.of(self._text), source), None) if is_told else (None, None)

    def _named_group(self, topic: Topic) -> tuple[Name | None, Entity | None]:
        """`Conservative groups`, `the Slovak defense ministry`; "the newspaper" only where one is known."""
        phrase = re.sub(r"^The(?= )", "the", topic.span.of(self._text))
        if topic.is_plural or len(phrase.split()) > 2 or re.search(r"\s[A-Z]", phrase):
            return Name(phrase, topic.span), None
        entity = self._register.body(phrase.split()[-1], topic.place)
        return (self._register.name(entity, None), entity) if entity else (None, None)

    def _topic(self, plural: bool, place: int, sentence: int) -> Topic | None:
        """What the sentence, or the one before, is about, where it is one group or body alone."""
        first = bisect_left(self._topics, sentence - 1, key=attrgetter("sentence"))
        near = self._topics[first : bisect_left(self._topics, place, key=attrgetter("place"))]
        near = [t for t in near if t.is_plural == plural and (t.entity or len(t.span.of(self._text).split()) > 1)]
        latest = [t for t in near if t.sentence == near[-1].sentence]
        return latest[0] if len(latest) == 1 else None

    def _nominal(self, source: Span, claim: Claim, sentence: int) -> tuple[Name | None, Entity | None]:
        """`The report`, `experts`, `the minister`, `the company`."""
        head, tree = claim.source_head, claim.frame.tree
        assert head is not None
        entity = self._register.owner(source, head.lemma, claim)
        if entity is not None:
            return self._register.name(entity, None), entity
        owner = tree.child(head, "poss")
        if owner is not None and owner.low == "its" and is_plural(claim) and head.lemma in tables.PEOPLE:
            return self._group(False, source.start, sentence, claim)  # "its experts": the institute's
        determiner = tree.child(head, "det")
        if (
            determiner is not None
            and determiner.low in ("the", "this", "that")
            and len(source.of(self._text).split()) <= 3
        ):
            is_nobody = is_plural(claim) or self._is_another(head.lemma)
            entity = None if is_nobody else self._register.holder(head.lemma, source.start)
            entity = entity or self._register.body(head.lemma, source.start)
            return (self._register.name(entity, None), entity) if entity else (None, None)
        phrase = source.of(self._text)
        if any(t.low in GENDERS for t in (head, *tree.children(head, "conj"))):
            return None, None  # "he and Moss"
        words = [t for t in tree.subtree(head) if source.start <= claim.frame.start(t) < source.end]
        if any(t.text[:1].isupper() and t.pos in ("PROPN", "ADJ") for t in words) or head.low == "police":
            return Name(re.sub(r"^(The|A|An)(?= )", lambda m: m[1].lower(), phrase), source), None
        return None, None


def _has_group_before(claim: Claim) -> bool:
    """`said the couple accepted it, but they did not believe`: several are spoken of in the sentence before "they"."""
    head = claim.source_head
    before = claim.frame.tree.tokens[: head.index] if head else ()
    subjects = [t for t in before if t.dep in ("nsubj", "nsubjpass") and t.pos in ("NOUN", "PROPN")]
    return any(t.tag in ("NNS", "NNPS") or t.lemma in names.GROUPS for t in subjects)


def _is_inside(claim: Claim | None) -> bool:
    return claim is not None and claim.frame.inside is not None
