"""How a statement is worded: in the sentence's own words, or led by a speaker who stands elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.document import AnnotatedDocument, Attribution, Quote, Reference, Span
from summarizer.edits import Edit, apply
from summarizer.independence import MIN_WORDS, is_dangling
from summarizer.introducing import introduce, is_person, is_role, surname
from summarizer.naming import (
    POSSESSIVES,
    REFLEXIVES,
    apostrophe,
    is_acronym,
    is_named_in,
    key_words,
    needs_name,
    reader_name,
    replacement,
    short_form,
)
from summarizer.quotation import PARTNER, bare_of_marks, find_quotes, has_half_quote
from summarizer.shorten import find_cuts
from summarizer.vocabulary import words

_LEAD_CUES = words(
    "said says added adds wrote writes warned warns claimed claims argued argues noted notes explained explains stated "
    "states insisted insists announced announces tweeted testified told replied responded predicted predicts declared "
    "emphasized stressed acknowledged admitted suggested concluded recalled reported estimates estimated"
)
_SMALL_START = words(
    "the a an it he she they we there this that these those some many most several few all no in on at by for from with "
    "as after before but and so if when while since although though its their his her our one two three four five six "
    "seven eight nine ten more over under about"
)
_COURTESY = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? ")
_ITS = re.compile(
    r"(?:[Ii]ts|[Tt]heir) ((?:[a-z-]+ ){0,3}[a-z-]+), ((?:[A-Z][\w.’'-]+ ?){1,5})(?<! )"
)  # "Its general secretary, Ann Reed"
_WHOM = re.compile(
    r"\s(?:him|her|us|me|them)\b(?=\s*(?:[.,:;]|$)|\s(?:(?:(?:on|in|at|last|this)\s\w+|yesterday|today|later)\s)?that\b)"
)
_MARK = re.compile(r"^(?:[^\w\s“”„«»\"'‘’(\[$€£¥#@+.…<&]+|\d{1,3}[.)](?=\s))\s*")  # of a list: "•", "❗️", "1."
# "Harrow Mills HRW.TN rose", "Harrow Mills (Nasdaq: HRWM)"
_TICKER = re.compile(
    r"(?<=[\w.])\s(?:[A-Z]{2,5}\.[A-Z]{1,2}(?=[\s,])|\((?:Nasdaq|NASDAQ|NYSE|LSE|TSX|ASX|Euronext|OTC\w*)(?:\s\w+)?:\s?[A-Z.]{1,6}\))"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence on its way to a statement."""

    article: AnnotatedDocument
    span: Span  # of the sentence, or of the sentences of a short quotation
    own: tuple[Attribution, ...]  # their source or cue stands in the sentence
    led: Attribution | None  # its source stands elsewhere, its content here
    introduced: str  # what the reader has read before

    @property
    def text(self) -> str:
        return self.article.text


# ---- the speaker stands in the sentence
def keep(draft: Draft) -> str | None:
    """The sentence in its own words, vague speakers named, quotation marks paired, shortened."""
    edits = _naming_edits(draft)
    if edits is None or not _says_something(draft):
        return None
    edits += [*_reference_edits(draft, edits), *_telling_edits(draft)]
    protected = [s for a in draft.own for s in (_head(a.source, draft), a.cue) if s]
    protected += find_quoted(draft.text, draft.span)
    cuts = find_cuts(draft.text, draft.span, protected, asides=draft.article.asides_in(draft.span))
    return _finish(apply(draft.text, draft.span, [*_pairing_edits(draft), *edits, *cuts]))


def _telling_edits(draft: Draft) -> list[Edit]:
    """ "Reed told him": whom is nobody that the reader knows, so Reed "said"."""
    found = (
        (a.cue, _WHOM.match(draft.text[a.cue.end : draft.span.end]))
        for a in draft.own
        if a.cue and draft.span.contains(a.cue)
    )
    return [
        Edit(Span(cue.start, cue.end + whom.end()), "said")
        for cue, whom in found
        if whom and cue.of(draft.text) == "told"
    ]


def _head(source: Span | None, draft: Draft) -> Span | None:
    """A source without the clauses that trail it: they may be cut, the name may not."""
    trailing = [a.start for a in draft.article.asides_in(source) if a.start > source.start] if source else []
    return Span(source.start, min(trailing)) if source and trailing else source


def _says_something(draft: Draft) -> bool:
    """Whether the sentence holds a claim of its own: "This is stated in a report by ISW" only points back."""
    contents = [c for a in draft.own for c in a.content]
    return not contents or any(c.overlaps(draft.span) for c in contents)


def find_quoted(text: str, span: Span) -> list[Span]:
    """Where a sentence is verbatim speech, in document offsets."""
    sentence, start = span.of(text), span.start
    spans, stray, unclosed = find_quotes(sentence)
    spans += [Span(0, stray + 1)] if stray is not None else []
    spans += [Span(unclosed, len(sentence))] if unclosed is not None else []
    return [Span(start + s.start, start + s.end) for s in spans]


def _pairing_edits(draft: Draft) -> list[Edit]:
    """The missing half of a pair where a quotation runs in from the sentence before or on to the next."""
    sentence, span = draft.span.of(draft.text), draft.span
    _, stray, unclosed = find_quotes(sentence)
    edits = []
    if stray is not None:
        edits.append(Edit(Span(span.start, span.start), PARTNER[sentence[stray]]))
    if unclosed is not None:
        edits.append(Edit(Span(span.end, span.end), PARTNER[sentence[unclosed]]))
    return edits


def _naming_edits(draft: Draft) -> list[Edit] | None:
    """Names in the place of vague sources, and in full where the reader does not know them; None: somebody is nobody."""
    edits: list[Edit] = []
    quoted = find_quoted(draft.text, draft.span)
    before = draft.introduced
    for a in sorted(draft.own, key=lambda a: a.source or a.hull):
        if a.source is None or not draft.span.contains(a.source):
            continue  # "it was reported that": the document's own wording is all there is
        mention, name = a.source.of(draft.text), reader_name(a, draft.text)
        inside_quote = any(q.overlaps(a.source) for q in quoted)
        so_far = draft.text[draft.span.start : a.source.start] + " ".join(e.text for e in edits)
        if mention.lower() in REFLEXIVES:
            continue
        if name and not inside_quote and (of_a_body := _of_a_body(a.source, name, draft)):
            edits.append(of_a_body)
            continue
        if name is None:
            if not _is_nested(a, draft):
                return None
        elif needs_name(mention, name):
            if not inside_quote and not is_named_in(name, so_far):
                told = _closed(replacement(a, called(a, name, before, draft), draft.text), a.source, draft)
                edits.append(_apart(a.source, told, draft))
        elif so_far.rstrip().endswith(name.split(maxsplit=1)[0]):
            pass  # the name began before its mention: "Carol" in "Carol Dietz"
        elif not inside_quote and _needs_introduction(mention, name, before + so_far):
            edits.append(_introduction(a.source, called(a, name, before, draft), draft))
        before += f" {name or mention}"
    return edits


def _apart(source: Span, name: str, draft: Draft) -> Edit:
    """A name for a pronoun, apart from the name before it: "In a letter to The Post he said"."""
    before = draft.text[draft.span.start : source.start]
    if re.match(r"(?:In|At|On|For|After|Before|During)\s[^,]*\b[A-Z][\w’'.-]*\s$", before):
        return Edit(Span(source.start - 1, source.end), f", {name}")
    return Edit(source, name)


def _of_a_body(source: Span, name: str, draft: Draft) -> Edit | None:
    """ "Its chairman, Ann Reed," of a body that the reader has not read of: "Chairman Ann Reed"."""
    mention = source.of(draft.text)
    match = _ITS.match(mention)
    if match is None or name not in match.group(2) or not is_role(match.group(1)):
        return None
    end = source.start + match.end()
    goes_on = re.match(r",(?= (?!who|which))", draft.text[end : end + 8])  # not ", who sings,"
    return Edit(Span(source.start, end + (goes_on is not None)), f"{match.group(1)} {match.group(2)}")


def _introduction(source: Span, name: str, draft: Draft) -> Edit:
    """The full name in the place of "Reed", or of "Reed, 29," where a role goes behind the age."""
    mention = source.of(draft.text)
    first = Span(source.start, source.start + len(mention.split(",", maxsplit=1)[0]))
    age = re.match(r",\s\d{1,3}(?=,|$)", draft.text[first.end : first.end + 8])
    if age and "," in name:
        known, role = name.split(",", maxsplit=1)
        first = Span(first.start, first.end + age.end())
        name = f"{known}{age.group()},{role}"
    return Edit(first, _closed(name, first, draft))


def called(a: Attribution, name: str, before: str, draft: Draft) -> str:
    """What the reader is told for a source: with its role the first time, short once it is known."""
    if not is_person(name):
        return short_form(name, before)
    if name not in before:
        return introduce(name, _given(a, name, draft.text), draft.text)
    is_led_quote = a is draft.led and a.quote is Quote.DIRECT
    opens = (
        is_led_quote or a.source is None or a.source.start == draft.span.start
    )  # where the whole name shows whom a "she" stood for
    return name if opens else surname(name, draft.article)


def _given(a: Attribution, name: str, text: str) -> Span | None:
    """Where the document gives a name: elsewhere, or in the source phrase itself."""
    if a.name_span is not None or a.source is None:
        return a.name_span
    at = text.find(name, *a.source)
    return Span(at, at + len(name)) if at >= 0 else None


def _closed(name: str, span: Span, draft: Draft) -> str:
    """A name with the comma that an apposition behind it needs, unless a mark follows."""
    return f"{name}," if "," in name and draft.text[span.end : span.end + 1].isspace() else name


def _is_nested(a: Attribution, draft: Draft) -> bool:
    """Whether an attribution lies inside another's content: its pronoun then refers back within the sentence."""
    return any(
        b is not a and any(c.contains(a.hull) for c in b.content) for b in (*draft.own, *filter(None, [draft.led]))
    )


def find_reference(article: AnnotatedDocument, span: Span) -> Reference | None:
    """Whom the pronoun means that a sentence begins with."""
    return article.reference_at(span.start)


def _reference_edits(draft: Draft, edits: Sequence[Edit]) -> list[Edit]:
    """The name for a "he" or "she" that begins what the document itself tells."""
    reference = find_reference(draft.article, draft.span)
    if reference is None or any(e.span.overlaps(reference.span) for e in edits):
        return []
    is_possessive = reference.span.of(draft.text).lower() in POSSESSIVES
    if is_possessive and any(a.source and reference.name in a.source.of(draft.text) for a in draft.own):
        return []  # "His father Ahmed Reed": nobody is his own father
    return [Edit(reference.span, reference.name + apostrophe(draft.text) + "s" if is_possessive else reference.name)]


def _needs_introduction(mention: str, name: str, before: str) -> bool:
    """Whether a mention is only a part of a name that the reader has not read yet: "Reed" before "Ann Reed"."""
    first = _COURTESY.sub("", mention.split(",", maxsplit=1)[0])  # "Reed, 54,", "Mr. Reed"
    if first in name and len(first.split()) == 1 and len(name.split()) in (2, 3) and key_words(name):
        return name not in before and first != name and first == key_words(name)[-1]
    return False


# ---- the speaker stands elsewhere
def lead(draft: Draft, led: Attribution) -> str | None:
    """The sentence led by its speaker's name: verbatim in quotation marks, or after "According to"."""
    name = lead_name(led, draft)
    if name is None:
        return None
    if led.quote is Quote.DIRECT:
        return _lead_quote(draft, led, name)
    inner = _naming_edits(draft)
    if inner is None:
        return None
    if is_dangling(draft.span.of(draft.text)):
        return None
    quoted = find_quoted(draft.text, draft.span)
    cuts = find_cuts(draft.text, draft.span, quoted, asides=draft.article.asides_in(draft.span))
    sentence = apply(draft.text, draft.span, [*inner, *_pairing_edits(draft), *cuts])
    return _finish(f"According to {name}, {_small_start(sentence, draft.text)}")


def lead_name(led: Attribution, draft: Draft) -> str | None:
    """The name that leads; an acronym stands behind the name it is short for, and alone once the reader knows it."""
    name = reader_name(led, draft.text)
    mention = led.source.of(draft.text) if led.source else ""
    if name is None:
        return None
    if is_acronym(mention) and mention not in name:
        name = f"{name} ({mention})"
    return called(led, name, draft.introduced, draft)


def _lead_quote(draft: Draft, led: Attribution, name: str) -> str | None:
    words_of_speaker = bare_of_marks(draft.span.of(draft.text))
    if re.search(r"[“”„«»\"]", words_of_speaker) or len(words_of_speaker.split()) < MIN_WORDS:
        return None
    if has_half_quote(words_of_speaker):
        return None
    cue = led.cue.of(draft.text).lower() if led.cue else ""
    verb = cue if cue in _LEAD_CUES and cue != "told" else "said"
    stop = "" if words_of_speaker[-1] in ".!?…" else "."
    comma = "," if "," in name else ""  # closes an apposition: "Ann Reed, the mayor, said"
    opening, closing = ("“", "”") if apostrophe(draft.text) == "’" or "“" in draft.text else ('"', '"')
    return f"{name[:1].upper()}{name[1:]}{comma} {verb}: {opening}{words_of_speaker}{closing}{stop}"


def _small_start(sentence: str, text: str) -> str:
    """The sentence as it goes on after a comma: the first letter small, unless it begins with a name."""
    match = re.match(r"[^\W\d_][\w’'-]*", sentence)
    if not match or match.group() == "I":
        return sentence
    first = match.group()
    common = first.lower() in _SMALL_START or re.search(rf"(?<!\w){re.escape(first.lower())}(?!\w)", text)
    is_name = sentence[match.end() : match.end() + 2].strip()[:1].isupper() and first.lower() not in _SMALL_START
    is_acronym_first = first.isupper() and len(first) > 1  # the article "A" is none
    return sentence if is_name or not common or is_acronym_first else sentence[0].lower() + sentence[1:]


# ---- what both share
def _finish(sentence: str) -> str:
    """One sentence with a capital at its start, a stop at its end and single blanks; no bullet, no ticker."""
    sentence = _MARK.sub("", _TICKER.sub("", re.sub(r"\s+", " ", sentence)).strip())
    opening = re.match(r"[“„«\"‘'(\[]*", sentence)
    at = opening.end() if opening else 0
    if not re.match(r"[a-z]+[A-Z]", sentence[at:]):  # "eBay" keeps its small letter
        sentence = sentence[:at] + sentence[at : at + 1].upper() + sentence[at + 1 :]
    return sentence if re.search(r"[.!?…][\"'”’»)\]]*$", sentence) else f"{sentence.rstrip(',;:–— ')}."
