import pytest

from summarizer.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Institute: the north seems to be retreating from the coast", "en"),
        ("Росія відступає з півночі, повідомив штаб", "uk"),
        ("Россия отступает с севера, сообщил штаб", "ru"),
        ("Le ministre a dit que le pont restera fermé", "fr"),
        ("El presidente dijo que el puente seguirá cerrado", "es"),
        ("Prezydent powiedział, że most pozostanie zamknięty", "pl"),
        ("12345 67", "und"),
        ("", "und"),
        ("hi", "und"),
    ],
)
def test_language_is_told_by_its_code(text: str, language: str) -> None:
    assert detect_language(text) == language
