"""What one clause of a statement says, one sentence of its evidence says."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from summarizer.faithfulness.evidence import Claim, Evidence, conveyed_claims
from summarizer.faithfulness.failures import Failure
from summarizer.faithfulness.lexicon import PRONOUNS, TITLES
from summarizer.faithfulness.naming import speaker_stems
from summarizer.faithfulness.tokens import stem
from summarizer.naming import PAPERS, POSSESSIVES

MAX_ROLE_WORDS = 6
FOREIGN_SHARE = 0.25  # of a clause's content words that may come from another sentence than the rest


def check_crossing(evidence: Evidence) -> Iterator[Failure]:
    """Clauses glued together from two sentences; a name put for a pronoun, or naming a speaker, is no glue."""
    forward = evidence.alignment.forward
    naming = name_places(evidence)
    for clause in {t.clause for t in evidence.words}:
        placed = [
            forward[i]
            for i, t in enumerate(evidence.words)
            if t.clause == clause and t.is_content and i in forward and forward[i] not in naming
        ]
        homes = Counter(evidence.sentences[j] for j in placed)
        if len(homes) < 2:
            continue
        main, _ = homes.most_common(1)[0]
        foreign = [j for j in placed if evidence.sentences[j] != main]
        here = {t.stem for j, t in enumerate(evidence.tokens) if evidence.sentences[j] == main}
        foreign = [j for j in foreign if evidence.tokens[j].stem not in here]
        if len(foreign) > FOREIGN_SHARE * len(placed) and not any(
            _has_open_reference(evidence, home) for home in homes if home == main or _are_names(placed, home, evidence)
        ):
            yield Failure.CROSSED_CLAIMS
            return


def name_places(evidence: Evidence) -> set[int]:
    """Words of the passages that name the speakers of the statement's claims, with the role before a name."""
    conveyed = conveyed_claims(evidence)
    naming = {j for claim in conveyed for j in claim.source} | _name_places(conveyed, evidence)
    return naming | set(_roles(naming, evidence))


def _name_places(claims: Sequence[Claim], evidence: Evidence) -> set[int]:
    """Words of the passages that give the names of the claims' sources: in full, as initials, with the title before."""
    stems = {s for claim in claims if claim.attribution.name for s in speaker_stems(claim)}
    stems |= {stem(part) for claim in claims for part in (claim.attribution.name or "").split()}
    places = {j for j, token in enumerate(evidence.tokens) if token.stem in stems and token.is_capitalized}
    titles = {j - 1 for j in places if j and evidence.tokens[j - 1].low in TITLES}
    return places | titles


def _roles(naming: Collection[int], evidence: Evidence) -> Iterator[int]:
    """The words of a passage that lead up to a name and stand beside it in the statement: "council leader Ann Reed"."""
    forward, backward = evidence.alignment.forward, evidence.alignment.backward
    for i, j in forward.items():
        if j not in naming:
            continue
        for back in range(1, MAX_ROLE_WORDS + 1):
            k = j - back
            is_near = k in backward and abs(backward[k] - i) <= MAX_ROLE_WORDS
            is_joined = is_near and evidence.tokens[k].clause == evidence.tokens[j].clause
            if not is_joined or evidence.sentences[k] != evidence.sentences[j]:
                break
            yield k


def _are_names(placed: Sequence[int], home: int, evidence: Evidence) -> bool:
    """Whether all that a clause has from elsewhere than this sentence is names."""
    return all(evidence.tokens[j].is_capitalized for j in placed if evidence.sentences[j] != home)


def _has_open_reference(evidence: Evidence, sentence: int) -> bool:
    """Whether a sentence has a pronoun, or "the report", that the statement does not repeat: a name may stand for it."""
    return any(
        evidence.sentences[j] == sentence
        and j not in evidence.alignment.backward
        and (t.low in PRONOUNS | POSSESSIVES or t.low in PAPERS)
        for j, t in enumerate(evidence.tokens)
    )
