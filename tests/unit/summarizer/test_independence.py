import pytest

from summarizer.independence import is_tellable


@pytest.mark.parametrize(
    "sentence",
    [
        "... love and surprises and all of this interested me.",  # its beginning is missing
        "I will never hire them, and I told --",
        "See the collaboration page for more details.",
        "And what will they do then?",
    ],
)
def test_what_is_no_whole_sentence_of_the_news_is_not_told(sentence: str) -> None:
    assert not is_tellable(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The council – all nine of them – met on Friday.", "See what the mayor left behind, she told the court."],
)
def test_a_sentence_with_dashes_or_see_in_it_is_told(sentence: str) -> None:
    assert is_tellable(sentence)
