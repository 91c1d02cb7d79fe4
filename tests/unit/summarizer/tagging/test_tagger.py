"""The vote of rules and tagger, over a network whose opinion each test writes down."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from summarizer.attribution.extract import Extraction, extract_attributions
from summarizer.document import Sentence, Span
from summarizer.encoder import TokenRun
from summarizer.parser import Parser, load_parser
from summarizer.segment import split_sentences
from summarizer.tagging.pieces import Pieces
from summarizer.tagging.tagger import Tagger
from summarizer.tagging.windows import Window

WORDS = "Ann Reed has a theory that the dam leaks. Jo Hale said it rained."


class WordEncoder:
    """One token a word."""

    def read_tokens(self, sentences: Sequence[str]) -> list[TokenRun]:
        words = [(n, w) for n, s in enumerate(sentences) for w in _words(s)]
        offsets = np.array([[w.start, w.end] for _, w in words])
        return [TokenRun(np.array([n for n, _ in words]), offsets, np.zeros((len(words), 1, 1), np.float32))]


class Opinion:
    """Says of some words that they are a cue, and of others what they are to it; of all other words that they are nothing."""

    def __init__(self, text: str, cues: Mapping[str, float], source: str = "", content: str = "") -> None:
        self._cues = [(Span(text.index(w), text.index(w) + len(w)), chance) for w, chance in cues.items()]
        self._parts = [
            (Span(text.index(w), text.index(w) + len(w)), column) for w, column in ((source, 1), (content, 2)) if w
        ]

    def read(self, pieces: Pieces) -> Pieces:
        return pieces

    def find_cues(self, pieces: Pieces) -> np.ndarray:
        out = np.zeros(len(pieces.spans), np.float32)
        for span, chance in self._cues:
            out[pieces.touching([span])] = chance
        return out

    def find_roles(self, pieces: Pieces, windows: Sequence[Window]) -> list[np.ndarray]:
        roles = np.tile(np.array([0.98, 0.01, 0.01], np.float32), (len(pieces.spans), 1))
        for span, column in self._parts:
            roles[pieces.touching([span])] = [0.9 if i == column else 0.05 for i in range(3)]
        return [roles[w.subwords] for w in windows]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def _words(sentence: str) -> list[Span]:
    starts = [i for i, c in enumerate(sentence) if c.isalnum() and not (i and sentence[i - 1].isalnum())]
    ends = [i + 1 for i, c in enumerate(sentence) if c.isalnum() and not sentence[i + 1 : i + 2].isalnum()]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)]


def _rules(text: str, parser: Parser) -> tuple[tuple[Sentence, ...], Extraction]:
    sentences = split_sentences(text)
    return sentences, extract_attributions(text, sentences, parser)


def _vote(text: str, parser: Parser, opinion: Opinion) -> list[tuple[str, str, list[str]]]:
    sentences, extraction = _rules(text, parser)
    revised = Tagger(opinion, WordEncoder()).revise(text, sentences, extraction)  # type: ignore[arg-type]
    return [
        (a.source.of(text) if a.source else "", a.cue.of(text) if a.cue else "", [k.of(text) for k in a.content])
        for a, _ in revised.found
    ]


RULED = ("Jo Hale", "said", ["it rained"])


def test_a_claim_of_the_rules_stays_where_its_cue_is_likely_enough(parser: Parser) -> None:
    assert RULED in _vote(WORDS, parser, Opinion(WORDS, {"said": 0.11}))


def test_a_claim_of_the_rules_goes_where_no_cue_is_seen(parser: Parser) -> None:
    assert RULED not in _vote(WORDS, parser, Opinion(WORDS, {"said": 0.09}))


def test_a_quotation_keeps_its_speaker_whatever_the_tagger_thinks(parser: Parser) -> None:
    text = "“The dam will hold,” Jo Hale said."
    assert _vote(text, parser, Opinion(text, {}))[0][0] == "Jo Hale"


def test_a_claim_is_added_where_source_and_content_are_sure(parser: Parser) -> None:
    text = "Ann Reed sounded the alarm about the dam."
    opinion = Opinion(text, {"sounded": 0.9}, "Ann Reed", "the alarm about the dam")
    assert _vote(text, parser, opinion) == [("Ann Reed", "sounded", ["the alarm about the dam"])]


@pytest.mark.parametrize(
    ("text", "cue", "source", "chance"),
    [
        ("Ann Reed sounded the alarm about the dam.", "sounded", "Ann Reed", 0.59),  # the cue is not likely enough
        ("Ann Reed sounded the alarm about the dam.", "sounded", "", 0.9),  # nobody said it
        ("We sounded the alarm about the dam.", "sounded", "We", 0.9),  # who speaks to the reader
    ],
)
def test_no_claim_is_added_on_half_a_reason(parser: Parser, text: str, cue: str, source: str, chance: float) -> None:
    assert _vote(text, parser, Opinion(text, {cue: chance}, source, "the alarm about the dam")) == []


def test_a_claim_that_is_known_is_not_added_again(parser: Parser) -> None:
    assert _vote(WORDS, parser, Opinion(WORDS, {"said": 0.9, "rained": 0.9}, "Jo Hale", "it")).count(RULED) == 1


def test_an_added_claim_holds_whole_quotations_with_their_marks(parser: Parser) -> None:
    text = "Ann Reed sounded an alarm about “a very old dam” there."
    opinion = Opinion(text, {"sounded": 0.9}, "Ann Reed", "an alarm about “a very old dam")
    assert _vote(text, parser, opinion) == [("Ann Reed", "sounded", ["an alarm about “a very old dam”"])]


def test_an_added_claim_never_holds_half_a_quotation(parser: Parser) -> None:
    text = "Ann Reed sounded an alarm about “a very old dam” there."
    opinion = Opinion(text, {"sounded": 0.9}, "Ann Reed", "an alarm about “a very")
    assert _vote(text, parser, opinion) == []


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("Ann Reed of Dover Law", "the alarm"),  # of Dover Law | School
        ("Reed of Dover Law School", "the alarm"),  # Ann | Reed
        ("Ann Reed of Dover Law School", "the alarm about"),
        ("Ann Reed of Dover Law School", "the alarm about the"),
    ],
)
def test_no_claim_is_added_that_ends_in_the_middle_of_a_phrase(parser: Parser, source: str, content: str) -> None:
    text = "Ann Reed of Dover Law School sounded the alarm about the dam."
    assert _vote(text, parser, Opinion(text, {"sounded": 0.9}, source, content)) == []
    whole = Opinion(text, {"sounded": 0.9}, "Ann Reed of Dover Law School", "the alarm about the dam")
    assert len(_vote(text, parser, whole)) == 1


def test_a_text_without_words_has_nothing_to_revise(parser: Parser) -> None:
    sentences, extraction = _rules("", parser)
    tagger = Tagger(Opinion("", {}), WordEncoder())  # type: ignore[arg-type]
    assert tagger.revise("", sentences, extraction).found == extraction.found
