"""The pair (speaker, claim): whoever the evidence has for a claim, the statement names, with a cue of like meaning."""

from collections.abc import Iterator, Sequence

from summarizer.faithfulness.annotation_free import check_cues
from summarizer.faithfulness.cues import COLON, OWN, Cue, find_cues, is_bare
from summarizer.faithfulness.evidence import Claim, Evidence, conveyed_claims
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import CUES, NEUTRAL_STANDS_FOR, PRONOUNS, STOP
from summarizer.faithfulness.naming import speaker_stems
from summarizer.faithfulness.tokens import tokenize
from summarizer.naming import FIRST_PERSON, is_vague


def check_speakers(evidence: Evidence) -> Iterator[Failure]:
    """Claims without their speaker, with another's, or with a cue that means something else."""
    if is_bare(evidence.statement.text):
        yield Failure.UNRESOLVED_SPEAKER
    if evidence.has_nameless:
        yield Failure.SPEAKER_DROPPED
    conveyed = conveyed_claims(evidence)
    cues = find_cues(evidence, conveyed)
    for claim in conveyed:
        yield from _check_claim(claim, cues, evidence)
    yield from check_cues(cues, evidence)


def _check_claim(claim: Claim, cues: Sequence[Cue], evidence: Evidence) -> Iterator[Failure]:
    told = evidence.counterparts(claim.content)
    nearest = _nearest([c for c in cues if c.at not in told], told)
    if claim.attribution.source is None or claim.mention.lower() in ("you", "your"):  # nobody in particular
        if claim.cue and not nearest and not evidence.counterparts(claim.cue):
            yield Failure.SPEAKER_DROPPED
        return
    if not nearest:
        yield Failure.SPEAKER_DROPPED
        return
    stems = speaker_stems(claim)
    names = {i for i, word in enumerate(evidence.words) if i not in told and word.stem in stems}
    if not _is_copied(claim, evidence) and not any(_speaks(cue, names, claim, evidence) for cue in nearest):
        yield _missing(nearest[0], bool(names), claim, evidence)
    elif not evidence.counterparts(claim.cue) and not any(_means(cue.group, claim) for cue in nearest):
        yield Failure.NEGATION_FLIPPED if "deny" in (nearest[0].group, _group(claim)) else Failure.CUE_CHANGED


def _nearest(cues: Sequence[Cue], told: frozenset[int]) -> list[Cue]:
    """The cues that may govern the words `told`: the closest ones."""
    distance = {cue.at: min(abs(cue.at - i) for i in told) for cue in cues}
    return [cue for cue in cues if distance[cue.at] == min(distance.values())]


def _is_copied(claim: Claim, evidence: Evidence) -> bool:
    """Whether the statement has source and cue in the order, and at most at the distance, that the evidence has."""
    back = evidence.alignment.backward
    is_inner = any(claim.source <= other.content for other in evidence.claims)  # within what a named speaker says
    is_inner |= claim.mention.lower() in FIRST_PERSON and all(evidence.tokens[k].is_quoted for k in claim.source)
    stems = speaker_stems(claim)  # not the whole mention: "Ann Reed, a Democrat" is not copied by "Bo Hill, a Democrat"
    names = {k for k in claim.source if evidence.tokens[k].is_capitalized and evidence.tokens[k].stem in stems}
    may_be_vague = is_inner or not claim.attribution.is_speech  # "they want it" is told of them, not by them
    return (may_be_vague or not is_vague(claim.mention)) and any(
        (back[j] - back[k]) * (j - k) > 0 and abs(back[j] - back[k]) <= abs(j - k)
        for j in claim.cue & back.keys()
        for k in (names or claim.source) & back.keys()
        if evidence.words[back[k]].stem == evidence.tokens[k].stem
        and (evidence.tokens[k].low not in STOP or evidence.tokens[k].low in PRONOUNS)
    )


def _speaks(cue: Cue, names: set[int], claim: Claim, evidence: Evidence) -> bool:
    """Whether the source speaks at this cue: by name, or as a pronoun that follows the name."""
    if names & set(cue.subject):
        return True
    words = evidence.words
    pronoun = next((i for i in cue.subject if words[i].low in PRONOUNS), None)
    if pronoun is None or any(words[i].is_capitalized and words[i].low not in PRONOUNS for i in cue.subject):
        return False
    if names or claim.is_named:
        return any(i < pronoun and words[i].is_capitalized for i in names)
    is_own = evidence.alignment.forward.get(pronoun) in claim.source
    return is_own and any(words[i].is_capitalized and words[i].low not in STOP for i in range(1, pronoun))


def _missing(cue: Cue, is_named: bool, claim: Claim, evidence: Evidence) -> Failure:
    """Why the source does not speak at the cue."""
    words = [evidence.words[i] for i in cue.subject]
    named = {w.stem for w in words if w.is_capitalized and w.low not in PRONOUNS}
    if named:
        is_other = any(named & speaker_stems(other) for other in evidence.claims if other is not claim)
        return Failure.CROSSED_CLAIMS if is_other else Failure.WRONG_SPEAKER
    if any(w.low in PRONOUNS for w in words):
        return Failure.UNRESOLVED_SPEAKER
    return Failure.WRONG_SPEAKER if words or is_named else Failure.SPEAKER_DROPPED


def _group(claim: Claim) -> str:
    groups = [CUES[t.low] for t in tokenize(claim.cue_text) if t.low in CUES]
    return "deny" if claim.attribution.is_negative else groups[0] if groups else OWN


def _means(group: str, claim: Claim) -> bool:
    """Whether a cue of this group may stand for the claim's own, which the statement does not have."""
    theirs = _group(claim)
    if OWN in (group, theirs) or group == theirs:
        return "deny" not in (group, theirs) or group == theirs
    return group in ("neutral", "noun", COLON) and theirs in NEUTRAL_STANDS_FOR
