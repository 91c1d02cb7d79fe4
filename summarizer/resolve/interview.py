"""Interviews in questions and answers: who answers, and which paragraphs ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.document import Sentence, SentenceKind, Span
from summarizer.resolve.mentions import Entity, Kind

MIN_QUESTIONS = 3
LEAD_PARAGRAPHS = 8  # where the interviewee is introduced
_INTRODUCES = re.compile(
    r"(?:interview(?:s|ed|ing)?(?:\s+with)?|spoke\s+(?:with|to)|speaks\s+(?:with|to)|talk(?:s|ed)?\s+(?:with|to)|"
    r"sat\s+down\s+with|chat(?:s|ted)?\s+with|conversation\s+with|questions?\s+(?:for|to)|caught\s+up\s+with|asked)\b"
)
_TELLS = re.compile(
    r"\s*(?:,[^.]{0,80},)?\s*(?:tells|talks|told|speaks|discusses|explains|answers|interviewed by|about)\b"
)
_FIRST = re.compile(r"\b(?:I|I['’]m|I['’]ve|we|my|our)\b")


@dataclass(frozen=True, slots=True)
class Interview:
    """Who answers, and the paragraphs that ask."""

    guest: Entity
    questions: frozenset[int]
    first: int  # the first question's paragraph


def find_interview(text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> Interview | None:
    """The interview a text is, None where it is none or its guest cannot be told."""
    paragraphs = _paragraphs(sentences)
    questions = [n for n, span in paragraphs.items() if span.of(text).rstrip("\"”' ").endswith("?")]
    answers = [n for n, span in paragraphs.items() if n not in questions and _FIRST.search(span.of(text))]
    if len(questions) < MIN_QUESTIONS or len(answers) < MIN_QUESTIONS:
        return None
    first = questions[0]
    lead_end = paragraphs[first].start
    guests = sorted(
        ((_introduced(text, e, lead_end), e) for e in entities if e.kind is not Kind.OTHER), key=lambda p: -p[0]
    )
    if not guests or guests[0][0] < 2 or (len(guests) > 1 and guests[0][0] - guests[1][0] < 1):
        return None
    return Interview(guests[0][1], frozenset(questions), first)


def _paragraphs(sentences: Sequence[Sentence]) -> dict[int, Span]:
    out: dict[int, Span] = {}
    for s in sentences:
        if s.kind is not SentenceKind.BOILERPLATE:
            out[s.paragraph] = Span(out[s.paragraph].start if s.paragraph in out else s.span.start, s.span.end)
    return out


def _introduced(text: str, entity: Entity, lead_end: int) -> float:
    """How much the lead speaks of this person as the one who is asked."""
    score = 0.0
    for mention in entity.mentions:
        if mention.span.start >= lead_end:
            continue
        before = text[max(0, mention.span.start - 90) : mention.span.start].rsplit("\n", 1)[-1]
        introduced = list(_INTRODUCES.finditer(before))
        if introduced and len(before[introduced[-1].end() :].split()) <= 8:
            score += 3
        elif _TELLS.match(text[mention.span.end : mention.span.end + 120]):
            score += 2
        score += 0.5 + mention.is_subject
    return score + (1 if entity.kind is Kind.PERSON else -1)
