"""Quotations find their speaker: in their own sentence, before a colon, in the sentence beside them, or go on speaking."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import subject, verb_group
from summarizer.attribution.quotes import Quotation
from summarizer.attribution.signatures import find_signature
from summarizer.document import Sentence, SentenceKind, Span
from summarizer.parser import Token


@dataclass(frozen=True, slots=True)
class Passage:
    """What is needed to look around in a text."""

    text: str
    sentences: Sequence[Sentence]
    frames: dict[int, Frame]  # by sentence, quoted speech left out
    claims: dict[int, list[Claim]]  # the same

    def before(self, quotation: Quotation) -> int | None:
        """The sentence before a quotation that opens its own sentence."""
        first = bisect_right(self.sentences, quotation.span.start, key=lambda s: s.span.end)
        if first in (0, len(self.sentences)):
            return None
        if re.search(r"\w", self.text[self.sentences[first].span.start : quotation.span.start]):
            return None
        return first - 1


def assign_speech(
    text: str, sentences: Sequence[Sentence], frames: Sequence[Frame], claims: Sequence[Claim]
) -> list[Claim]:
    """Give each quotation that is speech to the claim that introduces it, as content; claims made on the way return."""
    outer = {f.sentence: f for f in frames if f.inside is None}
    grouped: dict[int, list[Claim]] = {}
    for known in claims:
        if known.frame.inside is None:
            grouped.setdefault(known.frame.sentence, []).append(known)
    passage = Passage(text, sentences, outer, grouped)
    made: list[Claim] = []
    last: tuple[Claim, int] | None = None
    is_open = False
    waiting: list[Quotation] = []  # without a speaker: that of the next paragraph may be theirs
    for quotation, touched in _speech(frames, sentences):
        claim = _own(passage, quotation, touched)
        if find_signature(text, quotation) and (claim is None or not _is_before(claim, quotation)):
            last, waiting = None, []
            continue
        if claim is None and last is not None and _goes_on(passage, quotation, touched, last):
            claim = last[0]
            if not is_open and sentences[claim.frame.sentence].paragraph != quotation.paragraph:
                claim = _again(claim)  # in a paragraph of its own it is another claim by the same words
                made.append(claim)
        is_open = quotation.is_open
        if claim is None:
            claim = _introduced(passage, quotation) or _beside(passage, quotation, touched)
            if claim is not None and claim not in claims:
                made.append(claim)
        if claim is None:
            last = None
            waiting.append(quotation)
            continue
        if waiting and _is_next(sentences, waiting[-1], quotation) and claim.frame.sentence in touched:
            claim.content += [q.span for q in waiting]
        waiting = []
        claim.content.append(quotation.span)
        claim.has_speech = True
        last = claim, max(quotation.span.end, sentences[claim.frame.sentence].span.end)
    return made


def _is_labelled(passage: Passage, quotation: Quotation, sentence: int) -> bool:
    """Whether the quotation's sentence opens with words of its own and a colon."""
    before = passage.text[passage.sentences[sentence].span.start : quotation.span.start].rstrip()
    return before.endswith(":") and re.search(r"\w", before) is not None


def _is_before(claim: Claim, quotation: Quotation) -> bool:
    return claim.cue.end <= quotation.span.start


def _speech(frames: Sequence[Frame], sentences: Sequence[Sentence]) -> Iterator[tuple[Quotation, list[int]]]:
    """Each quotation that is speech, with the sentences it touches."""
    found: dict[Quotation, list[int]] = {}
    for frame in frames:
        for quotation in [*frame.speech, *([frame.inside] if frame.inside else [])]:
            found.setdefault(quotation, []).append(frame.sentence)
    for quotation in sorted(found, key=lambda q: q.span):
        yield quotation, sorted(set(found[quotation]))


def _is_next(sentences: Sequence[Sentence], first: Quotation, second: Quotation) -> bool:
    """Whether a quotation fills the paragraph before the one that the other opens."""
    holders, openers = (_paragraph(sentences, q.paragraph) for q in (first, second))
    fills = holders[0].span.start == first.span.start and holders[-1].span.end <= first.span.end
    return fills and second.paragraph == first.paragraph + 1 and openers[0].span.start == second.span.start


def _paragraph(sentences: Sequence[Sentence], number: int) -> Sequence[Sentence]:
    first = bisect_left(sentences, number, key=lambda s: s.paragraph)
    return sentences[first : bisect_right(sentences, number, key=lambda s: s.paragraph)]


def _goes_on(passage: Passage, quotation: Quotation, touched: Sequence[int], last: tuple[Claim, int]) -> bool:
    """In news a quotation without a speaker of its own, close behind another, is the same speaker's."""
    claim, end = last
    if _is_labelled(passage, quotation, touched[0]):
        return False  # `Moss's answer: "Let them dig."`
    if not re.search(r"\w", passage.text[end : quotation.span.start]):
        return True
    first, before = passage.sentences[touched[0]], passage.sentences[claim.frame.sentence]
    return first.paragraph == before.paragraph


def _own(passage: Passage, quotation: Quotation, touched: Sequence[int]) -> Claim | None:
    """The claim of the quotation's own sentence that stands nearest."""
    best: tuple[int, Claim] | None = None
    for claim in (c for number in touched for c in passage.claims.get(number, ()) if c.owns_speech):
        parts = [claim.cue, *([claim.source] if claim.source else [])]
        start, end = min(p.start for p in parts), max(p.end for p in parts)
        if start < quotation.span.end and quotation.span.start < end:
            continue
        is_after = start >= quotation.span.end
        between = passage.text[quotation.span.end : start] if is_after else passage.text[end : quotation.span.start]
        cost = len(between.split()) + (5 if claim.content and not is_after else 0) + (0 if claim.source else 3)
        if best is None or cost < best[0]:
            best = cost, claim
    return best[1] if best else None


def _introduced(passage: Passage, quotation: Quotation) -> Claim | None:
    """The last claim of the sentence before, when it ends with a colon."""
    before = passage.before(quotation)
    if before is None or passage.sentences[before].span.of(passage.text)[-1:] != ":":
        return None
    return next((c for c in reversed(passage.claims.get(before, [])) if c.source), None) or _any_verb(passage, before)


def _beside(passage: Passage, quotation: Quotation, touched: Sequence[int]) -> Claim | None:
    """`"...," experts analyze the situation`, `Reed was blunt: "..."`: any verb with a subject that can speak."""
    for number in (touched[-1], touched[0]):
        if number in passage.frames and (claim := _any_verb(passage, number)):
            return claim
    before = passage.before(quotation)
    if before is None or passage.sentences[before].paragraph != passage.sentences[touched[0]].paragraph:
        return None
    # A sentence that says something of somebody's speech, and then the speech: "Reed criticized the plan. "It is bad.""
    spoken = [c for c in passage.claims.get(before, []) if c.source and c.is_speech and c.head.lemma in tables.SPEECH]
    return _again(spoken[-1]) if spoken else None


def _again(claim: Claim) -> Claim:
    """The same source and cue with a content of its own."""
    return Claim(claim.frame, claim.head, claim.cue, claim.source, claim.source_head, owns_speech=True)


def _any_verb(passage: Passage, number: int) -> Claim | None:
    """A claim of the first verb of a sentence that has a subject which can speak."""
    frame = passage.frames.get(number)
    for verb in frame.tree.tokens if frame else ():
        if frame is None or frame.is_stand_in(verb) or verb.dep not in ("ROOT", "ccomp", "conj", "parataxis"):
            continue
        speaker = subject(frame.tree, verb)
        if speaker is None or frame.is_stand_in(speaker) or not _may_introduce(frame, verb, speaker):
            continue
        claim = make_claim(frame, verb, verb_group(frame.tree, verb), speaker, [])
        claim.owns_speech = True
        return claim
    return None


def _may_introduce(frame: Frame, verb: Token, speaker: Token) -> bool:
    tree = frame.tree
    colon = any(t.text == ":" and frame.is_stand_in(after) for t, after in pairwise(tree.tokens))
    opens = frame.is_stand_in(tree.tokens[0]) and speaker.pos == "NOUN"  # `"...," engineers analyze the situation`
    can_speak = opens or speaker.pos == "PROPN" or speaker.lemma in tables.PEOPLE or speaker.low in tables.PERSONAL
    return can_speak and (verb.pos == "VERB" or (colon and verb.pos == "AUX"))


def attach_statements(text: str, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> None:
    """`This is stated in a report by Reed.`: what is reported is the sentence before."""
    for claim in claims:
        if claim.owns_speech and claim.frame.inside is None and not claim.has_speech:
            _attach_block(text, sentences, claim)
    for claim in claims:
        if not claim.points_back or not claim.frame.sentence:
            continue
        before = sentences[claim.frame.sentence - 1]
        if before.kind in (SentenceKind.HEADLINE, SentenceKind.SUBHEAD, SentenceKind.BOILERPLATE):
            continue
        taken = any(span.overlaps(before.span) for c in claims for span in c.content if c is not claim)
        claim.content = [] if taken else [Span(*before.span)]


def _attach_block(text: str, sentences: Sequence[Sentence], claim: Claim) -> None:
    """`The church denied this:` and a paragraph without quotation marks: the paragraph is what it said."""
    number = claim.frame.sentence
    if text[sentences[number].span.end - 1] != ":" or not claim.source:
        return
    following = _paragraph(sentences, sentences[number].paragraph + 1)
    if following and following[0] is sentences[number + 1] and all(s.kind is SentenceKind.BODY for s in following):
        claim.content = [Span(following[0].span.start, following[-1].span.end)]
        claim.has_speech = True
