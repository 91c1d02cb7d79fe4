"""What a verb reports, as words of its sentence: the clause after it, before it or around it, an infinitive, an object."""

from summarizer.attribution import tables
from summarizer.parser import Token, Tree

Words = list[Token]

_FINITE = ("VBD", "VBZ", "VBP", "VB", "VBN")
_BEHIND = ("advcl", "prep", "npadvmod", "advmod", "dep", "ccomp", "acl")
_OPENING = ("prep", "advmod", "advcl", "npadvmod", "nsubj")


def find_content(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """The pieces of what an active verb reports, None where it reports nothing by its grammar."""
    found = _complement(tree, verb)
    if found is None:
        content = _misread(tree, verb) or _as_told(tree, verb) or _closing(tree, verb, speaker)
        return content or _infinitive(tree, verb) or _object(tree, verb)
    return _around(tree, verb, found, speaker) if found.index < verb.index else [words_after(tree, verb, found)]


def _complement(tree: Tree, verb: Token) -> Token | None:
    """The clause a verb governs; not a bare infinitive ("let it go")."""
    marks = ("aux", "nsubj", "mark", "nsubjpass", "expl", "neg")
    clauses = [t for t in tree.children(verb, "ccomp") if t.tag != "VB" or tree.child(t, *marks)]
    if not clauses:
        loose = [t for t in tree.children(verb, "pcomp", "dep") if t.index > verb.index and t.pos in ("VERB", "AUX")]
        clauses = [t for t in loose if tree.child(t, "nsubj", "nsubjpass", "expl")]
    return clauses[0] if clauses else None


def words_after(tree: Tree, verb: Token, complement: Token) -> Words:
    """From the first word of the complement to the end of what hangs on the verb behind it, other claims left out."""
    inner = tree.subtree(complement)
    first = inner[0].index if inner[0].index > verb.index else verb.index + 1
    taken = tree.child(verb, "dobj")
    if taken is not None and verb.index < taken.index < first and verb.lemma not in tables.ADDRESSING:
        first = tree.subtree(taken)[0].index  # "believed the plan helped": the parser took the subject for an object
    last = max(inner[-1].index, first)
    for branch in tree.children(verb, *_BEHIND):
        words = tree.subtree(branch)
        if words[0].index == last + 1 and not _is_own(branch):
            last = words[-1].index
    return list(tree.tokens[first : last + 1])


def _is_own(branch: Token) -> bool:
    """A branch of the reporting verb, not of what it reports: ", adding that", "when asked", "according to"."""
    return (branch.tag == "VBG" and branch.lemma in tables.SPEECH) or branch.lemma == "ask" or branch.low == "according"


def _around(tree: Tree, verb: Token, complement: Token, speaker: Token | None) -> list[Words] | None:
    """`X, Reed said` and `X, Reed said, Y`: what stands before the cue and its source, and what goes on after."""
    mine = {verb.index} | {t.index for t in tree.children(verb, "aux", "auxpass", "neg", "prt")}
    if speaker is not None and tree.head(speaker).index == verb.index:
        mine |= {t.index for t in tree.subtree(speaker, without=[complement])}
    inner = tree.subtree(complement)
    border = min(mine)
    opening = [t for t in inner if t.index < border]
    if not opening:
        return [inner]
    between = {t.text for t in tree.tokens[opening[-1].index : border + 1]}
    if not between & {",", "–", "—", "-", "”", '"', "’"}:
        return None
    first = _opening(tree, verb, inner[0].index, mine)
    rest = [t for t in inner if t.index > max(mine)]
    pieces = [list(tree.tokens[first : opening[-1].index + 1])]
    return pieces + ([list(tree.tokens[rest[0].index : rest[-1].index + 1])] if rest else [])


def _opening(tree: Tree, verb: Token, first: int, mine: set[int]) -> int:
    """An adverbial that opens the sentence belongs to what is said: "On Monday the plan failed, Reed said."."""
    for branch in tree.children(verb, *_OPENING):
        words = tree.subtree(branch)
        if branch.index not in mine and words[-1].index < first:
            first = words[0].index
    return first


def _misread(tree: Tree, verb: Token) -> list[Words] | None:
    """`found reduction of yields exceeded`: taken for a second verb, though no "and" stands between."""
    if verb.lemma not in tables.CLAUSAL or tree.child(verb, "cc") or tree.tokens[verb.index + 1 :][:1] == []:
        return None
    if tree.tokens[verb.index + 1].text == ",":
        return None
    clause = next((t for t in tree.children(verb, "conj") if t.index > verb.index + 1 and t.tag in _FINITE), None)
    return [list(tree.tokens[verb.index + 1 : tree.subtree(clause)[-1].index + 1])] if clause else None


def _as_told(tree: Tree, verb: Token) -> list[Words] | None:
    """`As Reed told the court, the plan is dead`: what is reported is the main clause."""
    mark = tree.child(verb, "mark", "advmod")
    if verb.dep != "advcl" or mark is None or mark.low != "as" or verb.lemma not in tables.SPEECH:
        return None
    return _runs(tree.subtree(tree.head(verb), without=[verb]))


def _runs(words: Words) -> list[Words]:
    """Words in pieces without a gap."""
    out: list[Words] = []
    for token in words:
        if out and out[-1][-1].index + 1 == token.index:
            out[-1].append(token)
        else:
            out.append([token])
    return out


def _closing(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
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


def _infinitive(tree: Tree, verb: Token) -> list[Words] | None:
    """`promised to resign`, `urged the council to act`."""
    if verb.lemma not in tables.DIRECTIVE | tables.INTENTION:
        return None
    clauses = [t for t in tree.children(verb, "xcomp", "ccomp") if t.index > verb.index and tree.child(t, "aux")]
    return [words_after(tree, verb, clauses[0])] if clauses else None


def _object(tree: Tree, verb: Token) -> list[Words] | None:
    """The object of a verb that needs no clause: `criticized the plan`, `called it a mistake`."""
    naming = verb.lemma in tables.NAMING
    if not naming and verb.lemma not in tables.NOMINAL_OBJECT:
        return None
    targets = [t for t in tree.children(verb, "dobj", "oprd", "xcomp", "ccomp", "attr") if t.index > verb.index]
    if not targets or (naming and len(targets) + len(tree.children(verb, "prep")) < 2):
        return None
    first = tree.subtree(targets[0])[0].index
    last = max(tree.subtree(t)[-1].index for t in targets)
    for branch in tree.children(verb, "prep"):
        words = tree.subtree(branch)
        if words[0].index == last + 1 and branch.low in ("of", "for", "as", "with", "against", "about"):
            last = words[-1].index
    return [list(tree.tokens[first : last + 1])]
