"""A drafted sentence to a statement: the passages it rests on, and the speakers it tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, SentenceKind, Span
from summarizer.faithfulness import Claim, claims_told
from summarizer.faithfulness.tokens import tokenize
from summarizer.naming import is_vague
from summarizer.summary import Citation, Kind, Statement, StatementAttribution

MAX_PASSAGES = 3  # of one statement, the sentences that only name a speaker apart


@dataclass(frozen=True, slots=True)
class _Passage:
    document: int  # from 0
    span: Span
    stems: frozenset[str]


class Grounds:
    """All passages of the documents, ready to be matched."""

    def __init__(self, sources: Sequence[AnnotatedDocument]) -> None:
        self._sources = tuple(sources)
        self._passages = [
            _Passage(number, sentence.span, _stems(sentence.span.of(source.text)))
            for number, source in enumerate(sources)
            for sentence in source.sentences
            if sentence.kind in (SentenceKind.BODY, SentenceKind.BULLET)
        ]

    def ground(self, draft: str) -> Statement:
        """The statement with citations, none where nothing in the documents is like it, and the speakers it names."""
        statement = Statement(draft, Kind.STATED, (), self._cite((p.document, p.span) for p in self._match(draft)))
        naming = [place for claim in self.claims(statement) for place in self._naming(claim, statement)]
        if naming:
            places = [(c.document - 1, c.span) for c in statement.citations]
            statement = replace(statement, citations=self._cite([*places, *naming]))
        declared = tuple(dict.fromkeys(_declare(claim) for claim in self.claims(statement) if claim.is_named))
        return replace(statement, attributions=declared, kind=Kind.REPORTED if declared else Kind.STATED)

    def claims(self, statement: Statement) -> list[Claim]:
        """The attributed claims that a statement tells."""
        return claims_told(statement, self._sources)

    def _match(self, draft: str) -> list[_Passage]:
        """The fewest passages, best first, that have the draft's words."""
        missing = set(_stems(draft))
        chosen: list[_Passage] = []
        while missing and len(chosen) < MAX_PASSAGES and self._passages:
            best = max(self._passages, key=lambda p: (len(p.stems & missing), -len(p.stems)))
            if not best.stems & missing or (chosen and not _adds(best, missing)):
                break
            chosen.append(best)
            missing -= best.stems
        return chosen

    def _cite(self, places: Iterator[tuple[int, Span]] | Sequence[tuple[int, Span]]) -> tuple[Citation, ...]:
        by_document: dict[int, list[Span]] = {}
        for number, span in places:
            by_document.setdefault(number, []).append(span)
        return tuple(
            c
            for number in sorted(by_document)
            for c in cite(self._sources[number].document, number + 1, by_document[number])
        )

    def _naming(self, claim: Claim, statement: Statement) -> Iterator[tuple[int, Span]]:
        """The sentence that gives the name of a claim's source, where the source itself does not."""
        span = claim.attribution.name_span
        if span is None or not is_vague(claim.mention):
            return
        for number in {c.document - 1 for c in statement.citations}:
            source = self._sources[number]
            if claim.attribution in source.attributions:
                yield from ((number, s.span) for s in source.sentences if s.span.contains(span))


def _adds(passage: _Passage, missing: set[str]) -> bool:
    """Whether a further passage adds more than a word that may be chance."""
    return len(passage.stems & missing) > 1 or len(missing) == 1


def _stems(text: str) -> frozenset[str]:
    return frozenset(t.stem for t in tokenize(text) if t.is_content)


def _declare(claim: Claim) -> StatementAttribution:
    return StatementAttribution(
        source=claim.attribution.name or claim.mention,
        mention=claim.mention,
        cue=claim.cue_text,
        quote=claim.attribution.quote,
    )
