"""Claims told in the passive: "is believed to be", "was described by Reed as", "This is stated in a report by Reed"."""

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.complements import is_thing
from summarizer.attribution.extents import words_after
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import verb_group
from summarizer.parser import Token

# In the passive these tell what happens to somebody, not what somebody says.
_NOT_PASSIVE = frozenset("find call name see".split())
_ADDRESSED = frozenset("ask inform remind require order".split())


def passive_claim(frame: Frame, verb: Token) -> Claim | None:
    """What a passive verb reports; its source is the agent, or nobody."""
    tree = frame.tree
    known = tables.SPEECH | tables.BELIEF | tables.NAMING
    if tree.child(verb, "agent"):
        known |= tables.NOMINAL_OBJECT - {"support"}
    if verb.lemma not in known or verb.lemma in _NOT_PASSIVE:
        return None
    if not tree.child(verb, "nsubjpass", "auxpass", "agent"):
        return None
    agent, patient = tree.child(verb, "agent"), tree.child(verb, "nsubjpass")
    speaker = tree.child(agent, "pobj") if agent else None
    if speaker is not None and verb.lemma in tables.EFFECT | {"explain"} and is_thing(speaker):
        return None  # "cannot be explained by heat"
    if patient is not None and patient.low in ("this", "that", "it") and not tree.child(verb, "ccomp", "xcomp"):
        return _pointing_back(frame, verb, speaker)
    clause = next((t for t in tree.children(verb, "ccomp", "xcomp", "oprd") if t.index > verb.index), None)
    if clause is None and verb.lemma in tables.NAMING | tables.NOMINAL_OBJECT:
        clause = next((t for t in tree.children(verb, "prep") if t.low == "as"), None)
    if clause is None and verb.lemma == "expect":
        clause = next((t for t in tree.children(verb, "prep") if t.low in ("by", "in", "on", "within")), None)
    if verb.lemma in ("accuse", "blame"):
        clause = next(
            (t for t in tree.children(verb, "prep") if t.low in ("of", "for") and t.index > verb.index), clause
        )
    judges = verb.lemma in tables.NAMING | tables.NOMINAL_OBJECT and speaker is not None and patient is not None
    if (clause is None or verb.lemma in _ADDRESSED) and not judges:
        return None
    is_part = patient is not None and patient.low not in ("it", "this", "that") and verb.lemma not in tables.TOLD
    content = [tree.subtree(patient)] if patient is not None and is_part else []
    content += [words_after(tree, verb, clause)] if clause is not None else []
    return make_claim(frame, verb, verb_group(tree, verb), speaker, content) if content else None


def _pointing_back(frame: Frame, verb: Token, speaker: Token | None) -> Claim | None:
    """`This is stated in a report by Reed`, `This was announced by the ministry`."""
    speaker = speaker or _author(frame, verb)
    if speaker is None:
        return None
    claim = make_claim(frame, verb, verb_group(frame.tree, verb), speaker, [])
    claim.points_back = True
    return claim


def _author(frame: Frame, verb: Token) -> Token | None:
    """Whose report it stands in; the report itself where nobody is named for it."""
    tree = frame.tree
    for place in tree.children(verb, "prep"):
        paper = tree.child(place, "pobj")
        if paper is None or place.low not in ("in", "by", "on"):
            continue
        if place.low == "by":
            return paper
        if paper.lemma in tables.OCCASION:
            by = next((t for t in tree.children(paper, "prep") if t.low in ("by", "of", "from")), None)
            return (tree.child(by, "pobj") if by else None) or paper
    return None
