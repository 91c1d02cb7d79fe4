"""Words of a statement or of its evidence, as the guard compares them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.faithfulness.lexicon import HEDGES, STOP
from summarizer.quotation import find_quotes

_WORD = re.compile(r"[^\W_]\.(?:[^\W_]\.)+|[^\W_]+(?:[.'’,/&-][^\W_]+)*|[%$€£¥₴°]")
_CLAUSE_END = re.compile(
    r"[,;:()\[\]—–“”\"«»]+(?:\s|$)|\s[—–-]\s|(?<=[.!?])[”\"’')\]]*\s|"
    r"\s(?=(?:and|but|although|though|while|whereas|because|which|who)\s)"
)
NAME_WINDOW = 12  # words within which the parts of one name stand
MIN_PREFIX = 5  # letters two words must share to be taken for forms of one ("uncertain", "uncertainty")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, and how it is compared."""

    text: str
    start: int  # offset into the text it was cut from
    end: int
    stem: str
    clause: int
    is_quoted: bool

    @property
    def low(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def is_content(self) -> bool:
        """Whether it says something: no stop word, no hedge, no sign."""
        return self.low not in STOP and self.low not in HEDGES and self.text[0].isalnum()

    @property
    def is_capitalized(self) -> bool:
        return self.text[0].isupper()


def tokenize(text: str) -> tuple[Token, ...]:
    """The words of a text in order, each with the clause it stands in."""
    ends = [m.end() for m in _CLAUSE_END.finditer(text)]
    quotes, _, opened = find_quotes(text)
    quoted = [*quotes, *([slice_to_end(opened, text)] if opened is not None else [])]
    return tuple(
        Token(
            text=m.group(),
            start=m.start(),
            end=m.end(),
            stem=stem(m.group()),
            clause=bisect_right(ends, m.start()),
            is_quoted=any(start <= m.start() < end for start, end in quoted),
        )
        for m in _WORD.finditer(text)
    )


def slice_to_end(start: int, text: str) -> tuple[int, int]:
    """The range from `start` on: a quotation that the text never closes."""
    return start, len(text)


def stem(word: str) -> str:
    """Lower case, without dots, possessive, plural of an acronym, or -ing, -ed, -es, -s.

    >>> [stem(w) for w in ("U.S.", "NGOs", "Reed’s", "warned")]
    ['us', 'ngo', 'reed', 'warn']
    """
    word = re.sub(r"['’]s?$", "", word)
    if re.fullmatch(r"[A-Z]{2,}s", word):
        word = word[:-1]
    low = word.lower().replace("’", "'")
    if re.fullmatch(r"(?:\w\.)+\w?", low):
        return low.replace(".", "")
    for suffix in ("ing", "ed", "es", "s"):
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            return low[: -len(suffix)]
    return low


def are_forms(one: str, other: str) -> bool:
    """Whether two stems are forms of one word.

    >>> are_forms("russia", "russian"), are_forms("german", "germs")
    (True, False)
    """
    if one == other:
        return True
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= MIN_PREFIX and shared >= 0.6 * max(len(one), len(other))


def hedge_of(tokens: Sequence[Token], at: int) -> str | None:
    """The class of hedge or negation at a place; None for "not only ... but", "No. 5" and the month of May."""
    token = tokens[at]
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if token.low.endswith("n't"):
        return "not"
    if token.text == "May" or (token.text == "No" and after.isdigit()):
        return None
    if token.low == "not" and after in ("only", "just", "merely") and any(t.low == "but" for t in tokens[at + 2 :]):
        return None
    return HEDGES.get(token.low)


def acronyms(tokens: Sequence[Token]) -> set[str]:
    """Initials of every run of capitalized words, small words between them left out ("Study of War")."""
    out: set[str] = set()
    for first in range(len(tokens)):
        initials = ""
        for token in tokens[first : first + NAME_WINDOW]:
            if token.is_capitalized:
                initials += token.text[0].lower()
            elif token.low not in ("of", "for", "the", "and", "on", "in"):
                break
            if len(initials) > 1:
                out.add(initials)
    return out


def runs(tokens: Sequence[Token], indices: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Groups of neighboring indices."""
    group: list[int] = []
    for index in indices:
        if group and index != group[-1] + 1:
            yield tuple(group)
            group = []
        group.append(index)
    if group:
        yield tuple(group)
