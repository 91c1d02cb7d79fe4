"""By which words a reader knows a claim's source."""

import re

from summarizer.faithfulness.evidence import Claim
from summarizer.faithfulness.lexicon import STOP, TITLES
from summarizer.faithfulness.tokens import acronyms, tokenize
from summarizer.naming import is_vague


def speaker_stems(claim: Claim) -> frozenset[str]:
    """Stems of the words by which a reader knows the claim's source; none where it has no name."""
    name = claim.attribution.name or ""
    phrases = [tokenize(_head(p)) for p in (name, "" if is_vague(claim.mention) else claim.mention) if p]
    names = [[t for t in tokens if t.is_capitalized and t.low not in STOP] for tokens in phrases]
    initials = {i for tokens in phrases for i in acronyms(tokens) if len(i) > 2 or len(i) == len(tokens)}
    known = {t.stem for tokens in names for t in tokens if t.low not in TITLES}
    common = {t.stem for tokens in phrases for t in tokens if t.is_content}
    return frozenset(initials | (known if known and name else known | common))


def _head(phrase: str) -> str:
    """The phrase without what only describes: "Ann Reed, editor at the Post" is known as Ann Reed."""
    head = re.split(r",\s|\s(?:at|from)\s", phrase)[0]
    return head if any(letter.isupper() for letter in head[1:]) or head[:1].isupper() else phrase
