"""Texts that are one side's words from end to end: a press release, an opinion piece. The reader is told so."""

import re
from collections.abc import Sequence

from summarizer.document import AnnotatedDocument, Sentence, SentenceKind

RELEASE = "Press release: what it says without naming a source is its publisher's claim."
OPINION = "Opinion: what it says without naming a source is its author's view."
MIN_FIRST_PERSON = 4  # sentences in which the author says "I"
FIRST_PERSON_SHARE = 0.15  # of all: a reporter who "asked him" once or twice writes no opinion
_WIRE = re.compile(
    r"[(/](?:\w+ )?(?:NEWS ?WIRE|PR ?Newswire|BUSINESS WIRE|GLOBE NEWSWIRE|ACCESS ?WIRE|EIN Presswire)\w*[)/]", re.I
)
_FORWARD = re.compile(r"\bforward-looking statements\b", re.I)
_ABOUT = re.compile(r"^About [A-Z][^.!?\n]{1,60}$", re.M)
_OWN_VIEW = re.compile(r"\b(?:views|opinions) expressed\b.{0,60}\b(?:own|author|writer)\b", re.I)
_QUOTED = re.compile(r"“[^”]*(?:”|\n\n)|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")
_LABELED = re.compile(r"^[^\n:]{2,40}:[ \n].*$", re.M)
_I = re.compile(r"(?<![\w.])(?:I|I['’]\w+|[Mm]y|me)(?![\w.])")


def find_genre(article: AnnotatedDocument) -> str | None:
    """What the reader must know of the kind of text it is, None for a report."""
    text = article.text
    if _WIRE.search(text[:300]) or (_FORWARD.search(text) and _ABOUT.search(text)):
        return RELEASE
    if _OWN_VIEW.search(text) or (not article.turns and _speaks_for_itself(text, article.sentences)):
        return OPINION
    return None


def _speaks_for_itself(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the author says "I" again and again, outside quotation marks and the turns of a transcript."""
    body = [s.span.of(text) for s in sentences if s.kind in (SentenceKind.BODY, SentenceKind.BULLET)]
    own = _LABELED.sub("", _QUOTED.sub("", text))
    mine = sum(_I.search(sentence) is not None for sentence in re.split(r"(?<=[.!?])\s", own))
    return mine >= max(MIN_FIRST_PERSON, FIRST_PERSON_SHARE * len(body))
