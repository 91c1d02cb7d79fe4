"""Languages by their two letters (ISO 639-1), as people name them."""


def language_name(code: str) -> str | None:
    """English name of a language; None where there is none of these letters.

    >>> language_name("uk"), language_name("us")
    ('Ukrainian', None)
    """
    from babel import Locale

    return Locale("en").languages.get(code) if len(code) == 2 else None
