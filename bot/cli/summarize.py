"""`byline summarize` and `byline attributions`: files, addresses and standard input in, answers out. No database, no token."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BotError
from summarizer import Document, Length, SummarizerError, Summary, attributions_to_json, to_json

if TYPE_CHECKING:
    from rich.console import Console

    from summarizer.pipeline import Summarizer

MAX_INPUT_BYTES = 20 * 2**20  # of one file; more is no article


class InputError(BotError):
    """A file, address or line that cannot be read; one sentence."""


Sources = Annotated[list[str] | None, typer.Argument(metavar="FILE|URL|-", help="What to read; - is standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the JSON contract.")]
Lines = Annotated[
    Path | None,
    typer.Option("--jsonl", metavar="FILE", help='One document a line: {"id", "title", "text"}; one result a line.'),
]


def summarize(
    sources: Sources = None,
    length: Annotated[Length, typer.Option(help="How much to tell.")] = Length.MEDIUM,
    as_json: AsJson = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add the documents' text to the JSON.")] = False,
    jsonl: Lines = None,
    generator: Annotated[
        str | None, typer.Option(metavar="NAME", help="A rewriting model; default: the setting.")
    ] = None,
) -> None:
    """Summarize articles; several are told together, with numbered sources."""
    if jsonl:
        machine = _load_summarizer(generator)
        _each_line(jsonl, lambda d: to_json(machine.summarize([d], length=length), with_text=with_text))
        return
    documents = _read_all(_require(sources))
    summary = _load_summarizer(generator).summarize(documents, length=length)
    if as_json:
        _print_json(to_json(summary, with_text=with_text))
    else:
        _print_summary(summary)


def attributions(sources: Sources = None, as_json: AsJson = False, jsonl: Lines = None) -> None:
    """Show who says what in a text: source, cue, content."""
    find = _load_attributions()
    if jsonl:
        _each_line(jsonl, lambda d: {"attributions": find(d)})
        return
    for document in _read_all(_require(sources)):
        found = find(document)
        if as_json:
            _print_json({"attributions": found})
        else:
            _print_attributions(found)


# ---- models, loaded when needed
def _load_summarizer(generator: str | None) -> "Summarizer":
    from bot.generators.loading import load_generator
    from bot.models.store import FOLDER, ModelStore
    from config.settings import load_settings
    from summarizer.embedded import load_summarizer
    from summarizer.generation import GenerationConfig
    from summarizer.pipeline import SummarizerConfig

    settings = load_settings()
    chosen = settings.summarizer
    return load_summarizer(
        threads=chosen.threads,
        generator=load_generator(
            generator if generator is not None else chosen.generator,
            ModelStore(settings.data_path / FOLDER),
            key=chosen.generator_key.get_secret_value(),
            config=GenerationConfig(timeout_s=chosen.generator_timeout_s),
        ),
        config=SummarizerConfig(max_chars=chosen.max_chars),
    )


def _load_attributions() -> Callable[[Document], list[dict[str, Any]]]:
    from dataclasses import replace

    from summarizer.annotate import load_annotator
    from summarizer.encoder import load_encoder
    from summarizer.language import detect_language

    annotator = load_annotator(load_encoder())

    def find(document: Document) -> list[dict[str, Any]]:
        return attributions_to_json(annotator.annotate(replace(document, language=detect_language(document.text))))

    return find


# ---- reading
def _require(sources: Sequence[str] | None) -> Sequence[str]:
    if not sources:
        if sys.stdin.isatty():
            raise typer.BadParameter("Name a file or an address, or pipe a text in.")
        return ["-"]
    return sources


def _read_all(sources: Sequence[str]) -> list[Document]:
    return [_read_one(source) for source in sources]


def _read_one(source: str) -> Document:
    if source == "-":
        return Document(_decode(sys.stdin.buffer.read(MAX_INPUT_BYTES + 1), "standard input"))
    if source.startswith(("http://", "https://")):
        from bot.domain import LinkPart

        return asyncio.run(_read_part(LinkPart(source)))
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}.") from error
    if path.suffix.lower() in {".pdf", ".docx", ".html", ".htm", ".epub"}:
        return asyncio.run(_read_file(path, data))
    return Document(_decode(data, source))


async def _read_file(path: Path, data: bytes) -> Document:
    import mimetypes

    from bot.domain import FilePart, IncomingFile

    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return await _read_part(FilePart(IncomingFile(str(path), path.name, mime, len(data))), data)


async def _read_part(part: Any, data: bytes = b"") -> Document:
    from bot.articles.reader import ArticleReader
    from config.settings import load_settings

    async def download(_: object) -> bytes:
        return data

    async with ArticleReader(load_settings().fetch, download=download) as reader:
        return await reader.read(part)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_INPUT_BYTES:
        raise InputError(f"{name}: larger than {MAX_INPUT_BYTES >> 20} MB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not text in UTF-8.") from error


# ---- one document a line
def _each_line(path: Path, work: Callable[[Document], dict[str, Any]]) -> None:
    """Write one result a line to standard output; a document that fails is told on standard error, and the exit is 1."""
    from rich.progress import track

    lines = _read_lines(path)
    failed = 0
    for document_id, document in track(
        lines, description="Reading", console=_stderr(), disable=not sys.stderr.isatty()
    ):
        try:
            result = work(document)
        except SummarizerError as error:
            print(f"{document_id}: {error}", file=sys.stderr)
            failed += 1
        else:
            sys.stdout.write(json.dumps({"id": document_id, **result}, ensure_ascii=False) + "\n")
    if failed:
        raise InputError(f"{failed} of {len(lines)} documents failed.")


def _read_lines(path: Path) -> list[tuple[str, Document]]:
    try:
        with path.open(encoding="utf-8") as file:
            return [
                (found["id"], Document(found["text"], title=found.get("title"), url=found.get("url")))
                for found in _parse_lines(path, file)
            ]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not text in UTF-8.") from error


def _parse_lines(path: Path, file: IO[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: not JSON ({error.msg}).") from error
        if not isinstance(found, dict) or not all(isinstance(found.get(key), str) for key in ("id", "text")):
            raise InputError(f"{path}, line {number}: an object with texts 'id' and 'text' is needed.")
        if not isinstance(found.get("title"), str | None):
            raise InputError(f"{path}, line {number}: 'title' is no text.")
        yield found


# ---- printing
def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print_summary(summary: Summary) -> None:
    from rich.text import Text

    out = _stdout()
    out.print(Text(summary.headline, style="bold"))
    several = len(summary.documents) > 1
    for document in summary.documents:
        for note in document.notes:
            out.print(Text(note, style="italic"))
    out.print()
    for statement in summary.statements:
        numbers = sorted({c.document for c in statement.citations})
        mark = " " + "".join(f"[{n}]" for n in numbers) if several else ""
        out.print(Text(f"• {statement.text}{mark}"))
    if several:
        out.print()
        for number, document in enumerate(summary.documents, 1):
            out.print(Text(f"[{number}] {_source_line(document)}", style="dim"))
    elif line := _source_line(summary.documents[0], with_title=False):
        out.print()
        out.print(Text(f"Source: {line}", style="dim"))


def _source_line(document: Document, *, with_title: bool = True) -> str:
    date = f"{document.published_at:%d %B %Y}".lstrip("0") if document.published_at else None
    title = document.title if with_title else None
    return " – ".join(part for part in (title, document.publisher, document.author, date, document.url) if part)


def _print_attributions(found: Iterable[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table("who", "how", "what", show_lines=True)
    for a in found:
        source = a["source"] or {"text": "", "name": None}
        name = source["name"]
        who = f"{source['text']} = {name}" if name and name != source["text"] else source["text"]
        table.add_row(who, (a["cue"] or {"text": ""})["text"], " … ".join(c["text"] for c in a["content"]))
    _stdout().print(table)


def _stdout() -> "Console":
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _stderr() -> "Console":
    from rich.console import Console

    return Console(stderr=True)
