"""MiniLM in torch's own layers. Only this file and transformers_generator.py import torch.

Loading it through transformers gives the same vectors (to 2e-7) at the same speed, but brings 1,400 more modules and 115 MB
along, and takes seconds longer.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from summarizer.encoder import TokenRun, Vectors

BATCH_SENTENCES = 8  # measured: 40 sentences in 533 ms against 923 ms in one batch, 849 ms one by one
MAX_TOKENS = 128  # of a sentence; longer ones are cut for the vector only
READ_LAYERS = 4  # of six: what the tagger looks at, for two thirds of the time
RUN_TOKENS = 160  # of sentences read together, so that each is seen beside its neighbors
CLS, SEP = 101, 102  # the tokens before and behind what is read
PARTS = {  # of a layer: the file's names, torch's names
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}


class MiniLM(nn.Module):
    """The layers of BERT, without its pooling layer."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.width = width = int(config["hidden_size"])
        # Not nn.Embedding: it draws random weights, for which torch would import its compiler.
        self.words = nn.Parameter(torch.empty(config["vocab_size"], width))
        self.positions = nn.Parameter(torch.empty(config["max_position_embeddings"], width))
        self.types = nn.Parameter(torch.empty(config["type_vocab_size"], width))
        self.norm = nn.LayerNorm(width, eps=config["layer_norm_eps"])
        layer = nn.TransformerEncoderLayer(
            width,
            config["num_attention_heads"],
            config["intermediate_size"],
            activation=config["hidden_act"],
            layer_norm_eps=config["layer_norm_eps"],
            batch_first=True,
        )
        self.layers = nn.TransformerEncoder(layer, config["num_hidden_layers"], enable_nested_tensor=False)

    def forward(self, ids: Tensor, is_padding: Tensor) -> Tensor:
        """Mean vectors of unit length.

        *Shape:* (batch, tokens) twice; out: (batch, width).
        """
        hidden = self.layers(self._embedded(ids), src_key_padding_mask=is_padding)  # (batch, tokens, width)
        mask = ~is_padding.unsqueeze(-1)
        return nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)

    def states(self, ids: Tensor, layers: int) -> Tensor:
        """What the first layers make of each token of one text.

        *Shape:* (tokens,); out: (tokens, layers, width).
        """
        hidden, out = self._embedded(ids.unsqueeze(0)), []
        for layer in islice(self.layers.layers, layers):
            hidden = layer(hidden)
            out.append(hidden[0])
        return torch.stack(out, dim=1)

    def _embedded(self, ids: Tensor) -> Tensor:
        embedded: Tensor = self.norm(self.words[ids] + self.positions[: ids.shape[1]] + self.types[0])
        return embedded


class MiniLMEncoder:
    """The embedded encoder: mean-pooled MiniLM, fp32, in batches of similar length."""

    def __init__(self, network: MiniLM, tokenizer: Tokenizer) -> None:
        self._network = network
        self._tokenizer = tokenizer

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """See SentenceEncoder; 384 dimensions. Special tokens in a sentence are read as plain characters."""
        out = np.zeros((len(sentences), self._network.width), dtype=np.float32)
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        with torch.inference_mode():
            for first in range(0, len(order), BATCH_SENTENCES):
                rows = order[first : first + BATCH_SENTENCES]
                out[rows] = self._network(*_padded([ids[i] for i in rows])).numpy()
        return out

    def read_tokens(self, sentences: Sequence[str]) -> list[TokenRun]:
        """See TokenEncoder; READ_LAYERS layers, 384 wide. Of a long sentence the first MAX_TOKENS are read."""
        encoded = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        out = []
        with torch.inference_mode():
            for numbers in _runs([len(e.ids) for e in encoded]):
                ids = [i for n in numbers for i in encoded[n].ids]
                offsets = [pair for n in numbers for pair in encoded[n].offsets]
                sentence = np.repeat(np.array(numbers, dtype=np.int64), [len(encoded[n].ids) for n in numbers])
                states = self._network.states(torch.tensor([CLS, *ids, SEP]), READ_LAYERS)[1:-1]
                out.append(TokenRun(sentence, np.array(offsets, dtype=np.int64), states.numpy()))
        return out


def load_minilm(folder: Path, *, threads: int) -> MiniLMEncoder:
    """The encoder whose files lie in a folder; `threads` are torch's, of the whole process."""
    torch.set_num_threads(threads)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.encode_special_tokens = True
    with torch.device("meta"):
        network = MiniLM(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    # The file stays mapped: its pages are read where they are needed, and given back when memory is short.
    network.load_state_dict(dict(_renamed(load_file(folder / "model.safetensors"))), assign=True)
    return MiniLMEncoder(network.eval(), tokenizer)


def _runs(lengths: Sequence[int]) -> list[list[int]]:
    """Neighboring sentences, by number, as many as fit into RUN_TOKENS; those without tokens are left out."""
    runs: list[list[int]] = []
    room = 0
    for number, length in enumerate(lengths):
        if length and (not runs or length > room):
            runs.append([])
            room = RUN_TOKENS
        if length:
            runs[-1].append(number)
        room -= length
    return runs


def _padded(ids: list[list[int]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, ids))
    padded = [row + [0] * (longest - len(row)) for row in ids]
    is_padding = [[False] * len(row) + [True] * (longest - len(row)) for row in ids]
    return torch.tensor(padded), torch.tensor(is_padding)


def _renamed(weights: dict[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """The file's weights under the names of `MiniLM`."""
    for part, ours in (("word", "words"), ("position", "positions"), ("token_type", "types")):
        yield ours, weights[f"embeddings.{part}_embeddings.weight"]
    for kind in ("weight", "bias"):
        yield f"norm.{kind}", weights[f"embeddings.LayerNorm.{kind}"]
        number = 0
        while f"encoder.layer.{number}.output.dense.{kind}" in weights:
            theirs, ours = f"encoder.layer.{number}", f"layers.layers.{number}"
            parts = [weights[f"{theirs}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            yield f"{ours}.self_attn.in_proj_{kind}", torch.cat(parts)
            for part, our_part in PARTS.items():
                yield f"{ours}.{our_part}.{kind}", weights[f"{theirs}.{part}.{kind}"]
            number += 1
