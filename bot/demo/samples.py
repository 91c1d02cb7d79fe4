"""The sample articles of `examples/`: news written for this project."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.demo.bot_api import channel_origin
from bot.demo.rules import JsonObject
from bot.errors import DemoError

FOLDER = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Sample:
    """One article and the channel that posts it."""

    name: str  # of the file, without its ending
    text: str  # headline, blank line, body
    outlet: str
    username: str  # of the outlet's channel
    author: str
    look_for: str  # what is hard about it, for a person who tries the bot

    @property
    def headline(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def host(self) -> str:
        """The outlet's site; `.example` belongs to nobody."""
        return f"{self.username}.example"

    @property
    def site(self) -> str:
        """The outlet's front page; plain http, as nobody can have a certificate for it."""
        return f"http://{self.host}"

    @property
    def url(self) -> str:
        """Where the article stands."""
        return f"{self.site}/{self.name}"

    def as_forward(self, number: int) -> JsonObject:
        """The fields of a message that forwards it from its channel; `number` is the post's."""
        return {"text": self.text, "forward_origin": channel_origin(self.outlet, self.username, number)}


def load_samples(folder: Path = FOLDER) -> tuple[Sample, ...]:
    """All samples, in the order of `samples.toml`.

    Raises:
        DemoError: the folder is not there: it belongs to the source tree.
    """
    try:
        listed = tomllib.loads((folder / "samples.toml").read_text(encoding="utf-8"))["sample"]
        return tuple(_load(folder, about) for about in listed)
    except OSError as error:
        raise DemoError(
            f"The sample articles are missing: {error.filename}. They come with the source tree."
        ) from error


def _load(folder: Path, about: dict[str, str]) -> Sample:
    path = folder / about["file"]
    text = path.read_text(encoding="utf-8").strip()
    return Sample(path.stem, text, about["outlet"], about["username"], about["author"], about["look_for"])
