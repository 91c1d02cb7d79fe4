"""A name before a colon, or behind a dash in a headline, and what it says: "Institute: Russia seems to retreat"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.attribution import tables
from summarizer.attribution.quotes import Quotation
from summarizer.attribution.signatures import find_label, find_signature
from summarizer.document import Attribution, Quote, Sentence, SentenceKind, Span
from summarizer.spans import SpanIndex

MAX_LABEL_WORDS = 8
MIN_CONTENT_WORDS = 4
MIN_TURNS = 3  # paragraphs of one form "NAME: ..." that make a transcript

_LABEL = re.compile(r"[\W_]*((?:the |a |an )?[A-Z][^\n:.!?;“”\"]{0,80}?)\s?:\s+(?=\S)", re.I)
_BEHIND = re.compile(r"\s[–—-]\s((?:the )?[A-Z][^\n:.!?;,“”\"–—]{1,60})$")
_NO_SPEAKER = frozenset(
    "update updated note photo photos image video watch live read analysis opinion exclusive breaking q a faq topics tags "
    "question answer also related editor correction date time place location price warning contact phone email".split()
)


def label_attributions(
    text: str, sentences: Sequence[Sentence], found: Sequence[Attribution], quotations: Sequence[Quotation]
) -> Iterator[Attribution]:
    """Headlines that name their source, quotations signed behind a dash, and the turns of a transcript."""
    known = _known_words(text, found)
    for sentence in sentences:
        if sentence.kind is SentenceKind.HEADLINE and not _is_taken(sentence, found):
            yield from _headline(text, sentence.span, known)
    yield from _signed(text, found, quotations)
    yield from _turns(text, sentences)


def _signed(text: str, found: Sequence[Attribution], quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """`“It is over.” – Ann Reed, mayor`, `Ann Reed, 36, nurse: “It is over.”`"""
    told = SpanIndex((c, a) for a in found for c in a.content)
    for quotation in quotations:
        source = find_signature(text, quotation) or find_label(text, quotation)
        if source is not None and all(_is_said_in(a, quotation) for a in told.touching(quotation.span)):
            yield Attribution((quotation.span,), source, quote=Quote.DIRECT)


def _is_said_in(attribution: Attribution, quotation: Quotation) -> bool:
    return attribution.source is not None and quotation.span.contains(attribution.source)


def _is_taken(sentence: Sentence, found: Sequence[Attribution]) -> bool:
    return any(a.source and sentence.span.contains(a.source) and a.is_speech for a in found)


def _known_words(text: str, found: Sequence[Attribution]) -> set[str]:
    """Capitalized words of the sources of a text."""
    sources = [a.source.of(text) for a in found if a.source and a.is_speech]
    return {w for source in sources for w in re.findall(r"\w+", source) if w[:1].isupper()} - {"The", "A", "An"}


def _headline(text: str, span: Span, known: set[str]) -> Iterator[Attribution]:
    line = span.of(text)
    before = _LABEL.match(line)
    if before and _is_speaker(before.group(1), known) and len(line[before.end() :].split()) >= MIN_CONTENT_WORDS:
        source = Span(span.start + before.start(1), span.start + before.end(1))
        colon = span.start + line.index(":", before.end(1))
        yield Attribution((Span(span.start + before.end(), span.end),), source, Span(colon, colon + 1))
    behind = _BEHIND.search(line)
    is_long = behind is not None and len(line[: behind.start()].split()) >= MIN_CONTENT_WORDS
    if behind and is_long and not before and _is_speaker(behind.group(1), known):
        source = Span(span.start + behind.start(1), span.start + behind.end(1))
        dash = span.start + behind.start() + 1
        yield Attribution((Span(span.start, span.start + behind.start()),), source, Span(dash, dash + 1))


def _is_speaker(label: str, known: set[str]) -> bool:
    """A name that speaks elsewhere in the text, or an institution, a paper, a kind of people; not a topic."""
    words = re.findall(r"[\w’'-]+", label)
    if not words or len(words) > MAX_LABEL_WORDS or words[-1].lower() in _NO_SPEAKER:
        return False
    names = {w for w in words if w[:1].isupper() and w.lower() not in ("the", "a", "an")}
    head = re.split(r"\s(?:of|for|in|on|at|from)\s", label)[0].split()[-1].lower()
    return head in tables.PEOPLE or head.rstrip("s") in tables.PAPER or (bool(names) and names <= known)


def _turns(text: str, sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    """The paragraphs of a transcript, "REED: We won.", each said by its label."""
    paragraphs: dict[int, Span] = {}
    for s in sentences:
        if s.kind in (SentenceKind.BODY, SentenceKind.BULLET):
            start = paragraphs[s.paragraph].start if s.paragraph in paragraphs else s.span.start
            paragraphs[s.paragraph] = Span(start, s.span.end)
    turns = []
    for span in paragraphs.values():
        label = _LABEL.match(text[span.start : span.start + 100])
        if label and _is_turn_label(label.group(1)):
            turns.append((span, label))
    often = Counter(label.group(1).strip() for _, label in turns)
    if len(turns) < MIN_TURNS or max(often.values()) < 2:
        return
    for span, label in turns:
        source = Span(span.start + label.start(1), span.start + label.end(1))
        content = Span(span.start + label.end(), span.end)
        colon = text.index(":", source.end)
        yield Attribution((content,), source, Span(colon, colon + 1))


def _is_turn_label(label: str) -> bool:
    words = label.split()
    return len(words) <= 4 and all(w[:1].isupper() for w in words) and words[-1].lower() not in _NO_SPEAKER
