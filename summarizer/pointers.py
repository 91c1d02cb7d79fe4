"""What in a statement points at a sentence that the reader may not have: "that account", "a higher figure", "he".

Judged by form alone, on the words outside quotation marks; what the statement itself names before is no pointer.
"""

import re
from collections.abc import Iterator

from summarizer.independence import unquoted
from summarizer.quotation import find_quotes
from summarizer.vocabulary import words

# Nouns that stand for something said or done before, unless the statement goes on to say what: "the claim that ...".
_SHELL = (
    r"(?:account(?!s)|accusation|allegation|answer|argument|assertion|assessment|change|claim|comment|conclusion|conversation|"
    r"criticism|decision|demand|discrepancy|effect|estimate|exchange|explanation|figure|finding|idea|information|insinuation|letter|"
    r"measure|move|notion|number|objection|offer|opinion|point|promise|proposal|question|reason|record|remark|reply|request|"
    r"result|rumou?r|situation|statement|step|suggestion|term|theory|threat|version|view|warning|word|wording)s?"
)
_COMPLETED = (
    r"(?!\s(?:of|that|to|by|from|for|in|on|at|which|about|between|against|over|into|with|whether|who|is that)\b|[’'-])"
)
_TIMES = (
    r"(?:second|minute|hour|day|night|morning|afternoon|evening|week|weekend|month|quarter|season|spring|summer|fall|autumn|"
    r"winter|year|decade|century|time|moment|point|stage|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?"
)
_NO_NOUN = (
    r"is|was|are|were|has|had|will|would|on|in|of|at|who|whom|whose|with|from|under|to|behind|responsible|not|and|or|newspaper|"
    r"outlet|agency|website|reporter"
)
_DEFINITE = re.compile(rf"\b[Tt]he\s(?:latter|({_SHELL}))\b{_COMPLETED}")
_DEMONSTRATIVE = re.compile(
    rf"\b(?:[Tt]hese|[Tt]hose)\s(?!(?:{_TIMES}|{_NO_NOUN})\b)([a-z]{{3,}})|\b(?<![Nn]o )[Ss]uch\s(?!as\b)(?:an?\s)?([a-z]{{3,}})|"
    rf"\b[Tt]his\s(?!(?:{_TIMES}|{_NO_NOUN})\b)[a-z]{{3,}}|"
    r"\b(?:of|to|by|with|about|from|on|at|against|denied|denies|deny|rejected|rejects|disputed|disputes|dismissed|repeated|made|"
    rf"called|described|\w+ed)\sthat\s{_SHELL}\b(?!\s(?:was|is|had|has|were|would|will|could|may)\b)"
)
_BARE = re.compile(
    r"""\b(?:of|about|to|with|for|on|by|like|after|before|despite|called|calls|denies|denied|confirm\w*|put)
        \ (?:this|that|these|those)(?=\s*(?:[.,;:]|$|(?:and|but|or|as|at|in|on|when|while)\b))
    | \bcall(?:s|ed)\ (?:this|that)\ an?\b | \bthis\ is\ not\b | ^(?:This|That|These|Those)\b(?!\s\w+day\b)
    | \bthat\ (?:is|was|would\ be|will\ be)\ (?:not\ )?(?:the\ case|so|\w*(?:correct|true)
        |wrong|false|right|enough|impossible)\b""",
    re.I | re.X,
)
_MORE = re.compile(
    r"""(?:^|,\ |\b(?:that|and|but|while)\ )(?:at\ least\ |another\ )?
        (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|several|many|some|\d+)\ (?:more|others)\b
        (?!\ than\b)
    | \b(?:an?|the)\ (?:much\ )?(?:higher|lower|larger|smaller|bigger|different|similar)
        \ (?:figure|number|toll|estimate|sum|price|rate|view|version|account|picture|conclusion|story)s?\b(?!\ (?:than|from|to)\b)
    | \b(?:earlier|previous|rival|other)\ (?:polls?|estimates?|figures?|counts?|versions?|tallies|reports)\b(?!\ (?:by|of|that)\b)
    | \bthe\ (?:other|remaining|first|second)\ (?:\d+|two|three|four|five|warnings?|one)
        (?=\ (?:is|are|was|were|had|have|has|will)\b|[.,;]|$)
    | ^(?:another|others|the\ others?)(?:,|\ (?:said|told|wrote|put|was|were|added|insisted|called|disagreed)\b)
    | \bput(?:s|ting)?\ (?:the|that)\ (?:number|figure|sum|total|cost|(?:death\ )?toll)s?\ (?:\w+\ )?(?:at|to)\b""",
    re.I | re.X,
)
# "Asked about the minutes": which minutes?
_ASKED = re.compile(
    r"\b(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Cc]onfronted) (?:about|on|over|with) the (minutes|e-?mails?|letters?|messages?|"
    r"posts?|photographs?|photos?|pictures?|videos?|footage|recordings?|documents?|records|figures?|remarks?|comments?|memos?|notes?)\b"
    r"(?! (?:of|that|in|for|which)\b)"
)
_COMPARED = re.compile(
    r"^(?!.*\bthan\b.*\bhad\b).*\bhad(?: on average| previously| earlier| \w+ly)? (?:expected|forecast|predicted|anticipated)\b"
    r"(?! that\b)|\bwould then\b|\bsaid then\b|\bat the time\b(?! (?:of|when|that)\b)",
    re.I,
)
_AFTER = re.compile(
    r"""(?:(?:after|before|since|despite|beyond|because\ of|in\ response\ to|as\ part\ of)\ (?:that|this|which)
        | by\ then | since\ then | afterwards? | in\ response | instead | in\ return | on\ any\ other | in\ (?:it|them)
        | among\ them
        | (?:the\ )?(?:next|following|same|previous)\ (?:day|week|month|year) | then | there
        | (?:\w+\ )?(?:minutes|hours|days|weeks|months|years)\ (?:later|earlier|before) | each | neither | none
        | both(?!\ \w+\ (?:and|in|of|from|at|who|that)\b)
        | (?:one|two|three|four|five|most|some|all|many|half)\ of\ (?:them|these|those))
    \b(?!\ (?:is|are|was|were|has|have|had|will|would|can|could|may|seems?|remains?|of|the)\b)""",
    re.I | re.X,
)
_THERE = re.compile(
    r"(?<=[a-z])\sthere\b(?!\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|seem|seems|remains?|be|"
    r"being|been|appears?|exists?)\b|['’])"
)
_REPLY = re.compile(
    r"\b(?:replied|countered|disagreed|objected(?=[.,])|retorted|responded|shot back|hit back|begged to differ|went further|"
    r"(?:sees|saw) it differently|(?:wasn['’]t|was not|weren['’]t|were not) convinced)\b(?!\s(?:to|with)\s(?:the|an?|that)\b)"
)
_HE = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.I)
# Subject and object of one clause are two people: "she had believed her".
# "In a statement, his teacher, Mr Banks, described him": the name is not whose teacher he is.
_KIN = re.compile(r"(?:[Hh]is|[Hh]er) (?:[a-z-]+ ){0,3}[a-z-]+, (?:[A-Z][\w.’'-]+ ?){1,4},")
# Names of places and bodies, in which nobody is meant: "Downing Street said he had confidence".
_PLACES = re.compile(
    r"\b(?:[A-Z][\w’'.-]+ )+(?:Street|House|Palace|Square|Hall|Office|Ministry|Department|Council|Court|Police|Party|Force|Group|"
    r"Union|University|Institute|Agency|Commission|Committee|Association|Lines|Bank|Corp|Inc|Ltd)\b"
)
_TWO = re.compile(
    r"\b(?:he|she)\b(?:\s\w+){1,4}?\s(?:him|her)\b(?=\s*(?:[.,;]|$)|\s(?:to|for|in|on|at|and|but|when|because|after|with|about)\b)"
)
_THEY = re.compile(r"\b(?:they|them|their|theirs)\b", re.I)
_LEANING = re.compile(
    r"(?:yes|no|not yet|maybe|never|of course|absolutely|nothing|exactly|they|them|their|he|she|his|her|this|these|those|"
    r"neither|both|that['’]s|that (?:is|was|would|will|may|could)|"
    r"it (?!is\b|was\b|will be\b|would be\b|rain|snow|seems\b)\w+|\w+ \w+ (?:him|them|that|this)\b(?! \w+))\b",
    re.I,
)
_SMALL = words(
    "the a an in on at by for from with as after before and but or so if when while since although though its their his her "
    "our one two three it he she they there this that these those some many most several few all no not who which what under "
    "about over more than only just also asked according to of is was are were be been has have had will would between "
    "during until through without within because once where despite later earlier last next now then today yesterday monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december"
)


def find_pointers(told: str) -> Iterator[str | None]:
    """The nouns that point back, None for a pointer without one.

    >>> list(find_pointers("Ann Reed rejected these claims.")), list(find_pointers("Ann Reed rejected that account."))
    (['claims'], [None])
    >>> list(find_pointers("Ann Reed rejected the plan of the town."))
    []
    """
    plain = unquoted(told)
    for pattern in (_DEFINITE, _DEMONSTRATIVE, _ASKED):
        for match in pattern.finditer(plain):
            noun = next((g for g in match.groups() if g), None)
            if noun is None or not _is_told(noun, plain[: match.start()]):
                yield noun
    for pattern in (_BARE, _MORE, _COMPARED, _THERE):
        if pattern.search(plain):
            yield None
    if _AFTER.match(plain.strip()) or (
        _REPLY.search(plain) and not re.match(r"\W*(?:Asked|In response to|Under)\b", plain)
    ):
        yield None
    if (
        _lacks_person(plain)
        or _lacks_second(plain)
        or _lacks_many(plain)
        or any(_LEANING.match(q) for q in _openings(told))
    ):
        yield None


def _is_told(noun: str, before: str) -> bool:
    """Whether the statement has named the thing already."""
    stem = noun.lower().rstrip("s")[:6]
    return re.search(rf"\b{re.escape(stem)}", before.lower()) is not None


def _openings(told: str) -> Iterator[str]:
    """The first words of a quotation that opens the statement, or follows a colon."""
    quotes, _, _ = find_quotes(told)
    for q in quotes:
        if q.start == 0 or told[: q.start].rstrip().endswith((":", ",")):
            yield " ".join(re.findall(r"[\w'’]+", q.of(told))[:5])
            return


def _lacks_person(plain: str) -> bool:
    """Whether a "he" or "she" has nobody before it whom it could mean, nor a name right after its clause."""
    for match in _HE.finditer(plain):
        before = _PLACES.sub(" ", plain[: match.start()])
        if _KIN.match(plain, match.start()) and not _capitalized(before[1:]):
            return True
        if any(w.lower() not in _SMALL for w in _capitalized(before)) or _persons(before):
            return False
        clause_end = plain.find(", ", match.end())
        return clause_end < 0 or not any(
            w.lower() not in _SMALL for w in _capitalized(plain[clause_end : clause_end + 40])
        )
    return False


def _lacks_second(plain: str) -> bool:
    """Whether "she believed her" has only one person before it: the second one is nobody the reader knows."""
    match = _TWO.search(plain)
    return match is not None and len(set(_names(plain[: match.end()]))) < len({"she", "her"})


def _lacks_many(plain: str) -> bool:
    """Whether a "they" has nothing before it of which there are many."""
    for match in _THEY.finditer(plain):
        before = plain[: match.start()]
        is_opening = len(before.split()) <= 1  # "In their paper the authors note"
        return not _MANY.search(before) and not (is_opening and _MANY.search(plain[match.end() :]))
    return False


def _names(text: str) -> list[str]:
    """The last words of the names in a text: runs of capitalized words, and persons without a name."""
    runs = [r.split()[-1] for r in re.findall(r"\b[A-ZÀ-Þ][\w’'.-]+(?:\s[A-ZÀ-Þ][\w’'.-]+)*", text)]
    return [w for w in runs if w.lower() not in _SMALL] + _persons(text)


def _persons(text: str) -> list[str]:
    """Persons without a name: "the witness", "a lawyer"."""
    return [w for w in _PERSON.findall(text) if w.lower() not in _NO_PERSON]


def _capitalized(text: str) -> list[str]:
    return re.findall(r"\b[A-ZÀ-Þ][\w’'-]+", text)


_PERSON = re.compile(
    r"\b(?:man|woman|boy|girl|child|mother|father|wife|husband|son|daughter|brother|sister|teenager|person|people|somebody|someone|"
    r"anyone|nobody|everyone|who|\w+(?:er|or|ist|ian|ant|ent|man|woman|year-old)|king|queen|judge|chief|boss|coach|captain|witness|"
    r"nurse|prince|princess|bishop|pope|spokes\w+|colleague|friend|victim|mayor|couple|clerk|guard|head)s?\b",
    re.I,
)
_NO_PERSON = words(
    "her after under over other number river water never however whether order matter winter summer for or nor per"
)
_MANY = re.compile(
    r"\b(?!(?:is|was|has|his|its|this|as|us|plus|news|says|yes|minus|less|across|perhaps|always|besides)\b)\w+[^\Wsui]s\b|"
    r"\b(?:people|police|men|women|children|couple|family|team|jury|court|crowd|inquiry|panel|audience|faithful|troops|government|committee|council|both|and|everyone|anyone|nobody|"
    r"someone|somebody|person|\d+|cattle|staff|crew|public|company|group|ministry|army|union|party|each|who|others?)\b|"
    r"\b[A-Z][\w’'-]+\s(?:and|or|&)\s(?:[a-z]+\s){0,3}[A-Z]|[A-Z]{2,}",
)
