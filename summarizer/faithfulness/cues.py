"""Where somebody speaks in a statement: the cue, and the words that may be its subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.faithfulness.evidence import Claim, Evidence
from summarizer.faithfulness.lexicon import (
    AMBIGUOUS,
    BARE_CUE,
    BARE_START,
    CALENDAR,
    CUES,
    HEDGES,
    NOUN_CUES,
    PRONOUNS,
    STOP,
    TITLES,
)
from summarizer.faithfulness.tokens import Token, tokenize
from summarizer.naming import PAPERS
from summarizer.quotation import find_quotes

COLON = "colon"  # the group of a bare "Reed:"
OWN = "own"  # the group of a word that only the article uses as a cue
REACH = 12  # words after a cue within which its subject stands ("according to the head of ...")
MAX_OPENING = 5  # words before the first comma that only say when: "On September 29, she left"
PRONOUN_START = re.compile(r"(?:he|she|they)\b", re.IGNORECASE)
_COLON = re.compile(r"\s*:\s")
_BREAK = re.compile(r"[;.!?”\"]\s")
_BREAK_AFTER = re.compile(r"[,;:.”“\"—–]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where somebody speaks: the cue's word, its meaning, and the words that may name who."""

    at: int
    group: str
    subject: tuple[int, ...]


def is_bare(text: str) -> bool:
    """Whether a statement leaves its speaker or subject as "she", "it" or "the report".

    >>> is_bare("The report says it rained."), is_bare("Ann Reed said it rained, she added.")
    (True, False)
    """
    quotes, _, _ = find_quotes(text)
    for start, end in reversed(quotes):
        text = text[:start] + text[end:]
    text = text.replace("’", "'").strip(" ,.;:-—–…)]")
    spoken = BARE_CUE.search(text)
    before = tokenize(text[: spoken.start()]) if spoken else ()
    named = any(_is_name(t) for t in before[_opener(before) :]) or _is_led_by_noun(text, before)
    _, comma, rest = text.partition(", ")
    opening = tokenize(text[: len(text) - len(rest)]) if comma else ()
    names_nobody = len(opening) <= MAX_OPENING and not any(_is_name(t) for t in opening[1:])
    return bool(BARE_START.match(text) or (spoken and not named) or (names_nobody and PRONOUN_START.match(rest)))


def _is_name(token: Token) -> bool:
    return token.is_capitalized and token.low not in STOP | TITLES | CALENDAR


def _is_led_by_noun(text: str, before: Sequence[Token]) -> bool:
    """Whether somebody without a name speaks first: "The agency confirmed the mail but said it described a plan"."""
    return text.startswith(("The ", "A ", "An ")) and any(t.low in CUES and t.low not in AMBIGUOUS for t in before[2:])


def _opener(before: Sequence[Token]) -> int:
    """1 where the first word's capital names nobody: "Asked why, he said"."""
    return int(bool(before) and re.search(r"(?:ed|ing)$|^(?:while|since)$", before[0].low) is not None)


def find_cues(evidence: Evidence, conveyed: Sequence[Claim]) -> tuple[Cue, ...]:
    """The cues of the statement outside its quotations; one without a subject of its own takes over the last one's.

    Args:
        conveyed: the claims that the statement tells; a name inside one of them is no subject of a cue outside it.
    """
    words, text = evidence.words, evidence.statement.text
    groups = {i: group for i, token in enumerate(words) if not token.is_quoted and (group := _group(i, evidence))}
    for i in range(len(words) - 1):
        if not words[i].is_quoted and _COLON.match(text[words[i].end : words[i + 1].start]):
            groups.setdefault(i, COLON)
    told = [evidence.counterparts(c.content) for c in conveyed]
    out: list[Cue] = []
    for i, group in sorted(groups.items()):
        elsewhere = frozenset[int]().union(*(t for t in told if i not in t))  # what others are quoted with
        subject = _subject(i, out[-1].at + 1 if out else 0, evidence)
        subject = tuple(k for k in subject if k not in elsewhere)
        if out and not any(_is_somebody(words[k]) for k in subject):
            subject += out[-1].subject
        out.append(Cue(i, group, subject))
    return tuple(out)


def _group(i: int, evidence: Evidence) -> str | None:
    """The meaning of the cue at a word; the evidence's own cues count even where no list has them."""
    word = evidence.words[i]
    may_be_cue = not word.is_capitalized or i == 0 or word.low == "according"  # not "the State Department"
    is_idiom = word.low == "said" and i == 1 and evidence.words[0].low in ("that", "having")  # "That said, ..."
    if word.low in CUES and may_be_cue and not is_idiom:
        return CUES[word.low]
    j = evidence.alignment.forward.get(i)
    is_cue = word.is_content or word.low in HEDGES  # "refused to": a hedge, and somebody's own
    return OWN if is_cue and any(j in claim.cue for claim in evidence.claims) else None


def _is_somebody(token: Token) -> bool:
    return (token.is_capitalized and token.low not in CALENDAR) or token.low in PRONOUNS


def _subject(i: int, floor: int, evidence: Evidence) -> tuple[int, ...]:
    """Who may speak at cue `i`: words before it, or after it in "said Reed", "according to Reed", "was told by Reed"."""
    words, text = evidence.words, evidence.statement.text
    after = _subject_after(i, evidence)
    if words[i].low == "according":
        return after
    is_colon = words[i].low not in CUES and _COLON.match(text[words[i].end : words[i].end + 2])
    if i and words[i - 1].low in PAPERS and words[i].low not in NOUN_CUES and not words[i].is_quoted:
        floor = min(floor, i - 1)  # "the report said": the word before is who speaks, though it may be a cue itself
    before: list[int] = []
    for k in range(i if is_colon else i - 1, floor - 1, -1):
        if words[k].is_quoted or (k < i and _BREAK.search(text[words[k].end : words[k + 1].start])):
            break
        if _can_speak(words[k]):
            before.append(k)
    passive = any(w.low in ("was", "were", "been", "is", "are", "be") for w in words[max(floor, i - 2) : i])
    if passive and any(w.low == "by" for w in words[i + 1 : i + 3]):
        return after
    return tuple(before) or after


def _subject_after(i: int, evidence: Evidence) -> tuple[int, ...]:
    words, text = evidence.words, evidence.statement.text
    out: list[int] = []
    for k in range(i + 1, min(i + REACH, len(words))):
        if words[k].is_quoted or (out and _BREAK_AFTER.search(text[words[k - 1].end : words[k].start])):
            break
        if words[k].low in CUES and words[k].low not in NOUN_CUES and not words[k].is_capitalized:
            break
        if _can_speak(words[k]):
            out.append(k)
    return tuple(out)


def _can_speak(token: Token) -> bool:
    return token.low in PRONOUNS or token.is_content
