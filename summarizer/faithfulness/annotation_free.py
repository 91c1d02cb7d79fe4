"""What can be told of speakers where the annotation is silent, from the words of the evidence alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.faithfulness.cues import COLON, Cue
from summarizer.faithfulness.evidence import MIN_SHARED, TOLD, Claim, Evidence, conveyed_claims
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import AMBIGUOUS, CUES, NOUN_CUES, PRONOUNS, SPEECH, STOP, TITLES
from summarizer.faithfulness.naming import speaker_stems
from summarizer.naming import PAPERS

_AFTER_NOUNS = frozenset("for to of by from in on over and or about against were was are is".split())
_RELATIVES = frozenset("which who as that".split())
INVERTED = 5  # words after a cue within which its subject stands: "said the mayor, Ann Reed"
TAIL = 3  # content words after a cue that ends its sentence: "..., Reed said on Monday in Paris."


def check_cues(cues: tuple[Cue, ...], evidence: Evidence) -> Iterator[Failure]:
    """Claims whose speaker stands in the evidence though no attribution says so, or in the statement alone."""
    free = list(_free_cues(evidence))
    if not cues and any(_is_led_by(j, evidence) or _is_followed_by(j, evidence) for j in free):
        yield Failure.SPEAKER_DROPPED
    if any(_has_lost_its_name(j, evidence) for j in free):
        yield Failure.WRONG_SPEAKER
    if any(_is_made_vague(cue, cues[:n], evidence) for n, cue in enumerate(cues)):
        yield Failure.UNRESOLVED_SPEAKER
    for n, cue in enumerate(cues):
        if not _is_borne_out(cue, cues[:n] + cues[n + 1 :], evidence):
            yield Failure.CROSSED_CLAIMS
            return


def _free_cues(evidence: Evidence) -> Iterator[int]:
    """Words of saying or believing in the evidence, outside quotations, that belong to no known attribution."""
    known = {j for claim in evidence.claims for j in claim.cue | claim.content}
    for j, token in enumerate(evidence.tokens):
        if token.low in CUES and token.low not in NOUN_CUES and not token.is_quoted and j not in known:
            yield j


def _is_led_by(j: int, evidence: Evidence) -> bool:
    """Whether the statement tells what follows a cue, and nothing of the subject before it."""
    tokens, back = evidence.tokens, evidence.alignment.backward
    sentence = _sentence(j, evidence)
    before, after = [k for k in sentence if k < j], [k for k in sentence if k > j]
    told = [k for k in after if k in back]
    if not before or any(k in back for k in before) or len(told) < max(MIN_SHARED, TOLD * len(after)):
        return False
    is_verb = tokens[j].low not in AMBIGUOUS or tokens[j + 1].low not in _AFTER_NOUNS
    first = tokens[told[0]]
    is_joined = first.is_quoted or first.clause == tokens[j].clause or any(t.low == "that" for t in tokens[j : told[0]])
    return is_verb and is_joined


def _is_followed_by(j: int, evidence: Evidence) -> bool:
    """Whether the statement tells what stands before "..., Reed said", and not that he did."""
    tokens, back = evidence.tokens, evidence.alignment.backward
    sentence = _sentence(j, evidence)
    before, after = [k for k in sentence if k < j], [k for k in sentence if k > j]
    told = [k for k in before if k in back]
    clause = [t.low for t in tokens if t.clause == tokens[j].clause]
    is_tail = tokens[j].low in SPEECH and len(after) <= TAIL and not _RELATIVES & set(clause)
    apart = all(tokens[k].clause != tokens[j].clause for k in told)
    return is_tail and apart and not any(k in back for k in after) and len(told) >= max(MIN_SHARED, TOLD * len(before))


def _has_lost_its_name(j: int, evidence: Evidence) -> bool:
    """Whether the statement keeps a cue, but no word of the name that speaks there."""
    tokens = evidence.tokens
    if tokens[j].low not in SPEECH or j not in evidence.alignment.backward:
        return False
    after = [t for t in tokens[j + 1 : j + 5] if t.is_capitalized and not t.is_quoted and t.low not in STOP]
    inverted = tokens[j].low == "according" or (j + 1 < len(tokens) and tokens[j + 1] in after)
    before = [tokens[k] for k in range(j) if evidence.sentences[k] == evidence.sentences[j]]
    named = after if inverted else [t for t in before if t.is_capitalized and not t.is_quoted and t.low not in STOP]
    mine = {word.stem for word in evidence.words}
    return bool(named) and not any(t.stem in mine for t in named)


def _is_made_vague(cue: Cue, earlier: Sequence[Cue], evidence: Evidence) -> bool:
    """Whether "he" or "the report" speaks that the evidence does not have there, and nobody named spoke before."""
    if not cue.subject:
        return False
    i = cue.subject[0]  # the word nearest to the cue
    word, at = evidence.words[i], evidence.alignment.forward.get(i)
    is_bare_paper = (
        word.low in PAPERS and i > 0 and evidence.words[i - 1].low in ("the", "this", "that", "its", "their")
    )
    is_new = (
        at is None or evidence.tokens[at].low != word.low
    )  # "the report" is not there where it only says "reported"
    if not (is_new and (word.low in PRONOUNS or is_bare_paper)):
        return False
    told = frozenset[int]().union(*(evidence.counterparts(c.content) for c in conveyed_claims(evidence)))
    spoke = [c for c in earlier if c.at not in told | {i}]  # "the most cited scholar" cites nobody
    return not any(_is_name(k, evidence) for c in spoke for k in c.subject)


def _sentence(j: int, evidence: Evidence) -> list[int]:
    """The content words of the sentence of word `j`, apart from it."""
    numbers = evidence.sentences
    return [k for k, t in enumerate(evidence.tokens) if numbers[k] == numbers[j] and t.is_content and k != j]


def _is_borne_out(cue: Cue, others: Sequence[Cue], evidence: Evidence) -> bool:
    """Whether the evidence has the cue's named subject speak the words next to it, or at least in one sentence with them."""
    words, forward = evidence.words, evidence.alignment.forward
    named = {words[i].stem for i in cue.subject if _is_name(i, evidence)}
    if not named or (cue.group != COLON and words[cue.at].low in AMBIGUOUS):
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
    here = [j for j, t in enumerate(evidence.tokens) if evidence.sentences[j] == home and t.stem in named]
    at = forward.get(cue.at)
    if at is not None and evidence.sentences[at] == home:  # who speaks stands before the cue, or right after it
        here = [j for j in here if j < at + INVERTED]
    return bool(here) or any(_bears(claim, told, named) for claim in evidence.claims)


def _bears(claim: Claim, told: Sequence[int], named: set[str]) -> bool:
    """Whether an attribution has the named speaker say some of the words told."""
    return bool(claim.content.intersection(told)) and bool(named & speaker_stems(claim))


def _is_name(i: int, evidence: Evidence) -> bool:
    word = evidence.words[i]
    return word.is_capitalized and word.low not in STOP | TITLES | PRONOUNS
