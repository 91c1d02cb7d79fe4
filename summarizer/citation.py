"""Where a statement's words stand: passages of the source, and links that open a page at them."""

from collections.abc import Iterable
from urllib.parse import quote, urldefrag

from summarizer.document import Document, Span
from summarizer.summary import Citation

FRAGMENT_WORDS = 5  # words named at each end of a passage; the browser finds all between


def cite(document: Document, number: int, spans: Iterable[Span]) -> tuple[Citation, ...]:
    """Citations of the passages, in text order, each once; a passage inside another is not cited again.

    Args:
        number: the document's number in the summary, from 1.
    """
    passages = sorted(set(spans))
    kept = [s for s in passages if not any(other != s and other.contains(s) for other in passages)]
    return tuple(
        Citation(number, s, s.of(document.text), text_fragment_url(document.url, s.of(document.text))) for s in kept
    )


def text_fragment_url(url: str | None, passage: str) -> str | None:
    """The page's address with a text fragment, which makes a browser scroll to the passage and mark it.

    >>> text_fragment_url("https://example.org/a", "It rained, she said.")
    'https://example.org/a#:~:text=It%20rained%2C%20she%20said.'
    """
    words = passage.split()
    if not url or not words:
        return None
    address, fragment = urldefrag(url)
    if len(words) <= 2 * FRAGMENT_WORDS:
        text = _encode(words)
    else:
        text = f"{_encode(words[:FRAGMENT_WORDS])},{_encode(words[-FRAGMENT_WORDS:])}"
    return f"{address}#{fragment}:~:text={text}"


def _encode(words: list[str]) -> str:
    """Percent-encoded for a text directive, in which a dash, a comma and an ampersand have a meaning of their own."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
