"""How far a reported clause reaches: from its first word to where the writer, or somebody else, speaks again."""

from summarizer.attribution import tables
from summarizer.attribution.grammar import is_lifted
from summarizer.parser import Token, Tree

Words = list[Token]

_BEHIND = ("advcl", "prep", "npadvmod", "advmod", "dep", "ccomp", "acl")


def words_after(tree: Tree, verb: Token, complement: Token) -> Words:
    """From the first word of the complement to the end of what hangs on the verb behind it, other claims left out."""
    inner = tree.subtree(complement, without=[t for t in tree.children(complement, "conj") if is_lifted(tree, t)])
    first = inner[0].index if inner[0].index > verb.index else verb.index + 1
    mark = tree.child(complement, "mark")
    if mark is not None and mark.low in ("that", "whether") and mark.index > verb.index:
        first = mark.index  # "reported, citing officials, that"
    taken = tree.child(verb, "dobj")
    if taken is not None and verb.index < taken.index < first and verb.lemma not in tables.ADDRESSING:
        first = tree.subtree(taken)[0].index  # "believed the plan helped": the parser took the subject for an object
    last = max(inner[-1].index, first)
    for branch in tree.children(verb, *_BEHIND):
        words = tree.subtree(branch)
        if words[0].index == last + 1 and not _is_own(branch):
            last = words[-1].index
    last = max(last, _joined(tree, verb, last), _also_that(tree, verb, last))
    return _before_main_verb(tree, verb, _before_contrast(tree, verb, list(tree.tokens[first : last + 1])))


def _before_main_verb(tree: Tree, verb: Token, words: Words) -> Words:
    """`Ann Reed, who said it would hold, left`: the last comma closes the clause, where the parser saw no main verb."""
    noun = tree.head(verb)
    if verb.dep != "relcl" or not tree.is_root(noun) or noun.pos not in ("PROPN", "NOUN"):
        return words
    comma = next((t for t in reversed(words) if t.text == ","), None)
    is_closed = comma is not None and noun.index < verb.index and tree.tokens[noun.index + 1].text == ","
    return [t for t in words if t.index < comma.index] or words if comma is not None and is_closed else words


def _joined(tree: Tree, verb: Token, last: int) -> int:
    """`claims that he was held and he was beaten`: the second clause, which the parser hung on the reporting verb."""
    for clause in tree.children(verb, "conj"):
        begins = last + 2 < len(tree.tokens) and tree.tokens[last + 1].low in ("and", "or")
        own = tree.child(clause, "nsubj", "nsubjpass")
        if begins and own is not None and own.low in tables.PERSONAL and clause.lemma not in tables.CLAUSAL:
            return tree.subtree(clause)[-1].index
    return last


def _also_that(tree: Tree, verb: Token, last: int) -> int:
    """`added that he fled, but that he was not armed`: another clause of the same form."""
    rest = [t for t in tree.tokens[last + 1 : last + 4] if t.text != ","]
    if len(rest) < 2 or rest[0].low not in ("and", "but", "or") or rest[1].low not in ("that", "whether"):
        return last
    clause = tree.head(rest[1])
    return tree.subtree(clause)[-1].index if rest[1].dep == "mark" and verb.index < clause.index else last


def _before_contrast(tree: Tree, verb: Token, words: Words) -> Words:
    """Without what another speaker says at its end: ", while Hale said it was alive", ", and two officials said"."""
    for token in words[2:]:
        if token.lemma not in tables.SPEECH or not tree.child(token, "nsubj"):
            continue
        mark = tree.child(token, "mark", "advmod")
        contrasts = mark is not None and mark.low in tables.CONTRASTING and tree.tokens[mark.index - 1].text == ","
        told = ("ccomp", "prep", "xcomp") if mark is not None and mark.low in ("while", "whereas") else ("ccomp",)
        if mark is not None and contrasts and tree.child(token, *told):
            return [t for t in words if t.index < mark.index - 1] or words
        joint = tree.subtree(token)[0].index - 1
        opens = joint > words[1].index and tree.tokens[joint].low in ("and", "but") and _is_after_comma(tree, joint)
        if opens and mark is None and token.tag == verb.tag and tree.child(token, "ccomp"):
            return [t for t in words if t.index < joint] or words
    return words


def _is_after_comma(tree: Tree, joint: int) -> bool:
    """Also `,” and`."""
    return any(t.text == "," for t in tree.tokens[max(0, joint - 2) : joint])


def _is_own(branch: Token) -> bool:
    """A branch of the reporting verb, not of what it reports: ", adding that", "when asked", "according to"."""
    return (branch.tag == "VBG" and branch.lemma in tables.SPEECH) or branch.lemma == "ask" or branch.low == "according"
