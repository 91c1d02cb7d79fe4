"""The stages in order: normalize, segment, attribute, resolve, compose, check, cite, rank, choose, rewrite."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from summarizer import salience
from summarizer.agreement import merge
from summarizer.compose import compose
from summarizer.document import AnnotatedDocument, Document, Span
from summarizer.encoder import SentenceEncoder, Vectors
from summarizer.errors import EmptyDocumentError, GenerationError
from summarizer.faithfulness import check
from summarizer.generation import TextGenerator
from summarizer.genre import find_genre
from summarizer.headline import build_headline, find_title
from summarizer.language import SUPPORTED, detect_language
from summarizer.lengths import BUDGETS
from summarizer.normalize import normalize
from summarizer.position import find_positions
from summarizer.prose import with_prose
from summarizer.rewrite import rewrite
from summarizer.selection import Choice, Pool, in_reading_order, select
from summarizer.stopwatch import Stopwatch
from summarizer.summary import Length, Repair, Statement, Summary
from summarizer.ties import find_ties
from summarizer.units import find_units
from summarizer.verbatim import tell_verbatim

logger = logging.getLogger(__name__)

RAW_SHARE = 4  # times the limit of characters that are cleaned: enough also of a text that is mostly blanks
MODEL = "extractive"  # what an answer names as its model when nothing rewrote it


class DocumentAnnotator(Protocol):
    """Finds the sentences of a document and who says what in it."""

    def annotate(self, document: Document) -> AnnotatedDocument:
        """The document, whose text is normalized, with its sentences and attributions."""


@dataclass(frozen=True, slots=True)
class SummarizerConfig:
    """What can be set; every limit has its unit."""

    max_chars: int = 48_000  # some 16 pages, read within five seconds; longer text is cut at a paragraph, with a note
    weights: salience.Weights = field(default_factory=salience.Weights)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that can be told, and where it stands."""

    document: int
    span: Span
    statement: Statement


class Summarizer:
    """Documents in, a summary out. Not thread-safe: use one at a time."""

    def __init__(
        self,
        annotator: DocumentAnnotator,
        encoder: SentenceEncoder,
        *,
        generator: TextGenerator | None = None,
        config: SummarizerConfig | None = None,
    ) -> None:
        self._annotator = annotator
        self._encoder = encoder
        self._generator = generator
        self._config = config or SummarizerConfig()

    def summarize(self, documents: Sequence[Document], *, length: Length = Length.MEDIUM) -> Summary:
        """A summary of one or more documents, told one after the other, oldest first where all have a date.

        Documents that hold nothing to tell stand behind the others, with a note that says why.

        Raises:
            DocumentError: no document, or none that holds something to tell.
        """
        if not documents:
            raise EmptyDocumentError("There is nothing to summarize.")
        watch = Stopwatch()
        articles, untold = with_prose([self.annotate(document) for document in _oldest_first(documents)])
        watch.lap("read and attribute")
        drafts = [t for number, article in enumerate(articles) for t in _tell_all(number, article)]
        positions = _positions(drafts, articles)
        texts = [t.statement.text for t in drafts]
        drafts = [drafts[i] for i in salience.shortlist(texts, positions, documents=len(articles))]
        watch.lap("compose")
        told, repairs = _keep_faithful(drafts, articles)
        watch.lap("check")
        if not told:
            raise EmptyDocumentError(
                "I could read the text, but found no statement in it that stands on its own. Send one whole article."
            )
        chosen = self._choose(told, articles, length)
        watch.lap("encode and choose")
        extractive = _tell_again(articles, told, chosen)
        statements, rewritten = self._rewrite(extractive, articles, length)
        headline = build_headline(articles, [s.text for s in statements])
        watch.lap("tell")
        return Summary(
            headline=headline,
            language=articles[0].document.language or "und",
            model=MODEL if statements == extractive or self._generator is None else self._generator.name,
            seconds=watch.seconds,
            documents=(*(replace(a.document, title=find_title(a)) for a in articles), *untold),
            statements=statements,
            repairs=repairs + rewritten,
            stages=watch.laps,
        )

    def _rewrite(
        self, statements: tuple[Statement, ...], articles: Sequence[AnnotatedDocument], length: Length
    ) -> tuple[tuple[Statement, ...], tuple[Repair, ...]]:
        """The statements in the generator's words where those are faithful; as they are where it fails or is none."""
        if self._generator is None or any(a.document.language not in SUPPORTED for a in articles):
            return statements, ()
        try:
            return rewrite(statements, articles, self._generator, encoder=self._encoder, length=length)
        except GenerationError as error:
            logger.warning("the generator %s failed, the extractive summary is told: %s", self._generator.name, error)
            return statements, ()

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """The sentences' vectors, for callers that compare texts: see SentenceEncoder."""
        return self._encoder.encode(sentences)

    def annotate(self, document: Document) -> AnnotatedDocument:
        """The document normalized, cut to the limit, its language told, its sentences and attributions found."""
        raw = document.text[: RAW_SHARE * self._config.max_chars]
        text, notes = normalize(raw), document.notes
        if len(text) > self._config.max_chars or len(raw) < len(document.text):
            text = _cut(text, self._config.max_chars)
            notes = (*notes, f"Long text: only the first {len(text):,} characters were read.")
        language = document.language or detect_language(text)
        if language not in SUPPORTED:
            notes = (*notes, "Not in English: sentences are quoted as printed, and speakers are not checked.")
        article = self._annotator.annotate(replace(document, text=text, language=language))
        genre = find_genre(article) if language in SUPPORTED else None
        notes = (*notes, genre) if genre else notes
        once = tuple(dict.fromkeys(notes))  # a document that is told again brings its notes along
        return replace(article, document=replace(article.document, notes=once))

    def _choose(self, told: Sequence[_Told], articles: Sequence[AnnotatedDocument], length: Length) -> list[Choice]:
        """The statements most worth telling at this length, in reading order."""
        titles = [find_title(a) or "" for a in articles]
        vectors = self._encoder.encode([*(t.statement.text for t in told), *titles])
        bodies, heads = vectors[: len(told)], vectors[len(told) :]
        heads = heads * np.array([[bool(t)] for t in titles], dtype=np.float32)
        candidates = _candidates(told, articles)
        scores = salience.score(candidates, bodies, heads, self._config.weights)
        order = salience.rank(candidates, bodies, scores, self._config.weights)
        documents = [t.document for t in told]
        ties = find_ties([(t.document, t.span, t.statement) for t in told], articles)
        pool = Pool([t.statement for t in told], documents, bodies, ties)
        return in_reading_order(select(pool, order, BUDGETS[length]), documents)


def _oldest_first(documents: Sequence[Document]) -> list[Document]:
    """Documents of different dates are told in the order of time; where one has no date, in the order given."""
    dates = [d.published_at for d in documents]
    return sorted(documents, key=_published) if all(dates) else list(documents)


def _published(document: Document) -> datetime:
    assert document.published_at is not None
    return document.published_at


def _tell_all(number: int, article: AnnotatedDocument) -> list[_Told]:
    """Every unit of a document that can be told by itself."""
    told = ((span, _tell(article, span, number=number + 1)) for span in find_units(article))
    return [_Told(number, span, statement) for span, statement in told if statement is not None]


def _keep_faithful(
    drafts: Sequence[_Told], articles: Sequence[AnnotatedDocument]
) -> tuple[list[_Told], tuple[Repair, ...]]:
    """The drafts that their evidence bears out, and what was wrong with the others."""
    told, repairs = [], []
    for t in drafts:
        failures = check(t.statement, articles)
        if failures:
            repairs.append(Repair(t.statement.text, tuple(f.value for f in failures), "dropped"))
        else:
            told.append(t)
    return told, tuple(repairs)


def _tell(article: AnnotatedDocument, span: Span, *, number: int, introduced: str = "") -> Statement | None:
    if article.document.language in SUPPORTED:
        return compose(article, span, number=number, introduced=introduced)
    return tell_verbatim(article, span, number=number)


def _tell_again(
    articles: Sequence[AnnotatedDocument], told: Sequence[_Told], chosen: Sequence[Choice]
) -> tuple[Statement, ...]:
    """The chosen statements as they read one after the other: a name in full the first time only."""
    out: list[Statement] = []
    for choice in chosen:
        t = told[choice.index]
        introduced = " ".join(s.text for s in out)
        again = _tell(articles[t.document], t.span, number=t.document + 1, introduced=introduced)
        is_faithful = again is not None and not check(again, articles)
        out.append(merge(again if again and is_faithful else t.statement, [told[i].statement for i in choice.echoes]))
    return tuple(out)


def _positions(told: Sequence[_Told], articles: Sequence[AnnotatedDocument]) -> list[int]:
    return find_positions([(t.document, t.span, t.statement) for t in told], articles)


def _candidates(told: Sequence[_Told], articles: Sequence[AnnotatedDocument]) -> list[salience.Candidate]:
    speakers = [next((a.source for a in t.statement.attributions), None) for t in told]
    return [
        salience.Candidate(t.statement.text, t.document, at, speaker)
        for t, at, speaker in zip(told, _positions(told, articles), speakers, strict=True)
    ]


def _cut(text: str, limit: int) -> str:
    """The beginning of a text, up to the last paragraph or sentence end within the limit."""
    head = text[:limit]
    for mark in ("\n\n", "\n", ". ", " "):
        if (at := head.rfind(mark)) > limit // 2:
            return head[: at + 1].rstrip()
    return head
