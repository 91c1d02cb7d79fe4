"""One sentence of a document to one statement that stands alone: its speaker by name, its quotation marks in pairs.

A sentence whose speaker stands in it keeps its own wording; a pronoun or "the report" gives way to the name. A sentence
whose speaker stands elsewhere is led by the name: `ISW said: “...”` or `According to ISW, ...`. A sentence that cannot
be told without its neighbors is not told.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Attribution, Quote, SentenceKind, Span
from summarizer.edits import Edit, apply
from summarizer.naming import (
    FIRST_PERSON,
    PAPERS,
    is_named_in,
    is_small,
    is_vague,
    key_words,
    needs_name,
    reader_name,
    replacement,
)
from summarizer.quotation import PARTNER, bare_of_marks, find_quotes
from summarizer.shorten import find_cuts
from summarizer.summary import Kind, Statement, StatementAttribution
from summarizer.vocabulary import words

MIN_WORDS = 5  # a shorter sentence is a fragment
MIN_COVERED = 0.6  # share of a sentence that a speaker elsewhere must cover to be told as the sentence's speaker
MIN_NAME_WORDS = 2  # capitalized words before a quotation from which a name is among them
QUOTE_ONLY = 0.9  # share of a sentence inside quotation marks from which nothing but the quotation is left
SCARE_QUOTE_WORDS = 3  # a shorter quotation may be nobody's: “soft” landing
_CREDIT = re.compile(r"\b(?:image|photo|photograph|picture|credit|illustration)s?\s?:", re.I)
# "X announced this on Monday", "X rejected that.": what was announced stands in another sentence.
_POINTS_BACK = re.compile(
    r"\b(?:said|says|sa(?:y|id) so|announc\w+|confirm\w*|reject\w*|den(?:y|ies|ied)|report\w*|state[sd]?|wrote|told|"
    r"explain\w*|disput\w*|repeat\w*|stress\w*|point\w* out|comment\w* on|agree\w* with)\s(?:\w+\s)?(?:this|that|it|them|so)"
    r"(?=\s*(?:[.,;]|$|(?:at|in|on|to|during|when|by|after|before|yesterday|today)\b))",
    re.I,
)
_LEAD_CUES = words(
    "said says added adds wrote writes warned warns claimed claims argued argues noted notes explained explains stated "
    "states insisted insists announced announces tweeted testified told replied responded predicted predicts declared "
    "emphasized stressed acknowledged admitted suggested concluded recalled reported estimates estimated"
)
_DANGLING = re.compile(
    r"(?:(?:he|she|they|him|them|his|her|their|its|we|i|our|my|you|your)\b|"
    r"it\b(?!(?:['’]s| is| was| remains| seems| appears| will be)\b.{0,40}\b(?:that|whether|if|how|why|when|to)\b)|"
    r"(?:this|that|these|those)\b(?!\s(?:week|month|year|morning|afternoon|evening|summer|winter|spring|autumn|fall)\b)|"
    r"(?:such|both|neither|either|the (?:latter|former|two|three|pair|duo|other|others|same))\b|"
    rf"the (?:{'|'.join(sorted(PAPERS))})s?\b(?! (?:by|from|of|in|on|published|released|issued)\b)|"
    r"(?:there|here)(?:['’]s|\sis|\sare)?\s(?:he|she|they|it)\b)",
    re.I,
)
_SMALL_START = words(
    "the a an it he she they we there this that these those some many most several few all no in on at by for from with "
    "as after before but and so if when while since although though its their his her our one two three four five six "
    "seven eight nine ten more over under about"
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sentence on its way to a statement."""

    article: AnnotatedDocument
    index: int
    own: tuple[Attribution, ...]  # their source or cue stands in the sentence
    led: Attribution | None  # its source stands elsewhere, its content here
    introduced: str  # what the reader has read before

    @property
    def span(self) -> Span:
        return self.article.sentences[self.index].span

    @property
    def text(self) -> str:
        return self.article.text


def compose(article: AnnotatedDocument, index: int, *, number: int = 1, introduced: str = "") -> Statement | None:
    """The statement of one sentence, or None where it cannot stand alone.

    Args:
        index: of the sentence in `article.sentences`.
        number: of the document in the summary, from 1.
        introduced: the statements before it; a speaker not named there yet is given the full name.
    """
    sentence = article.sentences[index]
    if sentence.kind not in (SentenceKind.BODY, SentenceKind.BULLET) or not _is_tellable(
        sentence.span.of(article.text)
    ):
        return None
    own, led = _speakers(article, sentence.span)
    draft = _Draft(article, index, own, led or _voice(article, sentence.span, own), introduced)
    led = draft.led
    if led is None and not own and _looks_spoken(draft):
        return None
    told = _lead(draft, led) if led is not None else _keep(draft)
    if told is None or _is_dangling(told) or _POINTS_BACK.search(_unquoted(told)):
        return None
    speakers = (*((led,) if led else ()), *own)
    declared = tuple(_declared(draft, speakers, told))
    if not declared and any(a.source for a in speakers):
        return None
    evidence = [sentence.span, *_evidence(draft, speakers, told)]
    return Statement(
        text=told,
        kind=Kind.REPORTED if declared else Kind.STATED,
        attributions=declared,
        citations=cite(article.document, number, evidence),
    )


def _is_tellable(sentence: str) -> bool:
    """Whether a sentence is a sentence: some words, not a question to the reader."""
    plain = sentence.rstrip("\"'”’»)] ")
    is_whole = len(sentence.split()) >= MIN_WORDS and not plain.endswith(("?", ":", ";"))
    return is_whole and _CREDIT.search(sentence) is None


def _speakers(article: AnnotatedDocument, span: Span) -> tuple[tuple[Attribution, ...], Attribution | None]:
    """The attributions of a sentence: those with source or cue in it, and the one that speaks it from elsewhere."""
    own: list[Attribution] = []
    led: Attribution | None = None
    for a in article.attributions:
        covered = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in a.content)
        anchors = [s for s in (a.source, a.cue) if s]
        if any(span.contains(s) for s in anchors):
            own.append(a)
        elif anchors and covered >= MIN_COVERED * (span.end - span.start) and (led is None or _outer(a, led)):
            led = a
    return tuple(own), led


def _voice(article: AnnotatedDocument, span: Span, own: Sequence[Attribution]) -> Attribution | None:
    """Whom "I" stands for, in a sentence that is wholly somebody's words: a quotation, or an answer in an interview."""
    first = next((a for a in own if a.name and _is_first_person(a, article.text)), None)
    if first is None:
        return None
    quoted = _quoted(article.text, span)
    is_answer = not quoted
    if not is_answer and any(a.source and not any(q.overlaps(a.source) for q in quoted) for a in own):
        return None
    if not is_answer and sum(q.end - q.start for q in quoted) < QUOTE_ONLY * (span.end - span.start):
        return None
    return replace(first, content=(span,), cue=None, quote=Quote.DIRECT)


def _is_first_person(a: Attribution, text: str) -> bool:
    mention = a.source.of(text) if a.source else ""
    return is_small(mention) and mention.lower() in FIRST_PERSON


def _outer(a: Attribution, b: Attribution) -> bool:
    return a.hull.contains(b.hull)


def _looks_spoken(draft: _Draft) -> bool:
    """Whether a sentence without a known speaker is somebody's words: quoted, half quoted, or in the first person."""
    sentence = draft.span.of(draft.text)
    quotes, stray, unclosed = find_quotes(sentence)
    if stray is not None or unclosed is not None or sentence[:1] in "–—-":
        return True
    if any(len(q.of(sentence).split()) > SCARE_QUOTE_WORDS and not _has_subject(sentence[: q.start]) for q in quotes):
        return True
    return any(is_small(w) and w.lower() in FIRST_PERSON for w in re.findall(r"\w+", _unquoted(sentence)))


def _has_subject(before: str) -> bool:
    """Whether the words before a quotation name somebody: "Ann Reed studies “the slow life of moors”"."""
    words_before = re.findall(r"[\w’'-]+", before)
    return len(words_before) >= MIN_WORDS and words_before[0][:1].isupper() and len(key_words(before)) >= MIN_NAME_WORDS


def _unquoted(sentence: str) -> str:
    return re.sub(r"[“„«\"][^“”„«»\"]*[”»“\"]", " ", sentence)


# ---- the speaker stands in the sentence
def _keep(draft: _Draft) -> str | None:
    """The sentence in its own words, vague speakers named, quotation marks paired, shortened."""
    edits = _naming_edits(draft)
    if edits is None or not _says_something(draft):
        return None
    protected = [s for a in draft.own for s in (a.source, a.cue) if s] + _quoted(draft.text, draft.span)
    cuts = find_cuts(draft.text, draft.span, protected)
    return _finish(apply(draft.text, draft.span, [*_pairing_edits(draft), *edits, *cuts]))


def _says_something(draft: _Draft) -> bool:
    """Whether the sentence holds a claim of its own: "This is stated in a report by ISW" only points back."""
    contents = [c for a in draft.own for c in a.content]
    return not contents or any(c.overlaps(draft.span) for c in contents)


def _quoted(text: str, span: Span) -> list[Span]:
    """Where a sentence is verbatim speech, in document offsets."""
    sentence, start = span.of(text), span.start
    spans, stray, unclosed = find_quotes(sentence)
    spans += [Span(0, stray + 1)] if stray is not None else []
    spans += [Span(unclosed, len(sentence))] if unclosed is not None else []
    return [Span(start + s.start, start + s.end) for s in spans]


def _pairing_edits(draft: _Draft) -> list[Edit]:
    """The missing half of a pair where a quotation runs in from the sentence before or on to the next."""
    sentence, span = draft.span.of(draft.text), draft.span
    _, stray, unclosed = find_quotes(sentence)
    edits = []
    if stray is not None:
        edits.append(Edit(Span(span.start, span.start), PARTNER[sentence[stray]]))
    if unclosed is not None:
        edits.append(Edit(Span(span.end, span.end), PARTNER[sentence[unclosed]]))
    return edits


def _naming_edits(draft: _Draft) -> list[Edit] | None:
    """Names in the place of vague sources, and in full where the reader does not know them; None: somebody is nobody."""
    edits: list[Edit] = []
    quoted = _quoted(draft.text, draft.span)
    before = draft.introduced
    for a in sorted(draft.own, key=lambda a: a.source or a.hull):
        if a.source is None or not draft.span.contains(a.source):
            continue  # "it was reported that": the document's own wording is all there is
        mention, name = a.source.of(draft.text), reader_name(a, draft.text)
        inside_quote = any(q.overlaps(a.source) for q in quoted)
        so_far = draft.text[draft.span.start : a.source.start] + " ".join(e.text for e in edits)
        if name is None:
            if not _is_nested(a, draft):
                return None
        elif needs_name(mention, name):
            if not inside_quote and not is_named_in(name, so_far):
                edits.append(Edit(a.source, replacement(a, name, draft.text)))
        elif not inside_quote and _needs_introduction(mention, name, before + so_far):
            edits.append(Edit(a.source, name))
        before += f" {name or mention}"
    return edits


def _is_nested(a: Attribution, draft: _Draft) -> bool:
    """Whether an attribution lies inside another's content: its pronoun then refers back within the sentence."""
    return any(
        b is not a and any(c.contains(a.hull) for c in b.content) for b in (*draft.own, *filter(None, [draft.led]))
    )


def _needs_introduction(mention: str, name: str, before: str) -> bool:
    """Whether a mention is only a part of a name that the reader has not read yet: "Reed" before "Ann Reed"."""
    if mention in name and len(mention.split()) == 1 and len(name.split()) in (2, 3) and key_words(name):
        return name not in before and mention != name and mention == key_words(name)[-1]
    return False


# ---- the speaker stands elsewhere
def _lead(draft: _Draft, led: Attribution) -> str | None:
    """The sentence led by its speaker's name: verbatim in quotation marks, or after "According to"."""
    name = reader_name(led, draft.text)
    if name is None:
        return None
    if led.quote is Quote.DIRECT:
        return _lead_quote(draft, led, name)
    inner = _naming_edits(draft)
    if inner is None:
        return None
    if _is_dangling(draft.span.of(draft.text)):
        return None
    cuts = find_cuts(draft.text, draft.span, _quoted(draft.text, draft.span))
    sentence = apply(draft.text, draft.span, [*inner, *_pairing_edits(draft), *cuts])
    return _finish(f"According to {name}, {_small_start(sentence, draft.text)}")


def _lead_quote(draft: _Draft, led: Attribution, name: str) -> str | None:
    words_of_speaker = bare_of_marks(draft.span.of(draft.text))
    if re.search(r"[“”„«»\"]", words_of_speaker) or len(words_of_speaker.split()) < MIN_WORDS:
        return None
    cue = led.cue.of(draft.text).lower() if led.cue else ""
    verb = cue if cue in _LEAD_CUES and cue != "told" else "said"
    stop = "" if words_of_speaker[-1] in ".!?…" else "."
    comma = "," if "," in name else ""  # closes an apposition: "Ann Reed, the mayor, said"
    return f"{name[:1].upper()}{name[1:]}{comma} {verb}: “{words_of_speaker}”{stop}"


def _small_start(sentence: str, text: str) -> str:
    """The sentence as it goes on after a comma: the first letter small, unless it begins with a name."""
    match = re.match(r"[^\W\d_][\w’'-]*", sentence)
    if not match or match.group() == "I":
        return sentence
    first = match.group()
    common = first.lower() in _SMALL_START or re.search(rf"(?<!\w){re.escape(first.lower())}(?!\w)", text)
    return sentence[0].lower() + sentence[1:] if common and not first.isupper() else sentence


# ---- what both share
def _finish(sentence: str) -> str:
    """One sentence with a capital at its start, a stop at its end and single blanks."""
    sentence = re.sub(r"^[•*·▪–—-]+\s*", "", re.sub(r"\s+", " ", sentence).strip())
    match = re.search(r"[^\W_]", sentence)
    if match and match.start() <= 2 and not re.match(r"[a-z]+[A-Z]", sentence[match.start() :]):
        at = match.start()
        sentence = sentence[:at] + sentence[at].upper() + sentence[at + 1 :]
    return sentence if re.search(r"[.!?…][\"'”’»)\]]*$", sentence) else f"{sentence.rstrip(',;:–— ')}."


def _is_dangling(told: str) -> bool:
    """Whether a statement begins with something the reader has not read, quotations apart."""
    plain = re.sub(r"^[“„«\"][^“”„«»\"]*[”»“\"][\s,.]*", "", told).strip()
    return bool(plain) and is_small(plain.split()[0]) and _DANGLING.match(plain) is not None


def _evidence(draft: _Draft, speakers: Collection[Attribution], told: str) -> Iterator[Span]:
    """The sentences that give what the statement adds to its own: the speaker's name, the cue."""
    sentences = [s.span for s in draft.article.sentences]
    own = draft.span.of(draft.text)
    for a in speakers:
        anchors = [s for s in (a.source, a.cue) if a is draft.led and s and not draft.span.contains(s)]
        name = reader_name(a, draft.text)
        if a.name_span and name and any(w in told and w not in own for w in key_words(name)):
            anchors.append(a.name_span)
        yield from (s for anchor in anchors for s in sentences if s.overlaps(anchor))


def _declared(draft: _Draft, speakers: Collection[Attribution], told: str) -> Iterator[StatementAttribution]:
    """Who the statement names for its claims, each (name, cue) once; a pronoun for one of them declares nothing new."""
    seen: set[tuple[str, str]] = set()
    for a in speakers:
        mention = a.source.of(draft.text) if a.source else ""
        name = reader_name(a, draft.text)
        source = name if name and is_named_in(name, told) else mention
        cue = a.cue.of(draft.text) if a.cue else ""
        if not is_vague(source) and (source, cue) not in seen:
            seen.add((source, cue))
            yield StatementAttribution(source, mention, cue, a.quote)
