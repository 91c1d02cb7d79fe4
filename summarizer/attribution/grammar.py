"""Questions to a parsed sentence: the words of a verb, its subject, the phrase around a noun."""

from itertools import pairwise

from summarizer.attribution import tables
from summarizer.parser import Token, Tree

_REFLEXIVE = frozenset("himself herself itself themselves myself ourselves".split())
_NEGATIONS = frozenset("not n't never nothing nobody neither nor no hardly barely cannot".split())
NEGATIVE_VERBS = frozenset("deny refuse decline dismiss dispute reject rebut disavow doubt refute contradict".split())


def with_meanings(tree: Tree) -> Tree:
    """The tree, its verbs with a particle under the verb of speech that they mean: "shot back" is "retort"."""
    for verb, particle in pairwise(tree.tokens):
        if particle.head == verb.index:
            verb.lemma = tables.PHRASAL.get((verb.lemma, particle.low), verb.lemma)
    return tree


def verb_group(tree: Tree, verb: Token) -> list[Token]:
    """The verb with its particle and the auxiliaries, negation and adverbs between them: "has not yet said"."""
    first = last = verb.index
    while last + 1 < len(tree.tokens) and _is_particle(tree.tokens[last + 1], verb):
        last += 1
    while first > 0 and _belongs(tree.tokens[first - 1], verb):
        first -= 1
    while first < verb.index and tree.tokens[first].dep == "advmod":
        first += 1
    above = tree.head(verb)
    if verb.dep == "xcomp" and above.lemma in tables.ASPECT and above.index < verb.index:
        first = verb_group(tree, above)[0].index if verb.index - above.index <= 3 else first
    return list(tree.tokens[first : last + 1])


def _is_particle(token: Token, verb: Token) -> bool:
    return token.head == verb.index and (token.dep == "prt" or (token.tag == "RP" and token.index == verb.index + 1))


def _belongs(token: Token, verb: Token) -> bool:
    return token.head == verb.index and (
        token.dep in ("aux", "auxpass", "neg") or (token.dep == "advmod" and token.tag == "RB")
    )


def is_negated(tree: Tree, verb: Token) -> bool:
    """Whether the verb denies: "did not say", "never claimed", "declined to say", "denied"."""
    if verb.lemma in NEGATIVE_VERBS or tree.child(verb, "neg"):
        return True
    if any(t.low in _NEGATIONS for t in tree.children(verb, "advmod", "cc", "preconj")):
        return True
    return verb.dep == "xcomp" and is_negated(tree, tree.head(verb))


def is_passive(tree: Tree, verb: Token) -> bool:
    if verb.tag != "VBN":
        return False
    if verb.dep == "conj" and not tree.children(verb, "aux", "nsubj") and is_passive(tree, tree.head(verb)):
        return True  # "was put on a plane and told"
    bare = verb.dep in ("advcl", "acl", "ROOT") and not tree.children(
        verb, "aux", "nsubj"
    )  # "Asked whether he would run"
    return bare or bool(tree.children(verb, "auxpass", "nsubjpass"))


def subject(tree: Tree, verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or the one it shares with the verb above."""
    if own := _own_subjects(tree, verb):
        return _antecedent(tree, verb, _inverted(tree, verb) or _nearest(own, verb))
    if tree.is_root(verb):
        return None
    head = tree.head(verb)
    if verb.dep in ("acl", "relcl"):
        return _rootless_subject(tree, verb) or _modified(head, verb)
    if verb.dep == "amod" and verb.index < head.index and verb.index and tree.tokens[verb.index - 1].text == ",":
        return head  # `"...", added Reed`, where the parser took "added" for an adjective
    return _nearer_subject(tree, verb, head) or _shared_subject(tree, verb, head)


def _own_subjects(tree: Tree, verb: Token) -> list[Token]:
    own = tree.children(verb, "nsubj", "nsubjpass")
    own += [t for aux in tree.children(verb, "aux") for t in tree.children(aux, "nsubj")]  # "had earlier spoken of"
    own = [t for t in own if t.low not in tables.DAYS]  # "testified Monday that"
    plain = [t for t in own if t.low not in _REFLEXIVE]  # "She had herself said"
    if own and not plain and not tree.is_root(verb):
        plain = tree.children(tree.head(verb), "nsubj")
    return plain or own or _reached_at_home(tree, verb)


def _modified(noun: Token, verb: Token) -> Token | None:
    """The noun that a clause says something of: "a report saying"."""
    if verb.dep == "relcl":
        return noun if verb.tag != "VB" else None
    return noun if noun.pos in ("NOUN", "PROPN", "PRON") and verb.tag == "VBG" else None


def _reached_at_home(tree: Tree, verb: Token) -> list[Token]:
    """`Reed, reached at home, said`: the participle between the commas took the subject."""
    asides = [t for t in tree.children(verb, "advcl", "ccomp") if t.index < verb.index and is_aside(tree, t)]
    return [t for clause in asides for t in tree.children(clause, "nsubj")]


def is_aside(tree: Tree, clause: Token) -> bool:
    """Whether a participle stands between commas behind its noun, and no verb of its own with it."""
    taken = tree.child(clause, "nsubj")
    is_bare = clause.tag in ("VBD", "VBN") and not tree.child(clause, "aux", "auxpass", "mark")
    return is_bare and taken is not None and taken.index < clause.index and tree.tokens[taken.index + 1].text == ","


def _rootless_subject(tree: Tree, verb: Token) -> Token | None:
    """`A supervisor at a plant where six died testified that`: where the parser saw no main verb, this one is it."""
    root = next((t for t in tree.ancestors(verb) if tree.is_root(t)), None)
    if root is None or root.pos not in ("NOUN", "PROPN") or root.index > verb.index or verb.tag not in ("VBD", "VBZ"):
        return None
    return None if tree.child(verb, "mark", "advmod") or tree.children(root, "cop") else root


def _nearest(own: list[Token], verb: Token) -> Token:
    before = [t for t in own if t.index < verb.index]
    return before[-1] if before else own[0]


def _inverted(tree: Tree, verb: Token) -> Token | None:
    """`The dam, said Reed, will hold`: the name right behind a verb of speech that follows a comma."""
    if verb.lemma not in tables.SPEECH or not verb.index or tree.tokens[verb.index - 1].text != ",":
        return None
    found = next((t for t in tree.children(verb, "nsubj", "dobj") if t.index > verb.index), None)
    if found is None or verb.lemma in tables.ADDRESSING or (found.pos != "PROPN" and found.lemma not in tables.PEOPLE):
        return None
    words = tree.subtree(found)
    is_closed = all(t.text in ",." for t in tree.tokens[words[-1].index + 1 : words[-1].index + 2])
    return found if words[0].index == verb.index + 1 and is_closed else None


def _shared_subject(tree: Tree, verb: Token, head: Token) -> Token | None:
    if is_lifted(tree, verb):
        return subject(tree, tree.head(head))
    if verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "dep", "prep", "ccomp", "aux", "parataxis"):
        return None
    if verb.dep == "conj" and (own := _behind_subordinator(tree, verb)):
        return own
    if verb.dep in ("ccomp", "advcl") and verb.tag not in ("VBG", "VB", "VBN"):
        return None
    target = tree.child(head, "dobj")
    if verb.dep == "xcomp" and target is not None and head.lemma in tables.DIRECTIVE:
        return target  # "asked him to explain"
    return subject(tree, head) if head.pos in ("VERB", "AUX", "ADP", "SCONJ") or head.dep == "prep" else None


def _nearer_subject(tree: Tree, verb: Token, head: Token) -> Token | None:
    """`The corridor was open until Kaldia closed it, saying that`: who did the nearer of two things, if the other is a thing."""
    own = tree.child(head, "nsubj", "nsubjpass")
    if (
        verb.dep != "advcl"
        or verb.tag != "VBG"
        or verb.lemma not in tables.SPEECH
        or own is None
        or own.tag not in ("NN", "NNS")
    ):
        return None
    clauses = [t for t in tree.children(head, "advcl") if head.index < t.index < verb.index]
    near = tree.child(clauses[-1], "nsubj") if clauses else None
    is_mute = own.lemma not in tables.PEOPLE | tables.PAPER
    return near if near is not None and is_mute and (near.pos == "PROPN" or near.lemma in tables.PEOPLE) else None


def _behind_subordinator(tree: Tree, verb: Token) -> Token | None:
    """`left after the Speaker, Karin Holm, ruled that`: taken for a second thing that the leaver did."""
    if verb.index < 3 or tree.tokens[verb.index - 1].text != ",":
        return None
    found = tree.tokens[verb.index - 2]
    while found.dep in ("appos", "compound", "flat"):
        found = tree.head(found)
    opens = found.dep == "pobj" and tree.head(found).low in ("after", "before", "as", "since", "until", "once", "while")
    return found if opens and found.index < verb.index - 2 else None


def is_lifted(tree: Tree, verb: Token) -> bool:
    """`said it would hold and warned that`: "warned" goes with "said", not with "would hold", as its form tells."""
    inner = tree.head(verb)
    if verb.dep != "conj" or verb.lemma not in tables.CLAUSAL or inner.dep != "ccomp" or tree.children(verb, "nsubj"):
        return False
    if verb.tag not in ("VBD", "VBZ", "VBP") or tree.head(inner).tag != verb.tag:
        return False
    is_apart = verb.lemma in tables.SPEECH and (_is_of_things(tree, inner) or _is_behind_comma(tree, verb))
    return verb.tag != inner.tag or is_apart


def _is_behind_comma(tree: Tree, verb: Token) -> bool:
    """`said that fifty were missing, and accused the authorities`: the comma closes what was said."""
    before = tree.tokens[max(0, verb.index - 3) : verb.index]
    joint = next((i for i, t in enumerate(before) if t.dep == "cc"), 0)
    return joint > 0 and before[joint - 1].text == ","


def _is_of_things(tree: Tree, clause: Token) -> bool:
    """`said the claim was nonsense and urged`: a claim urges nobody."""
    topic = tree.child(clause, "nsubj", "nsubjpass")
    if topic is None or tree.child(clause, "mark"):
        return False
    return topic.low in ("it", "this", "that", "there") or (
        topic.tag in ("NN", "NNS") and topic.lemma not in tables.PEOPLE
    )


def _antecedent(tree: Tree, verb: Token, found: Token) -> Token:
    """For "who" and "which" the noun they stand for."""
    if found.low not in ("who", "which", "that") or found.tag not in ("WP", "WDT"):
        return found
    clause = verb
    while clause.dep in ("conj", "xcomp", "ccomp") and not tree.is_root(clause):
        clause = tree.head(clause)
    return _person_at(tree, tree.head(clause), found) if clause.dep == "relcl" else found


def _person_at(tree: Tree, noun: Token, relative: Token) -> Token:
    """`One engineer in Dublin, who asked`: the engineer, not the place."""
    place = tree.head(noun)
    if noun.dep != "pobj" or relative.low != "who" or place.low not in ("in", "at", "from", "near", "of"):
        return noun
    person = tree.head(place)
    return person if person.pos == "NOUN" and noun.pos == "PROPN" and place.dep == "prep" else noun
