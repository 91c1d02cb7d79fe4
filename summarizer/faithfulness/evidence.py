"""What a statement may rest on: the words of its cited passages, and the attributions that stand in them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from summarizer.document import AnnotatedDocument, Attribution, Span
from summarizer.faithfulness.alignment import Alignment, align
from summarizer.faithfulness.lexicon import CUES, TITLES
from summarizer.faithfulness.tokens import Token, tokenize
from summarizer.naming import is_vague
from summarizer.summary import Statement

NAME_AND_ROLE = 7  # words of "RTO's director-general, Martin Holl" at most
MIN_SHARED = 2  # content words of a claim that a statement must have to convey it
TOLD = 0.5  # share of the claim's content words told, or of the statement's that tell it


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution in the cited passages, as sets of indices into the evidence's words."""

    attribution: Attribution
    mention: str
    content: frozenset[int]
    cue: frozenset[int]
    source: frozenset[int]
    cue_text: str

    @property
    def is_named(self) -> bool:
        """Whether anybody knows who speaks."""
        return bool(self.attribution.name) or not is_vague(self.mention)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement beside its evidence."""

    statement: Statement
    words: tuple[Token, ...]  # of the statement
    tokens: tuple[Token, ...]  # of all cited passages, one after the other
    sentences: tuple[int, ...]  # of each token: which sentence it stands in
    claims: tuple[Claim, ...]
    alignment: Alignment
    passages: tuple[str, ...]
    firsts: tuple[int, ...]  # index of each passage's first word in `tokens`
    sources: tuple[AnnotatedDocument, ...]  # the cited documents
    has_nameless: bool = False  # whether it rests on the answer of somebody whose name cannot be told

    def index_at(self, passage: int, offset: int) -> int:
        """Index of the word that stands at, or next after, an offset into a passage."""
        ends = [*self.firsts[1:], len(self.tokens)]
        inside = range(self.firsts[passage], ends[passage])
        return next((j for j in inside if self.tokens[j].end > offset), ends[passage] - 1)

    def counterparts(self, indices: frozenset[int]) -> frozenset[int]:
        """The statement's words that come from these words of the evidence."""
        back = self.alignment.backward
        return frozenset(back[j] for j in indices if j in back)


def gather(statement: Statement, sources: Sequence[AnnotatedDocument]) -> Evidence:
    """A statement's evidence; citations of documents that are not there are left out."""
    words = tokenize(statement.text)
    tokens: list[Token] = []
    sentences: list[int] = []
    claims: list[Claim] = []
    passages: list[str] = []
    firsts: list[int] = []
    known = [c for c in statement.citations if 1 <= c.document <= len(sources)]
    numbers = sorted({c.document for c in known})
    for number in numbers:
        source = sources[number - 1]
        first = len(tokens)
        offsets: list[int] = []
        cited = merged([c.span for c in known if c.document == number])
        for span in cited:
            passages.append(span.of(source.text))
            firsts.append(len(tokens))
            last_clause = tokens[-1].clause + 1 if tokens else 0
            for token in tokenize(span.of(source.text)):
                tokens.append(_moved(token, last_clause))
                offsets.append(span.start + token.start)
        sentences += _sentence_numbers(offsets, source, len(set(sentences)))
        near = [a for a in source.attributions if any(s.overlaps(c) for s in a.content for c in cited)]
        near += [t.said(t.span) for t in source.turns if t.name and any(t.span.overlaps(c) for c in cited)]
        claims += _claims(source, near, offsets, first)
    return Evidence(
        statement=statement,
        words=words,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        claims=tuple(claims),
        alignment=align(words, tokens),
        passages=tuple(passages),
        firsts=tuple(firsts),
        sources=tuple(sources[number - 1] for number in numbers),
        has_nameless=any((t := sources[c.document - 1].turn_of(c.span)) is not None and not t.name for c in known),
    )


def merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, overlapping ones joined."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _moved(token: Token, clauses: int) -> Token:
    return Token(token.text, token.start, token.end, token.stem, token.clause + clauses, token.is_quoted)


def _sentence_numbers(offsets: Sequence[int], source: AnnotatedDocument, first: int) -> list[int]:
    """Which sentence each word stands in, numbered from `first`."""
    starts = [s.span.start for s in source.sentences]
    keys = [bisect_right(starts, offset) for offset in offsets]
    return [first + n for n, (_, group) in enumerate(groupby(keys)) for _ in group]


def _claims(
    source: AnnotatedDocument, attributions: Sequence[Attribution], offsets: Sequence[int], first: int
) -> list[Claim]:
    """The attributions as sets of words; those without a word of content in the cited passages are left out."""

    def inside(*spans: Span | None) -> frozenset[int]:
        return frozenset(
            first + k for k, offset in enumerate(offsets) for span in spans if span and span.start <= offset < span.end
        )

    return [
        Claim(
            attribution=a,
            mention=a.source.of(source.text) if a.source else "",
            content=content,
            cue=inside(a.cue),
            source=inside(a.source),
            cue_text=a.cue.of(source.text) if a.cue else "",
        )
        for a in attributions
        if (content := inside(*a.content))
    ]


def conveyed_claims(evidence: Evidence) -> list[Claim]:
    """The claims that the statement tells."""
    return [claim for claim in evidence.claims if _is_conveyed(claim, evidence)]


def _is_conveyed(claim: Claim, evidence: Evidence) -> bool:
    """Whether the statement tells the claim, judged by where its words come from."""
    forward, backward = evidence.alignment.forward, evidence.alignment.backward
    content = [j for j in claim.content if evidence.tokens[j].is_content]
    told = [j for j in content if j in backward]
    speakers = frozenset[int]().union(*(other.source for other in evidence.claims))  # a long name is no content
    rest = [
        i
        for i, word in enumerate(evidence.words)
        if word.is_content
        and word.low not in CUES
        and (forward.get(i) not in speakers or forward.get(i) in claim.content)
    ]
    if len(told) < MIN_SHARED:
        return bool(told) and len(told) == len(content) == len(rest)
    if len(told) < len(content) and _only_names(told, evidence):
        return False  # the passage is told for a name that it gives, not for its claim
    return len(told) >= TOLD * min(len(content), len(rest))


def _only_names(told: Sequence[int], evidence: Evidence) -> bool:
    """Whether words of the evidence are nothing but the name of a speaker, its title, and its role beside it."""
    names = {t.stem for claim in evidence.claims for t in tokenize(claim.attribution.name or "") if t.is_capitalized}
    known = [j for j in told if evidence.tokens[j].is_capitalized and evidence.tokens[j].stem in names]
    is_run = max(told) - min(told) < NAME_AND_ROLE
    return bool(known) and (is_run or all(j in known or evidence.tokens[j].low in TITLES for j in told))
