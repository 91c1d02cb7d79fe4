"""Pages and posts to documents, and the chain of links by which an article reached its reader. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.articles.links import unique_links
from bot.articles.notes import HEADLINE_ONLY, decide_notes, parse_moment
from bot.articles.page import Page
from bot.domain import LinkPart, Origin, Part, Provenance, TextPart
from summarizer.document import Document
from summarizer.normalize import normalize

MAX_TITLE_CHARS = 300
MAX_NAME_CHARS = 120


def build_document(page: Page, *, url: str | None, now: datetime) -> Document:
    """The document of a page or file that was read."""
    return Document(
        text=page.text,
        title=clean_line(page.title, most=MAX_TITLE_CHARS),
        url=choose_url(url, page.canonical_url) if url else None,
        publisher=clean_line(page.publisher, most=MAX_NAME_CHARS),
        author=clean_line(page.author, most=MAX_NAME_CHARS),
        published_at=parse_moment(page.published),
        # English is what templates declare when nobody thought about it: such a text is better looked at.
        language=page.language if page.language != "en" else None,
        notes=decide_notes(page, now=now),
    )


def build_headline_document(page: Page, *, url: str, now: datetime) -> Document:
    """The document of a page that tells only its headline and a teaser."""
    teaser = replace(page, text=page.description or "", is_paid=False, is_cut=False, is_shortened=False, is_live=False)
    document = build_document(teaser, url=url, now=now)
    return replace(document, notes=(HEADLINE_ONLY, *document.notes))


def build_post_document(text: str, *, origin: Origin | None, note: str | None = None) -> Document:
    """The document of a text that came with the message itself."""
    return Document(
        text=text,
        url=origin.url if origin else None,
        publisher=clean_line(origin.name, most=MAX_NAME_CHARS) if origin else None,
        published_at=origin.posted_at if origin else None,
        notes=(note,) if note else (),
    )


def build_provenance(part: Part, document: Document) -> Provenance:
    """How the document reached the reader: the post's link, the article's link, and what the post linked to."""
    origin = part.origin
    told: Iterable[str | None] = (
        origin.url if origin else None,
        document.url or (part.url if isinstance(part, LinkPart) else None),
        *(part.links if isinstance(part, TextPart) else ()),
    )
    return Provenance(origin, unique_links(url for url in told if url))


def order_provenances(
    documents: Sequence[Document], provenances: Sequence[Provenance], told: Sequence[Document]
) -> tuple[Provenance, ...]:
    """The provenances of documents in the order in which a summary tells them; it moves them, and cleans their text."""
    waiting: dict[tuple[object, ...], list[Provenance]] = {}
    for document, provenance in zip(documents, provenances, strict=True):
        waiting.setdefault(_marks(document), []).append(provenance)
    return tuple((waiting.get(_marks(document)) or [Provenance()]).pop(0) for document in told)


def _marks(document: Document) -> tuple[object, ...]:
    return document.url, document.publisher, document.author, document.published_at


def choose_url(final_url: str, canonical_url: str | None) -> str:
    """The address to show: the one the page calls its own, unless it names another site.

    >>> choose_url("https://m.example.org/a?utm_source=x", "https://www.example.org/a")
    'https://www.example.org/a'
    >>> choose_url("https://example.org/a", "https://elsewhere.example.net/")
    'https://example.org/a'
    """
    if not canonical_url:
        return final_url
    final, canonical = urlsplit(final_url), urlsplit(canonical_url)
    is_own = canonical.scheme in ("http", "https") and _site(final.hostname) == _site(canonical.hostname)
    is_front_page = canonical.path in ("", "/") and final.path not in ("", "/")
    return canonical_url if is_own and not is_front_page else final_url


def clean_line(text: str | None, *, most: int) -> str | None:
    """One line without invisible characters, at most `most` characters long."""
    line = " ".join(normalize(text or "").split())
    return (line if len(line) <= most else f"{line[: most - 1].rstrip()}…") or None


def _site(host: str | None) -> str:
    """The host without what only tells the edition: "www.", "m.", "amp."."""
    name = (host or "").lower()
    for prefix in ("www.", "m.", "mobile.", "amp."):
        if name.startswith(prefix) and name.count(".") > 1:
            return name.removeprefix(prefix)
    return name
