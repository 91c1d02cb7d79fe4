"""Claims made by verbs: "said that", "promised to", "criticized the plan", "..., Reed said"."""

from collections.abc import Iterator

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.complements import can_speak, find_content, is_thing
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import is_negated, is_passive, subject, verb_group
from summarizer.attribution.objects import is_estimate
from summarizer.attribution.passives import passive_claim
from summarizer.attribution.pointing import pointing_claim
from summarizer.attribution.trailing import name_before, speaker_before, trailing_claim
from summarizer.document import Span
from summarizer.parser import Token, Tree


def verb_claims(frame: Frame) -> Iterator[Claim]:
    """What the verbs of a frame report."""
    found: list[Claim] = []
    for verb in frame.tree.tokens:
        if not _is_verb(frame.tree, verb) or not verb.text[:1].isalpha() or frame.is_stand_in(verb):
            continue
        behind = trailing_claim(frame, verb)
        claim = (
            behind
            or pointing_claim(frame, verb)
            or (passive_claim(frame, verb) if is_passive(frame.tree, verb) else _active_claim(frame, verb))
        )
        if claim:
            claim.is_negative = is_negated(frame.tree, verb)
            claim.is_speech = verb.lemma in tables.SPEECH | tables.SHOWING or verb.lemma not in tables.BELIEF
            found.append(claim)
        if behind:
            _end_before(behind, found[:-1])
    return iter(found)


def _is_verb(tree: Tree, token: Token) -> bool:
    """Also `The ministry notes, "..."`, where the parser took "notes" for a noun."""
    if token.pos != "NOUN":
        return token.pos in ("VERB", "AUX")
    if token.lemma in tables.REMEMBERING and tree.child(token, "nsubj") and tree.child(token, "xcomp"):
        return True
    return bool(tree.child(token, "dobj")) or (token.lemma in tables.SPEECH and bool(tree.child(token, "nsubj")))


def _end_before(behind: Claim, others: list[Claim]) -> None:
    """What others say ends before the speaker of the whole: "X proposed a ban, its president, Ann Reed, said"."""
    border = behind.content[-1].end
    for other in others:
        other.content = [Span(c.start, min(c.end, border)) for c in other.content if c.start < border]


def _active_claim(frame: Frame, verb: Token) -> Claim | None:
    tree = frame.tree
    if verb.lemma == "show" and tree.child(verb, "prt"):
        return None  # "showed up"
    speaker = subject(tree, verb)
    if speaker is not None and frame.is_stand_in(speaker):
        speaker = None
    content = find_content(tree, verb, speaker)
    owns = verb.lemma in tables.SPEECH
    if content is None and not (owns and frame.inside is None):
        return None
    if not _reports(frame, verb, speaker) or _leads_to_another(tree, verb) or _is_told(tree, verb):
        return None
    if speaker is None and owns:
        speaker = _inverted(frame, verb) or _noun_before(tree, verb) or (name_before(tree, verb) if content else None)
    claim = make_claim(frame, verb, verb_group(tree, verb), speaker, content or [])
    if speaker is None and owns and frame.speech and (found := speaker_before(frame, claim.head)):
        claim.source, claim.source_head = found
    claim.owns_speech = owns
    claim.needs_source = True
    return claim


def _reports(frame: Frame, verb: Token, speaker: Token | None) -> bool:
    """Whether this verb with this subject tells what somebody says or thinks."""
    if is_estimate(frame.tree, verb):
        return can_speak(speaker)
    if verb.lemma in tables.NO_CUE or (speaker is not None and speaker.low == "that" and verb.low == "said"):
        return False  # "That said, ..."
    bodily = (tables.SPEECH - tables.NO_BODY) | tables.OWN_MIND | (tables.NAMING - {"consider"})
    if speaker is not None and speaker.low in ("it", "there"):
        return verb.lemma in bodily
    if speaker is not None and verb.lemma in tables.EFFECT and is_thing(speaker):
        return False
    return verb.lemma in tables.CLAUSAL or can_speak(speaker)


def _is_told(tree: Tree, verb: Token) -> bool:
    """`was put on a plane and told that`: nobody is told anything here but the subject."""
    after = tree.tokens[verb.index + 1 : verb.index + 2]
    return verb.low == "told" and verb.dep == "conj" and bool(after) and after[0].low in ("that", "to", "whether")


def _leads_to_another(tree: Tree, verb: Token) -> bool:
    """`declined to say whether`: the claim is that of "say"."""
    inner = tree.child(verb, "xcomp")
    return inner is not None and inner.lemma in tables.SPEECH and tree.child(inner, "ccomp") is not None


def _inverted(frame: Frame, verb: Token) -> Token | None:
    """`..., said Reed`, where the parser took Reed for the object."""
    tree = frame.tree
    behind = [
        t for t in tree.children(verb, "dobj", "attr", "oprd", "npadvmod", "ccomp", "xcomp") if t.index > verb.index
    ]
    if not behind or behind[0].pos not in ("PROPN", "NOUN", "PRON"):
        return _name_behind(tree, verb)
    found = behind[0]
    if verb.lemma in tables.TOLD:
        return None  # "Two people died, the chief told reporters": the object hears it
    opens = verb.index == 0 or tree.tokens[verb.index - 1].pos == "PUNCT"
    spoken = any(q.span.end <= frame.start(verb) for q in frame.speech)
    return found if found.pos == "PROPN" or found.lemma in tables.PEOPLE or (opens and spoken) else None


def _name_behind(tree: Tree, verb: Token) -> Token | None:
    """`..., said Naomi Keller, a professor, but`, where the parser took Keller for the subject of what follows."""
    name, start = None, verb.index + 1
    for token in tree.tokens[start:]:
        if token.pos != "PROPN":
            break
        name = token
    opens = verb.index > 0 and tree.tokens[verb.index - 1].pos == "PUNCT"
    after = tree.tokens[name.index + 1 : name.index + 2] if name else ()
    closes = not after or after[0].text in ",." or after[0].low in ("of", "from")
    return name if name and opens and closes and verb.lemma not in tables.ADDRESSING else None


def _noun_before(tree: Tree, verb: Token) -> Token | None:
    """`on the blog experts emphasize`, where the parser took experts for part of the phrase before."""
    if not verb.index or verb.tag not in ("VBP", "VBD", "VBZ") or not tree.is_root(verb):
        return None
    before = tree.tokens[verb.index - 1]
    return before if before.lemma in tables.PEOPLE and before.dep == "pobj" else None
