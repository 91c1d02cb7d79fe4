"""`Reed said this in an interview`, `That is according to Reed`: what is reported is the sentence before."""

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import subject, verb_group
from summarizer.parser import Token, Tree

_POINTING = frozenset(
    "announce report tell say state write declare confirm disclose reveal stress note explain".split()
)
MAX_LEAD = 4  # words of "That is" before "according to"


def pointing_claim(frame: Frame, verb: Token) -> Claim | None:
    """A claim without content of its own: `X announced this on Thursday`."""
    tree = frame.tree
    if verb.lemma not in _POINTING or frame.inside is not None or frame.speech:
        return None
    this = next((t for t in tree.children(verb, "dobj", "dative") if t.low in ("this", "that", "so")), None)
    is_bare = this is not None and not this.children and this.index > verb.index
    if not is_bare or tree.child(verb, "ccomp", "xcomp") or any(t.text in ':“"' for t in tree.tokens):
        return None
    speaker = subject(tree, verb) if verb.pos != "NOUN" else _plural_before(tree)
    if speaker is None or (speaker.pos == "PRON" and speaker.low not in tables.PERSONAL):
        return None
    claim = make_claim(frame, verb, verb_group(tree, verb), speaker, [])
    claim.points_back = True
    if verb.pos == "NOUN":
        claim.source = frame.span(speaker, tree.tokens[verb.index - 1])
    return claim


def pointing_according(frame: Frame, token: Token, phrase: list[Token]) -> bool:
    """`That is according to the commission.`: nothing but a pointer stands before it, nothing after."""
    tree = frame.tree
    lead = tree.tokens[: token.index]
    rest = tree.tokens[phrase[-1].index + 1 :]
    opens = (
        bool(lead)
        and not frame.is_stand_in(lead[0])
        and lead[0].low in ("that", "this", "it")
        and any(t.lemma == "be" for t in lead)
    )
    return opens and len(lead) <= MAX_LEAD and not any(t.pos in ("VERB", "AUX") for t in rest)


def _plural_before(tree: Tree) -> Token | None:
    """`Researchers at the university report this`, where "report" was taken for a noun."""
    root = next(t for t in tree.tokens if tree.is_root(t))
    return root if root.tag == "NNS" and root.lemma in tables.PEOPLE else None
