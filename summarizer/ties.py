"""Which statements are told together: one that points back with what it points at, a claim with what takes it back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.document import AnnotatedDocument, Span
from summarizer.headline import find_title
from summarizer.independence import unquoted
from summarizer.pointers import find_pointers
from summarizer.summary import Kind, Statement
from summarizer.units import find_units
from summarizer.vocabulary import words

MAX_BACK = 12  # units that "the estimate" reaches back, where an estimate was spoken of before
# What makes the claim before it another claim: a denial of it, a correction, a doubt, a rival figure.
_TAKES_BACK = re.compile(
    r"""\b(?:not\ true | untrue | false | incorrect | not\ correct | a\ fake | fabricated | unfounded | baseless | misleading
        | not\ the\ case | no\ such | (?:does|did)\ not\ exist | no\ evidence | without\ evidence | impossible\ to\ verify
        | (?:cannot|not|could\ not)\ (?:be\ )?(?:independently\ )?(?:verif\w+|confirm\w*) | did\ not\ (?:provide|give|offer)
        | withdrew | withdrawn | retract\w+ | deleted | apologi[sz]ed | den(?:y|ies|ied) | rejects? | rejected | disput\w+
        | not\ aware\ of | unaware\ of | out\ of\ context | not\ recogni[sz]e | no\ (?:record|knowledge|recollection)\ of
        | dismissed | contradict\w* | put(?:s|ting)?\ the\ (?:number|figure|toll|sum|total|cost))\b""",
    re.I | re.X,
)
# Papers that say otherwise: they are about the same things.
_RECORDS = re.compile(
    r"\b(?:records|documents|footage|videos?|emails|invoices|data|minutes)\b.{0,60}\b(?:show|shows|showed|suggest\w*)\b"
)
MIN_SHARED = 2  # words of meaning
_RESTS_ON = re.compile(
    r"\b(?:this|that|such|it|the (?:accusation|allegation|claim|charge|remark|quote|words|description|report|figure|number|"
    r"account)s?)\b",
    re.I,
)
_ROLE = re.compile(r"[Tt]he (?:[a-z]+ )?([a-z][\w-]+)")
_KNOWN = words(
    "government police court army president minister opposition parliament council city state prosecution prosecutors "
    "authorities public defence defense military navy country world mayor jury judge organisers organizers union company "
    "league club"
)


# What only says that something is said or thought: it is told before what that is, or not at all.
_ANNOUNCES = re.compile(
    r"""\b(?:g[ai]ves?\ (?:a|an|another)\ (?:\w+\ )?(?:figure|number|account|version|picture|explanation|estimate|reason)
        | (?:saw|sees|see)\ (?:it|things|the\ matter)\ differently | disagree[sd]? | objected | went\ further
        | (?:was|were|is|are)\ (?:not\ convinced|unconvinced|split|divided|blunt|blunter|more\ \w+|less\ \w+)
        | wasn['’]t\ convinced | weren['’]t\ convinced | urged\ caution | \w+\ their\ options\ open
        | (?:described|recounted|recalled|outlined|explained)\ (?:the|his|her|their|what|how|why)\b[^,;:]{3,60}
        | ha(?:ve|s|d)\ (?:their|his|her|its)\ own\ \w+ | came\ to\ (?:this|that|a\ different)\ conclusion)[.!]?$""",
    re.I | re.X,
)
MAX_ANNOUNCEMENT = 16  # words
# Sentences of other languages that go on with somebody's words: "Selon lui", "По его словам", "sagte sie".
_FOREIGN = re.compile(
    r"""^(?:По\ (?:его|её|ее|их)\b | За\ (?:його|її|їх)\b | Про\ це\b | Об\ этом\b | Według\ (?:niego|niej|nich)\b | Jego\b
        | Jej\b | Selon\ (?:lui|elle|eux)\b | Según\ (?:él|ella|ellos)\b | Dodał | Laut\ (?:ihm|ihr)\b | Nach\ (?:seinen|ihren)\b)
    | [”»“"],?\ (?:sagte|so|fügte|ergänzte|erklärte)\ (?:er|sie)\b | [»”],\ (?:a-t-(?:il|elle)|dit-(?:il|elle)|explique-t-)
    | ,\ —\ (?:сказал|добавил|заявил|отметил)а?\.
    | \b(?:den\ Vorwurf|cette\ accusation|esa\ acusación|tej\ informacji|dément)\b
    | ^(?:Die|Der|Das|Es)\b[^„“]*\b(?:sei|seien|habe|werde|könne|müsse)\b""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class Ties:
    """By statement: what must stand before it, and what must stand behind it; `lonely` need what cannot be told.

    `replies` are what should stand behind it where there is room.
    """

    before: Mapping[int, int] = field(default_factory=dict)
    behind: Mapping[int, int] = field(default_factory=dict)
    lonely: frozenset[int] = frozenset()
    replies: Mapping[int, int] = field(default_factory=dict)

    def company(self, i: int, taken: frozenset[int] = frozenset()) -> list[int] | None:
        """A statement with all that must be told with it, in text order, less what is told; None where that cannot be."""
        found: set[int] = set()
        todo = [i]
        while todo:
            j = todo.pop()
            if j in found or j in taken:
                continue
            if j in self.lonely:
                return None
            found.add(j)
            todo += [ties[j] for ties in (self.before, self.behind) if j in ties]
        return sorted(found)


def find_ties(told: Sequence[tuple[int, Span, Statement]], articles: Sequence[AnnotatedDocument]) -> Ties:
    """The ties between statements, given as (index of the document, unit, statement)."""
    before: dict[int, int] = {}
    behind: dict[int, int] = {}
    lonely: set[int] = set()
    replies: dict[int, int] = {}
    for number, article in enumerate(articles):
        units = find_units(article)
        at = {span: i for i, (document, span, _) in enumerate(told) if document == number}
        texts = [span.of(article.text) for span in units]
        for k, span in enumerate(units):
            if (i := at.get(span)) is None:
                continue
            statement = told[i][2]
            if announces(statement.text) and k:
                if k + 1 < len(units) and units[k + 1] in at:
                    behind[i] = at[units[k + 1]]
                else:
                    lonely.add(i)
            for place in _rests_on(statement, article, texts[: k + 1]):
                if units[place] in at:
                    before.setdefault(i, at[units[place]])
                else:
                    lonely.add(i)
            claim = at.get(units[k - 1]) if k else None
            if claim is not None and _takes_back(statement.text, texts[k], texts[k - 1], is_pointing=i in before):
                behind.setdefault(claim, i)
            elif claim is not None and _replies(statement, told[claim][2]):
                replies[claim] = i
    return Ties(before, behind, frozenset(lonely), replies)


def announces(told: str) -> bool:
    """Whether a statement only says that something was said.

    >>> announces("The mayor of Marrow gave a higher figure."), announces("The mayor of Marrow gave 400 crowns.")
    (True, False)
    """
    return len(told.split()) <= MAX_ANNOUNCEMENT and _ANNOUNCES.search(unquoted(told)) is not None


def _rests_on(statement: Statement, article: AnnotatedDocument, texts: Sequence[str]) -> Iterator[int]:
    """The units without which the last of them cannot be read."""
    last = len(texts) - 1
    if not last:
        return
    if article.document.language != "en":
        if _FOREIGN.search(texts[last]):
            yield last - 1
        return
    if statement.kind is Kind.STATED and _is_inside_an_account(article, texts[last]):
        yield last - 1
    nouns = [*find_pointers(statement.text), *_roles(statement)]
    is_denial = _TAKES_BACK.search(unquoted(statement.text)) is not None  # of what, the title does not say in full
    yield from _antecedents(nouns, texts[:last], "" if is_denial else (find_title(article) or "").lower())


def _is_inside_an_account(article: AnnotatedDocument, text: str) -> bool:
    """Whether an earlier sentence of the paragraph opens with "According to"."""
    at = article.text.find(text)
    number = next((s.paragraph for s in article.sentences_of(Span(at, at + 1))), None)
    earlier = (s.span for s in article.sentences if s.paragraph == number and s.span.start < at)
    return any(span.of(article.text).lower().startswith("according to ") for span in earlier)


def _roles(statement: Statement) -> Iterator[str]:
    """What speakers without a name are: "the expert", "the department"; "the government" and "the police" are known."""
    for a in statement.attributions:
        if (match := _ROLE.fullmatch(a.source)) and match.group(1) not in _KNOWN:
            yield match.group(1)


def _antecedents(nouns: Sequence[str | None], texts: Sequence[str], title: str) -> Iterator[int]:
    """The units that a statement points at: where a noun was used before, else the one before it."""
    for noun in nouns:
        stem = noun.lower().rstrip("s")[:6] if noun else None
        if stem and stem in title:
            continue
        back = range(len(texts) - 1, max(-1, len(texts) - 1 - MAX_BACK), -1)
        yield next((k for k in back if stem and re.search(rf"\b{re.escape(stem)}", texts[k].lower())), len(texts) - 1)


def _replies(statement: Statement, claim: Statement) -> bool:
    """Whether somebody speaks of the one who spoke before: "Ann Reed said Hale had never sat down."."""
    speakers, others = ({a.source.split()[-1] for a in s.attributions if a.source} for s in (statement, claim))
    about = unquoted(statement.text)
    return bool(speakers) and any(
        name[:1].isupper() and name not in speakers and re.search(rf"\b{re.escape(name)}\b(?!['’]s)", about)
        for name in others
    )


def _stems(sentence: str) -> set[str]:
    return {w.lower()[:6] for w in re.findall(r"\w{5,}", sentence)}


def _takes_back(told: str, sentence: str, claimed: str, *, is_pointing: bool) -> bool:
    """Whether a statement turns the one before it into something else."""
    plain = unquoted(told)
    if _RECORDS.search(plain) and len(_stems(sentence) & _stems(claimed)) >= MIN_SHARED:
        return True
    if _TAKES_BACK.search(plain) is None:
        return False
    return (
        is_pointing
        or _RESTS_ON.search(plain) is not None
        or re.match(r"(?:He|She|They|It|But|However)\b", sentence) is not None
    )
