"""A short list of models that fit a small machine. Other repositories work too: name them instead."""

import re
from dataclasses import dataclass

BYTES_IN_MEMORY = 4  # a parameter, in fp32: half precision is slower on a CPU


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A row of the table, as its makers describe it."""

    name: str
    repository: str
    license: str
    parameters: int
    stored_bytes: int  # a parameter, as published
    languages: str
    measured: str = ""  # what was measured with Byline, by whom and where; empty: nothing was

    @property
    def download_bytes(self) -> int:
        """About; the hub tells the exact size before a download."""
        return self.parameters * self.stored_bytes

    @property
    def memory_bytes(self) -> int:
        """About, for the weights alone."""
        return self.parameters * BYTES_IN_MEMORY


MODELS = (
    KnownModel("bart-cnn", "facebook/bart-large-cnn", "MIT", 406_000_000, 4, "English"),
    KnownModel("qwen-0.5b", "Qwen/Qwen2.5-0.5B-Instruct", "Apache-2.0", 494_000_000, 2, "29 languages"),
    KnownModel("qwen-1.5b", "Qwen/Qwen2.5-1.5B-Instruct", "Apache-2.0", 1_540_000_000, 2, "29 languages"),
    KnownModel("smollm2", "HuggingFaceTB/SmolLM2-1.7B-Instruct", "Apache-2.0", 1_710_000_000, 2, "English"),
)
_REPOSITORY = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[0-9a-f]{40}))?(?:#(?P<file>[\w./-]+\.gguf))?"
)


@dataclass(frozen=True, slots=True)
class HubModel:
    """A repository of a hub, its commit where one is named, and one GGUF file of it where that is meant."""

    repository: str
    revision: str = ""
    file: str = ""

    @property
    def folder(self) -> str:
        """Its folder among the installed models."""
        return "--".join([*self.repository.split("/"), *([self.file.replace("/", "--")] if self.file else [])])


def parse_model(name: str) -> HubModel | None:
    """The hub model that a name means: of the table, or `owner/name[@commit][#file.gguf]`; None for anything else.

    >>> parse_model("qwen-0.5b").repository
    'Qwen/Qwen2.5-0.5B-Instruct'
    """
    known = next((m for m in MODELS if name in (m.name, m.repository)), None)
    if known:
        return HubModel(known.repository)
    match = _REPOSITORY.fullmatch(name)
    if not match or ".." in name:
        return None
    return HubModel(match["repository"], match["revision"] or "", match["file"] or "")
