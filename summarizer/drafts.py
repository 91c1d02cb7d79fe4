"""A generator's answer to the sentences it means as summary: no lists, headings, remarks or made-up references."""

import re
from collections.abc import Sequence

from summarizer.normalize import normalize
from summarizer.segment import split_sentences

MIN_WORDS = 4  # a shorter sentence is a heading or a remark
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL | re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)])\s+", re.MULTILINE)
_MARKUP = re.compile(r"\*\*|__|^#+\s*|`+", re.MULTILINE)
_REFERENCE = re.compile(r"\s?\[\d{1,3}(?:,\s?\d{1,3})*\]")
_REMARK = re.compile(
    r"(?:sure|certainly|of course|okay|here(?: is|'s| are)|in (?:summary|conclusion)|summary|note|tl;?dr|"
    r"(?:this|the) (?:article|text|summary|passage)|i (?:hope|can|cannot|will|have)|let me know|as an ai)\b",
    re.IGNORECASE,
)
# What an injected order makes a model write; no news needs it.
_ORDER = re.compile(
    r"https?://|www\.|\b(?:ignore|disregard|forget)\s(?:all\s|any\s|the\s|your\s)*(?:previous|prior|above|earlier)|"
    r"\bsystem prompt\b|\bas an ai\b|\b(?:ai|assistant|chatbot|language model)s?\b.{0,40}\b(?:must|should|instruct)",
    re.IGNORECASE,
)


def read_drafts(answers: Sequence[str]) -> list[str]:
    """The sentences of the answers in order, each once.

    >>> read_drafts(["Sure! Here is a summary:\\n\\n1. Ann Reed said it rained in Marrow. [2]\\n2. The bridge"])
    ['Ann Reed said it rained in Marrow.']
    """
    found = [sentence for answer in answers for sentence in _sentences(answer)]
    return [s for s in dict.fromkeys(found) if _is_statement(s)]


def _sentences(answer: str) -> list[str]:
    text = _BULLET.sub("", _MARKUP.sub("", _THOUGHT.sub("", answer)))
    text = normalize(_REFERENCE.sub("", text))
    return [sentence.span.of(text) for sentence in split_sentences(text)]


def _is_statement(sentence: str) -> bool:
    """Whether it ends as a sentence (an answer cut at the token limit does not), and is no remark or order."""
    ends = re.search(r"[.!…][\"”’')\]]*$", sentence)
    is_whole = bool(ends) and len(sentence.split()) >= MIN_WORDS
    return is_whole and not _REMARK.match(sentence) and not _ORDER.search(sentence)
