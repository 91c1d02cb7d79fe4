"""What is told as one: a sentence, or the few sentences of one short quotation, which must not be torn apart.

"The timing fits. It is not proof," she said: the first sentence without the second says what she did not say.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from summarizer.document import AnnotatedDocument, Quote, Sentence, SentenceKind, Span

MAX_DENIAL_WORDS = 12
# What cannot be told by itself, and what the sentence before it is not told without.
_DENIES = re.compile(
    r"""(?:But\ )?(?:
        (?:He|She|They|It)\ (?:(?:also|has|have|later|still)\ )*(?:den(?:ies|ied|y)|rejects?|rejected|disputes?|disputed)
            \ (?:this|that|it|them|(?:having\ )?(?:doing|done)\ so)\b
        | (?:He|She|They|It)\ (?:(?:did|has|have)\ not\ )?(?:gave|given|give|provided?|offer(?:ed)?)
            \ (?:no|any)\ (?:evidence|proof|figures?|details|reasons?|explanation)\b
        | (?:This|That|It)\ (?:is|was)\ (?:not\ true|untrue|false|incorrect|not\ correct|a\ lie)\b
        | (?:This|That|It|The\ (?:claim|figure|report)s?)\ (?:could|can)\ ?not\ be\ (?:independently\ )?
            (?:verified|confirmed)\b)""",
    re.X,
)
_GREETS = re.compile(r"(?:thank you|thanks|good (?:morning|afternoon|evening)|hello)\b[^.!?]{0,40}[.!]", re.I)
MAX_PIECE_WORDS = 35  # of a long answer: one sentence of it says little
MAX_JOINED_WORDS = 45  # a longer quotation is told sentence by sentence, each led by its speaker


def find_units(article: AnnotatedDocument) -> list[Span]:
    """The spans that can be told, in text order: body sentences and bullets, short quotations whole."""
    sentences = [s for s in article.sentences if s.kind in (SentenceKind.BODY, SentenceKind.BULLET)]
    joined = dict(_denials(article, sentences)) | dict(_short_quotations(article, sentences))
    joined |= dict(_passages(article, sentences)) | dict(_short_bullets(article, sentences))
    out, index = [], 0
    while index < len(sentences):
        last = joined.get(index, index)
        out.append(_without_label(article, Span(sentences[index].span.start, sentences[last].span.end)))
        index = last + 1
    return out


def _without_label(article: AnnotatedDocument, unit: Span) -> Span:
    """In an interview without the "A:" that stands before an answer."""
    turn = article.turn_of(unit)
    return Span(max(unit.start, turn.span.start), unit.end) if turn else unit


def _denials(article: AnnotatedDocument, sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """A claim and the short sentence that says "He denies this": the claim is not told without it."""
    for i, (claim, denial) in enumerate(pairwise(sentences)):
        words = denial.span.of(article.text).split()
        is_joined = claim.paragraph == denial.paragraph and len(words) <= MAX_DENIAL_WORDS
        if is_joined and _DENIES.match(denial.span.of(article.text)):
            yield i, i + 1


def _short_quotations(article: AnnotatedDocument, sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each direct quotation that runs over several sentences of a paragraph."""
    at = 0
    for a in sorted(article.attributions, key=lambda a: a.hull):
        if a.quote is Quote.INDIRECT or a.source is None:
            continue
        while at < len(sentences) and sentences[at].span.end <= a.hull.start:
            at += 1
        last = at
        while last + 1 < len(sentences) and sentences[last + 1].span.start < a.hull.end:
            last += 1
        if last == at or at >= len(sentences) or sentences[at].paragraph != sentences[last].paragraph:
            continue
        hull = Span(sentences[at].span.start, sentences[last].span.end)
        if len(hull.of(article.text).split()) <= MAX_JOINED_WORDS:
            yield at, last


def _passages(article: AnnotatedDocument, sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each passage of an answer: the whole of a short one, a long one piece by piece."""
    for turn in article.turns if sentences else ():
        inside = [i for i, s in enumerate(sentences) if turn.name and turn.span.overlaps(s.span)]
        while inside and _GREETS.match(article.text, max(turn.span.start, sentences[inside[0]].span.start)):
            inside.pop(0)
        while inside and _GREETS.match(article.text, sentences[inside[-1]].span.start):
            inside.pop()
        if inside and len(turn.span.of(article.text).split()) <= MAX_JOINED_WORDS:
            yield inside[0], inside[-1]
        else:
            yield from _pieces(article, sentences, inside)


def _pieces(article: AnnotatedDocument, sentences: list[Sentence], inside: list[int]) -> Iterator[tuple[int, int]]:
    """As many sentences of a long answer as fit, one piece after the other."""
    first = 0
    for at, i in enumerate(inside):
        is_last = at + 1 == len(inside)
        longer = Span(sentences[inside[first]].span.start, sentences[i if is_last else inside[at + 1]].span.end)
        if is_last or len(longer.of(article.text).split()) > MAX_PIECE_WORDS:
            yield inside[first], i
            first = at + 1


def _short_bullets(article: AnnotatedDocument, sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each short item of a list: "Throw them away. Do not wash them."."""
    first = 0
    for i, s in enumerate(sentences):
        if sentences[first].paragraph != s.paragraph:
            first = i
        is_last = i + 1 == len(sentences) or sentences[i + 1].paragraph != s.paragraph
        if is_last and first < i and s.kind is SentenceKind.BULLET:
            item = Span(sentences[first].span.start, s.span.end).of(article.text)
            if len(item.split()) <= MAX_JOINED_WORDS:
                yield first, i
