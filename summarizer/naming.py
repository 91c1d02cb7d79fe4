"""How a speaker is called: which mentions say nothing by themselves, and what a reader is told instead."""

import re
from collections.abc import Collection
from functools import lru_cache

from summarizer.document import Attribution, Span
from summarizer.vocabulary import words

PRONOUNS = words(
    "he she they it i we you him her them us me his hers its their theirs himself herself itself themselves this that "
    "these those who one both others another some"
)
REFLEXIVES = words("himself herself itself themselves myself ourselves yourself")
FIRST_PERSON = words("i we me us my our mine ours myself ourselves")
POSSESSIVES = words("his her its their my our your")
PAPERS = words(
    "report study survey poll paper article document statement letter memo review analysis research findings"
)
# "experts", said of an institute's people: "ISW experts".
PEOPLE = words("experts analysts researchers scientists authors economists officials specialists observers academics")
_TITLE = re.compile(r"^(?:(?:mr|mrs|ms|dr|sen|rep|gov|gen|prof|sir|president|minister)\.?\s+)+", re.I)
# "Ann Reed in Telegram", "Tom Hale on the air of the telethon": where somebody spoke is no part of the name.
_MEDIUM = re.compile(
    r"\s(?:in|on|via|at)\s(?:(?:his|her|its|their|the|a)\s(?:own\s|official\s)?)?(?:(?:Telegram|Facebook|Instagram|Twitter|TikTok|"
    r"YouTube|Viber|X)\b.*|air\s(?:of|on)\b.*|(?:briefing|telethon|press conference)\b.*)$"
)
MAX_THE = 40  # characters before a name in which its article stands
_THE = re.compile(r"\b[Tt]he\s(?:[A-Z][a-z]+\s)?$")  # "the Harbor Institute", "the Coast Guard"
_PAPER = re.compile(
    rf"^(?:the|this|that|these|those|its|their|his|her)\s+(?:\w+\s)?(?:{'|'.join(sorted(PAPERS))})s?$", re.I
)


def is_pronoun(mention: str) -> bool:
    """Whether a mention is a pronoun: it names nobody."""
    return is_small(mention) and mention.strip().lower() in PRONOUNS


def is_small(word: str) -> bool:
    """Whether a word is written as a word: "us" and "Us" are, "US" and "IT" are names.

    >>> is_small("Us"), is_small("US"), is_small("I")
    (True, False, True)
    """
    return len(word.strip()) < 2 or not word.strip().isupper()


def is_acronym(mention: str) -> bool:
    """Whether a mention is nothing but an acronym: "ISW", "KCNA"."""
    return re.fullmatch(r"[A-Z][A-Z0-9&.]{1,7}", mention) is not None


def is_paper(mention: str) -> bool:
    """Whether a mention is a bare "the report", "its study": one that was told of before. "Recent reports" are not."""
    return bool(_PAPER.match(mention.strip()))


def is_vague(mention: str) -> bool:
    """Whether a mention leaves a reader without a speaker: a pronoun, a bare paper, or nothing."""
    return not mention.strip() or is_pronoun(mention) or is_paper(mention) or _is_somebodys(mention)


def _is_somebodys(mention: str) -> bool:
    """Whether a mention says only whose people speak: "its experts", "her lawyer"; not "her lawyer, Ada Ferrant"."""
    first, _, rest = mention.strip().partition(" ")
    return first.lower() in POSSESSIVES and bool(rest) and not any(w[:1].isupper() for w in rest.split())


def key_words(name: str) -> tuple[str, ...]:
    """The words of a name by which it is recognized: capitalized ones without titles; all where there are none."""
    found = tuple(w for w in re.findall(r"[^\W\d_][\w.'’&-]*", _TITLE.sub("", name)) if w[:1].isupper())
    return found or tuple(re.findall(r"\w+", name))


def is_named_in(name: str, text: str) -> bool:
    """Whether a text already gives this name: in full, or by its last word or its bracketed acronym."""
    if name.casefold() in text.casefold():
        return True
    parts = key_words(name)
    return bool(parts) and re.search(rf"\b{re.escape(parts[-1])}\b", text) is not None


def reader_name(attribution: Attribution, text: str) -> str | None:
    """The name a reader is told for an attribution, with "the" where the document says it so; None when nobody knows.

    A nominal source that cannot be named ("police", "officials") is told in the document's own words.
    """
    mention = attribution.source.of(text) if attribution.source else ""
    if attribution.name and not is_vague(attribution.name):
        return _with_article(_MEDIUM.sub("", attribution.name), text) + _acronym_after(attribution, text)
    return None if is_vague(mention) else _uncapitalized(mention, attribution.source, text)


def needs_name(mention: str, name: str) -> bool:
    """Whether a mention must give way to the name: it is vague, or it says what the speaker is, not who.

    >>> needs_name("the minister", "Ann Reed"), needs_name("Reed", "Ann Reed")
    (True, False)
    """
    if is_vague(mention):
        return True
    is_nominal = (
        not any(w[:1].isupper() for w in mention.split()[1:]) and mention.split(maxsplit=1)[0].lower() in _OPENERS
    )
    return is_nominal and not any(w.lower() in mention.lower() for w in key_words(name))


def _acronym_after(attribution: Attribution, text: str) -> str:
    """The acronym that stands in brackets behind a name where the document gives it: " (ISW)"."""
    given = attribution.name_span or attribution.source
    name = attribution.name or ""
    around = text[given.start : given.end + 12] if given else ""
    match = re.match(rf"{re.escape(name)}(\s\([A-Z][A-Z0-9&.]{{1,7}}\))", around[max(0, around.find(name)) :])
    return match.group(1) if match else ""


def short_form(name: str, introduced: str) -> str:
    """A name as it reads once it is known: its acronym where it has one.

    >>> short_form("the Harbor Institute (HI)", "The Harbor Institute (HI) met.")
    'HI'
    """
    match = re.search(r"\(([A-Z][A-Z0-9&.]{1,7})\)$", name)
    return match.group(1) if match and match.group(1) in introduced else name


def replacement(attribution: Attribution, name: str, text: str) -> str:
    """What stands in the place of a vague source: the name, as a possessive or with "experts" where it was so."""
    assert attribution.source is not None
    mention = attribution.source.of(text)
    low = mention.lower()
    owned = text[attribution.source.end :][:2]
    if low in POSSESSIVES and (low != "her" or re.match(r"\s[a-z]", owned)):
        return f"{name}{apostrophe(text)}s"
    noun = low.rsplit(maxsplit=1)[-1]
    if noun in PEOPLE and name.rsplit(maxsplit=1)[-1].lower() not in PEOPLE and is_organization(name):
        return f"{name} {noun}"
    return name


@lru_cache(maxsize=8)
def apostrophe(text: str) -> str:
    """The apostrophe that a text is written with."""
    return "'" if text.count("'") > text.count("’") else "’"


def is_organization(name: str) -> bool:
    """Whether a name reads as an organization's: an acronym, or a word that only bodies bear."""
    return bool(
        re.search(
            r"\b[A-Z]{2,}\b|\b(?:Institute|Institut|University|Ministry|Agency|Council|Committee|Center|Centre|Bank|"
            r"Organi[sz]ation|Association|Commission|Department|Office|Group|Union|Society|Foundation|Company|Staff|"
            r"Service|Authority|Court|Party|Federation|Observatory|Survey|Bureau|Board|Laboratory|Network|Watch)\b",
            name,
        )
    )


@lru_cache(maxsize=512)
def _with_article(name: str, text: str) -> str:
    """ "The" before a name that the document never uses without it: "the Institute for the Study of War"."""
    if re.match(r"(?:the|a|an)\s", name, re.I):
        return name[0].lower() + name[1:] if name.startswith(("The ", "A ", "An ")) else name
    if is_acronym(name):
        return name  # "the ISW blog" gives the blog its article, not ISW
    places = re.finditer(re.escape(name), text)
    is_always = name in text and all(_THE.search(text[max(0, at.start() - MAX_THE) : at.start()]) for at in places)
    return f"the {name}" if is_always else name


def _uncapitalized(mention: str, span: Span | None, text: str) -> str:
    """A nominal mention as it reads inside a sentence: small first letter, unless it is a name."""
    first = mention.split(maxsplit=1)[0] if mention.split() else ""
    begins = span is not None and re.search(r"(?:^|[.!?:\n“\"–—-])\s*$", text[max(0, span.start - 3) : span.start])
    is_name = not begins or first.isupper() or _is_name_elsewhere(first, text)
    return mention if is_name and len(first) > 1 else mention[:1].lower() + mention[1:]


@lru_cache(maxsize=512)
def _is_name_elsewhere(word: str, text: str) -> bool:
    """Whether a word is written with a capital inside a sentence, and never small."""
    if re.search(rf"(?<![\w]){re.escape(word.lower())}(?!\w)", text):
        return False
    return re.search(rf"[a-z,;]\s{re.escape(word)}\b", text) is not None or word.lower() not in _COMMON_OPENERS


_OPENERS = words(
    "the this that these those its his her their our a an some experts analysts officials researchers scientists"
)
_COMMON_OPENERS: Collection[str] = words(
    "the a an some many several most few all no police officials experts analysts critics opponents supporters residents "
    "witnesses authorities doctors scientists researchers investigators prosecutors lawyers sources locals neighbors "
    "activists protesters union unions local one two three four five six seven eight nine ten government state federal"
)
