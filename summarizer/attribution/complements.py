"""What a verb reports, as words of its sentence: the clause after it, before it or around it, an infinitive, an object."""

from summarizer.attribution import tables
from summarizer.attribution.extents import Words, words_after
from summarizer.attribution.grammar import NEGATIVE_VERBS, is_aside, is_negated
from summarizer.attribution.inserted import runs, words_around, words_before, words_beside, words_between, words_resumed
from summarizer.attribution.objects import find_finding, find_object
from summarizer.parser import Token, Tree

_FINITE = ("VBD", "VBZ", "VBP", "VB", "VBN")


def find_content(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """The pieces of what an active verb reports, None where it reports nothing by its grammar."""
    content = _words(tree, verb, speaker)
    return [*content, *words_resumed(tree, verb, content)] if content else content


def _words(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    found = _complement(tree, verb)
    if told := _told(tree, verb, found):
        return told
    if aside := words_between(tree, verb, speaker):
        return aside
    if found is None:
        content = (
            _denied(tree, verb)
            or _displaced(tree, verb)
            or _misread(tree, verb)
            or _as_told(tree, verb)
            or words_beside(tree, verb)
            or _gerund(tree, verb)
            or _asked_alone(tree, verb)
        )
        content = content or words_before(tree, verb, speaker)
        is_it = speaker is not None and speaker.low == "it" and verb.lemma in tables.OWN_MIND | tables.NAMING
        if content is None and (is_it or can_speak(speaker)):
            content = find_object(tree, verb)
        if content is None:
            content = find_finding(tree, verb, speaker)
        return content
    if tree.subtree(found)[0].index > verb.index or not _is_split(tree, verb, found, speaker):
        return [words_after(tree, verb, found)]
    around = words_around(tree, verb, found, speaker) if verb.lemma in tables.CLAUSAL else None
    return around or ([words_after(tree, verb, found)] if found.index > verb.index else None)


def _is_split(tree: Tree, verb: Token, complement: Token, speaker: Token | None) -> bool:
    """Whether the complement begins before the cue and its source: `The dam, Reed said, will hold`."""
    return complement.index < verb.index or (speaker is not None and speaker.index > tree.subtree(complement)[0].index)


def can_speak(speaker: Token | None) -> bool:
    """Whether a subject can mean something: a name, a person, a paper."""
    if speaker is None or speaker.low in ("it", "this", "that", "these", "those", "there"):
        return False
    if speaker.low in ("others", "some", "many", "several", "few", "both", "neither", "most"):
        return True
    is_known = speaker.low in tables.PRONOUNS or speaker.lemma in tables.PEOPLE | tables.PAPER | tables.INSCRIBED
    return is_known or speaker.low in tables.PEOPLE or speaker.pos == "PROPN"


def is_thing(speaker: Token) -> bool:
    """`The storm showed that`: no person, no paper, no data."""
    return speaker.pos == "NOUN" and not (can_speak(speaker) or speaker.lemma in tables.DATA | tables.NOMINAL)


def _complement(tree: Tree, verb: Token) -> Token | None:
    """The clause a verb governs; not a bare infinitive ("let it go")."""
    marks = ("aux", "nsubj", "mark", "nsubjpass", "expl", "neg") if verb.lemma in tables.CLAUSAL else ("mark",)
    clauses = [t for t in tree.children(verb, "ccomp") if t.tag != "VB" or tree.child(t, *marks)]
    # "He was less restrained: he accused the station": a clause of its own
    clauses = [t for t in clauses if not any(k.text in (":", ";") for k in tree.tokens[t.index : verb.index])]
    clauses = [t for t in clauses if t.index > verb.index or not is_aside(tree, t)]
    if verb.lemma not in tables.CLAUSAL:
        clauses = [t for t in clauses if tree.child(t, "mark")]
    if verb.lemma in tables.PERCEIVING:
        clauses = [t for t in clauses if _is_finite(tree, t)]
    if not clauses:
        loose = [t for t in tree.children(verb, "pcomp", "dep") if t.index > verb.index and t.pos in ("VERB", "AUX")]
        clauses = [t for t in loose if tree.child(t, "nsubj", "nsubjpass", "expl")]
    return clauses[0] if clauses else None


def _is_finite(tree: Tree, clause: Token) -> bool:
    """Not "saw the team win", "heard him talking"."""
    return clause.tag in ("VBD", "VBZ", "VBP") or any(
        t.tag in ("MD", "VBD", "VBZ", "VBP") for t in tree.children(clause, "aux", "auxpass")
    )


def _denied(tree: Tree, verb: Token) -> list[Words] | None:
    """`dismissed the claim that the dam was unsafe`."""
    if verb.lemma not in NEGATIVE_VERBS:
        return None
    claim = next((t for t in tree.children(verb, "dobj") if t.lemma in tables.NOMINAL), None)
    return [tree.subtree(claim)] if claim and tree.child(claim, "acl", "ccomp") else None


def _told(tree: Tree, verb: Token, found: Token | None) -> list[Words] | None:
    """`told officers he felt threatened`, `told a conference that officials want it`: taken for a relative clause."""
    hearer = tree.child(verb, "dobj")
    if verb.lemma != "tell" or hearer is None or (found is not None and tree.child(found, "mark")):
        return None
    clause = tree.child(hearer, "relcl")
    teller = tree.child(clause, "nsubj", "nsubjpass") if clause else None
    if clause is None or teller is None or teller.tag in ("WP", "WDT") or tree.tokens[hearer.index + 1].text == ",":
        return None
    last = max(tree.subtree(t)[-1].index for t in (clause, *([found] if found else [])))
    return [list(tree.tokens[tree.subtree(clause)[0].index : last + 1])]


def _displaced(tree: Tree, verb: Token) -> list[Words] | None:
    """`said in a statement that`, `told the Post in an interview that`: the clause was hung on the noun before it."""
    if verb.lemma not in tables.SPEECH:
        return None
    for branch in tree.children(verb, "prep", "dobj", "npadvmod", "dative"):
        if branch.dep == "dobj" and branch.lemma in tables.NOMINAL:
            continue
        for token in tree.subtree(branch) if branch.index > verb.index else ():
            mark = tree.child(token, "mark")
            if token.dep in ("acl", "relcl", "ccomp") and mark is not None and mark.low in ("that", "whether"):
                return [list(tree.tokens[mark.index : tree.subtree(token)[-1].index + 1])]
    return None


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
    if tree.child(verb, "dobj", "acomp", "xcomp") and verb.lemma not in tables.TOLD:
        return None  # "as Democrats accuse Republicans of bad faith"
    return runs(tree.subtree(tree.head(verb), without=[verb]))


def _gerund(tree: Tree, verb: Token) -> list[Words] | None:
    """`remembered going there`, `recalled being told`."""
    if verb.lemma not in tables.REMEMBERING:
        return None
    clauses = (t for t in tree.children(verb, "xcomp", "pcomp") if t.index > verb.index)
    found = next((t for t in clauses if t.tag == "VBG" or _is_being(tree, t)), None)
    return [words_after(tree, verb, found)] if found else None


def _is_being(tree: Tree, clause: Token) -> bool:
    """`recalled being told to wait`."""
    return clause.tag == "VBN" and any(t.low == "being" for t in tree.children(clause, "auxpass"))


def _asked_alone(tree: Tree, verb: Token) -> list[Words] | None:
    """`would not say why`, `did not say whose`."""
    last = next((t for t in tree.tokens[verb.index + 1 : verb.index + 2] if t.tag in ("WRB", "WP", "WP$", "WDT")), None)
    is_all = last is not None and all(t.pos == "PUNCT" for t in tree.tokens[last.index + 1 :])
    return [[last]] if last and is_all and verb.lemma in tables.SPEECH and is_negated(tree, verb) else None
