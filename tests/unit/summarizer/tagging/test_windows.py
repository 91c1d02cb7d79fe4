"""What surrounds a cue, as numbers."""

import numpy as np
import pytest

from summarizer.attribution.extract import extract_attributions
from summarizer.attribution.quotes import find_quotations
from summarizer.document import Span
from summarizer.encoder import TokenRun
from summarizer.layout import split_paragraphs
from summarizer.parser import load_parser
from summarizer.segment import split_sentences
from summarizer.tagging.pieces import DEP_NUMBER, FIRST, INSIDE, LAST, OUTSIDE, Pieces, cut
from summarizer.tagging.windows import ABOVE, BESIDE, ELSEWHERE, REACH_SENTENCES, SELF, SPEECH, open_window

TEXT = (
    "It rained. Ann Reed, the mayor, said that the dam leaks. “It is old stone,” Jo Hale said. One. Two. Three. Four."
)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    sentences = split_sentences(TEXT)
    extraction = extract_attributions(TEXT, sentences, load_parser())
    runs = []
    for number, sentence in enumerate(sentences):
        words = _spans(sentence.span.of(TEXT))
        states = np.zeros((len(words), 1, 1), np.float32)
        runs.append(TokenRun(np.full(len(words), number), np.array(words), states))
    return cut(TEXT, sentences, extraction.frames, find_quotations(TEXT, split_paragraphs(TEXT)), runs)


def _spans(sentence: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for word in sentence.split():
        start = sentence.index(word, at)
        at = start + len(word)
        out.append((start, at))
    return out


def _row(pieces: Pieces, word: str, cue: str, *, after: int = 0) -> dict[str, int]:
    at = TEXT.index(cue, after)
    window = open_window(pieces, pieces.touching([Span(at, at + len(cue))]))
    place = TEXT.index(word)
    row = window.subwords.tolist().index(int(pieces.touching([Span(place, place + len(word))])[0]))
    names = ("distance", "offset", "quotation", "branch", "sibling", "dep")
    return dict(zip(names, window.features[row].tolist(), strict=True))


def test_words_below_the_cue_are_told_by_their_branch(pieces: Pieces) -> None:
    assert _row(pieces, "Ann", "said")["branch"] == DEP_NUMBER["nsubj"]
    assert _row(pieces, "dam", "said")["branch"] == DEP_NUMBER["ccomp"]
    assert _row(pieces, "said", "said")["branch"] == SELF


def test_words_above_and_beside_the_cue_are_told_apart(pieces: Pieces) -> None:
    assert _row(pieces, "said", "leaks")["branch"] == ABOVE
    assert _row(pieces, "Ann", "leaks") | {"distance": 0} == {
        "distance": 0, "offset": 3, "quotation": 0, "branch": BESIDE, "sibling": DEP_NUMBER["nsubj"],
        "dep": DEP_NUMBER["ccomp"],
    }  # fmt: skip


def test_words_of_another_sentence_and_of_the_quotation_are_told_apart(pieces: Pieces) -> None:
    second = TEXT.index("Jo Hale")
    assert _row(pieces, "Ann", "said", after=second)["branch"] == ELSEWHERE
    assert _row(pieces, "stone", "said", after=second)["branch"] == SPEECH
    assert _row(pieces, "stone", "said", after=second)["quotation"] == 2


def test_distance_grows_to_both_sides_of_the_cue(pieces: Pieces) -> None:
    distances = [_row(pieces, w, "said")["distance"] for w in ("It", "Ann", "mayor", "said", "that", "leaks")]
    assert distances == sorted(distances)
    assert len(set(distances)) == len(distances)


def test_a_window_ends_some_sentences_away(pieces: Pieces) -> None:
    window = open_window(pieces, pieces.touching([Span(TEXT.index("said"), TEXT.index("said") + 4)]))
    assert pieces.sentence[window.subwords].max() == pieces.sentence[window.cue[0]] + REACH_SENTENCES


def test_a_quotation_has_a_first_and_a_last_piece(pieces: Pieces) -> None:
    start = TEXT.index("“")
    inside = pieces.touching([Span(start, TEXT.index("”") + 1)])
    assert pieces.edge[inside].tolist() == [FIRST, INSIDE, INSIDE, LAST]
    assert pieces.edge[0] == OUTSIDE


def test_pieces_touch_a_span_that_shares_a_character_with_them(pieces: Pieces) -> None:
    for spans in ([Span(0, 2)], [Span(1, 4), Span(30, 42)], [Span(2, 3)], [Span(50, 60), Span(0, 4), Span(3, 8)], []):
        slowly = [
            i for i, (start, end) in enumerate(pieces.spans) if any(s.start < end and start < s.end for s in spans)
        ]
        assert pieces.touching(spans).tolist() == slowly
