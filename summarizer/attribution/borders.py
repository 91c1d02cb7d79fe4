"""Where what is said ends: at the comma behind which the writer, or another speaker, has the word again."""

from collections.abc import Callable, Iterator

from summarizer.attribution import tables
from summarizer.parser import Token, Tree

MIN_WORDS = 3  # before the comma
MAX_NOUN = 5  # words from "a" to its noun: "a phrase", "a step that", "an idea long dear to"

Opens = Callable[[Tree, Token, Token], bool]  # whether the words behind a comma are no part of what a head reports


def ended(tree: Tree, head: Token, words: list[Token]) -> list[Token]:
    """The words of a content up to the first comma that ends what the head reports."""
    if len(words) <= MIN_WORDS or words[0].index < head.index < words[-1].index:
        return words
    for comma in words[MIN_WORDS:-1]:
        if comma.text == "," and any(opens(tree, head, comma) for opens in _OPENINGS):
            return [t for t in words if t.index < comma.index]
    return words


def _names_source(tree: Tree, head: Token, comma: Token) -> bool:
    """`believes it will hold, according to Reed`: all of it is Reed's."""
    return head.low != "according" and [t.low for t in _behind(tree, comma, 2)] == ["according", "to"]


def _comments(tree: Tree, head: Token, comma: Token) -> bool:
    """`that the county hire a consultant, an idea Finch called absurd`; `a phrase he used twice`."""
    behind = _behind(tree, comma, MAX_NOUN)
    if len(behind) < 3 or behind[0].low not in ("a", "an"):
        return False
    noun = next((t for t in behind[1:] if t.pos == "NOUN" and t.dep != "compound"), None)
    if noun is None or noun.lemma not in tables.NOMINAL | tables.REMARKS:
        return False
    clause = next((t for t in tree.children(noun, "relcl", "acl") if t.index > noun.index), None)
    return clause is not None and any(t.low != "that" for t in tree.children(clause, "nsubj", "nsubjpass"))


def _is_answered(tree: Tree, head: Token, comma: Token) -> bool:
    """`says he won, which Hale disputes`; `whether it would stop, as Kostovia has demanded`."""
    word = next(iter(_behind(tree, comma, 1)), None)
    if word is None or word.low not in ("which", "as"):
        return False
    clause = tree.head(word)
    own = tree.child(clause, "nsubj")
    if own is None or not word.index < own.index < clause.index or own.low in tables.PERSONAL:
        return False
    is_said = clause.lemma in tables.SPEECH and clause.tag != "VBG"
    return is_said and not tree.child(clause, "ccomp", "xcomp") and (word.low == "as" or word.dep == "dobj")


def _tells_what_follows(tree: Tree, head: Token, comma: Token) -> bool:
    """`said profit would fall, sending its shares down`: what the announcement did."""
    word = next(iter(_behind(tree, comma, 1)), None)
    return word is not None and word.tag == "VBG" and word.lemma in tables.OUTCOME and head.lemma in tables.SPEECH


def _is_set_against(tree: Tree, head: Token, comma: Token) -> bool:
    """`promised a vote, even as conservatives warned that`, `would be prosecuted, though he did not mention Robles`."""
    behind = _behind(tree, comma, 2)
    even = len(behind) == 2 and behind[0].low == "even"
    mark = behind[-1] if even else next(iter(behind), None)
    if (
        mark is None
        or mark.low not in ("as", "though", "although", "while", "whereas")
        or (mark.low == "as" and not even)
    ):
        return False
    clause = tree.head(mark)
    own = tree.child(clause, "nsubj")
    return (
        own is not None and clause.lemma in tables.SPEECH and bool(tree.child(clause, "ccomp", "dobj", "xcomp", "prep"))
    )


def _adds_another(tree: Tree, head: Token, comma: Token) -> bool:
    """`that bars were the prize, and he forecast savings`: the speaker's next claim, told with a verb of its own."""
    behind = _behind(tree, comma, 2)
    if len(behind) < 2 or behind[0].low not in ("and", "but") or behind[1].low not in ("he", "she", "they", "it"):
        return False
    verb = tree.head(behind[1])
    told = tree.child(verb, "dobj", "ccomp", "xcomp", "prep")
    return verb.lemma in tables.SPEECH and verb.tag == head.tag and told is not None


def _leads_to_saying(tree: Tree, head: Token, comma: Token) -> bool:
    """`would be suspended, said Dias, adding that`"""
    word = next(iter(_behind(tree, comma, 1)), None)
    return (
        word is not None and word.tag == "VBG" and word.lemma in tables.SPEECH and tree.head(word).index == head.index
    )


_OPENINGS: tuple[Opens, ...] = (
    _names_source,
    _comments,
    _is_answered,
    _tells_what_follows,
    _is_set_against,
    _adds_another,
    _leads_to_saying,
)


def _behind(tree: Tree, comma: Token, count: int) -> list[Token]:
    """The next words, behind a closing quotation mark, too."""
    return list(_words(tree, comma.index + 1))[:count]


def _words(tree: Tree, start: int) -> Iterator[Token]:
    return (t for t in tree.tokens[start : start + 8] if t.text not in "”\"’'")
