"""Which model files may be read at all: safetensors and GGUF, inside their own folder, with the pinned content."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from summarizer.errors import ModelError

WEIGHTS = (".safetensors", ".gguf")
UNSAFE = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack", ".joblib", ".npz", ".npy")


def check_model(path: Path, pins: Mapping[str, str]) -> None:
    """Refuse a model whose files are missing, altered, links to elsewhere, or of a kind that can run code.

    Args:
        path: a folder, or one GGUF file.
        pins: SHA-256 of every file by its path within the folder ("/" between parts), or of the GGUF file by its name.

    Raises:
        ModelError: named by the first file at fault.
    """
    for file in model_files(path):
        name = file.name if path.is_file() else file.relative_to(path).as_posix()
        if name not in pins:
            raise ModelError(f"{path.name}: {name} was added after the model was pinned.")
        if sha256(file) != pins[name]:
            raise ModelError(f"{path.name}: {name} is not the pinned file (wrong SHA-256).")
    if missing := sorted(set(pins) - set(measure_names(path))):
        raise ModelError(f"{path.name}: {missing[0]} is missing.")


def pin_model(path: Path) -> dict[str, str]:
    """The SHA-256 of each of a model's files, to be compared from now on.

    Raises:
        ModelError: a file is unsafe, or there are no weights.
    """
    return dict(zip(measure_names(path), map(sha256, model_files(path)), strict=True))


def measure_names(path: Path) -> list[str]:
    """The names under which the files of a model are pinned."""
    return [f.name if path.is_file() else f.relative_to(path).as_posix() for f in model_files(path)]


def model_files(path: Path) -> list[Path]:
    """The files that belong to a model, all of them fit to be read.

    Raises:
        ModelError: there is no model, a file is of an unsafe kind, or a link leads out of the folder.
    """
    if not path.exists():
        raise ModelError(f"There is no model at {path}.")
    files = [path] if path.is_file() else sorted(_walk(path))
    for file in files:
        _require_safe(file, path)
    if not any(file.suffix in WEIGHTS for file in files):
        raise ModelError(f"{path.name}: no weights in safetensors or GGUF; other kinds are never loaded.")
    return files


def sha256(file: Path) -> str:
    """Digest of a file's content, in hexadecimal.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{file.name} cannot be read: {error.strerror}.") from error


def _walk(folder: Path) -> Iterator[Path]:
    """Every file but hidden ones; links to folders are files here, so that they can be refused."""
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        else:
            yield entry


def _require_safe(file: Path, path: Path) -> None:
    home = (path if path.is_dir() else path.parent).resolve()
    if not file.resolve().is_relative_to(home):
        raise ModelError(f"{path.name}: {file.name} is a link out of the model's folder.")
    if file.suffix.lower() in UNSAFE:
        raise ModelError(
            f"{path.name}: {file.name} is of a kind that can run code; only safetensors and GGUF are read."
        )
