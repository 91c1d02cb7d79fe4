"""Real files, made here, read in the real sandbox."""

import io
import zipfile
from datetime import datetime

import pytest
from docx import Document as WordDocument
from pypdf import PdfReader, PdfWriter

from bot.articles.page import Page
from bot.articles.reader import build_sandbox
from bot.errors import ParseFailedError, UnreadableError, UnsupportedFileError

LINES = [
    "The harbor was reopened on Monday, said the mayor, Ann Lee, and the first fer-",
    "ry left before dawn with two hundred people on board, more than ever before.",
    "The work took three months.",
]
PROSE = "The harbor was reopened on Monday, said the mayor, Ann Lee, and the first ferry left before dawn."


def pdf(*pages, title=None):
    """A PDF with the lines of each page set in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    info = f"/Info {len(objects) + 1} 0 R" if title else ""
    if title:
        objects.append(f"<< /Title ({title}) /Author (Ann Bo) >>")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R {info} >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def locked_pdf(password):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(*paragraphs, title="Harbor report", author="Ann Bo"):
    document = WordDocument()
    document.add_heading("Harbor reopens", 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "ferries", "12"
    properties = document.core_properties
    properties.title, properties.author, properties.created = title, author, datetime(2026, 3, 1)  # noqa: DTZ001
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_xhtml", ".xhtml"), data)
    return out.getvalue()


def epub(first=f"<h1>One</h1><p>{PROSE}</p><p style='display:none'>PLANTED</p>", container=None):
    container = container or (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/package.xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Harbor book</dc:title><dc:creator>Ann Bo</dc:creator></metadata><manifest>"
        '<item id="b" href="two.xhtml"/><item id="a" href="one.xhtml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    return zipped(
        META_INF__container_xml=container,
        OEBPS__package_xml=package,
        OEBPS__one_xhtml=f"<html><head><title>x</title></head><body>{first}</body></html>",
        OEBPS__two_xhtml="<html><body><p>The second chapter.</p></body></html>",
    ).replace(b"META_INF", b"META-INF")


@pytest.fixture
async def extract(settings):
    async with build_sandbox(settings, size=1) as sandbox:

        async def run(data, name="file", content_type="", **options):
            options = {"max_text_bytes": settings.max_text_bytes, "timeout_s": settings.parse_timeout_s} | options
            found = await sandbox.run(
                "bot.articles.files:extract_file", data, name=name, content_type=content_type, **options
            )
            return Page.from_json(found)

        yield run


async def test_a_pdf_is_read_in_paragraphs(extract):
    page = await extract(pdf(LINES, LINES, title="Harbor report"), "report.pdf", "application/pdf")
    assert (page.title, page.author) == ("Harbor report", "Ann Bo")
    assert page.text.split("\n\n")[0] == (
        "The harbor was reopened on Monday, said the mayor, Ann Lee, and the first ferry left before dawn with two "
        "hundred people on board, more than ever before. The work took three months."
    )


async def test_a_pdf_is_known_by_its_bytes(extract):
    assert "harbor" in (await extract(pdf(LINES), "notes.txt", "text/plain")).text


async def test_a_locked_pdf_is_told(extract):
    with pytest.raises(UnreadableError, match="locked with a password"):
        await extract(locked_pdf("secret"), "report.pdf")


async def test_a_pdf_that_only_forbids_printing_is_read(extract):
    assert "harbor" in (await extract(locked_pdf(""), "report.pdf")).text


async def test_a_scanned_pdf_is_told(extract):
    with pytest.raises(UnreadableError, match="pictures of pages"):
        await extract(pdf([], []), "scan.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", pdf(LINES)[:200], b"%PDF-" + bytes(range(256)) * 50])
async def test_a_damaged_pdf_is_told(extract, data):
    with pytest.raises(UnreadableError):
        await extract(data, "report.pdf")


async def test_a_pdf_too_long_for_the_time_is_read_in_part_and_marked(extract):
    page = await extract(pdf(*[LINES * 10] * 20), "report.pdf", timeout_s=0.0)
    assert page.is_shortened
    assert "harbor" in page.text


async def test_a_word_file_is_read_in_order(extract):
    page = await extract(docx(PROSE, "", "Second paragraph."), "report.docx")
    assert page.text == f"Harbor reopens\n\n{PROSE}\n\nSecond paragraph.\n\nferries | 12"
    assert (page.title, page.author) == ("Harbor report", "Ann Bo")
    assert page.published is None  # a template's date would make it an old article


async def test_an_epub_is_read_in_reading_order(extract):
    page = await extract(epub(), "book.epub")
    assert page.text == f"One\n\n{PROSE}\n\nThe second chapter."
    assert (page.title, page.author) == ("Harbor book", "Ann Bo")


async def test_an_html_file_is_read_like_a_page(extract):
    body = f"<html><body><nav>Menu</nav><article>{f'<p>{PROSE}</p>' * 5}</article></body></html>"
    page = await extract(body.encode(), "saved.html")
    assert page.text.startswith(PROSE)
    assert "Menu" not in page.text


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1251"])
async def test_a_plain_text_is_read_in_its_charset(extract, charset):
    text = "Мэр сообщил в понедельник, что порт снова открыт. " * 5
    assert (await extract(text.encode(charset), "a.txt")).text == text


async def test_a_text_over_the_limit_is_cut_and_marked(extract):
    page = await extract(PROSE.encode() * 10, "a.txt", max_text_bytes=200)
    assert (len(page.text), page.is_shortened) == (200, True)


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png", "image/png"),
        (b"GIF89a plain", "a.gif", "image/gif"),
        (bytes(range(256)) * 4, "a.bin", ""),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "a", "application/octet-stream"),
        (zipped(a="x"), "a.zip", "application/zip"),
    ],
)
async def test_other_kinds_are_told(extract, data, name, content_type):
    with pytest.raises(UnsupportedFileError, match="I read PDF, Word"):
        await extract(data, name, content_type)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n ", "no text"),
        (b"PK\x03\x04 broken", "damaged"),
        (zipped(word__document_xml="<w/>"), "damaged"),
        (docx(PROSE)[:-300], "damaged"),
        (epub(container="<container/>"), "damaged"),
        (epub(container="no xml"), "damaged"),
    ],
)
async def test_damaged_and_empty_files_are_told(extract, data, words):
    with pytest.raises(UnreadableError, match=words):
        await extract(data, "a")


async def test_an_archive_that_unpacks_to_too_much_is_refused(extract):
    with pytest.raises(UnreadableError, match="too large"):
        await extract(zipped(word__document_xml=bytes(110_000_000)), "bomb.docx")


async def test_entities_in_a_book_are_not_expanded(extract):
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "PLANTED"}">' for n in range(9))
    container = (
        f'<!DOCTYPE c [{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/package.xml"/></rootfiles>&a8;&x;</container>'
    )
    try:
        text = (await extract(epub(container=container), "book.epub")).text
    except (UnreadableError, ParseFailedError):
        text = ""
    assert "PLANTED" not in text
    assert "root:" not in text
