"""Models from a hub: one commit, safe files only, each checked against the digest that the hub names.

The hub's own client is not used: it begins an interrupted file anew, and a model's one file is gigabytes.
"""

import fnmatch
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from bot.models.store import InstalledModel, ModelStore
from bot.models.table import HubModel
from summarizer.errors import ModelError
from summarizer.model_files import check_model, pin_model

HUB = "https://huggingface.co"  # HF_ENDPOINT names another
WANTED = ("*.safetensors", "*.json", "*.jinja", "*.model", "vocab.txt", "merges.txt", "LICENSE*", "README.md")
TIMEOUT_S = 30.0  # without a byte
Progress = Callable[[str, int, int], None]  # file, its bytes that are here, all its bytes


@dataclass(frozen=True, slots=True)
class _HubFile:
    name: str
    size_bytes: int
    sha256: str  # of a large file
    git_sha1: str  # of a small one

    def is_in(self, path: Path) -> bool:
        """Whether a file on disk is this one."""
        with path.open("rb") as opened:
            if self.sha256:
                return hashlib.file_digest(opened, "sha256").hexdigest() == self.sha256
            content = opened.read()
        return hashlib.sha1(b"blob %d\x00" % len(content) + content, usedforsecurity=False).hexdigest() == self.git_sha1


def install(model: HubModel, store: ModelStore, *, progress: Progress) -> InstalledModel:
    """Download a model, or what is missing of it, and pin it.

    Args:
        progress: called whenever more of a file is here.

    Raises:
        ModelError: the hub cannot be reached, has no such model, or a file is not what the hub says.
    """
    if found := store.find(model):
        return found
    with _mapped_errors(model.repository), httpx.Client(timeout=TIMEOUT_S, follow_redirects=True) as client:
        revision, files = _describe(model, client)
        for file in files:
            _fetch(
                f"{_address(model, revision)}/{quote(file.name)}", file, store.folder / model.folder, client, progress
            )
    path = store.path(model)
    pins = pin_model(path)
    check_model(path, pins)
    installed = InstalledModel(model.repository, revision, model.file, pins, sum(f.size_bytes for f in files))
    store.add(model, installed)
    return installed


def _describe(model: HubModel, client: httpx.Client) -> tuple[str, list[_HubFile]]:
    """The commit, and the files of it that are wanted."""
    revision = f"/revision/{model.revision}" if model.revision else ""
    response = client.get(f"{_endpoint()}/api/models/{model.repository}{revision}", params={"blobs": "true"})
    if response.status_code in (401, 403, 404):
        raise ModelError(f"There is no public model {model.repository} on {_endpoint()}.")
    told = response.raise_for_status().json()
    files = [_parse_file(f) for f in told["siblings"] if _is_wanted(f["rfilename"], model)]
    if not any(f.name.endswith((".safetensors", ".gguf")) for f in files):
        raise ModelError(f"{model.repository} has no weights in safetensors or GGUF; other kinds are never loaded.")
    return str(told["sha"]), files


def _parse_file(told: dict[str, Any]) -> _HubFile:
    large = told.get("lfs") or {}
    return _HubFile(str(told["rfilename"]), int(told["size"]), str(large.get("sha256", "")), str(told["blobId"]))


def _is_wanted(name: str, model: HubModel) -> bool:
    if model.file:
        return name == model.file
    return "/" not in name and any(fnmatch.fnmatch(name, pattern) for pattern in WANTED)


def _fetch(url: str, file: _HubFile, folder: Path, client: httpx.Client, progress: Progress) -> None:
    """One file, going on where an earlier download ended; what has the wrong digest is deleted."""
    path = folder / file.name
    if path.is_file() and file.is_in(path):
        return
    unfinished = path.with_name(path.name + ".part")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    here = unfinished.stat().st_size if unfinished.is_file() else 0
    if here != file.size_bytes:
        headers = {"Range": f"bytes={here}-"} if 0 < here < file.size_bytes else {}
        headers["Accept-Encoding"] = "identity"
        with client.stream("GET", url, headers=headers) as response:
            response.raise_for_status()
            _write(response, file, unfinished, progress)
    if not file.is_in(unfinished):
        unfinished.unlink()
        raise ModelError(f"{file.name} is not what the hub says it is; run the command again.")
    unfinished.replace(path)


def _write(response: httpx.Response, file: _HubFile, path: Path, progress: Progress) -> None:
    """Add what arrives to the file; a hub that ignores the range sends it from its beginning."""
    with path.open("ab" if response.status_code == httpx.codes.PARTIAL_CONTENT else "wb") as opened:
        progress(file.name, opened.tell(), file.size_bytes)
        for piece in response.iter_raw():
            opened.write(piece)
            progress(file.name, opened.tell(), file.size_bytes)
            if opened.tell() > file.size_bytes:
                break  # its digest is wrong already


def _address(model: HubModel, revision: str) -> str:
    return f"{_endpoint()}/{model.repository}/resolve/{revision}"


def _endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", HUB).rstrip("/")


@contextmanager
def _mapped_errors(repository: str) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise ModelError(f"{_endpoint()} would not give {repository} ({error.response.status_code}).") from error
    except httpx.HTTPError as error:
        raise ModelError(f"{_endpoint()} broke off or cannot be reached; run the command again to go on.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{_endpoint()} does not answer as a hub of models does.") from error
    except OSError as error:
        raise ModelError(f"{repository} cannot be saved: {error.strerror}.") from error
