"""One sentence of a document to one statement that stands alone: its speaker by name, its quotation marks in pairs.

A sentence whose speaker stands in it keeps its own wording; a pronoun or "the report" gives way to the name. A sentence
whose speaker stands elsewhere is led by the name: `ISW said: “...”` or `According to ISW, ...`. A sentence that cannot
be told without its neighbors is not told.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Attribution, Quote, Span
from summarizer.independence import MIN_WORDS, is_dangling, is_tellable, looks_spoken, points_back
from summarizer.naming import FIRST_PERSON, is_named_in, is_small, is_vague, key_words, reader_name
from summarizer.summary import Kind, Statement, StatementAttribution
from summarizer.wording import Draft, find_quoted, find_reference, keep, lead

_RELATIVE = re.compile(r",\s(?:who|whose|which|where)\b")
MIN_COVERED = 0.6  # share of a sentence that a speaker elsewhere must cover to be told as the sentence's speaker
QUOTE_ONLY = 0.9  # share of a sentence inside quotation marks from which nothing but the quotation is left


def compose(article: AnnotatedDocument, span: Span, *, number: int = 1, introduced: str = "") -> Statement | None:
    """The statement of one unit, or None where it cannot stand alone.

    Args:
        span: of a sentence, or of a short quotation (units.find_units).
        number: of the document in the summary, from 1.
        introduced: the statements before it; a speaker not named there yet is given the full name.
    """
    sentence = span.of(article.text)
    if not is_tellable(sentence):
        return None
    turn = article.turn_of(span)
    if turn is not None and turn.name is None:
        return None  # a question, or the answer of nobody knows whom
    own, led = _speakers(article, span)
    led = turn.said(span) if turn else led or _voice(article, span, own)
    if led is None and not own and looks_spoken(sentence):
        return None
    draft = Draft(article, span, own, led, introduced)
    told = lead(draft, led) if led is not None else keep(draft)
    if told is None or is_dangling(told) or points_back(_opening(told)):
        return None
    speakers = (*((led,) if led else ()), *own)
    declared = tuple(_declared(draft, speakers, told))
    if not declared and any(a.source for a in speakers):
        return None
    return Statement(
        text=told,
        kind=Kind.REPORTED if declared else Kind.STATED,
        attributions=declared,
        citations=cite(article.document, number, [span, *_evidence(draft, speakers, told)]),
    )


def _opening(told: str) -> str:
    """The first sentence: what is told behind it may point back at it."""
    end = re.search(r"[.!?][”»\"]?\s(?=[A-Z“„«\"])", told)
    return told[: end.start() + 1] if end and len(told[: end.start()].split()) >= MIN_WORDS else told


def _speakers(article: AnnotatedDocument, span: Span) -> tuple[tuple[Attribution, ...], Attribution | None]:
    """The attributions of a sentence: those with source or cue in it, and the one that speaks it from elsewhere."""
    own: list[Attribution] = []
    led: Attribution | None = None
    for a in article.attributions_near(span):
        covered = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in a.content)
        anchors = [s for s in (a.source, a.cue) if s]
        if any(span.contains(s) for s in anchors):
            own.append(a)
        elif anchors and covered >= MIN_COVERED * (span.end - span.start) and (led is None or _outer(a, led)):
            led = a
    return tuple(own), led


def _voice(article: AnnotatedDocument, span: Span, own: Sequence[Attribution]) -> Attribution | None:
    """Whom "I" stands for, in a sentence that is wholly somebody's words in quotation marks."""
    first = next((a for a in own if a.name and _is_first_person(a, article.text)), None)
    if first is None:
        return None
    quoted = find_quoted(article.text, span)
    if any(a.source and not any(q.overlaps(a.source) for q in quoted) for a in own):
        return None
    if sum(q.end - q.start for q in quoted) < QUOTE_ONLY * (span.end - span.start):
        return None
    return replace(first, content=(span,), cue=None, quote=Quote.DIRECT)


def _is_first_person(a: Attribution, text: str) -> bool:
    mention = a.source.of(text) if a.source else ""
    return is_small(mention) and mention.lower() in FIRST_PERSON


def _outer(a: Attribution, b: Attribution) -> bool:
    return a.hull.contains(b.hull)


def _evidence(draft: Draft, speakers: Collection[Attribution], told: str) -> Iterator[Span]:
    """The sentences that give what the statement adds to its own: the speaker's name, the cue."""
    given = draft.span.of(draft.text)
    reference = find_reference(draft.article, draft.span)
    if reference and is_named_in(reference.name, told):
        yield from _around(draft, reference.name_span)
    for a in speakers:
        if a is draft.led:
            for anchor in (a.source, a.cue):
                passages = _around(draft, anchor) if anchor else []
                given += " ".join(p.of(draft.text) for p in passages)
                yield from passages
        name = reader_name(a, draft.text)
        if a.name_span and name and any(w in told and w not in given for w in key_words(name)):
            yield from _around(draft, a.name_span)


def _around(draft: Draft, part: Span) -> list[Span]:
    """The sentences a part stands in, if it stands outside the statement's own."""
    return [] if draft.span.contains(part) else [s.span for s in draft.article.sentences_of(part)]


def _declared(draft: Draft, speakers: Collection[Attribution], told: str) -> Iterator[StatementAttribution]:
    """Who the statement names for its claims, each (name, cue) once; a pronoun for one of them declares nothing new."""
    seen: set[tuple[str, str]] = set()
    for a in speakers:
        mention = a.source.of(draft.text) if a.source else ""
        name = reader_name(a, draft.text)
        source = name if name and is_named_in(name, told) else mention
        source = source if source in told else _RELATIVE.split(source)[0]
        cue = a.cue.of(draft.text) if a.cue else ""
        if not is_vague(source) and (source, cue) not in seen:
            seen.add((source, cue))
            yield StatementAttribution(source, mention, cue, a.quote)
