"""Who signs a quotation: "— Ann Reed, mayor" or "Mick Sayer, driver" behind it, "Ann Reed, 36, nurse:" before it."""

import re

from summarizer.attribution.quotes import Quotation
from summarizer.document import Span

_NAME = r"(?:[A-Z][\w.'’-]+|de|van|von|al|da)"
_DASHED = re.compile(r"\s*[–—―-]{1,2}\s*((?:[A-Z][\w.'’-]+)(?:,? [\w.'’-]+){0,9})\.?(?=\n|$)")
_ROLE = r"[^.!?:\n“”\"]{3,80}"
_TITLE = r"[“\"][^\n“”\"]{3,80}[”\"]"  # of the page that the quotation was taken from
_LINE = re.compile(
    rf"\s*((?:[A-Z][\w'’-]+(?: {_NAME}){{1,3}})|Anonymous(?: [\w-]+){{0,3}}), (?:{_ROLE}|{_TITLE})(?=\n|$)"
)

_BEFORE = re.compile(rf"([A-Z][\w'’-]+(?: {_NAME}){{0,3}})(?:,? \(?\d{{1,3}}\)?)?((?:, {_ROLE}?)?):\s*$")


def find_signature(text: str, quotation: Quotation) -> Span | None:
    """The name that signs a quotation; behind one without a dash nothing else may stand, and it opens its paragraph."""
    if signed := _DASHED.match(text, quotation.span.end):
        name = signed.group(1).split(",")[0]
        return Span(signed.start(1), signed.start(1) + len(name))
    is_pulled = quotation.span.start == 0 or text[quotation.span.start - 1] == "\n"
    signed = _LINE.match(text, quotation.span.end) if is_pulled and not quotation.is_open else None
    is_closed = quotation.inner.of(text).rstrip()[-1:] in ".!?…"
    return Span(*signed.span(1)) if signed and is_closed else None


def find_label(text: str, quotation: Quotation) -> Span | None:
    """The name before a quotation that opens its line: `Ann Reed, 36, nurse: "It is over."`."""
    start = text.rfind("\n", 0, quotation.span.start) + 1
    label = _BEFORE.match(text[start : quotation.span.start].lstrip("•*- "))
    if label is None or (" " not in label.group(1) and "," not in label.group()):
        return None  # "Warning: “...”"
    at = text.index(label.group(1), start)
    return Span(at, at + len(label.group(1)))
