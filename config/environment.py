"""Names in the environment that look like settings and are none: a misspelled one would be ignored without a word."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pydantic import BaseModel

from config.settings import Settings

PREFIX = "BYLINE_"
NOT_SETTINGS = frozenset({"BYLINE_CONFIG", "BYLINE_LONG"})  # the name of the file; the switch of the long tests
MIN_LIKENESS = 0.8  # of a name to the one that may be meant


def explain_unknown_names(environment: Iterable[str]) -> list[str]:
    """One line for each name that sets nothing, with the setting that may be meant; never its value."""
    known = sorted(NOT_SETTINGS.union(_settings()))
    unknown = sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)
    return [f"{name} is no setting, so it is ignored{_meant(name.upper(), known)}" for name in unknown]


def _meant(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=MIN_LIKENESS)
    return f": is {near[0]} meant?" if near else "; config/defaults.toml lists them all."


def _settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"{PREFIX}{name}".upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            keys = field.annotation.model_fields.items()
            yield from (f"{PREFIX}{name}_{inner.alias or key}".upper() for key, inner in keys)
