"""Statements in languages whose attributions are not understood: whole sentences, as printed, that carry themselves."""

import re

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Span
from summarizer.independence import MAX_WORDS, MIN_WORDS
from summarizer.quotation import find_quotes
from summarizer.summary import Kind, Statement
from summarizer.vocabulary import words

MIN_WORDS_AROUND_QUOTE = 3  # fewer beside a quotation cannot name who speaks it: „...“, sagte Ministerin Kern
_PRONOUNS = words(
    "er sie es wir ihr ihm ihn dies diese dieser dieses il elle ils elles on nous ce cela ça leur él ella "
    "ellos ellas esto este esta eso nosotros він вона воно вони ми це цей ця ці його її їх он она оно они мы это этот эта "
    "эти его её их on ona ono oni one my to ten ta te jego jej ich lui lei loro noi questo questa egli ele ela eles elas"
)
_FIRST_PERSON = words(
    "ich wir mir mich uns je nous me mon notre yo nosotros я ми мы мне мені мой мій ja my mnie nam io noi eu nós"
)


def tell_verbatim(article: AnnotatedDocument, span: Span, *, number: int = 1) -> Statement | None:
    """The sentence as it stands, or None where it leans on another: half a quotation, a pronoun."""
    text = " ".join(span.of(article.text).split()).lstrip("•*· ")
    if not _carries_itself(text):
        return None
    return Statement(text=text, kind=Kind.STATED, citations=cite(article.document, number, [span]))


def _carries_itself(text: str) -> bool:
    tokens = re.findall(r"[\w’'-]+", text)
    if not MIN_WORDS <= len(tokens) <= MAX_WORDS or text.rstrip("\"'”’»“)] ").endswith(("?", ":")):
        return False
    quotes, stray, unclosed = find_quotes(text)
    if stray is not None or unclosed is not None or text[0] in "–—-":
        return False
    around = text
    for quote in reversed(quotes):
        around = around[: quote.start] + around[quote.end :]
    outside = re.findall(r"[\w’'-]+", around)
    if quotes and (len(outside) < MIN_WORDS_AROUND_QUOTE or not any(w[:1].isupper() for w in outside)):
        return False
    if text[0].isalnum() and tokens[0].lower() in _PRONOUNS:
        return False
    return not any(w.lower() in _FIRST_PERSON for w in outside)
