"""Which generator the settings mean: none, an engine's address, a model of a hub, a folder or a GGUF file."""

import logging
from pathlib import Path

from bot.generators.endpoint import EndpointGenerator
from bot.models.store import ModelStore
from bot.models.table import HubModel, parse_model
from summarizer.errors import ModelError, SummarizerError
from summarizer.generation import GenerationConfig, TextGenerator

logger = logging.getLogger(__name__)

NONE = "none"


def load_generator(
    name: str, store: ModelStore, *, key: str = "", config: GenerationConfig | None = None
) -> TextGenerator | None:
    """The generator of a name; None where there is to be none.

    Args:
        name: "none", http(s)://host/v1#model, a known model, owner/name[@commit][#file.gguf], a folder, or a .gguf file;
            empty for the one chosen by `byline models use`.
        key: for an engine that asks for one.

    Raises:
        ModelError: it is not installed, its files are unsafe or altered, or it cannot be loaded.
    """
    name = name or store.in_use
    if name in ("", NONE):
        return None
    if name.startswith(("http://", "https://")):
        return EndpointGenerator(name, key=key, config=config)
    path = Path(name).expanduser()
    if path.exists():
        return _load(path, store.pins_of(path), path.name, config)
    model = parse_model(name)
    if model is None:
        raise ModelError(f"There is no model {name}: it is no file, folder, address or name of a model.")
    return _load_installed(model, store, config)


def load_generator_or_none(name: str, store: ModelStore, *, key: str, timeout_s: float) -> TextGenerator | None:
    """The generator of a name; None, with the reason in the log, where it cannot be had: summaries stay extractive."""
    try:
        return load_generator(name, store, key=key, config=GenerationConfig(timeout_s=timeout_s))
    except SummarizerError as error:
        logger.warning("no generator, summaries stay extractive: %s", error)
        return None


def _load_installed(model: HubModel, store: ModelStore, config: GenerationConfig | None) -> TextGenerator:
    """A model of a hub. One that is named with its commit is downloaded when it is not here."""
    found = store.find(model)
    if found is None and model.revision:
        from bot.models.hub import install

        logger.info("downloading the model %s at %s", model.repository, model.revision)
        found = install(model, store, progress=lambda *_: None)
    if found is None:
        raise ModelError(f"{model.repository} is not installed: run `byline models install {model.repository}`.")
    return _load(store.path(model), found.pins, found.name, config)


def _load(path: Path, pins: dict[str, str], name: str, config: GenerationConfig | None) -> TextGenerator:
    from summarizer.transformers_generator import load_transformers_generator

    return load_transformers_generator(path, pins=pins, name=name, config=config)


def probe_generator(name: str, store: ModelStore, *, key: str = "") -> str:
    """What would rewrite, in a few words; empty for nothing. Loads a local model, asks an engine for its models.

    Raises:
        SummarizerError: it would not work, and why.
    """
    generator = load_generator(name, store, key=key)
    if generator is None:
        return ""
    try:
        if isinstance(generator, EndpointGenerator):
            generator.probe()
        return generator.name
    finally:
        generator.close()
