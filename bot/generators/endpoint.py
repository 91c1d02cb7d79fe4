"""A generator behind an OpenAI-compatible endpoint (vLLM, llama.cpp, Ollama, ...): one chat completion a prompt."""

import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urldefrag, urlsplit

import httpx

from summarizer.errors import GenerationError
from summarizer.generation import GenerationConfig

CONNECT_TIMEOUT_S = 10.0
MAX_ANSWER_BYTES = 1_000_000
BYTES_PER_TOKEN = 3  # of English text a token has four; an estimate must not be too low


class EndpointGenerator:
    """Blocking; runs on the model's thread. Prompts go out one after the other within one time limit."""

    def __init__(self, address: str, *, key: str = "", config: GenerationConfig | None = None) -> None:
        """
        Args:
            address: of the API, such as http://gpu:8000/v1; `#model` at its end names the model, else the first is taken.
            key: sent as bearer token; never logged.

        Raises:
            GenerationError: the address is malformed.
        """
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            url, model = urldefrag(address)
            self._client = httpx.Client(base_url=url.rstrip("/") + "/", headers=headers, trust_env=False)
        except (ValueError, httpx.InvalidURL) as error:
            raise GenerationError("The generator's address is malformed.") from error
        self._config = config or GenerationConfig()
        self._model = model
        self._host = urlsplit(url).netloc.rsplit("@", 1)[-1]
        self.takes_instructions = True
        self.max_input_tokens = self._config.max_input_tokens

    @property
    def name(self) -> str:
        """The model and the engine's host."""
        return f"{self._model or 'model'} at {self._host}"

    def count_tokens(self, text: str) -> int:
        """An estimate: the engine's tokenizer is not at hand."""
        return math.ceil(len(text.encode()) / BYTES_PER_TOKEN)

    def generate(self, prompts: Sequence[str]) -> list[str]:
        """See TextGenerator."""
        deadline = time.monotonic() + self._config.timeout_s
        with self._mapped_errors():
            return [self._answer(prompt, deadline) for prompt in prompts]

    def probe(self) -> str:
        """The model that would answer.

        Raises:
            GenerationError: the engine cannot be reached, or has no such model.
        """
        with self._mapped_errors():
            models = [
                m["id"] for m in self._request("GET", "models", None, time.monotonic() + CONNECT_TIMEOUT_S)["data"]
            ]
        if not models or self._model not in (*models, ""):
            raise GenerationError(f"{self._host} has no model {self._model or 'at all'}.")
        return self._model or str(models[0])

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _answer(self, prompt: str, deadline: float) -> str:
        self._model = self._model or self.probe()
        body = {
            "model": self._model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": self._config.max_new_tokens,
            "temperature": 0,
        }
        return str(self._request("POST", "chat/completions", body, deadline)["choices"][0]["message"]["content"] or "")

    def _request(self, method: str, path: str, body: object, deadline: float) -> Any:
        """The answer's JSON; read in pieces, so that a trickle ends at the deadline and a flood at the limit."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        timeout = httpx.Timeout(left, connect=min(left, CONNECT_TIMEOUT_S))
        content = b""
        with self._client.stream(method, path, json=body, timeout=timeout) as response:
            for piece in response.iter_bytes():
                content += piece
                if time.monotonic() > deadline:
                    raise TimeoutError
                if len(content) > MAX_ANSWER_BYTES:
                    raise GenerationError(f"{self._host} answered more than {MAX_ANSWER_BYTES:,} bytes.")
            if not response.is_success:
                raise GenerationError(f"{self._host} answered {response.status_code} ({_reason(content)}).")
        return json.loads(content)

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except (httpx.TimeoutException, TimeoutError) as error:
            raise GenerationError(f"{self._host} took longer than {self._config.timeout_s:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(f"{self._host} cannot be reached ({type(error).__name__}).") from error
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise GenerationError(f"{self._host} answered something that is no chat completion.") from error


def _reason(content: bytes) -> str:
    """What an engine says is wrong; its own words, cut short."""
    try:
        told = json.loads(content)
        message = told.get("message") or told["error"]["message"]
    except (ValueError, KeyError, TypeError, AttributeError):
        message = "no reason given"
    return str(message)[:200]
