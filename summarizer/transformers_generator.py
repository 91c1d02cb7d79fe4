"""Any seq2seq or instruct model of transformers, from a folder or a GGUF file. Only this file and minilm.py import torch."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarizer.errors import GenerationError, ModelError
from summarizer.generation import GenerationConfig
from summarizer.model_files import check_model

ASSUMED_POSITIONS = 2048  # of a model whose configuration names no limit
TEMPLATE_TOKENS = 64  # kept free for the marks of a chat template


class TransformersGenerator:
    """Greedy text of one model. Not thread-safe: use one at a time."""

    def __init__(self, model: Any, tokenizer: Any, *, name: str, config: GenerationConfig) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._config = config
        self._is_seq2seq = bool(model.config.is_encoder_decoder)
        self._specials = sorted(_special_tokens(tokenizer), key=len, reverse=True)
        self.name = name
        self.takes_instructions = not self._is_seq2seq
        self.max_input_tokens = min(config.max_input_tokens, self._room())

    def _room(self) -> int:
        """Tokens that a prompt may have so that model, answer and chat marks fit."""
        limits = [getattr(self._model.config, key, None) for key in ("max_position_embeddings", "n_positions")]
        positions = min([n for n in limits if isinstance(n, int) and n > 0], default=ASSUMED_POSITIONS)
        reserved = 2 if self._is_seq2seq else self._config.max_new_tokens + TEMPLATE_TOKENS
        if positions <= reserved:
            raise ModelError(f"{self.name} reads {positions} tokens at a time, too few for an article.")
        return positions - reserved

    def count_tokens(self, text: str) -> int:
        """The length of a text in this model's tokens."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def generate(self, prompts: Sequence[str]) -> list[str]:
        """See TextGenerator."""
        deadline = time.monotonic() + self._config.timeout_s
        with _mapped_errors(self.name):
            return [self._answer(prompt, deadline) for prompt in prompts]

    def close(self) -> None:
        """Free the weights."""
        self._model = None

    def _answer(self, prompt: str, deadline: float) -> str:
        import torch

        inputs = self._encode(self._spell_out_specials(prompt)).to(self._model.device)
        left = deadline - time.monotonic()
        if left <= 0:
            raise GenerationError(f"{self.name} took longer than {self._config.timeout_s:g} s.")
        with torch.inference_mode():
            output = self._model.generate(
                **inputs,
                max_new_tokens=self._config.max_new_tokens,
                max_time=left,
                do_sample=False,
                pad_token_id=self._padding(),
            )
        if time.monotonic() > deadline:
            raise GenerationError(f"{self.name} took longer than {self._config.timeout_s:g} s.")
        start = 0 if self._is_seq2seq else inputs["input_ids"].shape[1]
        return str(self._tokenizer.decode(output[0, start:], skip_special_tokens=True))

    def _encode(self, prompt: str) -> Any:
        """*Shape:* (1, tokens) for input_ids and attention_mask."""
        if self._tokenizer.chat_template and not self._is_seq2seq:
            inputs = self._tokenizer.apply_chat_template(
                [{"role": "user", "content": prompt}],
                add_generation_prompt=True,
                enable_thinking=False,  # templates that know nothing of it ignore it
                return_dict=True,
                return_tensors="pt",
            )
        else:
            inputs = self._tokenizer(prompt, return_tensors="pt")
        inputs.pop("token_type_ids", None)
        if inputs["input_ids"].shape[1] > self.max_input_tokens + TEMPLATE_TOKENS:
            raise GenerationError(f"The prompt is longer than {self.name} reads.")
        return inputs

    def _spell_out_specials(self, prompt: str) -> str:
        """The prompt without this model's own marks, whatever they are: a prompt has no use for them."""
        for token in self._specials:
            prompt = prompt.replace(token, " ")
        return prompt

    def _padding(self) -> int | None:
        token: int | None = self._tokenizer.pad_token_id
        if token is None:
            token = self._tokenizer.eos_token_id
        return token


def load_transformers_generator(
    path: Path, *, pins: Mapping[str, str], config: GenerationConfig | None = None, name: str = ""
) -> TransformersGenerator:
    """A model from a folder, or from one GGUF file, whose files are those that were pinned. No network.

    Args:
        pins: SHA-256 by file name, as `pin_model` gives them.
        name: what an answer names as its model; the folder's or file's name where empty.

    Raises:
        ModelError: a file is missing, altered or unsafe, or transformers cannot load the model.
    """
    check_model(path, pins)
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    folder = str(path if path.is_dir() else path.parent)
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    if path.is_file():
        options["gguf_file"] = path.name
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **options)
        described = AutoConfig.from_pretrained(folder, **options)
        family: Any = AutoModelForSeq2SeqLM if described.is_encoder_decoder else AutoModelForCausalLM
        model = family.from_pretrained(folder, dtype=_dtype(), use_safetensors=path.is_dir() or None, **options)
    except ImportError as error:
        advice = "install Byline with the extra `gguf`" if path.is_file() else _first_line(error)
        raise ModelError(f"{path.name} cannot be loaded: {advice}.") from error
    except Exception as error:  # transformers raises whatever its many loaders raise
        raise ModelError(f"{path.name} cannot be loaded: {_first_line(error)}") from error
    return TransformersGenerator(
        model.to(_device()).eval(), tokenizer, name=name or path.name, config=config or GenerationConfig()
    )


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _dtype() -> Any:
    """fp32 on a CPU: measured, bf16 is six times slower there."""
    import torch

    return torch.bfloat16 if torch.cuda.is_available() else torch.float32


def _special_tokens(tokenizer: Any) -> set[str]:
    added = {t.content for t in tokenizer.added_tokens_decoder.values() if t.special}
    return {token for token in {*tokenizer.all_special_tokens, *added} if token.strip()}


@contextmanager
def _mapped_errors(name: str) -> Iterator[None]:
    """Whatever the model raises becomes a GenerationError that says so in a sentence."""
    import torch

    try:
        yield
    except GenerationError:
        raise
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise GenerationError(f"{name} ran out of memory.") from error
    except RuntimeError as error:
        told = "ran out of memory" if "allocate memory" in str(error) else f"failed: {_first_line(error)}"
        raise GenerationError(f"{name} {told}.") from error
    except Exception as error:  # an answer must not die of a model
        raise GenerationError(f"{name} failed: {_first_line(error)}.") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
