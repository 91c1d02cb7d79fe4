"""What the parser sees: a sentence without its quoted speech, and the quoted speech apart.

The small parser loses its way in long quotations; a short clause in their place tells it that somebody speaks here. Every
word keeps its place in the document.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.attribution.quotes import Quotation
from summarizer.document import Sentence, Span
from summarizer.parser import Token, Tree

STAND_IN = "it is so"  # what the parser reads for a quotation
_SAYS = re.compile(r"\s*[–—-]?\s*(?:[\w.'’-]+\s+){0,4}(?:said|says|asked|wrote|added|told|replied|according)\b")
_BEFORE = re.compile(r"(?:^|[:,;–—(-]|\b(?:that|as|like))\s*$")


@dataclass(slots=True)
class Frame:
    """One parsed piece: a sentence less its speech (`inside` None), or what a quotation says (`inside` set)."""

    sentence: int
    text: str
    pieces: list[tuple[int, int, int]]  # (offset here, offset in the document, length)
    inside: Quotation | None = None
    speech: list[Quotation] = field(default_factory=list)  # taken out of this sentence
    stand_ins: list[Span] = field(default_factory=list)  # where in `text` the words stand for a quotation
    tree: Tree = field(default_factory=lambda: Tree(()))

    def place(self, offset: int, *, is_end: bool = False) -> int:
        """The document's offset of an offset here."""
        at = offset - 1 if is_end else offset
        here, there, length = self.pieces[max(0, bisect_right([p[0] for p in self.pieces], at) - 1)]
        return there + min(at - here, length) + is_end

    def span(self, first: Token, last: Token) -> Span:
        """From one word to another, in the document."""
        return Span(self.place(first.span.start), self.place(last.span.end, is_end=True))

    def is_stand_in(self, token: Token) -> bool:
        return any(span.contains(token.span) for span in self.stand_ins)

    def start(self, token: Token) -> int:
        return self.place(token.span.start)

    def end(self, token: Token) -> int:
        return self.place(token.span.end, is_end=True)


def build_frames(text: str, sentences: Sequence[tuple[int, Sentence]], quotations: Sequence[Quotation]) -> list[Frame]:
    """The frames of the given (number, sentence) pairs, in text order."""
    out: list[Frame] = []
    starts = [q.span.start for q in quotations]
    for number, sentence in sentences:
        first = max(0, bisect_right(starts, sentence.span.start) - 1)
        near = [
            q for q in quotations[first : bisect_right(starts, sentence.span.end)] if q.span.overlaps(sentence.span)
        ]
        speech: list[Quotation] = []
        for quotation in near:
            if is_speech(text, quotation, sentence.span) or (speech and _resumes(text, speech[-1], quotation)):
                speech.append(quotation)
        out += _frames(text, number, sentence.span, speech)
    return out


def is_speech(text: str, quotation: Quotation, sentence: Span) -> bool:
    """Whether a quotation is told as speech of its own, and not as some words of the writer's sentence."""
    if quotation.span.end > sentence.end or quotation.span.start < sentence.start or quotation.is_open:
        return True  # it goes on in another sentence
    words = quotation.words(text)
    if not words:
        return False
    before = text[sentence.start : quotation.span.start]
    after = text[quotation.span.end : sentence.end]
    inner = quotation.inner.of(text).strip()
    is_stopped = inner[-1:] in ".,!?…—–-;" or after[:1] in ".,"
    is_big = not inner.lstrip("[(. …'‘").strip()[:1].islower()
    if not re.search(r"\w", before):
        has_frame = bool(re.search(r"\w", after))
        return len(words) > 1 and (is_stopped or bool(_SAYS.match(after))) if has_frame else len(words) > 2
    introduced = bool(_BEFORE.search(before))
    if before.rstrip()[-1:] == ":":
        return True
    if _ends_with_verb(before):
        return is_big and is_stopped and (len(words) > 2 or before.rstrip()[-1:] == ",")
    return len(words) > 2 and is_big and introduced and is_stopped


def _resumes(text: str, first: Quotation, second: Quotation) -> bool:
    """`"The dam will hold," she said, "and nobody has to leave."`"""
    between = text[first.span.end : second.span.start]
    return first.inner.of(text)[-1:] in ",–—-" and between.rstrip()[-1:] == "," and len(between.split()) < 12


def _ends_with_verb(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:said|says|say|asked|wrote|tweeted|added|saying|replied|stated|writing|reads|read),?\s*$", before
        )
    )


def _frames(text: str, number: int, sentence: Span, speech: list[Quotation]) -> list[Frame]:
    """The outer frame of a sentence, where words are left, and one for each piece of quoted speech in it."""
    outer, inner = Frame(number, "", [], None, speech), []
    at = sentence.start
    for quotation in speech:
        _append(outer, text, Span(at, max(at, quotation.span.start)))
        piece = Span(max(quotation.inner.start, sentence.start), min(quotation.inner.end, sentence.end))
        if re.search(r"\w", piece.of(text)):
            frame = Frame(number, "", [], quotation)
            _append(frame, text, piece)
            inner.append(frame)
        at = min(quotation.span.end, sentence.end)
        _stand_in(
            outer, quotation, text[at : sentence.end], text[max(0, quotation.inner.end - 1) : quotation.inner.end]
        )
    _append(outer, text, Span(at, sentence.end))
    words = len(re.findall(r"\w+", outer.text)) - 3 * len(outer.stand_ins)
    return [outer, *inner] if words > 0 else inner


def _append(frame: Frame, text: str, span: Span) -> None:
    """Add words of the document to what the parser sees."""
    piece = span.of(text)
    stripped = piece.strip()
    if not stripped:
        return
    joint = " " if frame.text and stripped[0] not in ",.;:!?" else ""
    start = span.start + len(piece) - len(piece.lstrip())
    frame.pieces.append((len(frame.text) + len(joint), start, len(stripped)))
    frame.text += joint + re.sub(r"\s", " ", stripped)


def _stand_in(frame: Frame, quotation: Quotation, after: str, last: str) -> None:
    """Put the short clause where the quotation was, with the comma that stood inside its marks."""
    joint = " " if frame.text else ""
    start = len(frame.text) + len(joint)
    goes_on = after.strip()[:1].isalnum()
    frame.pieces.append((start, quotation.span.start, 0))
    frame.text += joint + STAND_IN + ("," if goes_on and last in ",.?!…—–-" else "." if not after.strip() else "")
    frame.stand_ins.append(Span(start, len(frame.text)))
