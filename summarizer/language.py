"""Which language a text is in."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SUPPORTED = frozenset({"en"})  # languages whose attributions are understood; others are quoted sentence by sentence
# The languages that Byline's readers meet; a free choice among all 97 calls short English headlines Breton.
CANDIDATES = (
    "ar be bg cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv tr uk vi zh"
)
MIN_LETTERS = 10  # fewer say nothing: "hi" is called Arabic
SAMPLE_CHARS = 3000  # enough to be sure; detection is linear in the text


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
    from py3langid.modelio import load_model

    likelihoods, priors, languages, *automaton = load_model(MODEL_DIR / MODEL_FILE)
    wanted = [at for at, language in enumerate(languages) if language in CANDIDATES.split()]
    following, rows, outputs = automaton
    # Not set_languages(): that keeps the tables of all languages as well, 28 MB.
    return LanguageIdentifier(
        likelihoods[:, wanted], priors[wanted], [languages[at] for at in wanted], following, outputs, tk_row=rows
    )


def detect_language(text: str) -> str:
    """ISO 639-1 code of the text's language; "und" where there are too few letters to judge by.

    >>> detect_language("Die Regierung hat am Montag mitgeteilt, dass der Plan geändert wird.")
    'de'
    """
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return "und"
    return str(_identifier().classify(sample)[0])
