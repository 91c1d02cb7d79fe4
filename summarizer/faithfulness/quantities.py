"""Numbers with their sign, currency, unit and what they count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        range(1, 13),
        strict=True,
    )
)
SMALL = {word: value for value, word in enumerate(_ONES)} | _TENS
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12, "dozen": 12.0, "score": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6,
    "billions": 1e9, "dozens": 12.0,
}  # fmt: skip
_UNITS = {
    "%": "% percent pct",
    "point": "percentage-point percentage-points",
    "USD": "$ dollar dollars usd us$",
    "EUR": "€ euro euros eur",
    "GBP": "£ pound pounds gbp",
    "JPY": "¥ yen jpy",
    "UAH": "₴ hryvnia hryvnias uah",
    "RUB": "₽ ruble rubles rouble roubles",
    "CNY": "yuan renminbi",
    "INR": "₹ rupee rupees",
    "cent": "cent cents pence",
    "km": "km kilometer kilometers kilometre kilometres",
    "m": "meter meters metre metres",
    "cm": "cm centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "mile": "mile miles mi",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "yard": "yard yards",
    "acre": "acre acres",
    "hectare": "hectare hectares ha",
    "kg": "kg kilogram kilograms",
    "g": "gram grams",
    "ton": "ton tons tonne tonnes",
    "lb": "lb lbs",
    "liter": "liter liters litre litres",
    "gallon": "gallon gallons",
    "barrel": "barrel barrels",
    "C": "°c celsius",
    "F": "°f fahrenheit",
    "degree": "degree degrees °",
    "second": "second seconds sec",
    "minute": "minute minutes min",
    "hour": "hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "decade": "decade decades",
    "century": "century centuries",
    "kmh": "km/h kph",
    "mph": "mph",
    "MW": "mw megawatt megawatts",
    "GW": "gw gigawatt gigawatts",
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
BOUNDS = {
    "more than": ">", "over": ">", "at least": ">", "no fewer than": ">", "no less than": ">", "upwards of": ">",
    "greater than": ">", "exceeding": ">", "above": ">",
    "less than": "<", "fewer than": "<", "under": "<", "at most": "<", "up to": "<", "as many as": "<", "below": "<",
    "no more than": "<", "nearly": "~", "almost": "~", "about": "~", "around": "~", "approximately": "~",
    "roughly": "~", "some": "~", "an estimated": "~", "estimated": "~",
}  # fmt: skip

_WORDS = "|".join([*SMALL, "hundred", "thousand", "million", "billion", "trillion", "dozen"])
_DIGITS = r"\d{1,2}:\d\d|\d+\s?[–-]\s?\d+(?![\d,.]*[a-z%])|\d+(?:[,\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SCALE_WORDS = "hundred|thousand|million|billion|trillion|bn|tn|mn|dozen"
_NUMBER = re.compile(
    rf"""(?<![\w.,:/])
    (?P<sign>(?:[-−–](?=[$€£¥₴₽₹]?\d)|(?:minus|negative|plus)\s+))?
    (?P<currency>(?:US|A|C|NZ|HK)?[$€£¥₴₽₹]\s?(?:[-−–](?=\d))?)?
    (?:(?P<digits>{_DIGITS})(?P<ordinal>st\b|nd\b|rd\b|th\b)?(?P<scale>[\s-](?:{_SCALE_WORDS})\b|(?:bn|mn|tn|m|k)\b)?
      |(?P<words>(?:{_WORDS})(?:[\s-](?:and\s)?(?:{_WORDS}))*)\b
      |(?P<nth>{"|".join(_ORDINALS)})\b
      |(?P<many>(?:hundreds|thousands|millions|billions|dozens)\b))
    (?=(?P<unit>\s?%|\s?°\s?[CF]?\b|[\s-]?per\scent\b|[\s-]percentage[\s-]points?\b|[\s-]?[A-Za-z/]+\b))?""",
    re.VERBOSE | re.IGNORECASE,
)
_PAIR = re.compile(r"(\d+)\s?[–-]\s?(\d+)")
_BOUND = re.compile(rf"\b({'|'.join(sorted(BOUNDS, key=len, reverse=True))})\s+(?:the\s|a\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text."""

    value: float
    unit: str  # a unit's or currency's sign, "th" for an ordinal, "" for none
    sign: str
    bound: str  # ">", "<", "~" or ""
    start: int
    end: int

    def same(self, other: "Quantity") -> bool:
        """Equal in value, unit and sign."""
        return (self.value, self.unit, self.sign) == (other.value, other.unit, other.sign)


def find_quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a text, in order, in digits or in words.

    >>> [(q.value, q.unit) for q in find_quantities("Two men paid $4.5bn, or 12 per cent, in 20-kilometer steps.")]
    [(2.0, ''), (4500000000.0, 'USD'), (12.0, '%'), (20.0, 'km')]
    """
    for match in _NUMBER.finditer(text):
        if _is_no_number(match, text):
            continue
        bound = _BOUND.search(text[max(0, match.start() - 20) : match.start()])
        yield Quantity(
            value=_value(match),
            unit=_unit(match),
            sign="-" if _is_negative(match) else "",
            bound=BOUNDS[bound.group(1).lower()] if bound else "",
            start=match.start(),
            end=_end(match),
        )


def _is_no_number(match: re.Match[str], text: str) -> bool:
    """ "one" as a pronoun or article: "no one", "one another", "one of the"."""
    if (match["words"] or "").lower() != "one":
        return (match["nth"] or "").lower() == "second" and UNITS.get((match["unit"] or "").strip(" -")) is not None
    before, after = text[: match.start()].split()[-1:], text[match.end("words") :].split()[:1]
    return (
        before != [] and before[0].lower() in ("no", "any", "every", "each", "this", "that", "the", "only", "which")
    ) or (after != [] and after[0].lower() in ("another", "of", "who", "that", "can", "day", "should"))


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        scale = (match["scale"] or "").strip(" -").lower()
        return float(round(_parse_digits(match["digits"]) * _SCALES.get(scale, 1.0), 6))
    if match["nth"]:
        return float(_ORDINALS[match["nth"].lower()])
    if match["many"]:
        return _SCALES[match["many"].lower()]
    return _parse_words(re.split(r"[\s-]+", match["words"].lower()))


def _parse_digits(digits: str) -> float:
    """A comma or thin space before three digits groups thousands; otherwise a comma is a decimal sign.

    A time of day becomes minutes, a score or range ("3–1") its first number: `_unit` keeps the other.
    """
    if ":" in digits:
        hours, minutes = digits.split(":")
        return 60.0 * int(hours) + int(minutes)
    if pair := _PAIR.fullmatch(digits):
        return float(pair[1])
    if re.fullmatch(r"\d+(?:[,\u202f ]\d{3})+(?:\.\d+)?", digits):
        return float(re.sub(r"[,\u202f ]", "", digits))
    return float(digits.replace(",", "."))


def _parse_words(words: Sequence[str]) -> float:
    total, group = 0.0, 0.0
    for word in words:
        if word == "and":
            continue
        if word in SMALL:
            group += SMALL[word]
        elif word in ("hundred", "dozen"):
            group = (group or 1) * _SCALES[word]
        else:
            total += (group or 1) * _SCALES[word]
            group = 0.0
    return total + group


def _unit(match: re.Match[str]) -> str:
    if match["ordinal"] or match["nth"]:
        return "th"
    if match["many"]:
        return "many"
    if pair := _PAIR.fullmatch(match["digits"] or ""):
        return f"to {int(pair[2])}"
    if ":" in (match["digits"] or ""):
        return "o'clock"
    currency = (match["currency"] or "").strip("-−– ").lower()
    if currency:
        return UNITS.get(currency) or UNITS.get(currency[-1], currency)
    return _unit_after(match)


def _unit_after(match: re.Match[str]) -> str:
    word = re.sub(r"\s", "", (match["unit"] or "").lower()).strip("-")
    if word == "percent":
        return "%"
    if word.startswith("percentage"):
        return "point"
    return UNITS.get(word, "")


def _is_negative(match: re.Match[str]) -> bool:
    signs = (match["sign"] or "") + (match["currency"] or "")
    return any(mark in signs.lower() for mark in ("-", "−", "–", "minus", "negative"))


def _end(match: re.Match[str]) -> int:
    return match.end("unit") if _unit_after(match) else match.end()
