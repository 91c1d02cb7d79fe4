"""Clean text before anything reads it: each step is one `str -> str` function that says why its problem exists.

Clean news comes out as it went in, so that offsets into the article as published and into the stored text agree.
"""

import re
import unicodedata
from itertools import pairwise

import regex
from ftfy import TextFixerConfig, fix_text

# Quotation marks stay as printed: quotes are verbatim. Entities are the extractor's business: "&lt;" may be meant.
_FTFY = TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, explain=False
)
# A joiner counts only between letters of a script that needs it, or inside an emoji.
_JOINER = regex.compile(
    r"(?<=[\p{L}\p{M}\p{So}\p{Sk}\ufe0f])(?<![\x00-\x7f])([\u200c\u200d])(?=[\p{L}\p{M}\p{So}])(?![\x00-\x7f])|[\u200c\u200d]"
)
MAX_COMBINING_MARKS = 4  # per base character; more is decoration ("zalgo") that breaks screens
MAX_ROUNDS = 4  # what one step removes may show another step its work
MIN_LINES_TO_UNWRAP = 6  # shorter texts are headline, blank line, paragraph: nothing to learn a width from


def normalize(text: str) -> str:
    """The text that is stored, read and cited.

    Whitespace at both ends goes, paragraphs stay apart by one blank line, invisible characters that could hide or turn
    words are removed, broken encodings ("â€œ") are mended. Idempotent.
    """
    for _ in range(MAX_ROUNDS):
        before = text
        text = fix_text(text, _FTFY)
        for step in (unify_blanks, remove_invisible, limit_combining_marks, unwrap_lines, trim_lines):
            text = step(text)
        if text == before:
            break
    return text


def unify_blanks(text: str) -> str:
    r"""Make every exotic blank a space and every line end a newline; pages are full of no-break spaces.

    >>> unify_blanks("5\u00a0million\u2028next")
    '5 million\nnext'
    """
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    return re.sub(r"[^\S\n ]", " ", text)


def remove_invisible(text: str) -> str:
    """Remove what cannot be seen but changes what is: bidirectional controls, zero widths, tags, control characters.

    Joiners stay inside words of scripts that need them and inside emoji; variation selectors stay after a base.

    >>> remove_invisible("pay\u200bpal \u202etxt.exe")
    'paypal txt.exe'
    >>> remove_invisible("👩\u200d🚀 می\u200cخواهم") == "👩\u200d🚀 می\u200cخواهم"
    True
    """
    text = re.sub(
        "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]",
        "",
        text,
    )
    text = _remove_stray_tags(text)
    text = _JOINER.sub(lambda m: m.group(1) or "", text)
    return str(regex.sub(r"(?<![\p{So}\p{Sm}\d#*])[\ufe00-\ufe0f]|[\U000e0100-\U000e01ef]", "", text))


def _remove_stray_tags(text: str) -> str:
    """Tag characters spell invisible text; they are kept only after the black flag, where they draw a region's flag."""
    return str(regex.sub(r"(🏴[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]", lambda m: m.group(1) or "", text))


def limit_combining_marks(text: str) -> str:
    """Keep at most MAX_COMBINING_MARKS marks on a base character, and compose (NFC).

    >>> len(limit_combining_marks("a" + "\u0335" * 50))
    5
    """
    text = unicodedata.normalize("NFC", text)
    return str(regex.sub(rf"(\p{{M}}{{{MAX_COMBINING_MARKS}}})\p{{M}}+", r"\1", text))


def unwrap_lines(text: str) -> str:
    """Join lines that were broken at a fixed width (mail, plain-text files, PDFs) back into paragraphs.

    A text is taken as wrapped when nearly all of its inner lines have about the same length and few end a sentence.
    """
    lines = text.split("\n")
    inner = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(inner) < MIN_LINES_TO_UNWRAP:
        return text
    width = max(map(len, inner))
    ended = sum(line.rstrip().endswith((".", "!", "?", "”", '"', ":")) for line in inner)
    if not 40 <= width <= 100 or sum(len(line) > 0.75 * width for line in inner) < 0.8 * len(inner):
        return text
    if ended > 0.6 * len(inner):
        return text
    return re.sub(r"(?<=\S)[ ]*\n(?=[^\s•*·–—-])", " ", text)


def trim_lines(text: str) -> str:
    r"""Single blanks inside lines, none at their ends, one blank line between paragraphs.

    >>> trim_lines("  Title \n\n\n\nOne   two\n")
    'Title\n\nOne two'
    """
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
