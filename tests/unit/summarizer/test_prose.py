"""What is declined, and what is not."""

import pytest

from summarizer.errors import EmptyDocumentError, NotProseError
from summarizer.prose import require_prose
from summarizer.segment import split_sentences

NEWS = "The council of Marrow said on Tuesday that the old bridge will not be opened before spring, as it is not safe."


def judge(text: str, language: str = "en") -> None:
    require_prose(text, split_sentences(text), language)


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        f"{NEWS} The fee is 5 €.",
        "Bridge closed until spring, says council",  # too few words for shares to mean anything
        f"{NEWS} {NEWS} Sign in to read more.",
        "let x = 1;\n" + f"{NEWS}\n" * 3,
    ],
)
def test_prose_passes(text: str) -> None:
    judge(text)


@pytest.mark.parametrize(("text", "reason"), [("", "no text"), ("Bridge closed until spring", "too short")])
def test_next_to_nothing_is_declined(text: str, reason: str) -> None:
    with pytest.raises(EmptyDocumentError, match=reason):
        judge(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1;2;3;4\n" * 30, "table"),
        ("GDP 1.2 3.4 5.6 7.8 9.0\n" * 10, "table"),
        ("def main():\n    return answer;\nimport antigravity\nthe_end = to_be\n" * 3, "code"),
        ("We use cookies and our partners do so. Accept all or manage your privacy settings here. Marrow news.", "cookie"),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. " * 2, "filler"),
        ("bridge council spring tuesday marrow river stone arch closed open safe danger " * 2, "do not form sentences"),
    ],
)  # fmt: skip
def test_words_that_tell_nothing_are_declined(text: str, reason: str) -> None:
    with pytest.raises(NotProseError, match=reason):
        judge(text)


def test_words_are_judged_in_english_only() -> None:
    judge(
        "Der Rat von Marrow sagte am Dienstag, dass die alte Brücke nicht vor dem Frühling öffnet, da sie unsicher ist.",
        "de",
    )
