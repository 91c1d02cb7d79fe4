"""Transcripts of several voices: "MAYOR ANN REED: ...", "REED: ...", "REPORTER: ..."; who speaks in which paragraph."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from summarizer.document import Sentence, SentenceKind, Span, Turn
from summarizer.vocabulary import words

MIN_TURNS = 3  # labeled paragraphs, of two voices at least, one of which speaks twice
MAX_LABEL_WORDS = 6
MIN_SHARE = 0.3  # of labeled paragraphs among all
_LABEL = re.compile(r"((?:[A-ZÀ-Þ][\w.’'-]*,?\s){0,5}[A-ZÀ-Þ][\w.’'-]*)(?:\s\([^()\n]{1,40}\))?:\s+(?=\S)")
_ASKS = words(
    "reporter reporters question questions q journalist journalists moderator host interviewer press media operator "
    "audience caller unidentified anchor presenter"
)
_NO_NAME = words(
    "note update source sources photo where when what who why how answer a date time place location step part"
)


def find_transcript(text: str, sentences: Sequence[Sentence]) -> tuple[Turn, ...]:
    """The turns of a transcript in text order, none where a text is no transcript; who asks has no name."""
    paragraphs = _paragraphs(sentences)
    labels = {
        n: m for n, span in paragraphs.items() if (m := _LABEL.match(text, span.start, span.end)) and _is_label(m)
    }
    voices = Counter(_last_word(m[1]) for m in labels.values())
    if len(labels) < max(MIN_TURNS, MIN_SHARE * len(paragraphs)) or len(voices) < 2 or max(voices.values()) < 2:
        return ()
    return tuple(_turns(text, paragraphs, labels))


def _turns(text: str, paragraphs: Mapping[int, Span], labels: Mapping[int, re.Match[str]]) -> Iterator[Turn]:
    """Each labeled paragraph, and those below it up to the next label; below the last one the text may speak again."""
    first: dict[str, tuple[str, Span]] = {}
    for given in sorted(labels.values(), key=lambda m: (-len(m[1].split()), m.start())):
        first.setdefault(_last_word(given[1]), (_name(given[1]), Span(*given.span(1))))
    last = max(labels)
    speaker: re.Match[str] | None = None
    for number, span in paragraphs.items():
        label = labels.get(number)
        if label is None and (speaker is None or number > last):
            continue
        speaker = label or speaker
        assert speaker is not None
        said = Span(label.end(), span.end) if label else span
        if {w.lower().rstrip(".,") for w in speaker[1].split()} & _ASKS:
            yield Turn(said)
        else:
            yield Turn(said, *first[_last_word(speaker[1])])


def _is_label(label: re.Match[str]) -> bool:
    named = label[1].split()
    return (
        len(named) <= MAX_LABEL_WORDS and (label[1].isupper() or len(named) > 1) and named[-1].lower() not in _NO_NAME
    )


def _last_word(label: str) -> str:
    """By which a voice is known: "REED" of "MAYOR ANN REED" and of "ANN REED, CITY OF MARROW"."""
    return label.partition(",")[0].split()[-1].casefold()


def _name(label: str) -> str:
    """The label as a name is written: "Mayor Ann Reed"."""
    return " ".join(w.title().replace("’S", "’s") if w.isupper() else w for w in label.partition(",")[0].split())


def _paragraphs(sentences: Sequence[Sentence]) -> dict[int, Span]:
    out: dict[int, Span] = {}
    for s in sentences:
        if s.kind in (SentenceKind.BODY, SentenceKind.BULLET):
            out[s.paragraph] = Span(out[s.paragraph].start if s.paragraph in out else s.span.start, s.span.end)
    return out
