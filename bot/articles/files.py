"""Files to text: PDF, DOCX, EPUB, plain text. Runs inside the sandbox: its input is written by strangers."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from time import monotonic
from typing import Any

from bot.articles.charset import UndecodableError, decode_text, is_binary
from bot.articles.page import Page
from bot.articles.unwrapping import join_pages
from bot.errors import UnreadableError, UnsupportedFileError

MAX_UNPACKED_BYTES = 100_000_000  # of a ZIP container
TIME_SHARE = 0.7  # of the deadline: then what was read so far is told, as a part
MIN_PDF_WORDS = 20
KINDS = "I read PDF, Word (DOCX), EPUB, HTML and plain text files"

_HTML_START = re.compile(rb"\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def find_kind(data: bytes, *, name: str, content_type: str) -> str:
    """What a file is, by its first bytes rather than by what it calls itself: pdf, docx, epub, html or text.

    Raises:
        UnsupportedFileError: a kind that is not read.
    """
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _find_zip_kind(data, suffix)
    if content_type.partition("/")[0] in ("image", "audio", "video", "font") or is_binary(data):
        raise UnsupportedFileError(f"I cannot read this kind of file ({suffix or content_type or 'unknown'}). {KINDS}.")
    looks_like_html = _HTML_START.match(data) if content_type == "text/plain" else _HTML.search(data, 0, 1024)
    if suffix in (".htm", ".html", ".xhtml") or "html" in content_type or looks_like_html:
        return "html"
    return "text"


def _find_zip_kind(data: bytes, suffix: str) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError("That file is damaged: I could not open it.") from error
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    raise UnsupportedFileError(f"I cannot read this kind of file ({suffix or 'ZIP'}). {KINDS}.")


def extract_file(
    data: bytes,
    *,
    name: str,
    content_type: str,
    max_text_bytes: int,
    timeout_s: float,
    header_charset: str | None = None,
) -> dict[str, Any]:
    """The text of a file, as `Page.to_json` tells it.

    Raises:
        UnreadableError: it is locked, scanned, damaged or empty.
        UnsupportedFileError: a kind that is not read.
    """
    kind = find_kind(data, name=name, content_type=content_type)
    if kind == "html":
        from bot.articles.extract import extract_page

        return extract_page(data, url="", header_charset=header_charset, max_text_bytes=max_text_bytes)
    readers = {"pdf": _read_pdf, "docx": _read_docx, "epub": _read_epub}
    stop_at_s = monotonic() + timeout_s * TIME_SHARE
    page = (
        Page(text=_read_text(data, header_charset))
        if kind == "text"
        else readers[kind](data, stop_at_s, max_text_bytes)
    )
    shortened = page.text.encode("utf-8", "replace")[:max_text_bytes].decode("utf-8", "ignore")
    if not shortened.strip():
        raise UnreadableError("There is no text in that file.")
    return replace(page, text=shortened, is_shortened=page.is_shortened or len(shortened) < len(page.text)).to_json()


def _read_text(data: bytes, header_charset: str | None) -> str:
    try:
        return decode_text(data, header_charset=header_charset)
    except UndecodableError as error:
        raise UnreadableError("I could not read the letters of that file: its character set is unknown.") from error


def _read_pdf(data: bytes, stop_at_s: float, max_bytes: int) -> Page:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    locked = UnreadableError("That PDF is locked with a password. Send me an unlocked copy, or paste the text.")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        count = len(reader.pages)
        pages, is_shortened = take_while_time((page.extract_text() for page in reader.pages), stop_at_s, max_bytes)
        told = reader.metadata
        title, author = (told.title, told.author) if told else (None, None)
    except DependencyError as error:
        raise locked from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableError("That PDF is damaged: I could not read it.") from error
    text = join_pages(pages)
    if len(text.split()) < MIN_PDF_WORDS and count:
        raise UnreadableError(
            "That PDF holds pictures of pages, not text: I cannot read scans. Paste the text and I will read it."
        )
    return Page(text=text, title=_line(title), author=_line(author), is_shortened=is_shortened)


def _read_docx(data: bytes, stop_at_s: float, max_bytes: int) -> Page:
    from docx import Document
    from docx.table import Table

    try:
        _check_size(data)
        document = Document(io.BytesIO(data))
        blocks = (
            "\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
            if isinstance(block, Table)
            else block.text
            for block in document.iter_inner_content()
        )
        paragraphs, is_shortened = take_while_time(blocks, stop_at_s, max_bytes)
        told = document.core_properties
        title, author = told.title, told.author
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError, SyntaxError) as error:
        raise UnreadableError("That Word file is damaged: I could not read it.") from error
    return Page(  # no date: what the file has is often its template's, years ago
        text="\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip()),
        title=_line(title),
        author=_line(author) if author != "python-docx" else None,
        is_shortened=is_shortened,
    )


def _read_epub(data: bytes, stop_at_s: float, max_bytes: int) -> Page:
    from bot.articles.epub import read_chapters, read_package

    try:
        _check_size(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = read_package(archive)
            chapters, is_shortened = take_while_time(read_chapters(archive, package), stop_at_s, max_bytes)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, RuntimeError) as error:
        raise UnreadableError("That EPUB is damaged or protected: I could not read it.") from error
    text = "\n\n".join(chapter for chapter in chapters if chapter)
    return Page(text=text, title=_line(package.title), author=_line(package.author), is_shortened=is_shortened)


def take_while_time(pieces: Iterable[str], stop_at_s: float, max_bytes: int) -> tuple[list[str], bool]:
    """The pieces that could be read in time and within the size, and whether some are missing."""
    taken: list[str] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece.encode("utf-8", "replace"))
        if size > max_bytes or monotonic() > stop_at_s:
            return taken, _has_more(pieces)
    return taken, False


def _has_more(pieces: Iterable[str]) -> bool:
    rest: Iterator[str] = iter(pieces)
    return next(rest, None) is not None


def _check_size(data: bytes) -> None:
    """Refuse a bomb by what its directory says; unpacking stops at what the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise UnreadableError("That file is too large to be read.")


def _line(value: object) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:300] or None
