"""Text and sentences to attributions: frames, claims by grammar, quotations to their speakers, one list in text order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.attribution.claims import Claim
from summarizer.attribution.clauses import verb_claims
from summarizer.attribution.frames import Frame, build_frames
from summarizer.attribution.grammar import with_meanings
from summarizer.attribution.labels import label_attributions
from summarizer.attribution.nominal import nominal_claims
from summarizer.attribution.quotes import Quotation, find_quotations
from summarizer.attribution.speakers import assign_speech, attach_statements
from summarizer.document import Attribution, Quote, Sentence, SentenceKind, Span
from summarizer.layout import split_paragraphs
from summarizer.parser import Parser

_DATELINE = re.compile(  # "TELORA, Sept 4 (AP) —"
    r"[A-Z][A-Z.'’/-]{2,}(?:[ ,/]+[A-Z][\w.'’-]*){0,4}(?:,? (?:\w+\.? )?\d{1,2})?,?\s*"
    r"(?:\([^)\n]{2,40}\)\s*)?(?:\s[-–—]+|:)\s+(?=[A-Z“\"])"
)
MAX_GAP = 4  # characters between words and the quotation mark that is theirs
DIRECT_SHARE = 0.9  # of the letters of a content in quotation marks


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a text, and the parsed pieces it was found in."""

    frames: Sequence[Frame]
    found: Sequence[tuple[Attribution, Claim | None]]  # in text order; no claim where no grammar was needed


def extract_attributions(text: str, sentences: Sequence[Sentence], parser: Parser) -> Extraction:
    """Who says what in an English text, unresolved."""
    quotations = find_quotations(text, split_paragraphs(text))
    readable = [(i, s) for i, s in enumerate(sentences) if s.kind is not SentenceKind.BOILERPLATE]
    frames = build_frames(text, readable, quotations)
    for frame, tree in zip(frames, parser.parse([f.text for f in frames]), strict=True):
        frame.tree = with_meanings(tree)
    claims: list[Claim] = []
    for frame in frames:
        claims += verb_claims(frame)
        claims += nominal_claims(frame)
    claims += assign_speech(text, sentences, frames, claims)
    attach_statements(text, sentences, claims)
    _without_dateline(text, sentences, claims)
    found: list[tuple[Attribution, Claim | None]] = [
        (_attribution(text, claim, quotations), claim)
        for claim in claims
        if claim.content and (claim.source or claim.has_speech or not claim.needs_source)
    ]
    found += [(a, None) for a in label_attributions(text, sentences, [a for a, _ in found], quotations)]
    return Extraction(frames, sorted(found, key=lambda pair: (pair[0].hull.start, -pair[0].hull.end)))


def _without_dateline(text: str, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> None:
    """`TELORA, Sept 4 (AP) — Three people died, police said`: where and when it was written is nobody's word."""
    first = next((s.span for s in sentences if s.kind is SentenceKind.BODY), None)
    dateline = _DATELINE.match(text, first.start, first.end) if first else None
    for claim in claims if dateline else ():
        assert dateline is not None
        border = dateline.end()
        claim.content = [Span(max(c.start, border), c.end) for c in claim.content if c.end > border]


def _attribution(text: str, claim: Claim, quotations: Sequence[Quotation]) -> Attribution:
    spans = [span for span in claim.content if re.search(r"\w", span.of(text))] or claim.content
    content = tuple(_merged(text, [_with_marks(text, span, quotations) for span in spans]))
    return Attribution(
        content=content,
        source=_closed(text, claim.source) if claim.source else None,
        cue=claim.cue,
        quote=_quote(text, content, quotations),
        is_negative=claim.is_negative,
        is_speech=claim.is_speech,
    )


def _with_marks(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    """With the quotation marks that belong to the words at its edges."""
    start, end = span
    for q in _near(quotations, span):
        if q.inner.start == start and q.span.end <= end + 2:
            start = q.span.start
        if q.span.start >= start and end < q.span.end and not re.search(r"\w", text[end : q.span.end]):
            end = q.span.end
    return _closed(text, Span(start, end))


def _near(quotations: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """Those that touch a span, or all but: they stand in text order, so a long text costs no more a claim than a short one."""
    first = bisect_left(quotations, span.start - MAX_GAP, key=lambda q: q.span.end)
    return quotations[first : bisect_right(quotations, span.end + MAX_GAP, key=lambda q: q.span.start)]


def _closed(text: str, span: Span) -> Span:
    """With the bracket that closes the one inside."""
    inner = span.of(text)
    return Span(span.start, span.end + (inner.count("(") > inner.count(")") and text.startswith(")", span.end)))


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """In order, pieces with only blanks or marks between them joined."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and not text[out[-1].end : span.start].strip(" \t\n,;:"):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _quote(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> Quote:
    letters = {i for span in content for i in range(*span) if text[i].isalpha()}
    hull = Span(min(c.start for c in content), max(c.end for c in content))
    near = [q for q in _near(quotations, hull) if any(q.span.overlaps(span) for span in content)]
    inside = {i for q in near for i in range(*q.span) if i in letters}
    if not inside:
        return Quote.INDIRECT
    return Quote.DIRECT if len(inside) >= DIRECT_SHARE * len(letters) else Quote.MIXED
