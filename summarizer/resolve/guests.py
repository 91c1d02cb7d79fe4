"""Who is asked in an interview: the person whom headline and lead introduce as its guest."""

import re
from collections.abc import Sequence

from summarizer.document import Sentence, SentenceKind
from summarizer.resolve.mentions import Entity, Kind, Mention

MIN_SCORE, MIN_MARGIN = 2.5, 0.75
MAX_MENTIONS = 8  # in the lead, of one person
_INTRODUCES = re.compile(
    r"(?:interview(?:s|ed|ing)?(?:\s+with)?|spoke\s+(?:with|to)|speaks\s+(?:with|to)|talk(?:s|ed)?\s+(?:with|to)|"
    r"sat\s+down\s+with|chat(?:s|ted)?\s+with|conversation\s+with|questions?\s+(?:for|to)|caught\s+up\s+with|asked)\b",
    re.I,
)
_TELLS = re.compile(r"\s*(?:,[^.]{0,80},)?\s*(?:tells|talks|told|speaks|discusses|explains|answers|interviewed by)\b")
# "She spoke to Henrik Voss": who is spoken to there is the one who asks.
_ASKED_BY = re.compile(
    r"(?:^|[.!?,;]\s|\band\s)(?:[Hh]e|[Ss]he|[Tt]hey)\s(?:\w+ly\s)?(?:spoke|speaks|talked|talks)\s(?:with|to)\s$"
)
_TITLES = re.compile(r"\s*(?:(?:about|on)\b|:\s+(?:an\s+)?interview\b|[–—-]\s+interview\b)", re.I)
_ENDS = re.compile(r"[,.;:]\s|\b(?:on|about|at|from|in)\b")


def find_guest(
    text: str, title: str, sentences: Sequence[Sentence], entities: Sequence[Entity], lead_end: int
) -> Entity | None:
    """The one person introduced so, None where nobody is or two come close.

    Args:
        title: the headline where it is no part of the text.
        lead_end: where the first question begins.
    """
    titled = {s.paragraph for s in sentences if s.kind is SentenceKind.HEADLINE}
    title_end = max((s.span.end for s in sentences if s.paragraph in titled), default=0)
    persons = [e for e in entities if e.kind is Kind.PERSON]
    ranked = sorted(
        ((_in_text(text, e, title_end, lead_end) + _in_title(title, text, e), e) for e in persons),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < MIN_SCORE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MIN_MARGIN):
        return None
    return ranked[0][1]


def find_only_subject(entities: Sequence[Entity], lead_end: int) -> Entity | None:
    """The one person whom the lead is about."""
    about = [e for e in entities if e.kind is Kind.PERSON and _is_subject_before(e, lead_end)]
    return about[0] if len(about) == 1 else None


def _is_subject_before(entity: Entity, end: int) -> bool:
    return any(m.is_subject and not m.is_quoted and m.span.start < end for m in entity.mentions)


def _in_title(title: str, text: str, entity: Entity) -> float:
    name = entity.fullest.span.of(text)
    at = title.find(name)
    return _weight_in_headline(title[:at], title[at + len(name) :]) if at >= 0 else 0.0


def _in_text(text: str, entity: Entity, title_end: int, lead_end: int) -> float:
    """How much the headline and the lead speak of this person as the one who is asked."""
    score, known = 0.0, False
    lead = [m for m in entity.mentions if m.span.start < lead_end and not _is_epithet(text, m)]
    for mention in lead[:MAX_MENTIONS]:
        before = text[max(0, mention.span.start - 90) : mention.span.start].rsplit("\n", 1)[-1]
        after = text[mention.span.end : mention.span.end + 120]
        if mention.span.start < title_end:
            weight = _weight_in_headline(before, after)
            score, known = score + weight, known or weight > 1.5
        else:
            weight = _weight(before, after)
            score, known = score + weight + 0.25 + 0.25 * mention.is_subject, known or weight > 0
    return score if known else 0.0


def _weight_in_headline(before: str, after: str) -> float:
    return _weight(before, after) + (3 if _TITLES.match(after) else 1.5)


def _weight(before: str, after: str) -> float:
    """How the words beside a name introduce a guest."""
    if _ASKED_BY.search(before):
        return -3
    introduced = list(_INTRODUCES.finditer(before[-90:]))
    between = before[-90:][introduced[-1].end() :] if introduced else ""
    if introduced and len(between.split()) <= 8 and not _ENDS.search(between):
        return 3
    return 1.5 if _TELLS.match(after) else 0.0


def _is_epithet(text: str, mention: Mention) -> bool:
    """`An Interview with the 'Mets Poet'`: what somebody is called, not a name."""
    return mention.has_article or bool(re.search(r"(?:\bthe\s+|[‘'“\"])$", text[: mention.span.start][-6:], re.I))
