"""Names of a statement stand in its evidence, and its other words do too."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.document import SOMEBODY
from summarizer.faithfulness.evidence import Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import CALENDAR, CUES, OPPOSITES, STOP, TITLES
from summarizer.faithfulness.quantities import SMALL, UNITS
from summarizer.faithfulness.tokens import NAME_WINDOW, Token, acronyms, are_forms, runs, stem

MAX_NEW_SHARE = 0.15  # of a statement's content words; a quarter is what outside scorers let pass
MAX_NEW_IN_CLAUSE = 0.25  # of a clause's: one made-up verb in a short clause is a made-up deed
_COMMON_ENDINGS = re.compile(
    r"(?:tion|sion|ment|ness|ity|ty|ance|ence|ing|ship|ism|ists?|ers|ors|ants|ents|ies|ures?|ages?|als|ans|ous|ly|ed|ive|"
    r"ful|able|ible|[^s']s)$"
)


def check_names(evidence: Evidence) -> Iterator[Failure]:
    """Capitalized words that neither the cited passages nor the documents' outlets and authors account for."""
    allowed = _allowed(evidence)
    unknown = False
    names: list[int] = []
    for i, token in enumerate(evidence.words):
        if not _may_be_name(evidence.words, i):
            continue
        if _is_known(token, allowed):
            names.append(i)
        elif not _is_opening(evidence, i) or _is_used_as_name(evidence, i):
            unknown = True
    if unknown or any(not _stand_together(run, evidence, allowed) for run in runs(evidence.words, names)):
        yield Failure.INVENTED_NAME


def check_support(evidence: Evidence) -> Iterator[Failure]:
    """Whether the statement's words come from its evidence, and none is turned into its opposite."""
    if not evidence.tokens:
        yield Failure.UNSUPPORTED
        return
    stems = {t.stem for t in evidence.tokens} | _outlet_stems(evidence)
    mine = [t for t in evidence.words if t.is_content and not _is_lead(t) and not _counts(t)]
    new = [t for t in mine if t.stem not in stems and not any(are_forms(t.stem, s) for s in stems)]
    clauses = Counter(t.clause for t in mine)
    crowded = any(n > MAX_NEW_IN_CLAUSE * clauses[clause] for clause, n in Counter(t.clause for t in new).items())
    if crowded or len(new) > MAX_NEW_SHARE * len(mine):
        yield Failure.UNSUPPORTED
    lows = {t.low for t in evidence.tokens}
    if any(t.low not in lows and OPPOSITES.get(t.low, frozenset()) & _left_out(evidence) for t in evidence.words):
        yield Failure.NEGATION_FLIPPED


def _is_lead(token: Token) -> bool:
    """Whether a word may be the statement's own way to lead a claim; the check of speakers judges its meaning."""
    return CUES.get(token.low) in ("neutral", "noun") or token.low in SOMEBODY.split()


def _counts(token: Token) -> bool:
    """Whether a word is a number or a unit: the check of numbers judges those."""
    return token.text[0].isdigit() or token.low in UNITS


def _left_out(evidence: Evidence) -> set[str]:
    """The words of the evidence that the statement does not have."""
    mine = {t.low for t in evidence.words}
    return {t.low for t in evidence.tokens} - mine


def _may_be_name(words: Sequence[Token], i: int) -> bool:
    token = words[i]
    low = token.low
    if not _has_capital(token.text) or low in STOP | CALENDAR | SMALL.keys():
        return False
    return low not in CUES or (i > 0 and not token.is_quoted)


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _allowed(evidence: Evidence) -> set[str]:
    """Stems of what may be written with a capital: capitalized words of the evidence, their initials, the outlets."""
    capitals = [part for t in evidence.tokens for part in (t.text, *re.split(r"[-/&]", t.text)) if _has_capital(part)]
    return {stem(part) for part in capitals} | acronyms(evidence.tokens) | _outlet_stems(evidence)


def _outlet_stems(evidence: Evidence) -> set[str]:
    told = (f"{s.document.publisher or ''} {s.document.author or ''}" for s in evidence.sources)
    return {stem(word) for text in told for word in re.findall(r"[^\W_]+(?:[.'’-][^\W_]+)*", text)}


def _is_known(token: Token, allowed: set[str]) -> bool:
    if token.stem in allowed:
        return True
    parts = re.split(r"[-/&]", token.text)
    if len(parts) > 1:
        return all(stem(p) in allowed or not _has_capital(p) for p in parts)
    return any(are_forms(token.stem, other) for other in allowed)


def _is_opening(evidence: Evidence, i: int) -> bool:
    """Whether the capital may be owed to the place: the first word of the statement, of a quotation, or after a colon."""
    before = evidence.statement.text[: evidence.words[i].start].rstrip()
    return not before.strip("“„«\"'‘([–— ") or before[-1] in '.!?:“„«"‘(['


def _is_used_as_name(evidence: Evidence, i: int) -> bool:
    """Whether an opening word unknown to the evidence is a name: it speaks, owns, goes on in capitals, or reads so."""
    token = evidence.words[i]
    if any(t.stem == token.stem or are_forms(t.stem, token.stem) for t in evidence.tokens):
        return False
    after = evidence.words[i + 1] if i + 1 < len(evidence.words) else None
    speaks = after is not None and (after.low in CUES or (after.is_capitalized and after.low not in STOP))
    return speaks or token.text.endswith(("'s", "’s")) or not _COMMON_ENDINGS.search(token.low)


def _stand_together(run: Sequence[int], evidence: Evidence, allowed: set[str]) -> bool:
    """Whether the words of one name ("Anna Reed") stand close to each other in the evidence, too."""
    words = evidence.words
    gaps = [evidence.statement.text[words[a].end : words[b].start] for a, b in pairwise(run)]
    if len(run) < 2 or any(gap.strip() for gap in gaps) or words[run[0]].low in TITLES | CUES.keys():
        return len(run) < 3 or any(gap.strip() for gap in gaps) or _stand_together(run[1:], evidence, allowed)
    wanted = {words[i].stem for i in run} - _outlet_stems(evidence) - acronyms(evidence.tokens)
    tokens = [t.stem for t in evidence.tokens]
    places = [j for j, s in enumerate(tokens) if s in wanted]
    return not wanted or any(
        all(any(w == s or are_forms(w, s) for s in tokens[j : j + NAME_WINDOW]) for w in wanted) for j in places
    )
