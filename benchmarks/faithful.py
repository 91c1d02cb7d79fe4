"""Statements that are true to their document: copied, shortened, or with the speaker put where a reader looks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Attribution, Sentence, SentenceKind, Span
from summarizer.edits import apply
from summarizer.faithfulness.cues import is_bare
from summarizer.naming import FIRST_PERSON, is_vague, key_words, replacement
from summarizer.quotation import find_quotes
from summarizer.shorten import find_cuts
from summarizer.summary import Kind, Statement

MIN_WORDS, MAX_WORDS = 6, 60
_NEUTRAL = re.compile(r"\b(?:said|says|told|added|stated|wrote|noted|announced|reported|explained|according)\b", re.I)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with its documents; `speaker` is as the statement names it, `form` tells how it was made."""

    form: str
    statement: Statement
    sources: tuple[AnnotatedDocument, ...]
    speaker: str = ""
    claim: Attribution | None = None


def build_faithful(document: AnnotatedDocument) -> Iterator[Case]:
    """Faithful statements of one document in every form."""
    for sentence in document.sentences:
        if sentence.kind is SentenceKind.BODY:
            yield from _of_sentence(sentence, document)
    for claim in document.attributions:
        yield from _of_claim(claim, document)


def _of_sentence(sentence: Sentence, document: AnnotatedDocument) -> Iterator[Case]:
    """The sentence as it stands, its pronoun speaker named, and without what it can do without."""
    claims = [a for a in document.attributions if any(s.overlaps(sentence.span) for s in a.content)]
    if any(not _is_whole(a, sentence) for a in claims):
        return
    opened = [a for a in claims if a.source and is_vague(a.source.of(document.text))]
    edits, spans = [], [sentence.span]
    for a in opened:
        if not a.source or _is_quoted(a.source, sentence, document):
            continue
        if not a.name or not a.name_span or a.source.of(document.text).lower() in FIRST_PERSON | {"you", "your"}:
            return  # nobody can tell who speaks
        edits.append((a.source, replacement(a, a.name, document.text)))
        spans.append(_sentence_at(a.name_span, document).span)
    text = document.text
    outside = [a for a in claims if a.source and not _is_quoted(a.source, sentence, document)]
    if (claims and not outside) or (sentence.span.of(text)[0] in '“"' and not outside):
        return  # a quotation alone
    copied = _replaced(text, sentence.span, edits)
    speaker = next((a.name for a in claims if a.name and a.name in copied), "")
    claim = claims[0] if len(claims) == 1 else None
    yield from _case("named" if edits else "copied", copied, spans, document, speaker, claim)
    protected = [s for a in claims for s in (*a.content, a.source, a.cue) if s]
    cuts = find_cuts(text, sentence.span, protected)
    if cuts and not edits:
        yield from _case("cut", _capital(apply(text, sentence.span, cuts)), spans, document, speaker, claim)
    if not claims and (short := _without_tail(copied)):
        yield from _case("shortened", short, spans, document)


def _of_claim(claim: Attribution, document: AnnotatedDocument) -> Iterator[Case]:
    """The claim led by its speaker, or with the speaker after it."""
    text = document.text
    if not (claim.source and claim.cue and claim.name and len(claim.content) == 1):
        return
    cue, name = claim.cue.of(text), claim.name
    is_inner = any(s.contains(claim.source) for a in document.attributions if a is not claim for s in a.content)
    gap = text[min(claim.cue.end, claim.source.end) : max(claim.cue.start, claim.source.start)]
    if is_inner or len(gap) > 3 or claim.source.of(text).lower() in FIRST_PERSON | {"you"}:
        return
    content = claim.content[0].of(text).strip().rstrip(".,")
    if "\n" in content or not re.fullmatch(r"[\w ]{3,20}", cue) or len(content.split()) < MIN_WORDS - 1:
        return
    spans = [s.span for s in document.sentences if s.span.overlaps(claim.hull)]
    if claim.name_span:
        spans.append(_sentence_at(claim.name_span, document).span)
    if content.startswith("that ") and cue.lower().split()[0] != "according":
        yield from _case("led", f"{_capital(name)} {cue} {content}.", spans, document, name, claim)
    if _NEUTRAL.fullmatch(cue.split()[0]) and not claim.is_negative:
        if re.fullmatch(r"[“\"].*[”\"]", content, re.DOTALL):
            yield from _case("colon", f"{_capital(name)} said: {content}.", spans, document, name, claim)
        elif not content.startswith(("that ", "to ", "how ", "what ", "“", '"')):
            yield from _case("according", f"According to {name}, {content}.", spans, document, name, claim)
        bare = re.sub("^that ", "", content)
        if not re.search('[“"]', content):
            yield from _case("trailing", f"{_capital(bare)}, {name} said.", spans, document, name, claim)
            yield from _case("tail", f"{_capital(bare)}, according to {name}.", spans, document, name, claim)


def _case(
    form: str,
    text: str,
    spans: list[Span],
    document: AnnotatedDocument,
    speaker: str = "",
    claim: Attribution | None = None,
) -> Iterator[Case]:
    """The case, unless the statement could not stand alone in an answer."""
    _, stray, opened = find_quotes(text)
    words = text.split()
    if stray is not None or opened is not None or is_bare(text) or not MIN_WORDS <= len(words) <= MAX_WORDS:
        return
    if not (text[0].isupper() or text[0] in "“\"'$€£" or text[0].isdigit()) or "\n" in text:
        return
    kind = Kind.REPORTED if speaker else Kind.STATED
    yield Case(form, Statement(text, kind, (), cite(document.document, 1, spans)), (document,), speaker, claim)


def _is_whole(claim: Attribution, sentence: Sentence) -> bool:
    """Whether the claim names its speaker inside the sentence, and speaks nowhere else."""
    return claim.source is not None and claim.cue is not None and sentence.span.contains(claim.hull)


def _is_quoted(span: Span, sentence: Sentence, document: AnnotatedDocument) -> bool:
    quotes, _, _ = find_quotes(sentence.span.of(document.text))
    return any(q.start <= span.start - sentence.span.start < q.end for q in quotes)


def _replaced(text: str, span: Span, edits: list[tuple[Span, str]]) -> str:
    pieces, at = [], span.start
    for source, name in sorted(set(edits)):
        if source.start >= at:
            pieces += [text[at : source.start], _capital(name) if source.start == span.start else name]
            at = source.end
    return "".join([*pieces, text[at : span.end]])


def _without_tail(sentence: str) -> str:
    """The sentence up to its last comma, where enough is left and what goes is no list item or quotation."""
    head, comma, tail = sentence.rpartition(", ")
    is_list = re.match(r"(?:and|or|but|not)\b", tail) or "“" in tail or '"' in sentence
    return f"{head}." if comma and not is_list and len(head.split()) >= 10 and len(tail.split()) >= 4 else ""


def _sentence_at(span: Span, document: AnnotatedDocument) -> Sentence:
    return next(s for s in document.sentences if s.span.overlaps(span))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def family_name(name: str) -> str:
    """The word by which a name is known."""
    return key_words(name)[-1]
