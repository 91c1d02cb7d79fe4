"""What a number counts, so that two reports of one count can be told from the counts of two things.

"Nineteen people were treated in hospital" and "fourteen were injured" count one thing; "212 passengers were aboard" does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.faithfulness.dates import covered_by_dates
from summarizer.faithfulness.quantities import SMALL, UNITS, find_quantities
from summarizer.faithfulness.tokens import Token, are_forms
from summarizer.vocabulary import words

ROUNDING = 0.1  # share within which "about 300" and 306 are one figure
# What befell whom or what, in the words that mean it. Two counts with words of different rows count different things.
_TOPICS = {
    "dead": "kill killed kills killing dead death deaths die died dies dying fatal fatally fatality fatalities victim victims "
    "perished toll corpse corpses",
    "hurt": "injured injuring injures injure injury injuries hurt wounded wounding wounds casualty casualties treated "
    "hospitalized hospitalised burns",
    "missing": "missing unaccounted",
    "saved": "rescued rescuing rescue evacuated evacuating saved",
    "held": "arrested arresting arrest arrests detained detaining custody jailed imprisoned",
    "marched": "marched marchers march marching protested protesters protest demonstrated demonstrators demonstration rally "
    "rallied crowd",
    "fled": "displaced homeless fled refugees",
    "sick": "infected infections infection sick ill sickened cases patients fever",
    "trapped": "trapped stranded",
}
_TOPIC_OF = {word: topic for topic, listed in _TOPICS.items() for word in words(listed)}
_PHRASES = {
    "saved": re.compile(r"taken (?:off|on board|aboard|ashore|to safety)\b"),
    "fled": re.compile(
        r"(?:(?:left|leave|fle[de]\w*) (?:their |his |her )?|out of (?:their )?|from (?:their )?)homes?\b"
    ),
    "jobs": re.compile(r"jobs?\b|layoffs\b"),
    "homes": re.compile(r"(?:homes?|houses?|dwellings)\b(?=.{0,40}(?:burn|destroy|damag|collaps))"),
    "homes ": re.compile(r"(?:burn|destroy|damag|gutt|flatten)\w*(?= .{0,30}(?:homes?|houses?|dwellings)\b)"),
}
_DOINGS = ("marched",)
_THINGS = ("jobs", "homes")  # topics that name what is counted
_ANYBODY = words("people person persons men women others men and women residents inhabitants locals civilians")
# Verbs of measure say that a figure moved, not what it measures.
_MOVES = words(
    "rise rises rose risen rising fall falls fell fallen falling drop drops dropped reach reached reaches increase increased "
    "decrease decreased grow grew grown climb climbed put puts stand stands stood remain remained cut number total figure "
    "amount percent per cent million billion thousand hundred dollar dollars euro euros pound pounds point points least most "
    "about nearly almost around"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and what is known of what it counts."""

    value: float
    unit: str  # "%", a currency, a measure; "" for things and people
    is_rough: bool
    noun: str  # stem of the word it counts; "" where that is anybody, or stands elsewhere
    topic: str  # "dead", "hurt", ...; "" where no word near it says so


def find_counts(text: str, tokens: Sequence[Token]) -> tuple[Count, ...]:
    """The numbers of a text but for dates and ordinals.

    >>> from summarizer.faithfulness.tokens import tokenize
    >>> told = "Nineteen people were hurt, said Dr. Mund on May 3."
    >>> [(c.value, c.topic) for c in find_counts(told, tokenize(told))]
    [(19.0, 'hurt')]
    """
    dates = covered_by_dates(text)
    out = []
    for q in find_quantities(text):
        is_part_of_word = not q.unit and text[q.end : q.end + 1] == "-"  # "a nine-storey block"
        if q.unit in ("th", "many") or is_part_of_word or any(start <= q.start < end for start, end in dates):
            continue
        at = max((i for i, t in enumerate(tokens) if q.start <= t.start < q.end), default=None)
        clause = [i for i, t in enumerate(tokens) if at is not None and t.clause == tokens[at].clause]
        after = next((tokens[i] for i in clause if tokens[i].start >= q.end and tokens[i].is_content), None)
        is_named = after is not None and after.low not in _ANYBODY and after.low not in _TOPIC_OF
        out.append(
            Count(
                value=-q.value if q.sign else q.value,
                unit=q.unit,
                is_rough=bool(q.bound),
                noun=after.stem if after and is_named else "",
                topic=_topic(text, tokens, clause, at or 0),
            )
        )
    return tuple(out)


def says_something(token: Token) -> bool:
    """Whether a word tells what is measured: no number, no verb of measure, nobody in particular."""
    is_word = token.is_content and not token.text[0].isdigit() and token.low not in SMALL
    return is_word and token.low not in _MOVES and token.low not in _ANYBODY and token.low not in UNITS


def conflict(mine: Sequence[Count], theirs: Sequence[Count], *, shared: int, least: int) -> bool:
    """Whether one thing is counted twice, with two results.

    Args:
        shared: words of meaning that the sentences have in common.
        least: words of meaning in the shorter one.
    """
    is_measured_alike = shared > 1 or shared == least > 0
    for count in mine:
        kin = [other for other in theirs if _is_kin(count, other, is_measured_alike)]
        if kin and not any(_is_equal(count, other) for other in kin):
            return True
    return False


def _topic(text: str, tokens: Sequence[Token], clause: Sequence[int], at: int) -> str:
    """The topic of the word nearest to the number; of two as near, what befell people comes before what they did."""
    found = [(abs(i - at), topic in _DOINGS, topic) for i in clause if (topic := _topic_at(i, text, tokens))]
    return min(found)[2] if found else ""


def _topic_at(i: int, text: str, tokens: Sequence[Token]) -> str:
    for topic, phrase in _PHRASES.items():
        if phrase.match(text, tokens[i].start):
            return topic.strip()
    is_name = i > 0 and tokens[i].is_capitalized  # the month of March
    return "" if is_name else _TOPIC_OF.get(tokens[i].low, "")


def _is_kin(a: Count, b: Count, is_measured_alike: bool) -> bool:
    """Whether two numbers count the same."""
    if (a.unit, a.topic) != (b.unit, b.topic):
        return False
    if a.unit:
        return is_measured_alike
    if a.topic in _THINGS:
        return True
    if a.noun and b.noun and not are_forms(a.noun, b.noun):
        return False
    return bool(a.topic) or (bool(a.noun and b.noun) and is_measured_alike)


def _is_equal(a: Count, b: Count) -> bool:
    """Whether two figures agree; a rough one agrees with what it rounds."""
    slack = ROUNDING * max(abs(a.value), abs(b.value)) if a.is_rough or b.is_rough else 0.0
    return abs(a.value - b.value) <= slack
