"""Claims made without a verb of speech: "according to Reed", "his claim that", "is sure that", "in Reed's view"."""

from collections.abc import Iterator

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import NEGATIVE_VERBS, subject
from summarizer.attribution.phrases import noun_phrase
from summarizer.attribution.pointing import pointing_according
from summarizer.parser import Token, Tree

# "According to plan" tells how something is done, not who says it.
_MANNERS = frozenset(
    "plan schedule timetable script need size age type taste custom tradition wish ability number rank order rule recipe "
    "instruction protocol principle preference merit weight height income gender race".split()
)


def nominal_claims(frame: Frame) -> Iterator[Claim]:
    """What nouns, adjectives and prepositions of a frame report."""
    tree = frame.tree
    for token in tree.tokens:
        claim = None
        if token.low == "according":
            claim = _according(frame, tree, token)
        elif token.low == "per" and token.dep == "prep" and tree.is_root(tree.head(token)):
            claim = _per(frame, tree, token)
        elif token.low in tables.VIEWS and token.dep == "pobj" and tree.head(token).low in ("in", "to", "by"):
            claim = _view(frame, tree, token)
        elif token.pos in ("NOUN", "PROPN") and token.lemma in tables.NOMINAL | tables.DEMANDING:
            claim = _noun(frame, tree, token)
        elif token.pos == "ADJ" and token.lemma in tables.ADJECTIVE and tree.head(token).lemma != "make":
            claim = _adjective(frame, tree, token)
        elif token.low == "clear" and tree.head(token).lemma == "make":
            claim = _made_clear(frame, tree, token)
        if claim:
            yield claim


def _according(frame: Frame, tree: Tree, token: Token) -> Claim | None:
    to = tree.tokens[token.index + 1] if token.index + 1 < len(tree.tokens) else None
    if to is None or to.low != "to":
        return None
    source = tree.child(to, "pobj", "pcomp") or tree.child(token, "pobj")
    if source is None:
        return None
    phrase = noun_phrase(tree, source, verb=token, with_apposition=True) if source.dep != "pcomp" else [source]
    phrase = _with_name(tree, phrase)
    if source.lemma in _MANNERS:
        return None
    points_back = pointing_according(frame, token, phrase)
    content = [] if points_back else _relative(tree, token, phrase) or _rest(tree, token, _with_clause(tree, phrase))
    claim = make_claim(frame, token, [token, to], source, content)
    claim.points_back = points_back
    claim.source = frame.span(phrase[0], phrase[-1])
    claim.owns_speech = not claim.content and not points_back
    return claim


def _with_clause(tree: Tree, phrase: list[Token]) -> list[Token]:
    """`two people familiar with the talks, who spoke on condition of anonymity`: told of them, not by them."""
    after = tree.tokens[phrase[-1].index + 1 : phrase[-1].index + 3]
    if len(after) < 2 or after[0].text != "," or after[1].low not in ("who", "whose", "which"):
        return phrase
    clause = next((t for t in tree.ancestors(after[1]) if t.dep == "relcl"), None)
    return [*phrase, *tree.tokens[phrase[-1].index + 1 : tree.subtree(clause)[-1].index + 1]] if clause else phrase


def _with_name(tree: Tree, phrase: list[Token]) -> list[Token]:
    """`According to the team's coach, Tom Mora, in the first match`: the name between commas, hung elsewhere."""
    last = phrase[-1].index
    end = last + 2
    while end < len(tree.tokens) and tree.tokens[end].pos == "PROPN":
        end += 1
    commas = [t.text for t in (*tree.tokens[last + 1 : last + 2], *tree.tokens[end : end + 1])]
    if phrase[-1].lemma not in tables.PEOPLE or end == last + 2 or commas != [",", ","]:
        return phrase
    return list(tree.tokens[phrase[0].index : end])


def _per(frame: Frame, tree: Tree, token: Token) -> Claim | None:
    source = tree.child(token, "pobj")
    if source is None or source.pos != "PROPN":
        return None
    return make_claim(frame, token, [token], source, _rest(tree, token, tree.subtree(token)))


def _view(frame: Frame, tree: Tree, noun: Token) -> Claim | None:
    """`In Reed's view`, `in the words of Reed`."""
    owner = tree.child(noun, "poss")
    if owner is None:
        of = next((t for t in tree.children(noun, "prep") if t.low == "of"), None)
        owner = tree.child(of, "pobj") if of else None
    if owner is None or tree.child(tree.head(noun), "pcomp"):
        return None
    phrase = tree.head(noun)
    claim = make_claim(frame, noun, [noun], owner, _rest(tree, phrase, tree.subtree(phrase)))
    claim.owns_speech = not claim.content
    return claim


def _relative(tree: Tree, token: Token, phrase: list[Token]) -> list[list[Token]] | None:
    """`The fire, which killed twelve people according to the police, began at noon`: the relative clause alone."""
    clause = next((t for t in tree.ancestors(token) if t.dep == "relcl"), None)
    words = tree.subtree(clause) if clause else []
    if clause is None or words[0].tag not in ("WDT", "WP") or not words[0].index < token.index:
        return None
    before = tree.tokens[token.index - 1]
    root = next(t for t in tree.tokens if tree.is_root(t))
    last = phrase[-1].index
    is_inserted = any(t.index > last + 1 for t in words) and tree.tokens[last + 1].text == ","
    if before.text == "," and not is_inserted and root.index < token.index:
        return None  # "He backed the plan, which passed on Monday, according to Reed": all of it may be Reed's
    pieces = [[t for t in words if t.index < token.index], [t for t in words if t.index > last]]
    return [piece for piece in pieces if any(t.pos != "PUNCT" for t in piece)]


def _rest(tree: Tree, token: Token, phrase: list[Token]) -> list[list[Token]]:
    """The clause that an "according to" phrase opens, closes or interrupts, without the phrase."""
    first, last = token.index, max(phrase[-1].index, token.index)
    start, end = 0, len(tree.tokens)
    for other in tree.tokens:
        if other.text == ";" and other.index < first:
            start = other.index + 1
        elif other.text == ";" and other.index > last:
            end = min(end, other.index)
        elif _opens_other_claim(tree, other):
            border = tree.subtree(other)[0].index
            if border > last:
                end = min(end, border)
    pieces = [list(tree.tokens[start:first]), list(tree.tokens[last + 1 : end])]
    return [words for words in pieces if any(t.pos not in ("PUNCT", "ADV", "CCONJ") for t in words)]


def _opens_other_claim(tree: Tree, token: Token) -> bool:
    """A second main clause that reports something itself: "..., but officials have said"."""
    if token.dep != "conj" or token.lemma not in tables.SPEECH or not tree.child(token, "nsubj"):
        return False
    return bool(tree.child(token, "ccomp"))


def _noun(frame: Frame, tree: Tree, noun: Token) -> Claim | None:
    """`his claim that he won`: the clause after the noun, said by its owner."""
    clause = next(
        (t for t in tree.children(noun, "acl", "ccomp", "relcl") if t.index > noun.index and _is_that_clause(tree, t)),
        None,
    )
    if clause is None:
        return None
    if noun.dep == "dobj" and tree.head(noun).lemma in NEGATIVE_VERBS | {"express", "voice"}:
        return None  # the denial is the claim, or the expression
    owner = tree.child(noun, "poss")
    if owner is None:
        by = next((t for t in tree.children(noun, "prep") if t.low in ("by", "from", "of")), None)
        owner = tree.child(by, "pobj") if by else None
    if owner is None and noun.dep in ("dobj", "attr") and tree.head(noun).lemma in tables.LIGHT:
        owner = subject(tree, tree.head(noun))
    if owner is None and noun.lemma not in tables.UNOWNED:
        return None
    return make_claim(frame, noun, [noun], owner, [tree.subtree(clause)])


def _is_that_clause(tree: Tree, clause: Token) -> bool:
    mark = tree.child(clause, "mark")
    if mark is not None and mark.low in ("that", "whether"):
        return True
    return clause.tag == "VB" and bool(tree.child(clause, "aux"))


def _adjective(frame: Frame, tree: Tree, adjective: Token) -> Claim | None:
    clause = next((t for t in tree.children(adjective, "ccomp") if t.index > adjective.index), None)
    if clause is None or adjective.dep != "acomp":
        return None
    speaker = subject(tree, tree.head(adjective))
    if speaker is None or speaker.low in ("it", "this", "that"):
        return None
    claim = make_claim(frame, adjective, [adjective], speaker, [tree.subtree(clause)])
    claim.is_speech = False
    return claim


def _made_clear(frame: Frame, tree: Tree, adjective: Token) -> Claim | None:
    """`made it clear that the man had fled`."""
    verb = tree.head(adjective)
    clauses = (t for t in tree.children(adjective, "ccomp", "csubj", "advcl") if t.index > adjective.index)
    clause = next((t for t in clauses if (mark := tree.child(t, "mark")) and mark.low in ("that", "whether")), None)
    speaker = subject(tree, verb)
    if clause is None or speaker is None or not 0 < adjective.index - verb.index <= 2:
        return None
    return make_claim(
        frame, adjective, list(tree.tokens[verb.index : adjective.index + 1]), speaker, [tree.subtree(clause)]
    )
