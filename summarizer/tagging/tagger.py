"""Rules and tagger vote: the tagger refuses claims it finds no cue for, and adds claims that the rules have no cue for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim
from summarizer.attribution.extract import DIRECT_SHARE, Extraction
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import is_negated
from summarizer.attribution.quotes import Quotation, find_quotations
from summarizer.document import Attribution, Quote, Sentence, Span
from summarizer.encoder import TokenEncoder
from summarizer.layout import split_paragraphs
from summarizer.parser import Token
from summarizer.resolve.names import DATES
from summarizer.spans import SpanIndex
from summarizer.tagging.decode import Found, decode, find_cues
from summarizer.tagging.network import Floats, Network
from summarizer.tagging.pieces import POS_NUMBER, Pieces, cut
from summarizer.tagging.windows import open_window, top_word

VETO = 0.1  # a claim of the rules whose cue is less likely than this is dropped, unless it has a quotation
MIN_CHANCE = 0.7  # of source and of content, for a claim that only the tagger finds
SAME_CONTENT = 0.5  # Jaccard, in characters: the claim is known already
# Who speaks to the reader or stands for another word: the rules know better when that is a claim.
_NO_SOURCE = frozenset("i we you that who which it this me us what whoever".split())

_OPENERS = [POS_NUMBER[name] for name in ("ADP", "DET", "CCONJ")]  # a phrase does not end with them
_NAME = POS_NUMBER["PROPN"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as the network sees it."""

    text: str
    frames: Sequence[Frame]
    quotations: SpanIndex[Quotation]
    pieces: Pieces
    features: Floats
    cues: Floats  # per subword, the probability that it belongs to one


class Tagger:
    """Finds claims by trained weights. Not safe for two threads at once."""

    def __init__(self, network: Network, encoder: TokenEncoder) -> None:
        self._network = network
        self._encoder = encoder

    def revise(self, text: str, sentences: Sequence[Sentence], extraction: Extraction) -> Extraction:
        """The claims of the rules that the tagger does not refuse, and those that it adds, in text order."""
        if not extraction.frames:
            return extraction
        reading = self._read(text, sentences, extraction.frames)
        kept = [(a, c) for a, c in extraction.found if not _is_refused(reading, a, c)]
        known = [a for a, _ in kept]
        contents = SpanIndex((span, a.content) for a in known for span in a.content)
        for found in self._find(reading, known):
            whole = replace(found, content=_with_quotations(reading, found.content))
            claim = _claim(reading, whole) if _is_sure(text, whole, contents) and _is_clean(reading, whole) else None
            if claim is not None:
                kept.append((_attribution(reading, claim), claim))
        return Extraction(extraction.frames, sorted(kept, key=lambda pair: (pair[0].hull.start, -pair[0].hull.end)))

    def extract(self, text: str, sentences: Sequence[Sentence], extraction: Extraction) -> Extraction:
        """What the tagger finds by itself in the parsed pieces of an extraction; to compare it with the rules."""
        reading = self._read(text, sentences, extraction.frames)
        claims = [_claim(reading, found) for found in self._find(reading, ()) if found.content]
        return Extraction(extraction.frames, [(_attribution(reading, c), c) for c in claims if c is not None])

    def _read(self, text: str, sentences: Sequence[Sentence], frames: Sequence[Frame]) -> _Reading:
        quotations = find_quotations(text, split_paragraphs(text))
        runs = self._encoder.read_tokens([s.span.of(text) for s in sentences])
        pieces = cut(text, sentences, frames, quotations, runs)
        features = self._network.read(pieces)
        spoken = SpanIndex((q.span, q) for q in quotations)
        return _Reading(text, frames, spoken, pieces, features, self._network.find_cues(features))

    def _find(self, reading: _Reading, known: Sequence[Attribution]) -> list[Found]:
        """What belongs to the cues that no known claim has."""
        taken = set(reading.pieces.touching([a.cue for a in known if a.cue]).tolist())
        cues = [cue for cue in find_cues(reading.cues) if taken.isdisjoint(cue.tolist())]
        windows = [open_window(reading.pieces, cue) for cue in cues]
        roles = self._network.find_roles(reading.features, windows)
        return [decode(reading.text, reading.pieces, w, r) for w, r in zip(windows, roles, strict=True)]


def _is_refused(reading: _Reading, attribution: Attribution, claim: Claim | None) -> bool:
    if attribution.cue is None or (claim is not None and claim.has_speech):
        return False
    cue = reading.pieces.touching([attribution.cue])
    return len(cue) > 0 and float(reading.cues[cue].max()) < VETO


def _is_sure(text: str, found: Found, known: SpanIndex[tuple[Span, ...]]) -> bool:
    if found.source is None or not found.content or found.source.of(text).lower() in _NO_SOURCE | DATES:
        return False
    if min(found.source_chance, found.content_chance) < MIN_CHANCE:
        return False
    near = {content for span in found.content for content in known.touching(span)}
    return not any(_is_same(found.content, content) for content in near)


def _is_clean(reading: _Reading, found: Found) -> bool:
    """Whether no part begins or ends in the middle of a phrase."""
    parts = [*found.content, *([found.source] if found.source else [])]
    return not any(_is_torn(reading, part) for part in parts)


def _is_torn(reading: _Reading, part: Span) -> bool:
    """`ticket seller Encore Group on | Monday`, `Naomi Keller of Tidewater | Law School`"""
    pos, inside = reading.pieces.grammar[:, 0], reading.pieces.touching([part])
    before, after = int(inside[0]) - 1, int(inside[-1]) + 1
    is_cut_before = before >= 0 and _is_beside(reading, before) and pos[before] == pos[before + 1] == _NAME
    if after == len(pos) or not _is_beside(reading, after - 1):
        return is_cut_before
    return is_cut_before or pos[after - 1] in _OPENERS or pos[after - 1] == pos[after] == _NAME


def _is_beside(reading: _Reading, subword: int) -> bool:
    """Whether nothing but a blank stands between a subword and the next one, in one sentence."""
    (_, end), (start, _) = reading.pieces.spans[subword : subword + 2].tolist()
    is_one = reading.pieces.sentence[subword] == reading.pieces.sentence[subword + 1]
    return bool(is_one) and reading.text[end:start].isspace()


def _is_same(one: Sequence[Span], other: Sequence[Span]) -> bool:
    a, b = ({i for span in spans for i in range(*span)} for spans in (one, other))
    return len(a & b) > SAME_CONTENT * len(a | b)


def _with_quotations(reading: _Reading, content: Sequence[Span]) -> tuple[Span, ...]:
    """With the marks of the quotations it holds; nothing where it holds a part of one and words beside it."""
    text, out = reading.text, []
    for span in content:
        start, end = span
        for q in reading.quotations.touching(span):
            if not span.contains(q.span) and not q.inner.contains(span):
                start, end = min(start, q.span.start), max(end, q.span.end)
        if re.search(r"\w", text[start : span.start] + text[span.end : end]):
            return ()
        out.append(Span(start, end))
    return tuple(out)


def _claim(reading: _Reading, found: Found) -> Claim | None:
    """The find as the rules would tell it; None where its cue was not parsed."""
    number = next((n for n in reading.pieces.frame[reading.pieces.touching([found.cue])].tolist() if n >= 0), None)
    if number is None:
        return None
    frame, source = reading.frames[number], _top(reading, number, found.source)
    head = _top(reading, number, found.cue)
    assert head is not None
    claim = Claim(frame, head, found.cue, found.source, source, list(found.content))
    claim.is_negative = is_negated(frame.tree, head)
    claim.is_speech = head.lemma in tables.SPEECH | tables.SHOWING or head.lemma not in tables.BELIEF
    return claim


def _top(reading: _Reading, frame: int, span: Span | None) -> Token | None:
    """The head of the words of a span that stand in a frame."""
    inside = reading.pieces.touching([span] if span else [])
    words = reading.pieces.word[inside[reading.pieces.frame[inside] == frame]].tolist()
    return top_word(reading.frames[frame].tree, words) if words else None


def _attribution(reading: _Reading, claim: Claim) -> Attribution:
    letters = {i for span in claim.content for i in range(*span) if reading.text[i].isalpha()}
    near = [q.span for span in claim.content for q in reading.quotations.touching(span)]
    quoted = {i for span in near for i in range(*span) if i in letters}
    some = Quote.MIXED if quoted else Quote.INDIRECT
    return Attribution(
        content=tuple(claim.content),
        source=claim.source,
        cue=claim.cue,
        quote=Quote.DIRECT if letters and len(quoted) >= DIRECT_SHARE * len(letters) else some,
        is_negative=claim.is_negative,
        is_speech=claim.is_speech,
    )
