"""The tagger's network over the encoder's states, in numpy: which subwords are a cue, and what is its source and content.

A bidirectional LSTM reads each run of sentences; a second one reads the window around a cue. `benchmarks/tagger_model.py`
is the same network in torch, for training.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from summarizer.tagging.pieces import Pieces
from summarizer.tagging.windows import Window

Floats = NDArray[np.float32]


class Network:
    """Trained weights, by the names that torch gives them."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = weights

    def read(self, pieces: Pieces) -> Floats:
        """What the network makes of each subword.

        *Shape:* (subwords, features)
        """
        mix = np.exp(self._w["mix"]) / np.exp(self._w["mix"]).sum()
        lengths = [len(s) for s in pieces.states]
        states = np.concatenate([np.einsum("tlw,l->tw", s, mix) for s in pieces.states])
        shown = np.maximum(self._linear("narrow", states), 0)
        grammar = [self._w[f"{name}.weight"][pieces.grammar[:, i]] for i, name in enumerate(("pos", "dep", "head_pos"))]
        known = np.concatenate([shown, self._w["edge.weight"][pieces.edge], *grammar], axis=1)
        borders = np.cumsum([0, *lengths])
        padded = _pad([known[a:b] for a, b in pairwise(borders)])
        heard = self._lstm("reader", padded, lengths)
        context = np.concatenate([heard[i, :n] for i, n in enumerate(lengths)])
        return np.concatenate([shown, context, *grammar], axis=1)

    def find_cues(self, features: Floats) -> Floats:
        """The probability of each subword that it belongs to a cue."""
        hidden = np.maximum(self._linear("cue.0", features), 0)
        return _sigmoid(self._linear("cue.3", hidden)[:, 0])

    def find_roles(self, features: Floats, windows: Sequence[Window]) -> list[Floats]:
        """Per window the probability of each subword to be nothing, source or content.

        *Shape:* each (subwords of the window, 3)
        """
        if not windows:
            return []
        as_token, as_cue = self._linear("token", features), self._linear("head", features)
        seen = []
        for w in windows:
            token, cue = as_token[w.subwords], as_cue[w.cue].mean(0)
            tables = [self._w[f"window.{i}.weight"][w.features[:, i]] for i in range(w.features.shape[1])]
            both = np.broadcast_to(np.maximum(cue, 0), token.shape)
            seen.append(np.concatenate([np.maximum(token, 0), both, token * cue, *tables], axis=1))
        lengths = [len(s) for s in seen]
        heard = self._lstm("pairer", _pad(seen), lengths)
        logits = [self._linear("role", heard[i, :n]) for i, n in enumerate(lengths)]
        return [_softmax(rows) for rows in logits]

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return out

    def _lstm(self, name: str, x: Floats, lengths: Sequence[int]) -> Floats:
        """Both directions of one layer. *Shape of x:* (batch, steps, width), padded behind."""
        order = np.tile(np.arange(x.shape[1]), (len(lengths), 1))
        for row, n in enumerate(lengths):
            order[row, :n] = order[row, :n][::-1]
        rows = np.arange(len(lengths))[:, None]
        forth = self._one_way(name, "", x)
        back = self._one_way(name, "_reverse", x[rows, order])[rows, order]
        return np.concatenate([forth, back], axis=2)

    def _one_way(self, name: str, suffix: str, x: Floats) -> Floats:
        inner = self._w[f"{name}.weight_hh_l0{suffix}"].T
        bias = self._w[f"{name}.bias_ih_l0{suffix}"] + self._w[f"{name}.bias_hh_l0{suffix}"]
        given = x @ self._w[f"{name}.weight_ih_l0{suffix}"].T + bias
        width = inner.shape[0]
        hidden = cell = np.zeros((len(x), width), dtype=np.float32)
        out = np.empty((*x.shape[:2], width), dtype=np.float32)
        for step in range(x.shape[1]):
            gates = given[:, step] + hidden @ inner  # input, forget, candidate, output: torch's order
            opened = _sigmoid(gates)
            candidate = np.tanh(gates[:, 2 * width : 3 * width])
            cell = opened[:, width : 2 * width] * cell + opened[:, :width] * candidate
            hidden = opened[:, 3 * width :] * np.tanh(cell)
            out[:, step] = hidden
        return out


def _pad(rows: Sequence[Floats]) -> Floats:
    out = np.zeros((len(rows), max(map(len, rows)), rows[0].shape[1]), dtype=np.float32)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def _sigmoid(x: Floats) -> Floats:
    out: Floats = 0.5 * (np.tanh(0.5 * x) + 1)
    return out


def _softmax(x: Floats) -> Floats:
    raised = np.exp(x - x.max(axis=1, keepdims=True))
    out: Floats = raised / raised.sum(axis=1, keepdims=True)
    return out
