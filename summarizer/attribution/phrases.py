"""The words of a noun phrase: what belongs to it, and where it ends."""

from summarizer.attribution import tables
from summarizer.parser import Token, Tree


def noun_phrase(tree: Tree, head: Token, *, verb: Token | None = None, with_apposition: bool) -> list[Token]:
    """The words of a noun phrase in one piece, without the clause that `verb` heads and without edge punctuation."""
    if head.dep == "pobj" and verb is not None and verb.index == head.index + 1:
        return [head]  # "on the blog experts emphasize": what stands before belongs to another phrase
    cut = [t for t in tree.children(head) if verb is not None and _holds(tree, t, verb)]
    cut += [t for t in tree.children(head, "prep") if head.pos == "PROPN" and _is_occasion(tree, t)]
    cut += [t for t in tree.children(head, "prep") if t.index > head.index and _is_time(tree, t)]
    heads = [head, *(t for t in tree.children(head, "appos") if t.index > head.index)]
    cut += [t for h in heads for t in tree.children(h, "relcl", "acl") if t.index > h.index and _is_loose(tree, h, t)]
    if not with_apposition:
        cut += [t for t in tree.children(head) if t.index > head.index and _is_loose(tree, head, t)]
    words = _plain(tree, head, _one_apposition(tree, head, _touching(tree.subtree(head, without=cut), head)))
    return _whole(tree, trimmed(words) or [head])  # the head itself may be a mark: "[PAD]"


def _one_apposition(tree: Tree, head: Token, words: list[Token]) -> list[Token]:
    """`Ann Reed, the mayor, in their first match`: an apposition ends at its comma, whatever was hung on it."""
    apposition = next((t for t in tree.children(head, "appos") if t.index > head.index), None)
    if apposition is None:
        return words
    inside = {t.index for t in tree.subtree(apposition) if t.index > apposition.index}
    inside.add(max([apposition.index, *inside]) + 1)
    comma = next((t for t in words if t.text == "," and t.index in inside and _opens_phrase(tree, t)), None)
    return [t for t in words if comma is None or t.index < comma.index]


def _plain(tree: Tree, head: Token, words: list[Token]) -> list[Token]:
    """`two people familiar with the talks, who spoke ...`, `Ottley, visibly irritated`: up to a comma that closes the phrase."""
    for comma in words:
        if comma.text != "," or comma.index < head.index:
            continue
        rest = [t for t in words if t.index > comma.index and t.pos != "PUNCT"]
        if rest and (rest[0].low in ("who", "whose", "which") or all(_describes(t) for t in rest)):
            return [t for t in words if t.index < comma.index]
    return words


def _describes(token: Token) -> bool:
    """An adjective, with what stands before it."""
    return token.pos in ("ADJ", "ADV") and token.tag != "JJS"


def _opens_phrase(tree: Tree, comma: Token) -> bool:
    after = tree.tokens[comma.index + 1 : comma.index + 2]
    return bool(after) and (after[0].pos in ("ADP", "SCONJ", "VERB", "ADV") or after[0].low == "but")


def _whole(tree: Tree, words: list[Token]) -> list[Token]:
    """Names and compounds that the parser tore apart: "curator Elaine Gustafon", "The e-mail"."""
    first, last = words[0].index, words[-1].index
    while (
        last + 1 < len(tree.tokens)
        and tree.tokens[last + 1].pos == "PROPN"
        and tree.tokens[last].pos in ("PROPN", "NOUN")
    ):
        last += 1
    while (
        first >= 2
        and tree.tokens[first - 1].text == "-"
        and tree.tokens[first - 1].span.end == tree.tokens[first].span.start
    ):
        first -= 2
        if first and tree.tokens[first - 1].dep in ("det", "poss", "amod"):
            first -= 1
    return list(tree.tokens[first : last + 1])


def _holds(tree: Tree, branch: Token, verb: Token) -> bool:
    return verb.index == branch.index or branch.index in {t.index for t in tree.ancestors(verb)}


def _is_occasion(tree: Tree, preposition: Token) -> bool:
    place = tree.child(preposition, "pobj")
    return (
        place is not None
        and place.lemma in tables.OCCASION
        and preposition.low in ("in", "on", "at", "during", "through")
    )


def _is_time(tree: Tree, preposition: Token) -> bool:
    """`officials on Friday advised`, `told by a manager on Monday`."""
    day = tree.child(preposition, "pobj")
    return day is not None and day.low in tables.DAYS and preposition.low == "on"


def _is_loose(tree: Tree, head: Token, branch: Token) -> bool:
    """An apposition or clause behind a comma."""
    first = tree.subtree(branch)[0]
    before = tree.tokens[first.index - 1] if first.index else None
    return (
        branch.dep in ("appos", "relcl", "acl", "prep", "amod", "advmod")
        and before is not None
        and before.text in ",(–—-"
    )


def _touching(words: list[Token], head: Token) -> list[Token]:
    """The run of words without a gap that holds the head."""
    run: list[Token] = []
    for token in words:
        if run and token.index != run[-1].index + 1:
            if head.index <= run[-1].index:
                break
            run = []
        run.append(token)
    return run


def trimmed(words: list[Token]) -> list[Token]:
    """Without punctuation and conjunctions at the edges; a closing bracket stays with its opening one."""
    words = list(words)
    while words and (words[0].pos == "PUNCT" or words[0].dep == "cc" or words[0].low in ("even", "only", "just")):
        words = words[1:]
    while words and (words[-1].pos == "PUNCT" or words[-1].dep == "cc"):
        if words[-1].text in ")]" and any(t.text in "([" for t in words):
            break
        words = words[:-1]
    return words
