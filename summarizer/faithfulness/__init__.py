"""Whether a statement says what its evidence says: who, what, how many, when, and how sure.

Pure rules over words; nothing is loaded. Each file holds one idea; `alignment.py`, which tells where each word of a
statement comes from, carries them all.
"""

from collections.abc import Sequence

from summarizer.document import AnnotatedDocument
from summarizer.faithfulness.crossing import check_crossing
from summarizer.faithfulness.dates import check_dates
from summarizer.faithfulness.evidence import Claim, Evidence, conveyed_claims, gather
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.hedges import check_hedges
from summarizer.faithfulness.names import check_names, check_support
from summarizer.faithfulness.numbers import check_numbers
from summarizer.faithfulness.quotes import check_quotes, fold
from summarizer.faithfulness.speakers import check_speakers
from summarizer.language import SUPPORTED
from summarizer.summary import Statement

__all__ = ["Claim", "Failure", "check", "claims_told"]

MAX_CHARS = 4_000  # of a statement; a longer one fits no message, and comparing it takes seconds
MAX_EVIDENCE_CHARS = 20_000  # of its passages together; nobody reads more to check a sentence

_CHECKS = (
    check_quotes,
    check_speakers,
    check_crossing,
    check_names,
    check_numbers,
    check_dates,
    check_hedges,
    check_support,
)


def check(statement: Statement, sources: Sequence[AnnotatedDocument]) -> tuple[Failure, ...]:
    """What is wrong with a statement, each kind once; nothing for one that its cited passages bear out.

    Args:
        sources: the documents, numbered from 1 as in the statement's citations.
    """
    if len(statement.text) > MAX_CHARS or sum(len(c.text) for c in statement.citations) > MAX_EVIDENCE_CHARS:
        return (Failure.UNSUPPORTED,)
    evidence = gather(statement, sources)
    if not evidence.passages:
        return (Failure.UNSUPPORTED,)
    if any((s.document.language or "en") not in SUPPORTED for s in evidence.sources):
        return tuple(_check_verbatim(evidence))
    return tuple(dict.fromkeys(failure for rule in _CHECKS for failure in rule(evidence)))


def claims_told(statement: Statement, sources: Sequence[AnnotatedDocument]) -> list[Claim]:
    """The attributed claims of its cited passages that a statement tells."""
    return conveyed_claims(gather(statement, sources))


def _check_verbatim(evidence: Evidence) -> list[Failure]:
    """In a language whose attributions are not understood only whole passages, unchanged, are beyond doubt."""
    failures = list(check_quotes(evidence))
    if fold(evidence.statement.text) not in fold(" ".join(evidence.passages)):
        failures.append(Failure.UNSUPPORTED)
    return failures
