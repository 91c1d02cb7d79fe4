"""Interviews in questions and answers: who answers, and which paragraphs ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.document import Sentence, SentenceKind, Span
from summarizer.resolve.mentions import Entity, Kind, Mention

MIN_QUESTIONS = 2
QUESTION_WORDS = 90  # a longer paragraph that ends with a question is an answer
MIN_SCORE, MIN_MARGIN = 2.5, 0.75
_INTRODUCES = re.compile(
    r"(?:interview(?:s|ed|ing)?(?:\s+with)?|spoke\s+(?:with|to)|speaks\s+(?:with|to)|talk(?:s|ed)?\s+(?:with|to)|"
    r"sat\s+down\s+with|chat(?:s|ted)?\s+with|conversation\s+with|questions?\s+(?:for|to)|caught\s+up\s+with|asked)\b",
    re.I,
)
_TELLS = re.compile(r"\s*(?:,[^.]{0,80},)?\s*(?:tells|talks|told|speaks|discusses|explains|answers|interviewed by)\b")
_TITLES = re.compile(r"\s*(?:about\b|:\s+(?:an\s+)?interview\b|[–—-]\s+interview\b)", re.I)
_ENDS = re.compile(r"[,.;:]\s|\b(?:on|about|at|from|in)\b")
_ASKING = re.compile(r"\?[\"”' ]*$")
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
    asking = [n for n, span in paragraphs.items() if _ASKING.search(span.of(text))]
    questions = [n for n in asking if len(paragraphs[n].of(text).split()) <= QUESTION_WORDS]
    answers = [n for n, span in paragraphs.items() if n not in questions and _FIRST.search(_unquoted(span.of(text)))]
    if len(asking) < MIN_QUESTIONS or not questions or not answers:
        return None
    first = asking[0]
    lead_end = paragraphs[first].start
    titled = {s.paragraph for s in sentences if s.kind is SentenceKind.HEADLINE}
    title_end = max((s.span.end for s in sentences if s.paragraph in titled), default=0)
    persons = [e for e in entities if e.kind is Kind.PERSON]
    guests = sorted(((_introduced(text, e, title_end, lead_end), e) for e in persons), key=lambda pair: -pair[0])
    if not guests or guests[0][0] < MIN_SCORE or (len(guests) > 1 and guests[0][0] - guests[1][0] < MIN_MARGIN):
        return None
    return Interview(guests[0][1], frozenset(questions), first)


def _unquoted(paragraph: str) -> str:
    return re.sub(r"[“\"][^”\"]*[”\"]", "", paragraph)


def _paragraphs(sentences: Sequence[Sentence]) -> dict[int, Span]:
    out: dict[int, Span] = {}
    for s in sentences:
        if s.kind is not SentenceKind.BOILERPLATE:
            out[s.paragraph] = Span(out[s.paragraph].start if s.paragraph in out else s.span.start, s.span.end)
    return out


def _is_epithet(text: str, mention: Mention) -> bool:
    """`An Interview with the 'Mets Poet'`: what somebody is called, not a name."""
    return mention.has_article or bool(re.search(r"(?:\bthe\s+|[‘'“\"])$", text[: mention.span.start][-6:], re.I))


def _introduced(text: str, entity: Entity, title_end: int, lead_end: int) -> float:
    """How much the headline and the lead speak of this person as the one who is asked."""
    score, known = 0.0, False
    lead = [m for m in entity.mentions if m.span.start < lead_end and not _is_epithet(text, m)]
    for mention in lead[:8]:
        before = text[max(0, mention.span.start - 90) : mention.span.start].rsplit("\n", 1)[-1]
        introduced = list(_INTRODUCES.finditer(before))
        between = before[introduced[-1].end() :] if introduced else ""
        if introduced and len(between.split()) <= 8 and not _ENDS.search(between):
            score, known = score + 3, True
        elif _TELLS.match(text[mention.span.end : mention.span.end + 120]):
            score, known = score + 1.5, True
        if mention.span.start < title_end:
            is_named = _TITLES.match(text[mention.span.end : mention.span.end + 30]) is not None
            score, known = score + (3 if is_named else 1.5), known or is_named
        else:
            score += 0.25 + 0.25 * mention.is_subject
    return score if known else 0.0
