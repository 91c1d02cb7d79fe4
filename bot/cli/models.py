"""`byline models`: optional models that rewrite; what there is, what is here, and which one is in use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import new_typer
from bot.models.store import FOLDER, InstalledModel, ModelStore
from bot.models.table import MODELS, HubModel, parse_model
from config.settings import load_settings
from summarizer.errors import ModelError

if TYPE_CHECKING:
    from rich.progress import TaskID

GIGABYTE = 1_000_000_000

models = new_typer(help="Optional models that rewrite.", no_args_is_help=True)
Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A name of the list, or owner/name, with @commit or #file.gguf where that is meant."
    ),
]


@models.command("list")
def list_all() -> None:
    """Show the models that are known and those that are installed."""
    from rich.console import Console
    from rich.table import Column, Table

    store = _store()
    installed = {model.repository: model for model in store.installed()}
    table = Table(Column("name", overflow="fold"), "license", "download", "memory", "languages", "measured", "state")
    for row in MODELS:
        size, memory = f"{row.download_bytes / GIGABYTE:.1f} GB", f"{row.memory_bytes / GIGABYTE:.1f} GB"
        state = _state(installed.pop(row.repository, None), store)
        table.add_row(row.name, row.license, size, memory, row.languages, row.measured or "no", state)
    for model in installed.values():
        size = f"{model.size_bytes / GIGABYTE:.1f} GB"
        table.add_row(model.repository, "its own", size, "", "", "no", _state(model, store))
    Console().print(table)
    typer.echo(f"In use: {store.in_use or 'none; summaries are extractive'}")


@models.command()
def install(name: Name) -> None:
    """Download a model, or go on with a download.

    Nothing but safetensors, GGUF and text files is fetched.
    """
    from bot.models import hub

    model, store = _named(name), _store()
    with _bars() as progress:
        installed = hub.install(model, store, progress=progress)
    typer.echo(f"{installed.name} is installed. `byline models use {name}` lets it rewrite.")


@models.command()
def use(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="An installed model, a folder, a .gguf file, http(s)://host/v1#model, or none."
        ),
    ],
) -> None:
    """Let a model rewrite summaries, or none.

    BYLINE_SUMMARIZER_GENERATOR, where set, counts more.
    """
    from bot.generators.loading import NONE, probe_generator

    store = _store()
    path = Path(name).expanduser()
    if path.exists():
        name = str(path.resolve())
        store.forget_pins(path)
    told = probe_generator(name, store, key=load_settings().summarizer.generator_key.get_secret_value())
    store.use("" if name == NONE else name)
    typer.echo(
        f"{told} rewrites from the next start on." if told else "Summaries are extractive from the next start on."
    )


@models.command()
def remove(name: Name) -> None:
    """Delete a model, or what an interrupted download left."""
    store, model = _store(), _named(name)
    if not store.remove(model):
        raise ModelError(f"{model.repository} is not installed.")
    if _is_used(model, store):
        store.use("")
        typer.echo("It was in use: summaries are extractive from the next start on.")
    typer.echo(f"{model.repository} is removed.")


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a file on stderr; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(file: str, here_bytes: int, all_bytes: int) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=all_bytes)
            bars.update(tasks[file], completed=here_bytes)

        yield show


def _store() -> ModelStore:
    return ModelStore(load_settings().data_path / FOLDER)


def _state(model: InstalledModel | None, store: ModelStore) -> str:
    if model is None:
        return ""
    return "in use" if _is_used(model, store) else "installed"


def _is_used(model: HubModel | InstalledModel, store: ModelStore) -> bool:
    chosen = parse_model(store.in_use)
    return chosen is not None and (chosen.repository, chosen.file) == (model.repository, model.file)


def _named(name: str) -> HubModel:
    model = parse_model(name)
    if model is None:
        raise typer.BadParameter(f"{name} is neither in the list nor owner/name.")
    return model
