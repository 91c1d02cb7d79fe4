"""Quotation marks inside one sentence: which are open, which are closed, and what stands between them."""

import re
from collections.abc import Iterator

from summarizer.document import Span

OPENING = "“„«"
CLOSING = "”»"
_OPENS_BEFORE = re.compile(r"(?:^|[\s(\[—–-])$")
_SINGLE_OPENS = re.compile(r"(?:(?<=[\s(\[—–-])|^)[‘'](?=[^\W\d_])(?!(?:[Tt]is|[Tt]was|[Ee]m|cause|til|n)\b)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,!?…)])[’'](?!\w)")
_SPEECH_BEFORE = re.compile(r"(?:^|:|,|[.!?]|\b(?:said|says|added|told \w+))\s*$")
PARTNER = {"”": "“", "»": "«", '"': '"', "“": "”", "„": "“", "«": "»"}


def find_quotes(sentence: str) -> tuple[list[Span], int | None, int | None]:
    """The quotations of a sentence, and where it has half a pair.

    Returns:
        Spans of complete quotations, marks included; the place of a closing mark without an opening one; the place of
        an opening mark that is never closed. Offsets into the sentence.

    >>> find_quotes('He said “no”.')
    ([Span(start=8, end=12)], None, None)
    >>> find_quotes('We won,” he said.')[1:]
    (7, None)
    """
    spans: list[Span] = []
    opened: int | None = None
    stray: int | None = None
    for match in re.finditer(r"[“”„«»\"]", sentence):
        at, mark = match.start(), match.group()
        if opened is None and _is_opening(sentence, at, mark):
            opened = at
        elif opened is not None and (mark in CLOSING or mark == '"' or (mark == "“" and sentence[opened] == "„")):
            spans.append(Span(opened, at + 1))
            opened = None
        elif opened is None:
            stray = at
    if not spans and stray is None and opened is None:
        spans = list(_single(sentence))
    return spans, stray, opened


def _single(sentence: str) -> Iterator[Span]:
    """Quotations in single marks, as British papers print them; never "the workers' plan" or "the '90s"."""
    end = 0
    for match in _SINGLE_OPENS.finditer(sentence):
        if match.start() < end:
            continue
        is_speech = _SPEECH_BEFORE.search(sentence[: match.start()]) is not None
        closes = [m.end() for m in _SINGLE_CLOSES.finditer(sentence, match.end())]
        sure = [at for at in closes if sentence[at - 2] in ".,!?…"]
        close = next(
            iter(sure if is_speech and sure else [at for at in closes if sentence[at - 2] != "s"] or closes), None
        )
        if close is not None:
            end = close
            yield Span(match.start(), end)


def _is_opening(sentence: str, at: int, mark: str) -> bool:
    if mark == '"':
        return _OPENS_BEFORE.search(sentence[:at]) is not None and at + 1 < len(sentence)
    return mark in OPENING


def has_half_quote(words: str) -> bool:
    """Whether single marks open somebody's words here that close, if at all, in another sentence.

    >>> has_half_quote("When someone says, 'Thank you, your work is great.")
    True
    >>> has_half_quote("He said 'no' to the workers' plan.")
    False
    """
    opens = len(re.findall(r"(?<![\w’'])[‘'](?=[^\W\d_])", words))
    closes = len(re.findall(r"(?<=[\w.,!?…])[’'](?!\w)", words))
    return opens > closes


def bare_of_marks(quotation: str) -> str:
    """The words between the outer marks, without a comma that belongs to the sentence around them.

    >>> bare_of_marks('“We won,”')
    'We won'
    """
    return quotation.strip().lstrip('“„«"–—- ').rstrip('”»“" ').rstrip(",;: –—").strip()
