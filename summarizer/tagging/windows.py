"""What surrounds a cue, as numbers: every subword near it with its distance, its quotation and its place in the grammar."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.encoder import Indices
from summarizer.parser import Token, Tree
from summarizer.tagging.pieces import DEP, DEP_NUMBER, Pieces

REACH_SENTENCES = 2  # before and behind the cue's
REACH_SUBWORDS = 110
DISTANCES = 24  # classes of distance: twelve on either side, growing
OFFSETS = 8  # classes of sentence offset
QUOTATIONS = 6  # cue outside or inside a quotation, and the subword outside, in the same or in another one
SELF, ABOVE, BESIDE, ELSEWHERE, SPEECH = range(len(DEP), len(DEP) + 5)  # places that are no branch below the cue
BRANCHES = len(DEP) + 5
FEATURES = 6  # columns of Window.features


@dataclass(frozen=True, slots=True)
class Window:
    """The subwords around one cue."""

    cue: Indices
    subwords: Indices
    features: Indices  # *Shape:* (subwords, FEATURES): distance, sentence, quotation, branch, sibling, cue's dependency


def open_window(pieces: Pieces, cue: Indices) -> Window:
    """What can be source or content of a cue, given as its subwords."""
    sentence = pieces.sentence[cue[0]]
    first = np.searchsorted(pieces.sentence, sentence - REACH_SENTENCES, "left")
    last = np.searchsorted(pieces.sentence, sentence + REACH_SENTENCES, "right")
    around = np.arange(max(first, cue[0] - REACH_SUBWORDS + 1), min(last, cue[-1] + REACH_SUBWORDS))
    away = np.minimum(around - cue[0], 0) + np.maximum(around - cue[-1], 0)
    steps = np.minimum(np.ceil(np.log2(np.abs(away) + 1) * 1.5), DISTANCES // 2 - 1).astype(np.int64)
    offset = pieces.sentence[around] - sentence + 3
    quotation, own = pieces.quotation[around], pieces.quotation[cue[0]]
    relation = np.where(quotation < 0, 0, np.where(quotation == own, 1, 2)) + 3 * int(own >= 0)
    branch, sibling, dep = _grammar(pieces, cue, around)
    distance = DISTANCES // 2 + np.sign(away) * steps
    columns = [distance, offset, relation, branch, sibling, np.full(len(around), dep)]
    return Window(cue, around, np.stack(columns, axis=1).astype(np.int64))


def _grammar(pieces: Pieces, cue: Indices, around: Indices) -> tuple[Indices, Indices, int]:
    """Per subword the branch below the cue that it stands in, and the branch beside the cue; the cue's dependency."""
    branch, sibling = np.full(len(around), ELSEWHERE, dtype=np.int64), np.zeros(len(around), dtype=np.int64)
    parsed = [i for i in cue if pieces.frame[i] >= 0]
    if not parsed:
        return branch, sibling, 0
    number = int(pieces.frame[parsed[0]])
    frame = pieces.frames[number]
    head = top_word(frame.tree, [int(pieces.word[i]) for i in parsed if pieces.frame[i] == number])
    below, beside = _branches(frame.tree, head)
    here = pieces.frame[around] == number
    branch[here], sibling[here] = below[pieces.word[around[here]]], beside[pieces.word[around[here]]]
    of_sentence = np.array(
        [n >= 0 and pieces.frames[n].sentence == frame.sentence for n in pieces.frame[around].tolist()]
    )
    branch[of_sentence & ~here] = SPEECH
    return branch, sibling, DEP_NUMBER.get(head.dep, 0)


def top_word(tree: Tree, words: Sequence[int]) -> Token:
    """Of some words the first whose head is not among them."""
    inside = set(words)
    heads = (i for i in sorted(inside) if tree.tokens[i].head not in inside or tree.is_root(tree.tokens[i]))
    return tree.tokens[next(heads, min(inside))]


def _branches(tree: Tree, head: Token) -> tuple[Indices, Indices]:
    below, beside = np.full(len(tree.tokens), BESIDE, dtype=np.int64), np.zeros(len(tree.tokens), dtype=np.int64)
    above = tree.ancestors(head)
    below[[t.index for t in above]] = ABOVE
    for child in tree.children(head):
        below[[t.index for t in tree.subtree(child)]] = DEP_NUMBER.get(child.dep, 0)
    below[head.index] = SELF
    for child in tree.children(above[0]) if above else ():
        words = [t.index for t in tree.subtree(child)]
        if head.index not in words:
            beside[words] = DEP_NUMBER.get(child.dep, 0)
    return below, beside
