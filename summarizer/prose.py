"""Is there anything to summarize? Tables, code, cookie walls and filler are declined, and told why."""

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.document import AnnotatedDocument, Document, Sentence
from summarizer.errors import DocumentError, EmptyDocumentError, NotProseError
from summarizer.vocabulary import words

MIN_LETTERS = 0.55  # share of the visible characters; below it a text is a table, a log or code
MIN_CHARS_TO_JUDGE = 40  # visible characters; fewer are a word or two, not a table
MIN_COMMON = 0.12  # share of English words that are function words; prose has 0.3 to 0.5
MIN_WORDS_TO_JUDGE = 20  # a headline has too few words for shares to mean anything
_COMMON = words(
    "the a an of to in and that is was for on with as by at from it its be are were has have had he she they his her "
    "their this which who will would not but or an about after said more than been also one two over into when i we you"
)
_LOREM = words(
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt ut labore et dolore magna"
)
_CODE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import|#include|function |var |let |const |return\b|[{}]|</?\w+[^<>]*>\s*$|//)|[;{]\s*$"
)
_WALL = re.compile(
    r"\b(?:cookies?|consent|accept all|privacy (?:policy|settings)|subscribe|sign in|log in|javascript|ad ?block|"
    r"partners|your browser|captcha)\b",
    re.I,
)


def with_prose(articles: Sequence[AnnotatedDocument]) -> tuple[list[AnnotatedDocument], list[Document]]:
    """The articles that can be summarized, and the documents of the others, with a note that says why not.

    Raises:
        DocumentError: none can be; what is wrong with the first.
    """
    readable: list[AnnotatedDocument] = []
    others: list[Document] = []
    errors: list[DocumentError] = []
    for article in articles:
        document = article.document
        try:
            require_prose(article.text, article.sentences, document.language or "und")
        except DocumentError as error:
            errors.append(error)
            others.append(replace(document, notes=tuple(dict.fromkeys((*document.notes, f"Not told: {error}")))))
        else:
            readable.append(article)
    if not readable:
        raise errors[0]
    return readable, others


def require_prose(text: str, sentences: Sequence[Sentence], language: str) -> None:
    """Pass a text that can be summarized.

    Raises:
        EmptyDocumentError: there is no sentence in it.
        NotProseError: there are words, but they tell nothing.
    """
    tokens = re.findall(r"[^\W\d_]+", text)
    visible = re.sub(r"\s", "", text)
    if len(visible) >= MIN_CHARS_TO_JUDGE and sum(map(str.isalpha, visible)) < MIN_LETTERS * len(visible):
        raise NotProseError("This looks like a table or data, not news, so I did not summarize it.")
    if not tokens or not sentences:
        raise EmptyDocumentError("There is no text to summarize here. Send an article, a post, a link or a file.")
    if len(tokens) < 5:
        raise EmptyDocumentError("That is too short to summarize. Send the whole article, or its link.")
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(_CODE.search(line) is not None for line in lines) > 0.4 * len(lines):
        raise NotProseError("This looks like code, not news, so I did not summarize it.")
    low = [t.lower() for t in tokens]
    walls = sum(_WALL.search(s.span.of(text)) is not None for s in sentences)
    if walls > 0.5 * len(sentences):
        raise NotProseError("The page shows only a cookie or login notice, not the article. Paste the text instead.")
    if len(low) < MIN_WORDS_TO_JUDGE:
        return
    if sum(t in _LOREM for t in low) > 0.2 * len(low):
        raise NotProseError("This is filler text, not news.")
    if language == "en" and sum(t in _COMMON for t in low) < MIN_COMMON * len(low):
        raise NotProseError("These words do not form sentences I can read, so I did not summarize them.")
