"""The tagger's network in torch, to train it; `summarizer/tagging/network.py` runs the same weights in numpy."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from summarizer.minilm import READ_LAYERS
from summarizer.tagging.pieces import DEP, POS, Pieces
from summarizer.tagging.windows import BRANCHES, DISTANCES, OFFSETS, QUOTATIONS, Window

ENCODER_WIDTH, NARROW, HEARD, PAIR, PAIR_HEARD = 384, 192, 96, 96, 64
EPOCHS = 11
PEAK_RATE = 1.5e-3
AVERAGE = 0.997  # of the weights over the last steps: what is kept
SMALL = 300  # subwords: shorter texts are learned twelve at a time
BATCH = 12
CUE_WEIGHT = 2.0  # a cue missed costs twice a cue too many


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with what is to be found in it."""

    pieces: Pieces
    cues: Tensor  # *Shape:* (subwords,), 1 in a cue
    windows: Sequence[Window]  # one an attribution
    roles: Sequence[Tensor]  # per window *Shape:* (subwords,), 0 nothing, 1 source, 2 content


class TaggerModel(nn.Module):
    """Layer names are the weights' names in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(READ_LAYERS))
        self.narrow = nn.Linear(ENCODER_WIDTH, NARROW)
        self.edge, self.pos, self.dep = nn.Embedding(4, 16), nn.Embedding(len(POS), 16), nn.Embedding(len(DEP), 16)
        self.head_pos = nn.Embedding(len(POS), 8)
        self.reader = nn.LSTM(NARROW + 56, HEARD, batch_first=True, bidirectional=True)
        width = NARROW + 2 * HEARD + 40
        self.cue = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1))
        self.token, self.head = nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        sizes = ((DISTANCES, 16), (OFFSETS, 8), (QUOTATIONS, 8), (BRANCHES, 24), (len(DEP), 12), (len(DEP), 8))
        self.window = nn.ModuleList(nn.Embedding(*size) for size in sizes)
        self.pairer = nn.LSTM(3 * PAIR + 76, PAIR_HEARD, batch_first=True, bidirectional=True)
        self.role = nn.Linear(2 * PAIR_HEARD, 3)
        self.drop = nn.Dropout(0.35)

    def read(self, pieces: Pieces) -> Tensor:
        """*Shape:* (subwords, features)"""
        mix = torch.softmax(self.mix, 0)
        states = torch.cat([(torch.from_numpy(s) * mix[:, None]).sum(1) for s in pieces.states])
        shown = torch.relu(self.narrow(self.drop(states)))
        grammar = torch.from_numpy(pieces.grammar)
        tables = (self.pos, self.dep, self.head_pos)
        told = self.drop(torch.cat([table(grammar[:, i]) for i, table in enumerate(tables)], 1))
        known = torch.cat([shown, self.edge(torch.from_numpy(pieces.edge)), told], 1)
        context = torch.cat(_heard(self.reader, known.split([len(s) for s in pieces.states])))
        features: Tensor = self.drop(torch.cat([shown, context, told], 1))
        return features

    def find_roles(self, features: Tensor, windows: Sequence[Window]) -> list[Tensor]:
        """Logits per window. *Shape:* each (subwords of the window, 3)"""
        as_token, as_cue = self.token(features), self.head(features)
        seen = []
        for w in windows:
            token = as_token[torch.from_numpy(w.subwords)]
            cue = as_cue[torch.from_numpy(w.cue)].mean(0).expand_as(token)
            columns = torch.from_numpy(w.features)
            tables = [table(columns[:, i]) for i, table in enumerate(self.window)]
            seen.append(torch.cat([torch.relu(token), torch.relu(cue), token * cue, *tables], 1))
        return [self.role(self.drop(rows)) for rows in _heard(self.pairer, seen)]


def _heard(lstm: nn.LSTM, rows: Sequence[Tensor]) -> list[Tensor]:
    lengths = [len(r) for r in rows]
    packed = pack_padded_sequence(pad_sequence(list(rows), batch_first=True), lengths, True, enforce_sorted=False)
    out, _ = pad_packed_sequence(lstm(packed)[0], batch_first=True)
    return [out[i, :n] for i, n in enumerate(lengths)]


def train(lessons: Sequence[Lesson], *, seed: int) -> TaggerModel:
    """The network after EPOCHS over the lessons, its weights averaged over the last steps."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(seed)
    model, kept = TaggerModel(), TaggerModel()
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.02)
    steps = EPOCHS * len(_batches(lessons, chance))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_RATE, total_steps=steps, pct_start=0.15)
    model.train()
    for epoch in range(EPOCHS):
        for number, batch in enumerate(_batches(lessons, chance)):
            loss = torch.stack([_loss(model, lesson) for lesson in batch]).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            _average(kept, model, AVERAGE if epoch or number else 0.0)
    return kept.eval()


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
    small = [x for x in lessons if len(x.cues) <= SMALL]
    chance.shuffle(small)
    out = [[x] for x in lessons if len(x.cues) > SMALL] + [small[i : i + BATCH] for i in range(0, len(small), BATCH)]
    chance.shuffle(out)
    return out


def _loss(model: TaggerModel, lesson: Lesson) -> Tensor:
    """Of the cues and of what belongs to each; sums, so that long texts count more."""
    features = model.read(lesson.pieces)
    weight = torch.tensor(CUE_WEIGHT)
    chances = model.cue(features)[:, 0]
    loss = nn.functional.binary_cross_entropy_with_logits(chances, lesson.cues, pos_weight=weight, reduction="sum") / 40
    if not lesson.windows:
        return loss
    logits = torch.cat(model.find_roles(features, lesson.windows))
    return loss + nn.functional.cross_entropy(logits, torch.cat(list(lesson.roles)), reduction="sum") / 100


def _average(kept: TaggerModel, model: TaggerModel, share: float) -> None:
    with torch.no_grad():
        for mean, value in zip(kept.parameters(), model.parameters(), strict=True):
            mean.mul_(share).add_(value, alpha=1 - share)


def as_arrays(model: TaggerModel) -> dict[str, np.ndarray]:
    """The weights by name, in single precision."""
    return {name: value.detach().numpy().astype(np.float32) for name, value in model.state_dict().items()}
