"""Cues that stand behind or inside what they report: "The dam, Reed said, will hold", "..., experts estimate"."""

from summarizer.attribution import tables
from summarizer.attribution.extents import Words
from summarizer.parser import Token, Tree

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_REASONS = frozenset("because since unless if so whether".split())
_IN_SUBJECT = ("det", "poss", "case", "amod", "compound", "nummod", "advmod", "nmod", "quantmod", "predet")
_OPENING = ("prep", "advmod", "advcl", "npadvmod", "nsubj")


def words_around(tree: Tree, verb: Token, complement: Token, speaker: Token | None) -> list[Words] | None:
    """`X, Reed said` and `X, Reed said, Y`: what stands before the cue and its source, and what goes on after."""
    mine = {verb.index} | {t.index for t in tree.children(verb, "aux", "auxpass", "neg", "prt")}
    if speaker is not None and tree.head(speaker).index == verb.index:
        mine |= {t.index for t in tree.subtree(speaker, without=[complement])}
    inner = tree.subtree(complement)
    border = min(mine)
    opening = [t for t in inner if t.index < border]
    if len(opening) + (complement.index > verb.index) < 2:
        return None
    between = {t.text for t in tree.tokens[opening[-1].index : border + 1]}
    is_aside = speaker is not None and speaker.low == "i" and verb.index >= len(tree.tokens) - 2
    if not is_aside and not between & {",", "–", "—", "-", "”", '"', "’"}:
        return None
    first = _opening(tree, verb, inner[0].index, mine)
    rest = [t for t in inner if t.index > max(mine)]
    pieces = [list(tree.tokens[first : opening[-1].index + 1])]
    return pieces + ([list(tree.tokens[rest[0].index : rest[-1].index + 1])] if rest else [])


def words_between(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """`The dam, said Reed, will hold`: cue and source between two commas."""
    if speaker is None or speaker.index < verb.index or verb.lemma not in tables.SPEECH:
        return None
    last = tree.subtree(speaker)[-1].index
    after = tree.tokens[last + 1 : last + 2]
    if verb.index < 2 or tree.tokens[verb.index - 1].text != "," or not after or after[0].text != ",":
        return None
    rest = list(tree.tokens[last + 2 :])
    if rest and rest[0].tag == "VBG" and rest[0].lemma in tables.SPEECH:
        rest = []  # "said Dias, adding that"
    return [list(tree.tokens[: verb.index - 1]), rest] if any(t.pos in ("VERB", "AUX") for t in rest) else None


def words_resumed(tree: Tree, verb: Token, content: list[Words]) -> list[Words]:
    """`It was to last 50 years, said Keyes, but deals filled it in 35`: what the speaker goes on to say, if anything."""
    if content[-1][-1].index > verb.index:
        return []
    comma = next((t for t in tree.tokens[verb.index + 1 : -2] if t.text == "," and _resumes(tree, verb, t)), None)
    return [list(tree.tokens[comma.index + 1 :])] if comma else []


def _resumes(tree: Tree, verb: Token, comma: Token) -> bool:
    """Whether behind this comma stands a reason, or another clause about something else, and nobody else's claim."""
    joint, rest = tree.tokens[comma.index + 1], tree.tokens[comma.index + 2 :]
    told = [t for t in rest if t.tag in _FINITE or t.tag == "VBN"]
    if not told or any(t.lemma in tables.SPEECH and tree.child(t, "nsubj") for t in told):
        return False
    if joint.low in _REASONS:
        return joint.low != "so" or rest[0].low != "far"
    own = next((t for t in rest if t.dep in ("nsubj", "nsubjpass", "expl")), None)
    if joint.low not in ("and", "but") or own is None or own.low in ("he", "she", "i", "who", "which", "that"):
        return False
    between = rest[: rest.index(own)]
    return all(t.dep in _IN_SUBJECT for t in between if tree.head(t).index >= own.index) and not any(
        t.pos in ("VERB", "AUX", "PUNCT") for t in between
    )


def _opening(tree: Tree, verb: Token, first: int, mine: set[int]) -> int:
    """An adverbial that opens the sentence belongs to what is said: "On Monday the plan failed, Reed said."."""
    for branch in tree.children(verb, *_OPENING):
        words = tree.subtree(branch)
        if branch.index not in mine and words[-1].index < first:
            first = words[0].index
    return first


def words_beside(tree: Tree, verb: Token) -> list[Words] | None:
    """`Well, I mean the plan is dead`: taken for an insertion, though the clause is what it reports."""
    first = tree.subtree(verb)[0]
    follows = first.index > 0 and tree.tokens[first.index - 1].dep == "cc"
    if verb.dep != "parataxis" or verb.lemma not in tables.CLAUSAL or follows:
        return None
    if tree.child(verb, "dobj") and verb.lemma not in tables.TOLD:
        return None  # "He was blunt: he accused the station of lies"
    head = tree.head(verb)
    clause = tree.subtree(head, without=[verb])
    topic = tree.child(head, "nsubj", "nsubjpass")
    if verb.lemma in tables.SPEECH and not any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in clause):
        return None  # "Speaking in Dover, the mayor, Ann Reed said": no clause, but who and when
    if topic is None or not topic.index < verb.index < head.index:  # not `The dam, Reed said, will hold`
        clause = [t for t in clause if (t.index > verb.index) == (head.index > verb.index)]
    return runs(clause)


def words_before(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """`The plan is dead, experts estimate.`: a cue and its source behind a comma close the sentence."""
    if verb.lemma not in tables.CLAUSAL or speaker is None or not tree.is_root(verb):
        return None
    if tree.head(speaker).index != verb.index or tree.child(verb, "dobj", "xcomp"):
        return None
    first = min(tree.subtree(speaker)[0].index, verb.index)
    rest = tree.tokens[max(verb.index, speaker.index) + 1 :]
    if first < 2 or tree.tokens[first - 1].text != "," or any(t.pos in ("VERB", "AUX") for t in rest):
        return None
    return [list(tree.tokens[: first - 1])]


def runs(words: Words) -> list[Words]:
    """Words in pieces without a gap."""
    out: list[Words] = []
    for token in words:
        if out and out[-1][-1].index + 1 == token.index:
            out[-1].append(token)
        else:
            out.append([token])
    return out
