"""The models on this machine: their folders, the digests they are pinned to, and which one is in use."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.models.table import HubModel
from summarizer.errors import ModelError
from summarizer.model_files import pin_model

FOLDER = "models"  # within the data folder
PINS = "pins"
IN_USE = "in_use"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """What was downloaded, exactly."""

    repository: str
    revision: str  # the commit
    file: str  # the GGUF file; empty for the whole repository
    pins: dict[str, str]  # SHA-256 by file name
    size_bytes: int

    @property
    def name(self) -> str:
        """How settings and answers name it."""
        return f"{self.repository}@{self.revision}" + (f"#{self.file}" if self.file else "")


class ModelStore:
    """A folder with one subfolder a model, and a JSON file beside each that pins it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, model: HubModel) -> Path:
        """Where a model's files lie, or would."""
        folder = self.folder / model.folder
        return folder / model.file if model.file else folder

    def installed(self) -> Iterator[InstalledModel]:
        """Every model that is complete, by name."""
        for file in sorted(self.folder.glob("*.json")):
            yield _read(file)

    def find(self, model: HubModel) -> InstalledModel | None:
        """The model if it is installed, at the commit that is named if one is."""
        file = self._manifest(model)
        found = _read(file) if file.is_file() else None
        return found if found and model.revision in ("", found.revision) else None

    def add(self, model: HubModel, installed: InstalledModel) -> None:
        """Note that a model is complete."""
        _write(self._manifest(model), asdict(installed))

    def remove(self, model: HubModel) -> bool:
        """Delete a model, or what an interrupted download left of it; whether there was anything."""
        folder, manifest = self.folder / model.folder, self._manifest(model)
        found = folder.exists() or manifest.exists()
        manifest.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        return found

    def pins_of(self, path: Path) -> dict[str, str]:
        """The digests a model of the owner's own is pinned to: those of its first use.

        Raises:
            ModelError: a file is unsafe, or there are no weights.
        """
        file = self._pins_file(path)
        if not file.is_file():
            _write(file, pin_model(path))
        return _load(file)

    def forget_pins(self, path: Path) -> None:
        """Pin a model anew at its next use: its owner has changed it."""
        self._pins_file(path).unlink(missing_ok=True)

    @property
    def in_use(self) -> str:
        """The generator chosen by `byline models use`; empty for none."""
        file = self.folder / IN_USE
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

    def use(self, name: str) -> None:
        """Choose a generator; an empty name chooses none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / IN_USE).write_text(name, encoding="utf-8")

    def _pins_file(self, path: Path) -> Path:
        return self.folder / PINS / f"{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]}.json"

    def _manifest(self, model: HubModel) -> Path:
        return self.folder / f"{model.folder}.json"


def _read(file: Path) -> InstalledModel:
    try:
        return InstalledModel(**_load(file))
    except TypeError as error:
        raise ModelError(f"{file} is damaged; remove the model and install it again.") from error


def _load(file: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} is damaged; remove the model and install it again.") from error
    return data


def _write(file: Path, data: object) -> None:
    """All or nothing: a manifest that was cut short would call an incomplete model complete."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(data, indent=1), encoding="utf-8")
    unfinished.replace(file)
