"""What a statement can do without: editor's notes, opening connectives, pointers to pictures, closing asides.

Each rule finds cuts that leave a grammatical sentence; when in doubt it finds none. Cuts never touch a quotation, a
source, a cue, a number, a negation or a hedge: the caller protects those spans, and the rules look for the rest.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from summarizer.document import Span
from summarizer.edits import Edit, outside
from summarizer.vocabulary import words

# "But" and "And" may stand alone; the others are connectives only before a comma ("Still water" is not "Still, water").
_OPENING = re.compile(
    r"(?:(?:And|But)(?!,)\s+(?=[A-Za-z])|(?:And |But )?(?:However|Meanwhile|Moreover|Furthermore|Nevertheless|Nonetheless|"
    r"In addition|In particular|Additionally|Besides|Also|Still|Yet|Thus|Therefore|Hence|Consequently|As a result|Indeed|"
    r"In fact|For example|For instance|On the other hand|At the same time|In turn|Of course|Notably|Importantly|"
    r"Interestingly|Separately|Elsewhere|To be sure|That said|Even so|Similarly|Likewise),\s+)"
)
_NOTE = re.compile(r"\s*[(\[][^()\[\]]{0,60}?[–—-]\s*(?:ed|Ed|author|editor)\b\.?[^()\[\]]{0,15}[)\]]")
# "they (the Russians – ed.) Will": the note says who they are.
_NAMED_NOTE = re.compile(
    r"\b(?:they|he|she|it|them|him)\s*[(\[]\s*((?:the\s)?[A-Z][^()\[\]]{1,40}?)\s*[–—-]\s*(?:ed|editor)\b\.?[)\]]"
)
_POINTER = re.compile(
    r"\s*\((?:pictured|left|right|above|below|see [a-z ]{2,30}|file photo|photo|video|\w+ pictured)[^()]{0,30}\)", re.I
)
_COUNTS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion)\b", re.I
)
HEDGES = words(
    "not no never none nobody nothing neither nor hardly barely rarely without cannot deny denies denied "
    "seem seems seemed seemingly appear appears appeared "
    "apparent apparently allege alleges alleged allegedly reportedly purported purportedly supposedly presumably probable "
    "probably likely unlikely suspect suspects suspected possible possibly perhaps maybe potential potentially may might "
    "could expect expects expected plan plans planned planning intend intends intended propose proposes proposed hope "
    "hopes hoped refuse refuses refused only about nearly almost around least most"
)
_QUOTES = re.compile(r"[“”„«»\"]")
_REPORTS = re.compile(
    r"\b(?:said|says?|saying|quot\w+|cit(?:es?|ed|ing)|accord\w+|add(?:ed|ing|s)|warn\w*|call(?:ed|ing|s)|claim\w*|"
    r"reject\w*|den(?:y|ies|ied|ying)|disput\w*|argu\w+|not(?:es?|ed|ing)|insist\w*|tell(?:s|ing)?|told|writ\w+|wrote|"
    r"report\w*|nam(?:es?|ed)|identif\w+|stat(?:es?|ed|ing)|believ\w*|describ\w*|accus\w*|promis\w*|urg\w+|ask\w*|confirm\w*|announc\w*)\b",
    re.I,
)
MIN_WORDS_LEFT = 6  # a shorter statement says too little to lose an aside


def find_cuts(text: str, span: Span, protected: Sequence[Span] = (), *, asides: Sequence[Span] = ()) -> list[Edit]:
    """Edits that shorten the sentence at `span`, none of them touching a protected span.

    Args:
        asides: what grammar allows to leave out; cut where it neither counts, hedges nor denies.

    >>> find_cuts("However, it rained (pictured) in Marrow.", Span(0, 40))
    [Edit(span=Span(start=0, end=9), text=''), Edit(span=Span(start=18, end=29), text='')]
    """
    sentence = span.of(text)
    rules: tuple[Callable[[str], Iterator[tuple[int, int, str]]], ...] = (_opening, _notes, _pointers)
    found = [Edit(Span(span.start + a, span.start + b), new) for rule in rules for a, b, new in rule(sentence)]
    return outside([*found, *_asides(text, span, asides)], protected)


def _opening(sentence: str) -> Iterator[tuple[int, int, str]]:
    """A connective, which ties the sentence to one that the reader does not see."""
    if match := _OPENING.match(sentence):
        yield match.start(), match.end(), ""


def _notes(sentence: str) -> Iterator[tuple[int, int, str]]:
    """An editor's note goes; one that says whom a pronoun means takes its place."""
    named = list(_NAMED_NOTE.finditer(sentence))
    for match in named:
        yield match.start(), _lower_after(sentence, match.end()), match.group(1) + _joined(sentence, match.end())
    for match in _NOTE.finditer(sentence):
        if not any(n.start() <= match.start() < n.end() for n in named):
            yield match.start(), match.end(), ""


def _joined(sentence: str, at: int) -> str:
    """What follows a note, up to its first letter, which is made small: "(...) Will" goes on the sentence."""
    return sentence[at : _lower_after(sentence, at)].lower()


def _lower_after(sentence: str, at: int) -> int:
    match = re.match(
        r"\s+(?=(?:Will|Would|Have|Had|Has|Are|Were|Is|Was|Can|Could|Must|Should|Do|Did)\b)[A-Z]", sentence[at:]
    )
    return at + match.end() if match else at


def _pointers(sentence: str) -> Iterator[tuple[int, int, str]]:
    """ "(pictured)" points at what a summary does not show."""
    yield from ((m.start(), m.end(), "") for m in _POINTER.finditer(sentence))


def _asides(text: str, span: Span, asides: Sequence[Span]) -> Iterator[Edit]:
    """The asides of a sentence that can go, as long as it keeps enough words to say something."""
    left = len(span.of(text).split())
    for aside in asides:
        if not span.contains(aside) or _carries(aside.of(text)):
            continue
        length = len(aside.of(text).split())
        if left - length >= MIN_WORDS_LEFT:
            left -= length
            yield Edit(aside)


def _carries(aside: str) -> bool:
    """Whether an aside counts, hedges, denies, quotes or reports: then the sentence says something else without it."""
    tokens = {w.lower() for w in re.findall(r"[\w'’]+", aside)}
    is_sure = not (tokens & HEDGES or any(t.endswith(("n't", "n’t")) for t in tokens))
    return not is_sure or any(p.search(aside) for p in (_COUNTS, _REPORTS, _QUOTES))
