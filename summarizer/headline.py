"""What an answer is called: the document's own headline, with its speaker where it is a quotation."""

import re
from collections.abc import Sequence
from datetime import datetime

from summarizer.document import AnnotatedDocument, Quote, SentenceKind
from summarizer.naming import is_named_in, reader_name
from summarizer.quotation import bare_of_marks, find_quotes

MAX_HEADLINE_CHARS = 300  # a longer first line is no headline
# What an agency writes before a headline it sends again, and what stands at the top of every page.
_EDITION = re.compile(
    r"^(?:(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|CORRECTION|EXCLUSIVE|ADVISORY|BREAKING|JUST IN|WATCH)\s?\d*\s?[-:]\s?)+"
)
_NAVIGATION = re.compile(
    r"(?:skip to|jump to|menu|home|advertisement|subscribe|sign in|log in|search)\b(?:\s\S+){0,3}$|"
    r"(?:[\w&'’-]+ ){1,4}(?:[>›»] (?:[\w&'’-]+ ?){1,4})+$",
    re.I,
)
MIN_SHARED = 0.6  # of a quotation's words stand in the claim that it was made from


def find_title(article: AnnotatedDocument) -> str | None:
    """The document's title: as given, or its first line where that is a headline."""
    given = _EDITION.sub("", article.document.title or "")
    if given and not _NAVIGATION.match(given):
        return given
    spans = [s.span for s in article.sentences if s.kind is SentenceKind.HEADLINE]
    if not spans:
        return None
    title = _EDITION.sub("", " ".join(article.text[spans[0].start : spans[-1].end].split()))
    return title if len(title) <= MAX_HEADLINE_CHARS else None


def build_headline(articles: Sequence[AnnotatedDocument], statements: Sequence[str]) -> str:
    """The title of the newest document, of the first where dates are unknown; else the beginning of a statement."""
    newest = max(articles, key=_published) if all(a.document.published_at for a in articles) else articles[0]
    title = find_title(newest)
    if title is None:
        return _shortened(statements[0]) if statements else ""
    speaker = _speaker_of_quote(newest, title)
    return f"{title} – {speaker}" if speaker and not is_named_in(speaker, title) else title


def _published(article: AnnotatedDocument) -> datetime:
    assert article.document.published_at is not None
    return article.document.published_at


def _shortened(statement: str) -> str:
    """The first clause of a statement, or its first dozen words."""
    words = statement.rstrip(".").split()
    return " ".join(words) if len(words) <= 14 else " ".join(words[:12]).rstrip(",;:") + " …"


def _speaker_of_quote(article: AnnotatedDocument, title: str) -> str | None:
    """Who says the words that a headline quotes, where one claim of the article clearly is their origin."""
    quotes, _, _ = find_quotes(title)
    said = [_stems(bare_of_marks(q.of(title))) for q in quotes if len(q.of(title).split()) > 2]
    if not said or re.search(r"\b(?:says?|said|tells?|told|warns?|claims?)\b|:", title):
        return None
    best, best_share = None, MIN_SHARED
    for a in article.attributions:
        claim = _stems(" ".join(c.of(article.text) for c in a.content))
        share = max(len(words & claim) / max(1, len(words)) for words in said)
        if share > best_share or (share == best_share and best is None and a.quote is not Quote.INDIRECT):
            best, best_share = a, share
    return reader_name(best, article.text) if best else None


def _stems(text: str) -> set[str]:
    return {w.lower()[:6] for w in re.findall(r"\w{3,}", text)}
