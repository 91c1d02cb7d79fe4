"""Small mends of a drafted sentence that failed the check: the name put in, quotation marks taken off."""

import re
from collections.abc import Collection, Iterator, Sequence

from summarizer.faithfulness import Claim, Failure
from summarizer.naming import is_vague
from summarizer.quotation import CLOSING, OPENING

_SUBJECT = re.compile(
    r"(?:he|she|they|it|(?:the|this|that) (?:report|study|survey|poll|statement|article|document|paper))\b",
    re.IGNORECASE,
)
_MARKS = re.compile(f'[{OPENING}{CLOSING}"]')


def mend(draft: str, failures: Collection[Failure], claims: Sequence[Claim]) -> Iterator[str]:
    """Other wordings to try; none of them is believed without a new check.

    Args:
        claims: the attributed claims that the draft tells.
    """
    names = {name for claim in claims if (name := _name(claim))}
    if len(names) == 1:
        (name,) = names
        if Failure.UNRESOLVED_SPEAKER in failures and (subject := _SUBJECT.match(draft)):
            yield name[:1].upper() + name[1:] + draft[subject.end() :]
        if Failure.SPEAKER_DROPPED in failures:
            yield f"According to {name}, {_as_continuation(draft, claims)}"
    if {Failure.ALTERED_QUOTE, Failure.UNBALANCED_QUOTES} & set(failures):
        yield _MARKS.sub("", draft)


def _name(claim: Claim) -> str:
    name = claim.attribution.name or ""
    return name if name and not is_vague(name) else "" if is_vague(claim.mention) else claim.mention


def _as_continuation(draft: str, claims: Sequence[Claim]) -> str:
    """The draft with a small first letter, where the article writes that word small or it is a small word."""
    first = re.match(r"[A-Z][a-z]+", draft)
    small = {
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "There",
        "This",
        "These",
        "Those",
        "Some",
        "Many",
        "Most",
        "All",
        "No",
    }
    return draft[:1].lower() + draft[1:] if first and first.group() in small else draft
