"""Quotation marks inside one sentence, as the statements are worded with them."""

import pytest

from summarizer.independence import unquoted
from summarizer.quotation import find_quotes


@pytest.mark.parametrize(
    ("sentence", "quotations"),
    [
        ("'No,' he said. 'But we have to.'", ["'No,'", "'But we have to.'"]),
        ("They are 'upset' after the councillors' vote.", ["'upset'"]),
        ("It read: 'I gave the workers' list away.'", ["'I gave the workers' list away.'"]),
        ("‘It’s over,’ he said.", ["‘It’s over,’"]),
        ("The workers' plan of the '90s failed to rock 'n' roll.", []),
        ("'Tis the season of the workers' plan.", []),
        ("He said “the 'new' plan” failed.", ["“the 'new' plan”"]),
    ],
)
def test_single_marks_enclose_words_and_apostrophes_none(sentence: str, quotations: list[str]) -> None:
    assert [q.of(sentence) for q in find_quotes(sentence)[0]] == quotations


def test_words_in_single_marks_are_not_the_sentences_own() -> None:
    assert unquoted("'They are here,' Ann Reed said.").split() == ["Ann", "Reed", "said."]
