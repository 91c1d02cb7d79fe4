"""What can be told of speakers where the annotation is silent, from the words of the evidence alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.faithfulness.cues import COLON, Cue
from summarizer.faithfulness.evidence import MIN_SHARED, TOLD, Claim, Evidence
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import AMBIGUOUS, CUES, NOUN_CUES, PRONOUNS, SPEECH, STOP, TITLES
from summarizer.faithfulness.naming import speaker_stems

TAIL = 3  # content words after a cue that ends its sentence: "..., Reed said on Monday in Paris."


def check_cues(cues: tuple[Cue, ...], evidence: Evidence) -> Iterator[Failure]:
    """Claims whose speaker stands in the evidence though no attribution says so, or in the statement alone."""
    if not cues and any(_is_led_by(j, evidence) for j in _free_cues(evidence)):
        yield Failure.SPEAKER_DROPPED
    for n, cue in enumerate(cues):
        if not _is_borne_out(cue, cues[:n] + cues[n + 1 :], evidence):
            yield Failure.CROSSED_CLAIMS
            return


def _free_cues(evidence: Evidence) -> Iterator[int]:
    """Verbs of saying or believing in the evidence that belong to no known attribution."""
    known = {j for claim in evidence.claims for j in claim.cue | claim.content}
    for j, token in enumerate(evidence.tokens):
        if token.low in CUES and token.low not in AMBIGUOUS and not token.is_quoted and j not in known:
            yield j


def _is_led_by(j: int, evidence: Evidence) -> bool:
    """Whether the statement tells what stands on one side of a cue, and nothing of its subject on the other."""
    tokens, back = evidence.tokens, evidence.alignment.backward
    sentence = [k for k, t in enumerate(tokens) if evidence.sentences[k] == evidence.sentences[j] and t.is_content]
    before, after = [k for k in sentence if k < j], [k for k in sentence if k > j]
    told_before, told_after = [k for k in before if k in back], [k for k in after if k in back]
    if before and not told_before:
        return len(told_after) >= max(MIN_SHARED, TOLD * len(after))
    clause = [t for t in tokens if t.clause == tokens[j].clause]
    is_tail = (
        tokens[j].low in SPEECH
        and len(after) <= TAIL
        and not any(t.low in ("which", "who", "as", "that") for t in clause)
    )
    apart = [k for k in told_before if tokens[k].clause != tokens[j].clause]
    return is_tail and not told_after and apart == told_before and len(apart) >= max(MIN_SHARED, TOLD * len(before))


def _is_borne_out(cue: Cue, others: Sequence[Cue], evidence: Evidence) -> bool:
    """Whether the evidence has the cue's named subject speak the words next to it, or at least in one sentence with them."""
    words, forward = evidence.words, evidence.alignment.forward
    named = {words[i].stem for i in cue.subject if _is_name(i, evidence)}
    if not named or (cue.group != COLON and words[cue.at].low in NOUN_CUES):
        return True
    told = [
        forward[i]
        for i, word in enumerate(words)
        if i in forward
        and word.is_content
        and i not in cue.subject
        and i != cue.at
        and not any(abs(i - other.at) < abs(i - cue.at) or i in other.subject for other in others)
    ]
    homes = Counter(evidence.sentences[j] for j in told).most_common(1)
    if not homes or homes[0][1] < MIN_SHARED:
        return True
    home = homes[0][0]
    here = {t.stem for j, t in enumerate(evidence.tokens) if evidence.sentences[j] == home}
    return bool(named & here) or any(_bears(claim, told, named, evidence) for claim in evidence.claims)


def _bears(claim: Claim, told: Sequence[int], named: set[str], evidence: Evidence) -> bool:
    """Whether an attribution has the named speaker say some of the words told."""
    return bool(claim.content.intersection(told)) and bool(named & speaker_stems(claim))


def _is_name(i: int, evidence: Evidence) -> bool:
    word = evidence.words[i]
    return word.is_capitalized and word.low not in STOP | TITLES | PRONOUNS
