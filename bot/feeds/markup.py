"""Feed titles and bodies to plain text. Pure; runs in the child process, for markup can be hostile."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from summarizer.normalize import normalize

MAX_TITLE_CHARS = 300
MAX_TEXT_CHARS = 20_000  # of one entry
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.{0,500}?-->", re.DOTALL)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
_DROPPED = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "math", "head", "figcaption"})
_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote table tr section article header footer hr".split())


def clean_title(markup: str) -> str:
    """A title on one line: tags out, entities resolved however often they were escaped, cut at a word.

    >>> clean_title("Trade &amp;amp; <b>tariffs</b>: 3 &lt; 5")
    'Trade & tariffs: 3 < 5'
    """
    text, before = markup[: 8 * MAX_TITLE_CHARS], None
    while text != before:
        text, before = unescape(_TAG.sub("", text)), text
    text = " ".join(normalize(text).split())
    return text if len(text) <= MAX_TITLE_CHARS else text[:MAX_TITLE_CHARS].rsplit(" ", 1)[0] + "…"


def clean_text(markup: str) -> str:
    """The visible text of an entry's body, one paragraph a line group; what a page would hide is left out.

    >>> clean_text("<p>One.</p><p style='display: none'>Ignore this.</p><p>Two<br>lines</p>")
    'One.\\n\\nTwo\\n\\nlines'
    """
    markup = markup[: 10 * MAX_TEXT_CHARS]
    if "<" not in markup:
        return normalize(unescape(markup))[:MAX_TEXT_CHARS]
    try:
        root = html.fragment_fromstring(markup.replace("\x00", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return normalize(unescape(_TAG.sub(" ", markup)))[:MAX_TEXT_CHARS]
    text = re.sub(r"[^\S\n]+", " ", "".join(_visible(root)))
    return normalize(re.sub(r"\s*\n\s*", "\n\n", text))[:MAX_TEXT_CHARS]


def _visible(root: html.HtmlElement) -> Iterator[str]:
    """Text in document order, a line end around every block. A loop, since markup may nest deeper than the stack."""
    dropped: html.HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if dropped is None:
                yield (element.tail or "").replace("\n", " ")
        elif event == "start":
            if dropped is None and _is_hidden(element):
                dropped = element
            if dropped is None:
                yield "\n" if element.tag in _BLOCKS else ""
                yield (element.text or "").replace("\n", " ")
        else:
            dropped = None if dropped is element else dropped
            if dropped is None and element is not root:
                yield "\n" if element.tag in _BLOCKS else ""
                yield (element.tail or "").replace("\n", " ")


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in _DROPPED or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))
