"""What grammar allows to leave out of a sentence, and which sentences are none: clauses set off by commas, captions.

Only whole branches of the parse between commas are named, so that what is left is a sentence. Whether one is cut is
decided where the statement is worded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.attribution.frames import Frame
from summarizer.document import Sentence, SentenceKind, Span
from summarizer.parser import Token, Tree

CONDITIONS = frozenset({"depending", "assuming", "providing", "supposing", "considering", "including", "excluding"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
STATES = frozenset({"be", "have", "stand", "lie", "live", "know", "want", "contain", "hold", "belong", "seem", "own"})
MIN_ASIDE_WORDS = 4  # a shorter clause is not worth a cut
MAX_FRAGMENT_WORDS = 25  # the parser may have missed the verb of a longer one


def find_asides(frames: Sequence[Frame], text: str) -> tuple[Span, ...]:
    """Spans that can be cut, with the comma before them and, inside a sentence, the one after; in text order."""
    return tuple(sorted({span for f in frames if f.inside is None for span in _asides(f, text)}))


def mark_fragments(text: str, sentences: Sequence[Sentence], frames: Sequence[Frame]) -> tuple[Sentence, ...]:
    """The sentences, lines without a finite verb as boilerplate: captions, labels, lists of names."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        by_sentence.setdefault(frame.sentence, []).append(frame)
    fragments = {i for i, s in enumerate(sentences) if _is_fragment(s, by_sentence.get(i, []))}
    lines: dict[int, set[int]] = {}
    for i, s in enumerate(sentences):
        if s.kind is not SentenceKind.BOILERPLATE:
            lines.setdefault(text.rfind("\n", 0, s.span.start), set()).add(i)
    captions = set().union(*(line for line in lines.values() if line <= fragments))
    captions |= {min(line) for line in lines.values()} & fragments  # a caption that the page ran into the text
    return tuple(as_boilerplate(s) if i in captions else s for i, s in enumerate(sentences))


def as_boilerplate(sentence: Sentence) -> Sentence:
    """The sentence, as one that is never told."""
    return replace(sentence, kind=SentenceKind.BOILERPLATE)


def _is_fragment(sentence: Sentence, frames: Sequence[Frame]) -> bool:
    if sentence.kind is not SentenceKind.BODY or not frames:
        return False
    tokens = [t for f in frames for t in f.tree.tokens if not f.is_stand_in(t)]
    is_quoted = any(f.inside is not None or f.stand_ins for f in frames)
    return not is_quoted and len(tokens) <= MAX_FRAGMENT_WORDS and not any(t.tag in FINITE for t in tokens)


def _asides(frame: Frame, text: str) -> Iterator[Span]:
    tree = frame.tree
    for token in tree.tokens:
        if not _is_aside(token, tree):
            continue
        branch = tree.subtree(token)
        first, last = branch[0], branch[-1]
        if last.tag in {",", "."}:
            last = tree.tokens[last.index - 1]
        is_whole = last.index - first.index + 1 == len([t for t in branch if t.index <= last.index])
        if not is_whole or first.index == 0 or tree.tokens[first.index - 1].text != ",":
            continue
        if any(frame.is_stand_in(t) for t in branch) or last.index - first.index + 1 < MIN_ASIDE_WORDS:
            continue
        after = tree.tokens[last.index + 1] if last.index + 1 < len(tree.tokens) else None
        if after is None or after.text not in {",", "."}:
            continue
        inside = {t.index for t in branch}
        if not any(t.tag in FINITE for t in tree.tokens if t.index not in inside):
            continue  # the parser lost the sentence's own verb in the branch
        if _goes_on(token, tree, after) or _is_one_of_several(branch, tree) or _is_named_next(last, after, tree):
            continue
        start, end = frame.start(tree.tokens[first.index - 1]), frame.end(last)
        if after.text == "," and not _is_in_apposition(token, tree):
            end = frame.end(after)
        if text[start:end].count("\n") == 0:
            yield Span(start, end)


def _goes_on(token: Token, tree: Tree, after: Token) -> bool:
    """Whether a closing clause tells what happened next: ", who was sent off", ", which then sank"."""
    if token.dep != "relcl" or after.text == ",":
        return False
    is_passive = token.tag == "VBN" and tree.child(token, "auxpass") is not None
    return is_passive or (token.tag == "VBD" and token.lemma not in STATES)


def _is_one_of_several(branch: Sequence[Token], tree: Tree) -> bool:
    """Whether a clause is one question of several: "what was in the dust, who knew, and when"."""
    asked = [t for t in tree.tokens[: branch[0].index] if t.tag in {"WP", "WDT", "WRB"} and t.dep != "mark"]
    is_asking = any(tree.head(t).dep in {"ccomp", "pcomp", "csubj", "xcomp"} for t in asked)
    is_listed = any(t.low in {"and", "or"} and tree.tokens[t.index - 1].text == "," for t in branch[1:])
    return is_asking and is_listed


def _is_named_next(last: Token, after: Token, tree: Tree) -> bool:
    """Whether a name follows that the parser left out: ", which angered the chief engineer, Ann Reed, who ..."."""
    follows = tree.tokens[after.index + 1] if after.index + 1 < len(tree.tokens) else None
    return last.tag == "NN" and after.text == "," and follows is not None and follows.tag == "NNP"


def _is_in_apposition(token: Token, tree: Tree) -> bool:
    """Whether a clause hangs on an apposition, whose own comma it ends with: "the captain, Ann Reed, who sings, left"."""
    head = tree.head(token)
    opening = tree.subtree(token)[0].index - 1
    between = tree.tokens[head.index + 1 : opening]
    return head.dep == "appos" or any(t.text == "," for t in between)


def _is_aside(token: Token, tree: Tree) -> bool:
    """Whether a branch adds to its head without carrying it: a relative clause, a participle clause.

    Appositions stay: they tell who speaks.
    """
    if token.dep == "relcl":
        return any(t.low in {"which", "who", "whose", "whom", "where"} for t in tree.subtree(token)[:3])
    starts = tree.subtree(token)[0].index in {token.index, token.index - 1}
    return token.dep == "advcl" and token.tag == "VBG" and starts and token.low not in CONDITIONS
