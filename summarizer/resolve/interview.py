"""Interviews in questions and answers: which paragraphs ask, which answer, and in whose name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.document import Sentence, SentenceKind, Span
from summarizer.resolve.guests import find_guest, find_only_subject
from summarizer.resolve.mentions import Entity

MIN_QUESTIONS = 2
MIN_ADDRESSED = 3  # questions to somebody ("do you think") that make an interview of a text that names no guest
MIN_SHARE = 0.2  # of questions among the paragraphs, where nobody is introduced as the guest
QUESTION_WORDS = 90  # a longer paragraph that ends with a question is an answer
_LABEL = re.compile(r"(Q(?:uestion)?|A(?:nswer)?)\s?[:.]\s+(?=\S)", re.I)
_ASKING = re.compile(
    r"\?[\"”' ]*$|^(?:(?:please|so|and|can you)\s)?(?:tell|talk|walk|take)\s(?:us|me|our readers)\b", re.I
)
_SECOND = re.compile(r"\b[Yy]our?\b")
_FIRST = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")

Paragraphs = dict[int, Span]  # by number, in text order


@dataclass(frozen=True, slots=True)
class Interview:
    """Who answers, and the paragraphs that ask and answer, without their labels."""

    guest: Entity | None  # None: it cannot be told who it is
    questions: Paragraphs  # and what either side may have said
    answers: Paragraphs


def find_interview(
    text: str, title: str, sentences: Sequence[Sentence], entities: Sequence[Entity]
) -> Interview | None:
    """The interview a text is, None where it is none. `title` is the headline where it is no part of the text."""
    paragraphs = _paragraphs(sentences)
    labels = _labels(text, paragraphs)
    asking = [n for n, span in paragraphs.items() if _ASKING.search(span.of(text))]
    if labels:
        paragraphs |= {n: Span(label.end(), paragraphs[n].end) for n, label in labels.items()}
        questions = [n for n, label in labels.items() if label[1][0].upper() == "Q"]
    else:
        questions = [n for n in asking if len(paragraphs[n].of(text).split()) <= QUESTION_WORDS]
    titled = {s.paragraph for s in sentences if s.kind is SentenceKind.HEADLINE}
    spoken = {n: span for n, span in paragraphs.items() if n not in titled}
    speaking = {n for n, span in spoken.items() if _FIRST.search(_unquoted(span.of(text)))}  # of themselves
    if len(asking) < MIN_QUESTIONS or not questions or not speaking - set(questions):
        return None
    lead_end = paragraphs[questions[0]].start
    guest = find_guest(text, title, sentences, entities, lead_end)
    if guest is None and labels:
        guest = find_only_subject(entities, lead_end)
    behind = sum(n >= questions[0] for n in paragraphs)
    is_called_so = re.search(r"\binterview", f"{title} {text[:lead_end]}", re.I) is not None
    is_talk = is_called_so or _addresses(text, paragraphs, questions, speaking)
    if guest is None and not labels and not (is_talk and len(questions) >= MIN_SHARE * behind):
        return None
    asked, answered = _labelled(paragraphs, questions, speaking, labels) if labels else _sides(questions, speaking)
    told = {m.sentence for m in guest.mentions if not m.is_quoted} if guest else set()
    if not labels:  # who is named there does not speak there
        answered -= {sentences[i].paragraph for i in told} - speaking
    return Interview(
        guest,
        {n: span for n, span in paragraphs.items() if n in asked - answered},
        {n: span for n, span in paragraphs.items() if n in answered},
    )


def _addresses(text: str, paragraphs: Paragraphs, questions: Sequence[int], speaking: set[int]) -> bool:
    """Whether most questions ask somebody ("do you think"), who answers of themselves from then on.

    A page of frequent questions has no "I" in its answers, a column has one before its first question.
    """
    asked = [n for n in questions if _SECOND.search(paragraphs[n].of(text))]
    answers = speaking - set(questions)
    is_talk = len(asked) >= max(MIN_ADDRESSED, len(questions) / 2) and len(answers) >= MIN_QUESTIONS
    return is_talk and min(answers) > questions[0]


def _labels(text: str, paragraphs: Paragraphs) -> dict[int, re.Match[str]]:
    """The "Q:" and "A:" before paragraphs, none where these are not how the text tells its sides."""
    found = {n: m for n, span in paragraphs.items() if (m := _LABEL.match(text, span.start, span.end))}
    is_used = all(sum(m[1][0].upper() == side for m in found.values()) >= MIN_QUESTIONS for side in "QA")
    return found if is_used else {}


def _labelled(
    paragraphs: Paragraphs, questions: Sequence[int], speaking: set[int], labels: dict[int, re.Match[str]]
) -> tuple[set[int], set[int]]:
    """Questions, and answers with those of their further paragraphs that speak of themselves."""
    answered = {n for n in paragraphs if n > questions[0] and n in speaking | set(labels)}
    return set(questions), answered - set(questions)


def _sides(questions: Sequence[int], speaking: set[int]) -> tuple[set[int], set[int]]:
    """Answers stand behind a question mark or speak of themselves; the rest between them either side may have said."""
    answered = {n + 1 for n in questions} | {n for n in speaking if n > questions[0]}
    answered -= set(questions)
    return set(range(min(questions[0], *speaking), max(answered) + 1)) - answered, answered


def _unquoted(paragraph: str) -> str:
    return re.sub(r"[“\"][^”\"]*[”\"]", "", paragraph)


def _paragraphs(sentences: Sequence[Sentence]) -> Paragraphs:
    out: Paragraphs = {}
    for s in sentences:
        if s.kind is not SentenceKind.BOILERPLATE:
            out[s.paragraph] = Span(out[s.paragraph].start if s.paragraph in out else s.span.start, s.span.end)
    return out
