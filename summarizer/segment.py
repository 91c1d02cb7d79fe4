"""Text to sentences with their offsets.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis (and the marks that close after it) when a
blank and no small letter follow, unless the stop belongs to an abbreviation, an initial, a number or a bracket.
Sentences of a quotation stay separate. Every step looks at a bounded window: the time is linear in the text's length.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from summarizer.abbreviations import ORDINAL_DOT, SOMETIMES, STARTERS, TITLES
from summarizer.document import Sentence, SentenceKind, Span
from summarizer.layout import BULLET, DATELINE, find_kind, opens_back_matter, split_paragraphs

_CLOSERS = "'\"”’»“›)\\]"
_STOP = re.compile(
    rf"(?:(?<![.!?…؟۔])[.!?…؟۔]++[{_CLOSERS}]*+(?:\s[»›](?=\s|$))?(?=\s)|[。！？।]++[{_CLOSERS}」』]*+)\s*"
)
_WINDOW = 40  # characters looked at on either side of a full stop
_OPENERS = "'\"“„”«‹‘([–—-¿¡*_ "
_SAYS = re.compile(
    r"(?:[A-ZÀ-ÞА-Я][\w.'’-]*\s){1,4}(?:\w+ly\s)?(?:said|says|asked|asks|wrote|writes|added|adds|replied|answered|told|"
    r"shouted|yelled|cried|tweeted|wondered|joked|exclaimed|responded|declared)\b"
)
_BRAND = re.compile(r"[a-z]{1,4}[A-Z]")  # "eBay", "iPhone": a small letter that may begin a sentence
_DIGITS_BEFORE = re.compile(r"(?:^|[\s(])\d{1,2}$")


def split_sentences(text: str, *, title: str | None = None, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of a normalized text in order; between them stand only blanks."""
    out: list[Sentence] = []
    paragraphs = split_paragraphs(text)
    is_back = False  # below "About the company": nothing there is news
    for number, paragraph in enumerate(paragraphs):
        line = paragraph.of(text)
        is_first = all(s.kind is SentenceKind.BOILERPLATE for s in out)
        kind = find_kind(line, is_first=is_first, is_only=len(paragraphs) == 1, title=title)
        if kind is SentenceKind.SUBHEAD:
            is_back = opens_back_matter(line)
        kind = SentenceKind.BOILERPLATE if is_back else kind
        start = paragraph.start
        if kind is SentenceKind.BODY and (dateline := DATELINE.match(line)):
            out = [replace(s, kind=SentenceKind.SUBHEAD) if s.kind is SentenceKind.BULLET else s for s in out]  # a deck
            out.append(Sentence(Span(start, start + len(dateline.group().rstrip())), number, SentenceKind.BOILERPLATE))
            line, start = line[dateline.end() :], start + dateline.end()
        out += (Sentence(span, number, kind) for span in _sentences(line, start, language, kind))
    return tuple(out)


def _sentences(line: str, offset: int, language: str, kind: SentenceKind) -> Iterator[Span]:
    """Spans of the sentences of one paragraph that begins at `offset`."""
    start, floor = 0, 0
    if kind in (SentenceKind.BULLET, SentenceKind.BOILERPLATE) and (bullet := BULLET.match(line)):
        floor = bullet.end()  # "1. He" is not a sentence "1."
    bracket = _open_bracket(line, start)
    for stop in _STOP.finditer(line):
        if stop.end() <= floor or stop.end() == len(line) or not _ends(line, start, stop, language, bracket):
            continue
        yield Span(offset + start, offset + start + len(line[start : stop.end()].rstrip()))
        start = stop.end()
        is_open = bracket and ")" not in stop.group()
        bracket = is_open or _open_bracket(line, start)
    if start < len(line):
        yield Span(offset + start, offset + start + len(line[start:].rstrip()))


def _open_bracket(line: str, start: int) -> bool:
    """Whether a bracket that holds whole sentences opens here."""
    return line[start : start + 2].lstrip("\"“'").startswith(("(", "["))


def _ends(line: str, start: int, stop: re.Match[str], language: str, bracket: bool) -> bool:
    """Whether the sentence that began at `start` ends with this stop."""
    mark = stop.group().rstrip()
    after = line[stop.end() : stop.end() + _WINDOW]
    first = after.lstrip(_OPENERS)[:1]
    is_small = first.islower() and not _BRAND.match(after.lstrip(_OPENERS))
    if mark[0] in "。！？।":
        return mark[-1] not in "」』"
    if not first or is_small or (len(line) - stop.end() < 2 and not first.isalnum()):
        return False
    if not bracket and (")" in mark or "]" in mark):
        return False  # "(the Russians - ed.) Will lay down"
    if mark[0] in "!?…" or mark.startswith(".."):
        return not (len(mark) > 1 and _SAYS.match(after))  # "Stop!" Reed said
    before = line[max(start, stop.start() - _WINDOW) : stop.start()]
    return len(mark) > 1 or _is_full_stop(before, after, language)


def _is_full_stop(before: str, after: str, language: str) -> bool:
    """Whether a bare dot between these words ends a sentence."""
    word = "".join(before.split()[-1:]).lstrip(_OPENERS + ")")
    low = word.lower()
    following = re.match(r"[\w'’]*", after.lstrip(_OPENERS))
    begins = following is not None and following.group().lower().replace("’", "'") in STARTERS
    if low in TITLES:
        return low == "no" and begins and not after[:1].isdigit()
    if low in SOMETIMES or re.fullmatch(r"(?:\w\.)+\w{1,2}", word):
        return begins
    if len(word) == 1 and word.isalpha() and (word.isupper() or language == "de"):
        return begins and word == "I"
    if language in ORDINAL_DOT and _DIGITS_BEFORE.search(before):
        return begins
    return True
