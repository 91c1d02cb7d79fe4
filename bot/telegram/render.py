"""A Summary as messages of a chat: text plus entities, never markup strings (pure).

The answer: headline, notes, statements, sources. Numbers stand after the statements only when there are two or more
documents. The evidence: under each statement the words it rests on, as quotes that open at a tap.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import regex

from bot.domain import FormattedText, Provenance
from bot.telegram.rich_text import (
    Block,
    Run,
    Style,
    clean_field,
    grapheme_borders,
    isolated,
    split_blocks,
)
from summarizer.document import Document
from summarizer.summary import Citation, Statement, StatementAttribution, Summary

MAX_HEADLINE_CHARS = 300
MAX_NOTE_CHARS = 300
MAX_NAME_CHARS = 100  # of an outlet or an author
MAX_STATEMENT_IN_EVIDENCE_CHARS = 90  # a label: the passage below says the rest
MAX_FURTHER_LINKS = 5  # of a post: what it points to
MAX_BOLD_WORDS = 6  # of a speaker's name
NO_BREAK_SPACE = "\u00a0"
BOLD, ITALIC, QUOTE = Style("bold"), Style("italic"), Style("expandable_blockquote")
NOTHING = FormattedText("There is nothing to tell.")
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # strftime would follow the machine's locale


def render_summary(summary: Summary, provenances: Sequence[Provenance] = ()) -> tuple[FormattedText, ...]:
    """The answer, in as many messages as it needs; never empty.

    `provenances`: how each document reached the reader, in the documents' order; empty where that is not known.
    """
    parts: list[tuple[str, Block]] = [("\n\n", block) for block in _head(summary)]
    is_list = len(summary.statements) > 1
    for index, statement in enumerate(summary.statements):
        if block := _statement(statement, summary, is_list=is_list):
            parts.append(("\n" if index else "\n\n", block))
    parts += [
        ("\n" if index else "\n\n", block) for index, block in enumerate(_sources(summary.documents, provenances))
    ]
    return split_blocks(parts) or (NOTHING,)


def render_evidence(summary: Summary) -> tuple[FormattedText, ...]:
    """Each statement with the verbatim passages it rests on; never empty."""
    parts: list[tuple[str, Block]] = [("\n\n", (Run("Evidence", (BOLD,)),))] if summary.statements else []
    for statement in summary.statements:
        passages = [_passage(citation, summary.documents) for citation in statement.citations]
        parts.append(("\n\n", _joined([*_label(statement), *filter(None, passages)], "\n")))
    return split_blocks(parts) or (NOTHING,)


def outlet_name(document: Document) -> str:
    """Who published it: the outlet, else the host of its address; empty when neither is known."""
    if name := clean_field(document.publisher or "", max_chars=MAX_NAME_CHARS):
        return name
    return clean_field(_host(document.url), max_chars=MAX_NAME_CHARS)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # a bracket left open
        return ""


def _head(summary: Summary) -> Iterator[Block]:
    """Headline and notes, one block: they stay together."""
    headline = clean_field(summary.headline, max_chars=MAX_HEADLINE_CHARS)
    url = summary.documents[0].url if len(summary.documents) == 1 else None
    lines: list[Block] = [(Run(headline, (BOLD, *_link(url))),)] if headline else []
    for number, document in enumerate(summary.documents, 1):
        prefix = f"[{number}] " if len(summary.documents) > 1 else ""
        notes = [clean_field(note, max_chars=MAX_NOTE_CHARS) for note in document.notes]
        lines += [(Run(prefix + note, (ITALIC,)),) for note in notes if note]
    if lines:
        yield _joined(lines, "\n")


def _statement(statement: Statement, summary: Summary, *, is_list: bool) -> Block:
    text = clean_field(statement.text)
    if not text:
        return ()
    bullet = (Run(f"•{NO_BREAK_SPACE}"),) if is_list else ()
    markers = _markers(statement) if len(summary.documents) > 1 else ()
    return (*bullet, *_with_speakers(text, statement), *markers)


def _with_speakers(text: str, statement: Statement) -> Block:
    """The text with the first mention of each speaker's name in bold."""
    marked: list[tuple[int, int]] = []
    for attribution in statement.attributions:
        found = _find_name(text, attribution)
        if found and not any(found[0] < end and start < found[1] for start, end in marked):
            marked.append(found)
    out: list[Run] = []
    at = 0
    for start, end in sorted(marked):
        out += [Run(text[at:start]), Run(text[start:end], (BOLD,))]
        at = end
    return tuple(run for run in (*out, Run(text[at:])) if run.text)


def _find_name(text: str, attribution: StatementAttribution) -> tuple[int, int] | None:
    """Where a text first names the speaker: as a reader would, as the article does, or by the surname."""
    name, mention = name_of(clean_field(attribution.source)), name_of(clean_field(attribution.mention))
    borders = set(grapheme_borders(text))
    for wanted in filter(None, (name, mention, name.rpartition(" ")[2])):
        found = regex.search(rf"(?<!\w){regex.escape(wanted, literal_spaces=True)}(?!\w)", text, regex.IGNORECASE)
        if found and set(found.span()) <= borders:
            return found.start(), found.end()
    return None


def name_of(source: str) -> str:
    """The part of a source that names it, without what explains it; empty when nothing short does.

    >>> name_of("the director of the clinic, Dr. Saskia Mund")
    'Dr. Saskia Mund'
    >>> name_of("The North Quay Institute, a think tank")
    'North Quay Institute'
    """
    best = max((part.split() for part in source.split(",")), key=_capital_share)
    name = best[1:] if best and best[0].lower() == "the" else best
    return " ".join(name) if len(name) <= MAX_BOLD_WORDS else ""


def _capital_share(words: list[str]) -> float:
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def _markers(statement: Statement) -> Block:
    """`[1][2]`: one marker a document, each opening the page at the cited words."""
    first = {citation.document: citation for citation in reversed(statement.citations)}
    markers = [Run(f"[{number}]", _link(first[number].url)) for number in sorted(first)]
    return (Run(NO_BREAK_SPACE), *markers) if markers else ()


def _sources(documents: Sequence[Document], provenances: Sequence[Provenance]) -> Iterator[Block]:
    known = [*provenances, *[Provenance()] * (len(documents) - len(provenances))]
    chains = [_chain(document, provenance) for document, provenance in zip(documents, known, strict=True)]
    if len(documents) == 1:
        if source := chains[0]:
            yield (Run("Source: "), *source)
        return
    for number, (document, chain) in enumerate(zip(documents, chains, strict=True), 1):
        title = clean_field(document.title or "", max_chars=MAX_NAME_CHARS)
        yield (Run(f"[{number}] "), *(chain or (Run(isolated(title) or "Text without a source"),)))


def _chain(document: Document, provenance: Provenance) -> Block:
    """`you forwarded ← Harbor Wire ← Outlet – Author, 3 May 2026 ← example.org`, as far as it is known."""
    origin, source = provenance.origin, _source(document)
    if origin is None:
        return source
    name = clean_field(origin.name, max_chars=MAX_NAME_CHARS)
    post: Block = (Run(isolated(name), _link(origin.url)),) if name and origin.url != document.url else ()
    further = [url for url in provenance.links if url not in (document.url, origin.url) and _host(url)]
    pages = [(Run(clean_field(_host(url)), _link(url)),) for url in further[:MAX_FURTHER_LINKS]]
    steps = [step for step in (post, source, *pages) if step]
    return _joined([(Run("you forwarded"),), *steps], " ← ") if steps else ()


def _source(document: Document) -> Block:
    """`Outlet – Author, 3 May 2026`, as far as it is known."""
    outlet = outlet_name(document)
    author = clean_field(document.author or "", max_chars=MAX_NAME_CHARS)
    if not outlet and not author:
        return ()
    name = Run(isolated(outlet), _link(document.url))
    by = [Run(f" – {isolated(author)}" if outlet else isolated(author))] if author and author != outlet else []
    at = document.published_at
    date = [Run(f", {at.day} {MONTHS[at.month - 1]} {at.year}")] if at else []
    return tuple(run for run in (name, *by, *date) if run.text)


def _passage(citation: Citation, documents: Sequence[Document]) -> Block:
    """The quote, and a line that leads to it."""
    quote = clean_field(citation.text, keep_newlines=True)
    if not quote:
        return ()
    outlet = isolated(outlet_name(documents[citation.document - 1]))
    label = f"[{citation.document}] {outlet}".rstrip()
    if len(documents) == 1:
        label = f"Open at {outlet}" if citation.url else ""
    leads = (Run(label, _link(citation.url)),) if label else ()
    return _joined([line for line in ((Run(quote, (QUOTE,)),), leads) if line], "\n")


def _label(statement: Statement) -> Iterator[Block]:
    """The statement in short; nothing where the one passage below says the same."""
    if [citation.text for citation in statement.citations] != [statement.text]:
        yield (Run(clean_field(statement.text, max_chars=MAX_STATEMENT_IN_EVIDENCE_CHARS), (BOLD,)),)


def _link(url: str | None) -> tuple[Style, ...]:
    """A link, where Telegram takes the address."""
    if url is None or not url.startswith(("http://", "https://")) or not url.isprintable() or " " in url:
        return ()
    if not {".", ":"} & set(_host(url)):
        return ()
    return (Style("text_link", url),)


def _joined(lines: Sequence[Block], gap: str) -> Block:
    """One block of several lines."""
    out: list[Run] = []
    for line in lines:
        out += [Run(gap), *line] if out else line
    return tuple(out)
