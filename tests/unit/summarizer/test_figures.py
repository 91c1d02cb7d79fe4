import pytest

from summarizer.faithfulness.tokens import tokenize
from summarizer.figures import Count, conflict, find_counts


def counts(text: str) -> tuple[Count, ...]:
    return find_counts(text, tokenize(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Nineteen people were hurt on May 3, 2024.", [19.0]),
        ("The second of 1,200 boats sank.", [1200.0]),
        ("Drones hit a nine-storey block.", []),
        ("Hundreds came.", []),
    ],
)
def test_dates_ordinals_and_parts_of_words_are_no_counts(text: str, values: list[float]) -> None:
    assert [c.value for c in counts(text)] == values


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The number of people killed in Sarvan rose to 31.", "dead"),
        ("Police arrested 26 people during the march.", "held"),
        ("The blaze destroyed about 40 homes.", "homes"),
        ("About 3,000 people left their homes near Calder.", "fled"),
        ("Crews restored electricity to 60,000 homes.", ""),
        ("Unemployment fell to 5.1 percent in March.", ""),
    ],
)
def test_the_nearest_telling_word_says_what_is_counted(text: str, topic: str) -> None:
    assert [c.topic for c in counts(text)] == [topic]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Eleven workers were wounded.", "Seven people were hurt.", True),
        ("Some 300 people marched.", "The march drew a crowd of 306.", False),
        ("The quake killed 31.", "The quake injured 240.", False),
        ("Eleven workers were wounded.", "The plant has 640 workers.", False),
    ],
)
def test_only_counts_of_one_thing_conflict(one: str, other: str, expected: bool) -> None:
    assert conflict(counts(one), counts(other), shared=0, least=2) is expected


def test_measures_conflict_where_the_claims_share_their_words() -> None:
    dear, dearer = counts("The tunnel will cost 2.4 billion euros."), counts("It will cost 3.1 billion euros.")
    assert conflict(dear, dearer, shared=2, least=3)
    assert not conflict(dear, dearer, shared=1, least=3)
