"""Days, months and years of a statement are those of its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.faithfulness.evidence import Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import MONTH_SHORT, MONTHS, RELATIVE_DAYS, WEEKDAYS
from summarizer.faithfulness.quantities import UNITS

_MONTH = "|".join([*MONTHS, *MONTH_SHORT])
NEAR = 8  # words between a date and what happened then
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"\b(?:(?P<day>{_DAY})\s(?:of\s)?(?P<month>{_MONTH})\b\.?(?:,?\s(?P<year>{_YEAR}))?"
    rf"|(?P<month2>{_MONTH})\b\.?(?:\s(?P<day2>{_DAY})\b(?!\s?%))?(?:,?\s(?P<year2>{_YEAR}))?"
    rf"|(?P<year3>{_YEAR})(?:s\b|\b)(?![,.]\d|[\s-](?:{'|'.join(w for w in UNITS if w.isalpha())})\b)"
    rf"|(?P<weekday>{'|'.join(sorted(WEEKDAYS))})s?\b"
    rf"|(?P<near>{'|'.join(sorted(RELATIVE_DAYS))})\b"
    r"|(?P<period>(?:last|next|this|previous|following|past|coming)\s(?:week|month|year|night|summer|winter|spring|autumn|fall|"
    r"decade|century)\b))",
    re.IGNORECASE,
)
_MAY_IS_A_MONTH = re.compile(
    r"(?:\b(?:in|on|of|since|until|till|by|last|next|this|early|late|mid|from|to|through|before|after|during|and|between)"
    r"[\s-]|\d\s(?:of\s)?)$",
    re.IGNORECASE,
)

_WORDS = ("may", "march", "mar", "dec", "sep")  # months that are words as well
_NAMES = ("april", "june", "august", "jan")  # "June Park said"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as a text gives it; empty strings for what it does not give."""

    day: str = ""
    month: str = ""
    year: str = ""
    other: str = ""  # a weekday, "yesterday", "last week"

    def within(self, other: "Moment") -> bool:
        """Whether `other` says all that this says."""
        pairs = zip(
            (self.day, self.month, self.year, self.other),
            (other.day, other.month, other.year, other.other),
            strict=True,
        )
        return all(mine in ("", theirs) for mine, theirs in pairs)


def check_dates(evidence: Evidence) -> Iterator[Failure]:
    """Dates that no cited passage gives."""
    given = [
        (m, evidence.index_at(n, start)) for n, p in enumerate(evidence.passages) for m, (start, _) in find_dates(p)
    ]
    for moment, (start, _) in find_dates(evidence.statement.text):
        i = next(i for i, word in enumerate(evidence.words) if word.end > start)
        found = next((g for g in given if moment.within(g[0]) and _belongs(i, g[1], evidence)), None)
        if found is None:
            yield Failure.DATE_CHANGED
            return
        given.remove(found)


def _belongs(i: int, j: int, evidence: Evidence) -> bool:
    """Whether the words around the statement's date at `i` come from around the evidence's date at `j`."""
    forward, tokens = evidence.alignment.forward, evidence.tokens
    clause = evidence.words[i].clause
    told = [forward[k] for k, w in enumerate(evidence.words) if w.clause == clause and w.is_content and k in forward]
    told = [k for k in told if k != j and not tokens[k].text[0].isdigit()]
    return not told or any(tokens[k].clause == tokens[j].clause or abs(k - j) <= NEAR for k in told)


def find_dates(text: str) -> Iterator[tuple[Moment, tuple[int, int]]]:
    """The dates of a text with their places; "May" only where it is the month.

    >>> [(m.day, m.month) for m, _ in find_dates("It may end on May 13, or in June.")]
    [('13', 'may'), ('', 'jun')]
    """
    for match in _DATE.finditer(text):
        month = match["month"] or match["month2"] or ""
        if month and not _is_month(match, text):
            continue
        moment = Moment(
            day=re.sub(r"\D", "", match["day"] or match["day2"] or ""),
            month=month[:3].lower(),
            year=match["year"] or match["year2"] or match["year3"] or "",
            other=(match["weekday"] or match["near"] or match["period"] or "").lower(),
        )
        yield moment, match.span()


def covered_by_dates(text: str) -> list[tuple[int, int]]:
    """The places whose digits belong to a date."""
    return [span for _, span in find_dates(text)]


def _is_month(match: re.Match[str], text: str) -> bool:
    """Months are written with a capital; "May" and "June Park" need a day, a year or a preposition besides."""
    month = match["month"] or match["month2"]
    if not month[0].isupper():
        return False
    has_more = any((match["day"], match["day2"], match["year"], match["year2"]))
    is_first_name = month.lower() in _NAMES and re.match(r"\s[A-Z][a-z]", text[match.end() : match.end() + 3])
    if not is_first_name and month.lower() not in _WORDS:
        return True
    return has_more or _MAY_IS_A_MONTH.search(text[max(0, match.start() - 12) : match.start()]) is not None
