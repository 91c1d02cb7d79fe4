"""From probabilities to spans."""

import numpy as np

from summarizer.document import Span
from summarizer.tagging.decode import Found, decode, find_cues
from summarizer.tagging.pieces import Pieces
from summarizer.tagging.windows import FEATURES, Window

TEXT = "The dam, Ann Reed warned, will not hold."
WORDS = ["The", "dam", "Ann", "Reed", "war", "ned", "will", "not", "hold"]


def _pieces() -> Pieces:
    starts = [TEXT.index(word) for word in WORDS]
    spans = np.array([[s, s + len(w)] for s, w in zip(starts, WORDS, strict=True)])
    none = np.zeros(len(WORDS), dtype=np.int64)
    return Pieces(spans, none, none - 1, none, none - 1, none - 1, np.zeros((len(WORDS), 3), np.int64), [], [])


def _decoded(source: dict[str, float], content: dict[str, float]) -> Found:
    roles = np.tile(np.array([0.98, 0.01, 0.01], np.float32), (len(WORDS), 1))
    for column, chances in ((1, source), (2, content)):
        for word, chance in chances.items():
            roles[WORDS.index(word), column] = chance
    window = Window(np.array([4, 5]), np.arange(len(WORDS)), np.zeros((len(WORDS), FEATURES), np.int64))
    return decode(TEXT, _pieces(), window, roles)


def test_content_goes_around_its_cue_and_source() -> None:
    sure = dict.fromkeys(["The", "dam", "will", "not", "hold"], 0.9)
    found = _decoded({"Ann": 0.9, "Reed": 0.9}, sure)
    assert [span.of(TEXT) for span in found.content] == ["The dam", "will not hold"]
    assert found.source == Span(9, 17)
    assert (found.source_chance, found.content_chance) == (np.float32(0.9), np.float32(0.9))


def test_a_doubtful_word_between_sure_ones_belongs_to_them() -> None:
    found = _decoded({}, {"will": 0.9, "not": 0.4, "hold": 0.9})
    assert [span.of(TEXT) for span in found.content] == ["will not hold"]


def test_a_single_doubtful_word_is_no_content() -> None:
    found = _decoded({}, {"will": 0.6})
    assert (found.content, found.content_chance) == ((), 0.0)


def test_a_part_of_a_word_is_told_as_the_whole_word() -> None:
    assert _decoded({}, {}).cue.of(TEXT) == "warned"


def test_no_likely_source_is_none() -> None:
    assert _decoded({"Ann": 0.4}, {}).source is None


def test_cues_are_runs_with_one_likely_piece() -> None:
    chances = np.array([0.1, 0.61, 0.4, 0.3, 0.59, 0.0, 0.9], np.float32)
    assert [run.tolist() for run in find_cues(chances)] == [[1, 2], [6]]


def test_a_long_run_is_no_cue() -> None:
    assert find_cues(np.full(8, 0.9, np.float32)) == []


def test_a_text_without_cues_has_none() -> None:
    assert find_cues(np.zeros(3, np.float32)) == []
