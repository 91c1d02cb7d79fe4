"""What a verb reports, as words of its sentence: the clause after it, before it or around it, an infinitive, an object."""

from summarizer.attribution import tables
from summarizer.attribution.grammar import NEGATIVE_VERBS, is_aside, is_lifted
from summarizer.parser import Token, Tree

Words = list[Token]

_FINITE = ("VBD", "VBZ", "VBP", "VB", "VBN")
_BEHIND = ("advcl", "prep", "npadvmod", "advmod", "dep", "ccomp", "acl")
_OPENING = ("prep", "advmod", "advcl", "npadvmod", "nsubj")


def find_content(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """The pieces of what an active verb reports, None where it reports nothing by its grammar."""
    found = _complement(tree, verb)
    if told := _told(tree, verb, found):
        return told
    if aside := _inserted(tree, verb, speaker):
        return aside
    if found is None:
        content = (
            _denied(tree, verb)
            or _displaced(tree, verb)
            or _misread(tree, verb)
            or _as_told(tree, verb)
            or _beside(tree, verb)
            or _gerund(tree, verb)
        )
        content = content or _closing(tree, verb, speaker)
        is_it = speaker is not None and speaker.low == "it" and verb.lemma in tables.OWN_MIND | tables.NAMING
        if content is None and (is_it or can_speak(speaker)):
            content = _infinitive(tree, verb) or _object(tree, verb) or _behind_preposition(tree, verb)
        return content
    if tree.subtree(found)[0].index > verb.index or not _is_split(tree, verb, found, speaker):
        return [words_after(tree, verb, found)]
    around = _around(tree, verb, found, speaker) if verb.lemma in tables.CLAUSAL else None
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
    last = max(last, _joined(tree, verb, last))
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


def _around(tree: Tree, verb: Token, complement: Token, speaker: Token | None) -> list[Words] | None:
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


def _opening(tree: Tree, verb: Token, first: int, mine: set[int]) -> int:
    """An adverbial that opens the sentence belongs to what is said: "On Monday the plan failed, Reed said."."""
    for branch in tree.children(verb, *_OPENING):
        words = tree.subtree(branch)
        if branch.index not in mine and words[-1].index < first:
            first = words[0].index
    return first


def _inserted(tree: Tree, verb: Token, speaker: Token | None) -> list[Words] | None:
    """`The dam, said Reed, will hold`: cue and source between two commas."""
    if speaker is None or speaker.index < verb.index or verb.lemma not in tables.SPEECH:
        return None
    last = tree.subtree(speaker)[-1].index
    after = tree.tokens[last + 1 : last + 2]
    if verb.index < 2 or tree.tokens[verb.index - 1].text != "," or not after or after[0].text != ",":
        return None
    rest = list(tree.tokens[last + 2 :])
    return [list(tree.tokens[: verb.index - 1]), rest] if any(t.pos in ("VERB", "AUX") for t in rest) else None


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
    return _runs(tree.subtree(tree.head(verb), without=[verb]))


def _beside(tree: Tree, verb: Token) -> list[Words] | None:
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
    return _runs(clause)


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


def _gerund(tree: Tree, verb: Token) -> list[Words] | None:
    """`remembered going there`."""
    if verb.lemma not in tables.REMEMBERING:
        return None
    found = next((t for t in tree.children(verb, "xcomp", "pcomp") if t.index > verb.index and t.tag == "VBG"), None)
    return [words_after(tree, verb, found)] if found else None


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
        naming and len(targets) + len(tree.children(verb, "prep")) < 2 and not _is_judged(tree, targets[0])
    ):
        return None
    first = tree.subtree(targets[0])[0].index
    last = max(tree.subtree(t)[-1].index for t in targets)
    for branch in tree.children(verb, "prep"):
        words = tree.subtree(branch)
        if words[0].index == last + 1 and (
            branch.low in ("of", "for", "as", "with", "against", "about")
            or (branch.low == "in" and targets[-1].lemma in tables.SHARING)
        ):
            last = words[-1].index
    return [list(tree.tokens[first : last + 1])]


def _is_as(tree: Tree, clause: Token) -> bool:
    """`described him as quiet`."""
    return tree.subtree(clause)[0].low == "as" and clause.pos in ("ADJ", "NOUN", "PROPN")


def _is_judged(tree: Tree, target: Token) -> bool:
    """`called the plan hostile`, which the parser took for one phrase."""
    return target.dep == "oprd" and target.pos == "ADJ" and bool(tree.children(target, "compound", "advmod", "nmod"))


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
