"""From probabilities to spans of the text: cues, and what each has as source and content."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizer.document import Span
from summarizer.encoder import Indices
from summarizer.tagging.network import Floats
from summarizer.tagging.pieces import Pieces
from summarizer.tagging.windows import Window

MIN_CUE = 0.6  # a run of subwords is a cue from this probability of its best one on
GROW_CUE = 0.36  # and its neighbors belong to it from this one on
MAX_CUE_SUBWORDS = 7
MAX_CONTENTS = 3  # pieces of one content
MIN_EVIDENCE = 1.5  # summed log odds of a piece of content
TAKEN_ODDS = -0.5  # of a word of cue or source: content may go around it
SOURCE, CONTENT = 1, 2  # columns of the role probabilities
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Found:
    """What the tagger finds for one cue, and the mean probability of the subwords of each part."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    source_chance: float
    content_chance: float


def find_cues(chances: Floats) -> list[Indices]:
    """The runs of subwords that are cues."""
    inside = np.flatnonzero(chances > GROW_CUE)
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1)
    return [run for run in runs if 0 < len(run) <= MAX_CUE_SUBWORDS and chances[run].max() > MIN_CUE]


def decode(text: str, pieces: Pieces, window: Window, roles: Floats) -> Found:
    """The likeliest source, in one piece, and the likeliest pieces of content."""
    odds = np.log(roles + _TINY) - np.log(1 - roles + _TINY)
    source, chance, taken = None, 0.0, np.isin(window.subwords, window.cue)
    best = _best_run(odds[:, SOURCE])
    if best and (span := _trimmed(text, pieces, window.subwords[slice(*best)])):
        source, chance = span, float(roles[slice(*best), SOURCE].mean())
        taken[slice(*best)] = True
    parts = [
        (span, roles[run, CONTENT])
        for run in _content_runs(odds[:, CONTENT], taken)
        if (span := _trimmed(text, pieces, window.subwords[run]))
    ]
    content = _joined(text, sorted(span for span, _ in parts))
    cue = _trimmed(text, pieces, window.cue) or _hull(pieces, window.cue)
    return Found(cue, source, content, chance, float(np.concatenate([c for _, c in parts]).mean()) if parts else 0.0)


def _content_runs(odds: Floats, taken: NDArray[np.bool_]) -> Iterator[Indices]:
    """The likeliest runs of a window's subwords, without those of cue and source."""
    odds = np.where(taken, TAKEN_ODDS, odds)
    for _ in range(MAX_CONTENTS):
        best = _best_run(odds)
        if not best or odds[slice(*best)].sum() < MIN_EVIDENCE:
            return
        free = np.arange(*best)[~taken[slice(*best)]]
        yield from (run for run in np.split(free, np.flatnonzero(np.diff(free) > 1) + 1) if len(run))
        odds[slice(*best)] = -np.inf


def _best_run(gains: Floats) -> tuple[int, int] | None:
    """Where the sum of gains is largest; None where no gain is positive."""
    best, current, start = 0.0, 0.0, 0
    found = None
    for i, gain in enumerate(gains.tolist()):
        if current <= 0:
            current, start = 0.0, i
        current += gain
        if current > best:
            best, found = current, (start, i + 1)
    return found


def _hull(pieces: Pieces, subwords: Indices) -> Span:
    return Span(int(pieces.spans[subwords[0], 0]), int(pieces.spans[subwords[-1], 1]))


def _trimmed(text: str, pieces: Pieces, subwords: Indices) -> Span | None:
    """Whole words without commas and the like at the edges; None where no word is left."""
    start, end = _hull(pieces, subwords)
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(" ,;:–—-\n."))
    end -= len(inner) - len(inner.rstrip(" ,;:–—-\n"))
    return Span(start, end) if start < end and re.search(r"\w", text[start:end]) else None


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in spans:
        if out and not text[out[-1].end : span.start].strip(" ,;:\n"):
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out)
