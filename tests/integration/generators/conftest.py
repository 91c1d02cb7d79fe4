"""A hub on loopback: the two calls that a download needs, with ranges, and a line that can be cut."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import dumps
from typing import Any

import pytest

from tests.integration.generators.loopback import QuietHandler, served

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class LoopbackHub:
    """One repository's files."""

    repository: str
    files: dict[str, bytes]
    lies: dict[str, bytes] = field(default_factory=dict)  # what is really sent for a file
    cut_after: int | None = None  # bytes of a safetensors file after which the line breaks, once
    ranges: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def describe(self) -> bytes:
        siblings = []
        for name, content in self.files.items():
            git = hashlib.sha1(b"blob %d\x00" % len(content) + content).hexdigest()
            item: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": git}
            if name.endswith((".safetensors", ".gguf", ".bin")):
                digest = hashlib.sha256(content).hexdigest()
                item["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
            siblings.append(item)
        return dumps({"id": self.repository, "modelId": self.repository, "sha": COMMIT, "siblings": siblings}).encode()

    @contextmanager
    def serve(self) -> Iterator["LoopbackHub"]:
        hub = self

        class Handler(QuietHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                hub.asked.append(f"{self.command} {path}")
                if path.startswith(f"/api/models/{hub.repository}"):
                    self.answer(200, hub.describe(), {"Content-Type": "application/json"})
                elif path.startswith(f"/{hub.repository}/resolve/{COMMIT}/"):
                    self.send_file(path.split(f"{COMMIT}/")[1])
                else:
                    self.answer(404, b"", {"X-Error-Code": "RepoNotFound"})

            def send_file(self, name: str) -> None:
                content = hub.files[name]
                etag = hashlib.sha256(content).hexdigest()
                headers = {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT, "X-Linked-Size": str(len(content))}
                sent = hub.lies.get(name, content)
                status = 200
                if (wanted := self.headers.get("Range")) and self.command == "GET":
                    hub.ranges.append(wanted)
                    start = int(wanted.removeprefix("bytes=").split("-")[0])
                    headers["Content-Range"] = f"bytes {start}-{len(sent) - 1}/{len(sent)}"
                    sent, status = sent[start:], 206
                cut = hub.cut_after if name.endswith(".safetensors") and self.command == "GET" else None
                if cut is not None:
                    hub.cut_after = None
                self.answer(status, sent, headers, cut=cut)

            def answer(self, status: int, content: bytes, headers: dict[str, str], *, cut: int | None = None) -> None:
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(content[:cut])
                if cut is not None:
                    self.close_connection = True

        with served(Handler) as url:
            self.url = url
            yield self


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    files = {
        "config.json": b"{}",
        "model.safetensors": bytes(range(256)) * 40_000,  # 10 MB
        "pytorch_model.bin": b"never fetched",
        "mine.py": b"never fetched",
        "onnx/model.json": b"never fetched",
        "tokenizer.json": b"{ }",
    }
    with LoopbackHub("owner/tiny", files).serve() as served:
        yield served
