"""Errors planted into faithful statements, one kind a function; each yields the statement's changed text."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.faithful import Case, family_name
from summarizer.citation import cite
from summarizer.document import Attribution
from summarizer.naming import is_vague, key_words
from summarizer.quotation import find_quotes
from summarizer.summary import Statement

NAMES = "Marlow Petersen Okafor Lindqvist Vasquez Brannigan Tanaka Dubois Kessler Haddad".split()
_HEDGE = re.compile(
    r"\b(?:probably|likely|reportedly|allegedly|possibly|perhaps|apparently|seemingly|supposedly|potentially) |"
    r"\b(?:may|might|could) (?:have )?|\b(?:appears?|seems?|appeared|seemed) to |\b(?:alleged|suspected|possible|potential) |"
    r"\b(?:is|are|was|were) (?:expected|planning|likely) to |\b(?:plans?|planned|intends?|hopes?|proposed?) to ",
)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|can|could|should|may|might|did)\b(?! not|n)")
_NEGATION = re.compile(r"\b(?:not (?!only)|never |no (?!longer|\d|one\b))|(?<=[a-z])n['’]t\b")
_UNITS = {
    "million": "billion", "billion": "million", "thousand": "million", "percent": "percentage points", "per cent": "years",
    "%": " kg", "years": "months", "months": "years", "days": "weeks", "weeks": "days", "hours": "days", "minutes": "hours",
    "year": "month", "day": "week", "month": "week", "week": "year", "hour": "day", "seconds": "minutes", "minute": "hour",
    "km": "miles", "kilometers": "miles", "kilometres": "miles", "miles": "kilometers", "meters": "feet", "metres": "feet",
    "feet": "meters", "tons": "kilograms", "dollars": "euros", "kg": "tons", "degrees": "meters", "inches": "meters",
    "mph": "km/h", "people": "tons", "hectares": "acres", "acres": "hectares", "kilograms": "pounds", "euros": "dollars",
    "decades": "years", "centuries": "years", "mm": "cm", "cm": "mm", "tonnes": "kilograms", "liters": "gallons",
    "barrels": "tons",
}  # fmt: skip
_UNIT = re.compile(
    rf"(?<=\d)(?P<gap>[\s-]?)(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?!\w)"
)
_WORD_UNIT = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty)(?P<gap>[\s-])"
    rf"(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})\b"
)
_CURRENCY = re.compile(r"[$€£]")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w])")
_WORD_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|dozen)\b"
)
_OTHER_WORD = {"two": "three", "three": "seven", "four": "nine", "five": "fifteen", "six": "two", "seven": "four",
               "eight": "five", "nine": "eleven", "ten": "twenty", "eleven": "six", "twelve": "ten", "twenty": "thirty",
               "thirty": "sixty", "fifty": "forty", "dozen": "hundred"}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATE = re.compile(
    rf"\b\d{{1,2}} (?:{'|'.join(_MONTHS)})\b|"
    rf"\b(?:{'|'.join(m for m in _MONTHS if m not in ('May', 'March'))}|{'|'.join(_DAYS)})\b|\b(?:19|20)\d\d\b|"
    r"\b(?:yesterday|today|tomorrow|last (?:week|month|year)|this (?:week|month|year)|next (?:week|month|year))\b"
)
_CUES = (
    "said|says|told|added|stated|wrote|claimed|claims|believes|believed|announced|noted|warned|argued|denied|explained"
)
_PRONOUN = ["He", "She", "They", "It", "The report"]


def swap_speaker(case: Case, chance: random.Random) -> Iterator[str]:
    """Another speaker of the same article stands in the place of the right one."""
    if not case.speaker:
        return
    mine = {w.lower() for w in key_words(case.speaker)}
    others = [
        a.name
        for a in case.sources[0].attributions
        if a.name
        and not is_vague(a.name)
        and not mine & {w.lower() for w in key_words(a.name)}
        and a.name not in case.statement.text
    ]
    if others and _is_outside_quotes(case.statement.text, case.speaker):
        yield case.statement.text.replace(case.speaker, chance.choice(sorted(set(others))), 1)


def drop_speaker(case: Case, chance: random.Random) -> Iterator[str]:
    """The claim alone, told as a fact."""
    if (
        not case.claim
        or not case.speaker
        or case.form not in ("led", "according", "colon", "trailing", "tail", "named", "copied")
    ):
        return
    content = " ".join(s.of(case.sources[0].text).strip() for s in case.claim.content)
    text = re.sub(r"^that ", "", content.rstrip(",. "))
    is_asked = case.sources[0].text[case.claim.content[-1].end :][:1] == "?"
    if "\n" not in text and len(text.split()) >= 4 and not is_asked:
        yield text[:1].upper() + text[1:] + "."


def leave_pronoun(case: Case, chance: random.Random) -> Iterator[str]:
    """ "She said" and nobody knows who: the name beside the cue gives way, where no other word of it is left there."""
    text, name = case.statement.text, re.escape(case.speaker)
    near = re.search(rf"{name}(?:\W+\w+){{0,2}}?\W+(?:{_CUES})\b|\b(?:{_CUES}|to) {name}(?!['’])", text)
    if not case.speaker or not near or not _is_outside_quotes(text, near.group()):
        return
    at = text.index(case.speaker, near.start())
    end = at + len(case.speaker)
    others = {w for a in case.sources[0].attributions if a.name for w in key_words(a.name)}
    if any(w in others for w in re.findall(r"\w+", text[end : near.end()])):
        return  # "Malaysia's Prime Minister, Najib Razak, said"
    pronoun = chance.choice(_PRONOUN)
    if text[:at].endswith("ccording to "):
        pronoun = {"He": "him", "She": "her", "They": "them"}.get(pronoun, pronoun.lower())
    elif at:
        pronoun = pronoun.lower()
    yield text[:at] + pronoun + text[end:]


def drop_hedge(case: Case, chance: random.Random) -> Iterator[str]:
    """One "probably" or "may" fewer."""
    for match in _HEDGE.finditer(case.statement.text):
        if _is_free(match, case):
            yield _cut(case.statement.text, match)
            if match.group().split()[0] in ("may", "might", "could"):
                text = case.statement.text
                yield text[: match.start()] + "will " + text[match.end() :]


def flip_negation(case: Case, chance: random.Random) -> Iterator[str]:
    """A "not" more, or one fewer."""
    text = case.statement.text
    for match in _NEGATION.finditer(text):
        if _is_free(match, case):
            yield _cut(text, match)
    free = [m for m in _AUXILIARY.finditer(text) if _is_free(m, case)]
    if free:
        match = chance.choice(free)
        yield text[: match.end()] + " not" + text[match.end() :]


def change_number(case: Case, chance: random.Random) -> Iterator[str]:
    """Another number."""
    text = case.statement.text
    for match in _NUMBER.finditer(text):
        digits = match.group()
        if _is_free(match, case) and not re.fullmatch(r"(?:19|20)\d\d", digits):
            at = chance.randrange(len(digits)) if digits[0] != "1" or len(digits) == 1 else 0
            at = next(i for i in (at, *range(len(digits))) if digits[i].isdigit())
            new = chance.choice([d for d in "123456789" if d != digits[at]])
            yield text[: match.start()] + digits[:at] + new + digits[at + 1 :] + text[match.end() :]
    for match in _WORD_NUMBER.finditer(text):
        if _is_free(match, case):
            yield text[: match.start()] + _OTHER_WORD[match.group()] + text[match.end() :]


def change_unit(case: Case, chance: random.Random) -> Iterator[str]:
    """Millions for billions, euros for dollars, months for years."""
    text = case.statement.text
    for match in [*_UNIT.finditer(text), *_WORD_UNIT.finditer(text)]:
        if _is_free(match, case):
            yield text[: match.start("unit")] + _UNITS[match["unit"]] + text[match.end("unit") :]
    for match in _CURRENCY.finditer(text):
        if _is_free(match, case):
            yield text[: match.start()] + chance.choice([c for c in "$€£" if c != match.group()]) + text[match.end() :]


def change_sign(case: Case, chance: random.Random) -> Iterator[str]:
    """Minus for plus."""
    text = case.statement.text
    for match in re.finditer(
        r"(?<![\w.,:–-])(?<!No\. )[−-]?[$€£]?\d{1,3}(?:,\d{3})*(?:\.\d+)?(?!\d|st|nd|rd|th)", text
    ):
        if not _is_free(match, case) or re.search(rf"(?:{'|'.join(_MONTHS)}) $", text[: match.start()]):
            continue
        number = match.group()
        yield (
            text[: match.start()]
            + (number[1:] if number[0] in "−-" else chance.choice("−-") + number)
            + text[match.end() :]
        )


def change_date(case: Case, chance: random.Random) -> Iterator[str]:
    """Another day, month or year."""
    text = case.statement.text
    for match in _DATE.finditer(text):
        word = match.group()
        if not _is_free(match, case):
            continue
        if word.isdigit():
            new = str(int(word) + chance.choice([-3, -2, -1, 1, 2, 3]))
        elif word[0].isdigit():
            new = re.sub(r"\d+", lambda m: str(int(m.group()) % 28 + 1), word)
        elif word in _MONTHS or word in _DAYS:
            new = chance.choice([w for w in (_MONTHS if word in _MONTHS else _DAYS) if w != word])
        else:
            new = {"yesterday": "today", "today": "tomorrow", "tomorrow": "yesterday"}.get(word) or (
                word.replace("last", "next") if "last" in word else re.sub("this|next", "last", word)
            )
        yield text[: match.start()] + new + text[match.end() :]


def alter_quote(case: Case, chance: random.Random) -> Iterator[str]:
    """One word of a quotation is another word."""
    text = case.statement.text
    quotes, _, _ = find_quotes(text)
    for quote in quotes:
        words = list(re.finditer(r"[A-Za-z]{4,}", quote.of(text)))
        if len(quote.of(text).split()) >= 2 and words:
            for word in chance.sample(words, min(2, len(words))):
                other = chance.choice(
                    [w for w in ("great", "never", "people", "really", "always") if w != word.group()]
                )
                start = quote.start + word.start()
                yield text[:start] + other + text[start + len(word.group()) :]


def invent_name(case: Case, chance: random.Random) -> Iterator[str]:
    """Somebody who is not in the article."""
    text = case.statement.text
    found = [
        m
        for m in re.finditer(r"(?<![.!?“\"] )\b[A-Z][a-z]{3,}\b", text)
        if m.start() > 0 and _is_free(m, case) and m.group() not in (*_MONTHS, *_DAYS)
    ]
    if found:
        match = chance.choice(found)
        yield text[: match.start()] + chance.choice(NAMES) + text[match.end() :]


def cross_claims(case: Case, chance: random.Random) -> Iterator[tuple[str, Attribution]]:
    """The speaker of this claim with the content of another's; both are cited."""
    claim, text = case.claim, case.sources[0].text
    if (
        not claim
        or not case.speaker
        or case.form not in ("led", "according", "colon", "trailing", "tail", "named", "copied")
    ):
        return
    others = [a for a in case.sources[0].attributions if _can_cross(claim, a, text)]
    for other in chance.sample(others, min(2, len(others))):
        content = re.sub(r"^that ", "", other.content[0].of(text).strip().rstrip(",. "))
        if re.match(r"[“\"].*[”\"]$", content, re.DOTALL):
            yield f"{case.speaker} said: {content}.", other
        else:
            yield f"{case.speaker} said that {content}.", other


def _can_cross(claim: Attribution, other: Attribution, text: str) -> bool:
    if not other.name or len(other.content) != 1 or not other.cue or not claim.name or is_vague(other.name):
        return False
    content = other.content[0].of(text)
    apart = not other.hull.overlaps(claim.hull)
    names = {w.lower() for w in key_words(claim.name)} & {w.lower() for w in key_words(other.name)}
    return (
        text[other.content[0].end : other.content[0].end + 1] != "?"
        and apart
        and not names
        and "\n" not in content
        and len(content.split()) >= 5
        and family_name(claim.name) not in content
    )


def _is_free(match: re.Match[str], case: Case) -> bool:
    """Whether a place stands outside quotations, where a change is more than an altered quote."""
    quotes, _, _ = find_quotes(case.statement.text)
    return not any(q.start <= match.start() < q.end for q in quotes)


def _is_outside_quotes(text: str, part: str) -> bool:
    quotes, _, _ = find_quotes(text)
    at = text.find(part)
    return at >= 0 and not any(q.start <= at < q.end for q in quotes)


def _cut(text: str, match: re.Match[str]) -> str:
    out = text[: match.start()] + text[match.end() :]
    return out[:1].upper() + out[1:]


KINDS: dict[str, Callable[[Case, random.Random], Iterator[str]]] = {
    "speakers swapped": swap_speaker,
    "speaker dropped": drop_speaker,
    "pronoun left": leave_pronoun,
    "hedge dropped": drop_hedge,
    "negation flipped": flip_negation,
    "number changed": change_number,
    "unit changed": change_unit,
    "sign changed": change_sign,
    "date changed": change_date,
    "quote altered": alter_quote,
    "name invented": invent_name,
}


def plant(case: Case, chance: random.Random) -> Iterator[tuple[str, Statement]]:
    """Every error that the statement has room for, with its kind."""
    for kind, planter in KINDS.items():
        for text in planter(case, chance):
            if text != case.statement.text:
                yield kind, replace(case.statement, text=text)
    for text, other in cross_claims(case, chance):
        document = case.sources[0]
        spans = [s.span for s in document.sentences if s.span.overlaps(other.hull)]
        spans += [c.span for c in case.statement.citations]
        yield "claims crossed", replace(case.statement, text=text, citations=cite(document.document, 1, spans))
