"""How a person is called: with the role the first time ("planning director Wei Chen"), by the surname after that.

A name that the article gave three paragraphs earlier tells the reader of one statement nothing. The role is taken from
where the article gives the full name, in its own words; where no form is sure, the name stands alone.
"""

import re

from summarizer.document import AnnotatedDocument, Span
from summarizer.naming import is_organization
from summarizer.resolve.names import TITLES
from summarizer.vocabulary import words

MAX_ROLE_WORDS = 7
MAX_ABBREVIATION = 6  # letters of "Supt.", "Lt.": a longer word with a stop ends a sentence
WINDOW = 120  # characters on either side of a name that its role stands in
_ROLES = TITLES | words(
    "councilor photographer mathematician pathologist investigator inspector governor clerk founder sculptor chef bishop "
    "mediator director-general barrister"
)
_KIN = words(
    "mother father brother sister son daughter wife husband widow widower partner uncle aunt cousin nephew niece colleague friend"
)
_TRADE = re.compile(
    r"[a-z]{4,}(?:ist|ician|grapher|yst|nomer)|[a-z]{0,8}(?:maker|keeper)"
)  # "climatologist", "photographer"
_COURTESY = words("mr mrs ms miss mx")
_MODIFIERS = words(
    "general vice press senior executive managing prime foreign defense defence interior trade health education finance "
    "transport environment labor labour energy justice state former acting deputy assistant associate co-lead lead head chief "
    "presidential opposition retired independent local regional national first legal communications planning police fire "
    "company investment political military human rights campaign co-founder union city county district town party"
)
_NAME_WORD = r"[A-ZÀ-Þ][\w’'.-]*"
_OWNER = rf"(?:{_NAME_WORD}\s){{0,3}}{_NAME_WORD}['’]s"
_BEFORE = re.compile(
    rf"(?:^|[.!?]\s|,\s|[“\"]\s?|\b(?:that|but|and|while|as)\s)((?:[Tt]he|[Aa]n?|{_OWNER})\s[^,.;:!?“”\"]{{3,70}}),\s$"
)
_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s((?:[a-z-]+\s){0,3}[a-z-]+),\s$")  # "Its chief inspector, "
_BEHIND = re.compile(
    rf"(?:,\s\d{{1,3}})?,\s((?:the|an?|{_OWNER})\s[^,.;:!?“”\"]{{3,70}}|[a-z][^,.;:!?“”\"]{{3,60}}\sof\s[^,.;:!?“”\"]{{3,40}}),\s"
)
_VERB = re.compile(r"\b(?:who|which|that|is|was|were|are|has|had|have|will|said|says|told|and)\b")


def introduce(name: str, given: Span | None, text: str) -> str:
    """The name with what the article says this person is, where it gives the name.

    >>> text = "Planning director Wei Chen spoke. The mayor, Ann Reed, did not."
    >>> introduce("Wei Chen", Span(18, 26), text), introduce("Ann Reed", Span(45, 53), text)
    ('planning director Wei Chen', 'Ann Reed, the mayor')
    """
    if given is None or not is_person(name) or given.of(text) != name:
        return name
    before = text[max(0, given.start - WINDOW) : given.start].rpartition("\n")[2]
    if title := _title(before, text):
        return f"{title} {name}"
    its = _ITS.search(before)
    if its and is_role(its.group(1)):
        return f"{its.group(1)} {name}"
    behind = _BEHIND.match(text[given.end : given.end + WINDOW])
    for match in (_BEFORE.search(before), behind):
        role = re.split(r"\s(?:who|which|that)\s", match.group(1))[0] if match else ""
        if role and is_role(role):
            return f"{name}, {role[0].lower() + role[1:] if role.startswith(('The ', 'A ', 'An ')) else role}"
    return name


def surname(name: str, article: AnnotatedDocument) -> str:
    """What the article itself calls a speaker of this name, where nobody else in it is called so."""
    last = name.rsplit(maxsplit=1)[-1]
    spoken = {a.source.of(article.text) for a in article.attributions if a.source and a.name == name}
    others = {a.name.split()[-1] for a in article.attributions if a.name and a.name != name}
    short = re.compile(rf"(?:[A-Z][a-z]*\.? )?{re.escape(last)}\b")
    is_used = any(short.match(mention) and not mention.startswith(name) for mention in spoken)
    kin = re.search(
        rf"\b(?!{re.escape(name.split(maxsplit=1)[0])}\b)[a-z,] ([A-ZÀ-Þ][a-z’'-]+) {re.escape(last)}\b", article.text
    )
    is_other = kin is not None and kin.group(1) not in name.split() and kin.group(1).lower() not in TITLES
    return last if is_used and last not in others and not is_other else name


def is_person(name: str) -> bool:
    """Whether a name reads as a person's: two or three capitalized words.

    >>> is_person("Ann Reed"), is_person("the Harbor Institute"), is_person("Reed")
    (True, False, False)
    """
    return re.fullmatch(rf"{_NAME_WORD}(?:\s{_NAME_WORD}){{1,2}}", name) is not None and not is_organization(name)


def _title(before: str, text: str) -> str:
    """The words right before a name that say what its bearer is: "Lt.", "URDW general secretary"."""
    kept: list[str] = []
    for word in reversed(before.split()):
        low = word.lower().rstrip(".")
        is_title = (low in _ROLES and low not in _COURTESY) or _TRADE.fullmatch(word) is not None
        if word.endswith((".", ",", ":", ";")) and not (is_title and len(low) < MAX_ABBREVIATION):
            break
        if not (is_title if not kept else is_title or low in _MODIFIERS or re.fullmatch(_NAME_WORD, word)):
            break
        kept.insert(0, word)
    place = before[: before.rfind(" ".join(kept))] if kept else ""
    if re.search(r"\b(?:of|for|and)\s$", place):
        while kept and kept[0].lower() not in _ROLES | _MODIFIERS:  # "University of Texas Student Union president"
            kept.pop(0)
    if not kept or not before.endswith(" ") or len(kept) > MAX_ROLE_WORDS:
        return ""
    first = kept[0].lower()
    is_opening = len(kept) > 1 and kept[1][:1].islower()  # a capital may be the sentence's, not a name's
    is_common = is_opening and (first in _MODIFIERS | _ROLES or re.search(rf"\b{re.escape(first)}\b", text) is not None)
    opens_sentence = re.search(r"(?:^|[.!?][”\"]?\s)$", before[: before.rfind(" ".join(kept))]) is not None
    is_proper = kept[0].isupper() or re.search(rf"[a-z,]\s{re.escape(kept[0])}\b", text) is not None
    if is_opening and opens_sentence and not (is_common or is_proper):
        return ""  # "Violin maker Ann Reed": nobody knows whether "Violin" is a name
    return " ".join([first if is_common else kept[0], *kept[1:]])


def is_role(role: str) -> bool:
    """Whether a phrase says what somebody is: "the director of the park", "Reed's mother"."""
    plain = re.findall(r"[\w-]+", role.lower())
    return (
        len(plain) <= MAX_ROLE_WORDS + 2
        and not _VERB.search(role)
        and any(w in _ROLES or w in _KIN or _TRADE.fullmatch(w) for w in plain)
    )
