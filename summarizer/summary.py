"""The answer: statements, who they are from, and the exact words they rest on. `to_json` is the stable contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from summarizer.document import Document, Quote, Span
from summarizer.stopwatch import StageTime

CONTRACT_VERSION = 1


class Length(StrEnum):
    """How much a reader wants: one or two statements, three to five, six to ten."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Kind(StrEnum):
    """Whether a statement is somebody's claim or the document's own telling."""

    REPORTED = "reported"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class StatementAttribution:
    """Who a statement names for a claim: `source` is what a reader sees, `mention` and `cue` the article's words."""

    source: str
    mention: str
    cue: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage a statement rests on; `text == documents[document - 1].text[span.start:span.end]`."""

    document: int  # number of the document, from 1
    span: Span
    text: str
    url: str | None = None  # opens the page at these words (text fragment), None where the document has no address


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer."""

    text: str
    kind: Kind
    attributions: tuple[StatementAttribution, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What the faithfulness check found in a drafted statement, and what was done about it."""

    drafted: str
    reasons: tuple[str, ...]  # names of faithfulness.Failure
    action: str  # "replaced" by its extractive form, or "dropped"


@dataclass(frozen=True, slots=True)
class Summary:
    """An answer to one or more documents."""

    headline: str
    language: str
    model: str
    seconds: float
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    repairs: tuple[Repair, ...] = ()
    stages: tuple[StageTime, ...] = ()  # how long each took, in order


def to_json(summary: Summary, *, with_text: bool = False, with_trace: bool = False) -> dict[str, Any]:
    """The JSON contract, version 1.

    `with_text` adds each document's text, into which all offsets point; `with_trace` adds how the answer came about.
    """
    trace = {
        "repairs": [{"drafted": r.drafted, "reasons": list(r.reasons), "action": r.action} for r in summary.repairs],
        "stages": [{"name": stage.name, "seconds": round(stage.seconds, 4)} for stage in summary.stages],
    }
    contract = {
        "version": CONTRACT_VERSION,
        "headline": summary.headline,
        "language": summary.language,
        "model": summary.model,
        "seconds": round(summary.seconds, 4),
        "documents": [
            _document(number, document, with_text=with_text) for number, document in enumerate(summary.documents, 1)
        ],
        "statements": [_statement(statement) for statement in summary.statements],
    }
    return contract | (trace if with_trace else {})


def _document(number: int, document: Document, *, with_text: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "number": number,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "author": document.author,
        "published_at": document.published_at.isoformat() if document.published_at else None,
        "language": document.language or "und",
        "notes": list(document.notes),
    }
    return out | ({"text": document.text} if with_text else {})


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "kind": statement.kind.value,
        "attributions": [
            {"source": a.source, "mention": a.mention, "cue": a.cue, "quote": a.quote.value}
            for a in statement.attributions
        ],
        "citations": [
            {
                "document": c.document,
                "start": c.span.start,
                "end": c.span.end,
                "text": c.text,
                "url": c.url,
            }
            for c in statement.citations
        ],
    }


def from_json(data: dict[str, Any]) -> Summary:
    """A summary read back from `to_json(..., with_text=True)`.

    Raises:
        KeyError, ValueError: the object does not follow the contract.
    """
    from datetime import datetime

    documents = tuple(
        Document(
            text=d.get("text", ""),
            title=d["title"],
            url=d["url"],
            publisher=d["publisher"],
            author=d["author"],
            published_at=datetime.fromisoformat(d["published_at"]) if d["published_at"] else None,
            language=d["language"],
            notes=tuple(d["notes"]),
        )
        for d in data["documents"]
    )
    return Summary(
        headline=data["headline"],
        language=data["language"],
        model=data["model"],
        seconds=data["seconds"],
        documents=documents,
        statements=tuple(_parse_statement(s) for s in data["statements"]),
        repairs=tuple(Repair(r["drafted"], tuple(r["reasons"]), r["action"]) for r in data.get("repairs", [])),
        stages=tuple(StageTime(s["name"], s["seconds"]) for s in data.get("stages", [])),
    )


def _parse_statement(data: dict[str, Any]) -> Statement:
    attributions: Sequence[dict[str, str]] = data["attributions"]
    return Statement(
        text=data["text"],
        kind=Kind(data["kind"]),
        attributions=tuple(
            StatementAttribution(a["source"], a["mention"], a["cue"], Quote(a["quote"])) for a in attributions
        ),
        citations=tuple(
            Citation(c["document"], Span(c["start"], c["end"]), c["text"], c["url"]) for c in data["citations"]
        ),
    )
