"""The client of an engine elsewhere, against an engine on loopback."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.generators import endpoint
from bot.generators.endpoint import EndpointGenerator
from summarizer.errors import GenerationError
from summarizer.generation import GenerationConfig
from tests.integration.generators.loopback import QuietHandler, served


class Engine:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes | None = None
        self.drip_s = 0.0  # between two bytes
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    def answer(self, path: str, asked: dict[str, Any]) -> bytes:
        if self.body is not None:
            return self.body
        if path.endswith("/models"):
            return json.dumps({"data": [{"id": "served-model"}]}).encode()
        content = f"Answer to {asked['messages'][0]['content']}"
        return json.dumps({"choices": [{"message": {"content": content}}]}).encode()

    @contextmanager
    def serve(self) -> Iterator["Engine"]:
        engine = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:
                self.reply({})

            def do_POST(self) -> None:
                self.reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def reply(self, asked: dict[str, Any]) -> None:
                engine.asked.append(asked)
                engine.headers.append(dict(self.headers))
                self.send_response(engine.status)
                self.end_headers()
                content = engine.answer(self.path, asked)
                try:
                    if not engine.drip_s:
                        self.wfile.write(content)
                    for byte in content if engine.drip_s else b"":
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(engine.drip_s)
                except OSError:
                    pass  # the client has hung up, as it should

        with served(Handler) as url:
            self.url = f"{url}/v1"
            yield self


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine().serve() as served:
        yield served


@pytest.fixture
def generator(engine: Engine) -> Iterator[EndpointGenerator]:
    made = EndpointGenerator(f"{engine.url}#some-model", config=GenerationConfig(max_new_tokens=9, timeout_s=60))
    yield made
    made.close()


def test_each_prompt_is_one_completion(engine: Engine, generator: EndpointGenerator) -> None:
    assert generator.generate(["one", "two"]) == ["Answer to one", "Answer to two"]
    assert engine.asked[0] == {
        "model": "some-model",
        "messages": [{"role": "user", "content": "one"}],
        "max_tokens": 9,
        "temperature": 0,
    }
    assert generator.name.startswith("some-model at 127.0.0.1:")


def test_key_is_sent_and_told_nobody(engine: Engine) -> None:
    generator = EndpointGenerator(engine.url, key="secret-key")
    generator.generate(["one"])
    generator.close()

    assert all(headers["Authorization"] == "Bearer secret-key" for headers in engine.headers)
    assert "secret-key" not in repr(generator) + generator.name


def test_first_model_is_taken_where_none_is_named(engine: Engine) -> None:
    generator = EndpointGenerator(engine.url)
    generator.generate(["one"])
    generator.close()

    assert engine.asked[1]["model"] == "served-model"
    assert generator.name.startswith("served-model at ")


def test_probe_names_a_model_that_is_missing(engine: Engine, generator: EndpointGenerator) -> None:
    with pytest.raises(GenerationError, match="has no model some-model"):
        generator.probe()


def test_trickle_ends_at_the_time_limit(engine: Engine) -> None:
    engine.drip_s = 0.05
    generator = EndpointGenerator(f"{engine.url}#m", config=GenerationConfig(timeout_s=0.2))

    with pytest.raises(GenerationError, match=r"longer than 0\.2 s"):
        generator.generate(["a prompt that is answered one byte after the other"])
    generator.close()


def test_flood_is_cut(engine: Engine, generator: EndpointGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MAX_ANSWER_BYTES", 10)

    with pytest.raises(GenerationError, match="more than 10 bytes"):
        generator.generate(["one"])


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, b"broken", r"answered 500 \(no reason given\)"),
        (404, b'{"message": "no such model"}', r"answered 404 \(no such model\)"),
        (400, b'{"error": {"message": "too long"}}', r"answered 400 \(too long\)"),
        (307, b"", "answered 307"),
        (200, b"<html>", "no chat completion"),
        (200, b'{"choices": []}', "no chat completion"),
        (200, b"[]", "no chat completion"),
    ],
)
def test_odd_answer_is_a_generation_error(
    engine: Engine, generator: EndpointGenerator, status: int, body: bytes, told: str
) -> None:
    engine.status, engine.body = status, body

    with pytest.raises(GenerationError, match=told):
        generator.generate(["one"])


def test_empty_answer_is_empty_text(engine: Engine, generator: EndpointGenerator) -> None:
    engine.body = b'{"choices": [{"message": {"content": null}}]}'

    assert generator.generate(["one"]) == [""]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1#m", "http://nowhere.invalid/v1#m"])
def test_engine_that_is_not_there_is_a_generation_error(address: str) -> None:
    with pytest.raises(GenerationError, match="cannot be reached"):
        generator = EndpointGenerator(address)
        try:
            generator.generate(["one"])
        finally:
            generator.close()


@pytest.mark.parametrize("address", ["http://[bad/v1#m", "https://host:port/v1"])
def test_malformed_address_is_a_generation_error(address: str) -> None:
    with pytest.raises(GenerationError, match="malformed"):
        EndpointGenerator(address)
