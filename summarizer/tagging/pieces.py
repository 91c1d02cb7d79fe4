"""A text as the tagger reads it: subwords, each with its encoder states, its quotation and its place in the grammar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.attribution.frames import Frame
from summarizer.attribution.quotes import Quotation
from summarizer.document import Sentence, Span
from summarizer.encoder import Indices, TokenRun, Vectors

POS = (
    "X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB SPACE".split()
)  # first: unknown, or not parsed
DEP = (
    "none ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()
POS_NUMBER = {name: i for i, name in enumerate(POS)}
DEP_NUMBER = {name: i for i, name in enumerate(DEP)}
OUTSIDE, INSIDE, FIRST, LAST = range(4)  # where in a quotation a subword stands


@dataclass(frozen=True, slots=True)
class Pieces:
    """The subwords of a text, in its order; every array has one row a subword."""

    spans: Indices  # *Shape:* (subwords, 2), offsets into the text
    sentence: Indices
    quotation: Indices  # which one it stands in, -1 for none
    edge: Indices  # OUTSIDE, INSIDE, FIRST or LAST
    frame: Indices  # the parsed piece it stands in, -1 for none
    word: Indices  # and the parsed word there
    grammar: Indices  # *Shape:* (subwords, 3): part of speech, dependency, the head's part of speech
    states: Sequence[Vectors]  # per run of sentences, *Shape:* (subwords, layers, width)
    frames: Sequence[Frame]

    def touching(self, spans: Iterable[Span]) -> Indices:
        """The subwords that share a character with one of the spans."""
        starts, ends = self.spans.T
        found = [np.arange(np.searchsorted(ends, s.start, "right"), np.searchsorted(starts, s.end)) for s in spans]
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def cut(
    text: str,
    sentences: Sequence[Sentence],
    frames: Sequence[Frame],
    quotations: Sequence[Quotation],
    runs: Sequence[TokenRun],
) -> Pieces:
    """The pieces of a text whose sentences were read in `runs`, in order."""
    starts = np.array([s.span.start for s in sentences], dtype=np.int64)
    sentence = np.concatenate([run.sentence for run in runs])
    spans = np.concatenate([run.offsets for run in runs]) + starts[sentence][:, None]
    quotation = _places(len(text), [(q.span, i) for i, q in enumerate(quotations)])[spans[:, 0]]
    words = [(frame, number, t.index) for number, frame in enumerate(frames) for t in frame.tree.tokens]
    words = [(f, n, i) for f, n, i in words if not f.is_stand_in(f.tree.tokens[i])]
    places = _places(len(text), [(_span(f, i), at) for at, (f, _, i) in enumerate(words)])[spans[:, 0]]
    rows = np.array([[n, i, *_grammar(f, i)] for f, n, i in words] + [[-1, -1, 0, 0, 0]], dtype=np.int64)[places]
    frame, word, grammar = rows[:, 0], rows[:, 1], rows[:, 2:]
    states = [run.states for run in runs]
    return Pieces(spans, sentence, quotation, _edges(quotation), frame, word, grammar, states, frames)


def _span(frame: Frame, index: int) -> Span:
    token = frame.tree.tokens[index]
    return Span(frame.start(token), frame.end(token))


def _places(length: int, numbered: Iterable[tuple[Span, int]]) -> Indices:
    """Per character the number of the span it stands in, -1 for none."""
    out = np.full(length + 1, -1, dtype=np.int64)
    for span, number in numbered:
        out[span.start : span.end] = number
    return out


def _grammar(frame: Frame, index: int) -> tuple[int, int, int]:
    token = frame.tree.tokens[index]
    head = frame.tree.head(token)
    return POS_NUMBER.get(token.pos, 0), DEP_NUMBER.get(token.dep, 0), POS_NUMBER.get(head.pos, 0)


def _edges(quotation: Indices) -> Indices:
    changes = quotation[1:] != quotation[:-1]
    edge = np.where(quotation >= 0, INSIDE, OUTSIDE)
    edge[np.append(True, changes) & (quotation >= 0)] = FIRST
    edge[np.append(changes, True) & (quotation >= 0)] = LAST
    return edge.astype(np.int64)
