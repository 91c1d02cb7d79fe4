"""The port for models that write: prompts in, strings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GenerationConfig:
    """Bounds of one call of a generator."""

    max_input_tokens: int = 3000  # of one prompt; the model's own limit counts where it is smaller
    max_new_tokens: int = 400  # of one answer
    timeout_s: float = 60.0  # of all prompts of a call together

    def __post_init__(self) -> None:
        if min(self.max_input_tokens, self.max_new_tokens) < 1 or self.timeout_s <= 0:
            raise ValueError("Every bound of a generation must be positive.")


class PromptReader(Protocol):
    """What of a model decides how prompts are written for it."""

    @property
    def takes_instructions(self) -> bool:
        """False for a model that was trained to turn an article into a summary and reads nothing else."""

    @property
    def max_input_tokens(self) -> int:
        """How long a prompt may be."""

    def count_tokens(self, text: str) -> int:
        """The length of a text in the model's tokens, or an estimate that is not too low."""


class TextGenerator(PromptReader, Protocol):
    """A model that writes. Its text is never trusted: `rewrite` checks every sentence."""

    @property
    def name(self) -> str:
        """What an answer names as its model."""

    def generate(self, prompts: Sequence[str]) -> list[str]:
        """One answer a prompt, in order; blocks.

        Raises:
            GenerationError: it failed, was too slow, or ran out of memory.
        """

    def close(self) -> None:
        """Give memory and connections back; the generator is not used after."""
