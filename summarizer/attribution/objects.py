"""What a verb reports without a clause: an infinitive, a noun phrase, the words behind a preposition."""

from summarizer.attribution import tables
from summarizer.attribution.extents import Words, words_after
from summarizer.parser import Token, Tree


def find_object(tree: Tree, verb: Token) -> list[Words] | None:
    """`promised to resign`, `criticized the plan`, `warned of floods`."""
    return (
        _appeal(tree, verb)
        or _infinitive(tree, verb)
        or _estimate(tree, verb)
        or _wish(tree, verb)
        or _spoken_of(tree, verb)
        or _object(tree, verb)
        or _behind_preposition(tree, verb)
    )


def _appeal(tree: Tree, verb: Token) -> list[Words] | None:
    """`called on the president to resign`, `called for him to resign`."""
    clause = next((t for t in tree.children(verb, "xcomp", "ccomp", "advcl") if t.index > verb.index), None)
    after = tree.tokens[verb.index + 1 : verb.index + 2]
    if verb.lemma != "call" or clause is None or clause.tag != "VB" or not after:
        return None
    is_so = after[0].low in ("on", "upon", "for") and tree.child(clause, "aux") is not None
    return [list(tree.tokens[after[0].index : words_after(tree, verb, clause)[-1].index + 1])] if is_so else None


def _infinitive(tree: Tree, verb: Token) -> list[Words] | None:
    """`promised to resign`, `urged the council to act`."""
    if verb.lemma not in tables.DIRECTIVE | tables.INTENTION:
        return None
    clauses = [t for t in tree.children(verb, "xcomp", "ccomp") if t.index > verb.index and tree.child(t, "aux")]
    if clauses and clauses[0].lemma in ("comment", "respond", "answer", "discuss", "name", "identify"):
        return None  # "declined to comment" tells of no claim
    if clauses and any(t.low in ("anonymous", "unnamed") for t in tree.subtree(clauses[0])):
        return None
    if not clauses:
        return None
    asked = next((t for t in tree.children(verb, "dobj") if verb.index < t.index < clauses[0].index), None)
    if asked is None or verb.lemma not in tables.DIRECTIVE:
        return [words_after(tree, verb, clauses[0])]
    first = tree.subtree(asked)[0].index  # "urged Congress to act": what is urged is that Congress acts
    return [list(tree.tokens[first : words_after(tree, verb, clauses[0])[-1].index + 1])]


def _object(tree: Tree, verb: Token) -> list[Words] | None:
    """The object of a verb that needs no clause: `criticized the plan`, `called it a mistake`."""
    naming = verb.lemma in tables.NAMING
    known = naming or verb.lemma in tables.NOMINAL_OBJECT | tables.CLAIM_OBJECT or verb.lemma in tables.OWN_OBJECT
    if not known or not _is_told(tree, verb):
        return None
    targets = [t for t in tree.children(verb, "dobj", "oprd", "xcomp", "ccomp", "attr") if t.index > verb.index]
    if not naming and targets and targets[0].low in ("it", "this", "that", "so") and not tree.child(verb, "prep"):
        return None
    if not naming and not (targets and _is_said(verb, targets[0])):
        return None
    if naming:
        targets += [t for t in tree.children(verb, "advcl") if t.index > verb.index and _is_as(tree, t)]
    quoted = naming and any(t.text in '“"' for t in tree.tokens[verb.index + 1 :])
    if quoted and targets:
        last = max(t.index for t in tree.tokens if t.text in '“”"')
        return [list(tree.tokens[tree.subtree(targets[0])[0].index : last + 1])]
    if not targets or (
        naming
        and len(targets) + len(tree.children(verb, "prep")) < 2
        and not _is_judged(tree, targets[0])
        and not _is_pictured(verb, targets[0])
    ):
        return None
    first = tree.subtree(targets[0])[0].index
    last = max(tree.subtree(t)[-1].index for t in targets)
    for branch in tree.children(verb, "prep"):
        words = tree.subtree(branch)
        if words[0].index == last + 1 and (
            branch.low in ("of", "for", "as", "with", "against", "about")
            or (branch.low == "in" and targets[-1].lemma in tables.SHARING)
            or branch.low in tables.WITH_OBJECT.get(verb.lemma, ())
        ):
            last = words[-1].index
    return [list(tree.tokens[first : last + 1])]


def is_estimate(tree: Tree, verb: Token) -> bool:
    """`put the number at 184`, `pegs the cost at $3 billion`."""
    amounts = [t for t in tree.children(verb, "prep") if t.low == "at" and t.index > verb.index]
    told = tree.child(verb, "dobj")
    if verb.lemma not in ("put", "place", "peg", "estimate") or told is None or not amounts:
        return False
    return told.index > verb.index and any(t.pos == "NUM" for t in tree.subtree(amounts[0]))


def _estimate(tree: Tree, verb: Token) -> list[Words] | None:
    if not is_estimate(tree, verb):
        return None
    told = tree.subtree(tree.children(verb, "dobj")[0])
    amount = next(tree.subtree(t) for t in tree.children(verb, "prep") if t.low == "at")
    return [list(tree.tokens[told[0].index : amount[-1].index + 1])]


def _wish(tree: Tree, verb: Token) -> list[Words] | None:
    """`wants the company to sell it`, `want concessions`: what somebody else shall do, or give."""
    holder = tree.child(verb, "nsubj")
    if verb.lemma not in tables.WISHING or (holder is not None and holder.low in ("i", "we", "you")):
        return None
    clause = next((t for t in tree.children(verb, "ccomp", "xcomp") if t.index > verb.index), None)
    wanted = tree.child(verb, "dobj")
    own = tree.child(clause, "nsubj", "nsubjpass") if clause else None
    if clause is not None and own is not None and verb.index < own.index:
        return [words_after(tree, verb, clause)]
    is_thing = wanted is not None and wanted.index > verb.index and wanted.pos in ("NOUN", "PROPN")
    return [words_after(tree, verb, wanted)] if wanted and is_thing and clause is None else None


def find_finding(tree: Tree, verb: Token, source: Token | None) -> list[Words] | None:
    """`The poll showed Reed ahead`, `tests found nothing unusual`: what papers and data tell."""
    if (
        source is None
        or source.lemma not in (tables.DATA | tables.PAPER) - tables.PICTURES
        or verb.lemma not in tables.FINDING
    ):
        return None
    found = tree.child(verb, "dobj")
    is_told = found is not None and found.index > verb.index and found.pos in ("NOUN", "PROPN", "NUM", "PRON")
    return [words_after(tree, verb, found)] if found is not None and is_told and len(found.children) > 0 else None


def _spoken_of(tree: Tree, verb: Token) -> list[Words] | None:
    """`a claim that Reed called absurd`, `an idea Finch described as silly`: the noun before, and what is said of it."""
    noun = tree.head(verb)
    if verb.dep != "relcl" or noun.lemma not in tables.NOMINAL | tables.REMARKS | tables.SAID:
        return None
    if verb.lemma not in tables.NAMING | tables.NOMINAL_OBJECT | tables.CLAIM_OBJECT:
        return None
    own, taken = tree.child(verb, "nsubj"), tree.child(verb, "dobj")
    is_taken = taken is not None and taken.low not in ("that", "which", "whom")
    if own is None or own.tag in ("WDT", "WP") or is_taken or own.index > verb.index:
        return None
    told = [t for t in tree.children(verb, "oprd", "prep", "xcomp") if t.index > verb.index]
    words = [t for branch in told if branch.dep != "prep" or branch.low == "as" for t in tree.subtree(branch)]
    named = [t for t in tree.subtree(noun, without=[verb]) if t.index <= noun.index]
    return [named, *([words] if words else [])]


def _is_as(tree: Tree, clause: Token) -> bool:
    """`described him as quiet`."""
    return tree.subtree(clause)[0].low == "as" and clause.pos in ("ADJ", "NOUN", "PROPN")


def _is_judged(tree: Tree, target: Token) -> bool:
    """`called the plan hostile`, which the parser took for one phrase."""
    return target.dep == "oprd" and target.pos == "ADJ" and bool(tree.children(target, "compound", "advmod", "nmod"))


def _is_pictured(verb: Token, target: Token) -> bool:
    """`described a morning of panic`."""
    return verb.lemma == "describe" and target.dep == "dobj" and target.pos == "NOUN" and verb.tag in ("VBD", "VBZ")


def _is_said(verb: Token, target: Token) -> bool:
    """`rejected the findings`, not "rejected the appeal"; "confirmed the deaths", not "confirmed Judge Reed"."""
    if verb.lemma in tables.NOMINAL_OBJECT:
        return True
    if verb.lemma in tables.OWN_OBJECT:
        return target.lemma in tables.OWN_OBJECT[verb.lemma]
    if verb.lemma == "confirm":
        return target.pos == "NOUN"
    return target.lemma in tables.SAID | tables.NOMINAL | tables.PAPER


def _behind_preposition(tree: Tree, verb: Token) -> list[Words] | None:
    """`warned of floods`, `called for a strike`."""
    wanted = tables.PREPOSITIONAL.get(verb.lemma, frozenset())
    for preposition in tree.children(verb, "prep"):
        if preposition.low in wanted and preposition.index > verb.index:
            return [words_after(tree, verb, preposition)]
    return None


def _is_told(tree: Tree, verb: Token) -> bool:
    """A verb that tells an act: no gerund in a phrase ("by praising it"), no bare infinitive."""
    if verb.tag in ("VBD", "VBZ", "VBP"):
        return True
    if verb.tag == "VBG":
        return verb.dep in ("advcl", "conj", "ROOT", "ccomp") and tree.child(verb, "prep", "aux", "dobj") is not None
    return any(t.low != "to" for t in tree.children(verb, "aux"))
