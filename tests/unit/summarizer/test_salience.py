from collections.abc import Sequence

import numpy as np
import pytest

from summarizer.encoder import Vectors
from summarizer.salience import AMPLE_WORDS, ENCODED_A_DOCUMENT, MAX_ENCODED, Candidate, Weights, rank, score, shortlist

PLAIN = "The council of Marrow discussed the bridge over the river before the summer break"
NO_TITLE = np.zeros((1, 3), dtype=np.float32)
EAST, NORTH, UP = np.eye(3, dtype=np.float32)


def told(text: str = PLAIN, *, position: int = 0, speaker: str | None = None, document: int = 0) -> Candidate:
    return Candidate(text, document, position, speaker)


def scores(candidates: Sequence[Candidate], vectors: Sequence[Vectors] = (), title: Vectors = NO_TITLE) -> list[float]:
    """What the shipped weights give; all statements alike where no vectors are given."""
    rows = np.stack(list(vectors) or [EAST] * len(candidates))
    return [float(s) for s in score(candidates, rows, title, Weights())]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(told(position=0), told(position=3), id="what stands early"),
        pytest.param(told(speaker="Ann Reed"), told(), id="what has a speaker"),
        pytest.param(told(PLAIN.replace("discussed", "rejected")), told(), id="what came of it"),
        pytest.param(
            told(PLAIN.replace("discussed", "mended 3")), told(PLAIN.replace("discussed", "mended a")), id="figures"
        ),
        pytest.param(told(), told(PLAIN.replace("council", "newsletter")), id="news, not the paper's own lines"),
        pytest.param(
            told("Ann Reed said that “the bridge over the river carries every lorry in Marrow.”"),
            told("Ann Reed said now: “The bridge over the river carries every lorry in Marrow.”"),
            id="the article's own sentence, not one from inside a speech",
        ),
        pytest.param(
            told("Ann Reed said now: “The bridge over the river carries every lorry in Marrow.”"),
            told("Ann Reed said now: “But bridge and river carries every lorry over in Marrow.”"),
            id="a quotation that leans on nothing",
        ),
        pytest.param(
            told("The Marrow council has now closed its bridge over the river"),
            told("Marrow council closed bridge over river"),
            id="enough words",
        ),
        pytest.param(
            told("The elderly teacher remains inside that large white truck beside them"),
            told("The old man is in the big red van by me"),
            id="words that mean something",
        ),
        pytest.param(
            told(" ".join(["council"] * AMPLE_WORDS)),
            told(" ".join(["council"] * (AMPLE_WORDS + 12))),
            id="no more words",
        ),
    ],
)
def test_worth_more(better: Candidate, worse: Candidate) -> None:
    first, second = scores([better, worse])
    assert first > second
    second, first = scores([worse, better])
    assert first > second


def test_what_is_like_the_rest_is_central() -> None:
    apart, one, other = scores([told(), told(), told()], [UP, EAST, EAST])
    assert one == other > apart


def test_what_is_like_the_title_is_worth_more() -> None:
    about, beside = scores([told(), told()], [EAST, NORTH], EAST[None])
    assert about > beside


def test_a_denial_of_what_the_title_says_is_worth_more() -> None:
    denial, claim = (told(PLAIN.replace("discussed", verb), speaker="Ann Reed") for verb in ("denied", "hailed"))
    about_it = scores([denial, claim], [EAST, EAST], EAST[None])
    beside_it = scores([denial, claim], [NORTH, NORTH], EAST[None])
    assert about_it[0] - about_it[1] > beside_it[0] - beside_it[1] == 0


def test_a_statement_is_held_against_its_own_documents_title() -> None:
    both = [told(), told(document=1)]
    first, second = scores(both, [EAST, EAST], np.stack([NORTH, EAST]))
    assert second > first


def ranked(candidates: Sequence[Candidate], vectors: Sequence[Vectors], given: Sequence[float]) -> list[int]:
    return rank(candidates, np.stack(list(vectors)), np.array(given, dtype=np.float32), Weights())


def test_what_repeats_a_chosen_statement_waits() -> None:
    assert ranked([told(), told(), told()], [EAST, EAST, NORTH], [2, 1, 1]) == [0, 2, 1]


def test_who_has_not_spoken_yet_is_heard_first() -> None:
    candidates = [told(speaker="Ann Reed"), told(speaker="Ann Reed"), told(speaker="Tom Hale")]
    assert ranked(candidates, [EAST, NORTH, UP], [2, 1, 1]) == [0, 2, 1]


def test_a_document_that_was_told_less_of_is_told_next() -> None:
    candidates = [told(), told(), told(document=1)]
    assert ranked(candidates, [EAST, NORTH, UP], [3, 2, 1.5]) == [0, 2, 1]


def test_every_statement_has_its_place() -> None:
    assert ranked([told()] * 3, [EAST, NORTH, UP], [1, 3, 2]) == [1, 2, 0]
    assert ranked([], [EAST], []) == []


def test_every_statement_of_a_usual_article_is_weighed() -> None:
    texts = [f"Sentence {i} of the council of Marrow." for i in range(ENCODED_A_DOCUMENT)]
    assert shortlist(texts, range(ENCODED_A_DOCUMENT)) == list(range(ENCODED_A_DOCUMENT))


def test_of_a_very_long_text_the_early_and_the_central_are_weighed() -> None:
    central = "The council of Marrow closed the bridge over the river."
    texts = [f"{central} Reason{i}." if i % 10 == 0 else f"Oddity{i} quirk{i} fable{i} riddle{i}." for i in range(3000)]
    chosen = shortlist(texts, range(3000))
    assert len(chosen) == ENCODED_A_DOCUMENT
    assert chosen == sorted(chosen)
    assert chosen[0] == 0
    assert sum(i % 10 == 0 for i in chosen) > ENCODED_A_DOCUMENT // 2


def test_the_beginning_of_every_document_is_weighed() -> None:
    texts = [f"Oddity{i} quirk{i} fable{i} riddle{i}." for i in range(600)]
    chosen = shortlist(texts, [i % 60 for i in range(600)], documents=10)
    assert len(chosen) == MAX_ENCODED
    assert all(60 * document in chosen for document in range(10))
