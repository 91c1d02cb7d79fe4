from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from summarizer import Document, EmptyDocumentError, GenerationError, Length, NotProseError
from summarizer.document import AnnotatedDocument
from summarizer.encoder import Vectors
from summarizer.pipeline import RAW_SHARE, Summarizer, SummarizerConfig
from summarizer.segment import split_sentences


class PlainAnnotator:
    """Sentences only: nobody is quoted."""

    def annotate(self, document: Document) -> AnnotatedDocument:
        return AnnotatedDocument(document, split_sentences(document.text, title=document.title))


class LetterEncoder:
    """Vectors of letter counts: like words are alike."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        rows = [[s.lower().count(chr(97 + i)) + 0.01 for i in range(26)] for s in sentences]
        out = np.array(rows, dtype=np.float32).reshape(len(rows), 26)
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


SUMMARIZER = Summarizer(PlainAnnotator(), LetterEncoder())
NEWS = "Bridge closes\n\n" + "\n\n".join(
    f"The council of Marrow closed bridge number {i} on Monday after the river rose by {i} metres in the night."
    for i in range(1, 13)
)


@pytest.mark.parametrize(("length", "most"), [(Length.SHORT, 60), (Length.MEDIUM, 120), (Length.LONG, 250)])
def test_a_summary_keeps_to_its_length(length: Length, most: int) -> None:
    summary = SUMMARIZER.summarize([Document(NEWS)], length=length)
    assert len(summary.statements) >= 1
    assert sum(len(s.text.split()) for s in summary.statements) <= most


def test_the_short_summary_is_told_in_the_long_one() -> None:
    short, long = (SUMMARIZER.summarize([Document(NEWS)], length=x) for x in (Length.SHORT, Length.LONG))
    assert {s.text for s in short.statements} <= {s.text for s in long.statements}


def test_statements_stand_in_the_order_of_the_article() -> None:
    starts = [s.citations[0].span.start for s in SUMMARIZER.summarize([Document(NEWS)], length=Length.LONG).statements]
    assert starts == sorted(starts)


def test_the_first_line_is_the_headline() -> None:
    assert SUMMARIZER.summarize([Document(NEWS)]).headline == "Bridge closes"


def test_every_document_is_heard() -> None:
    other = NEWS.replace("Marrow", "Tarn").replace("Bridge closes", "Tarn floods")
    summary = SUMMARIZER.summarize([Document(NEWS), Document(other)])
    assert {c.document for s in summary.statements for c in s.citations} == {1, 2}


def test_what_lies_behind_a_desert_of_blanks_is_not_looked_for() -> None:
    machine = Summarizer(PlainAnnotator(), LetterEncoder(), config=SummarizerConfig(max_chars=2000))
    text = NEWS + "\n" + " " * 2000 * RAW_SHARE + "The end."
    (document,) = machine.summarize([Document(text)]).documents
    assert "The end." not in document.text
    assert "Long text" in document.notes[0]


def test_a_long_text_is_cut_with_a_note() -> None:
    machine = Summarizer(PlainAnnotator(), LetterEncoder(), config=SummarizerConfig(max_chars=1000))
    summary = machine.summarize([Document(NEWS * 5)])
    assert len(summary.documents[0].text) <= 1000
    assert "only the first" in summary.documents[0].notes[0]


@pytest.mark.parametrize("text", ["", "   \n", "Word", "🙂🙂", "...", "one two"])
def test_too_little_text_is_declined(text: str) -> None:
    with pytest.raises(EmptyDocumentError):
        SUMMARIZER.summarize([Document(text)])


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{i} | {i * 7} | {i * 13} | 0.{i}" for i in range(40)),
        "def f(x):\n    return x\n\nimport os\nfrom sys import path\nclass A:\n    pass\nconst x = 1;\n",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore. "
        * 3,
        "We use cookies to improve your experience. Accept all cookies or manage your consent. Our partners store cookies.",
        "\n".join("zebra cactus lamp river stone cloud paper window garden tiger " for _ in range(4)),
    ],
    ids=["table", "code", "filler", "cookie wall", "word list"],
)
def test_what_is_no_prose_is_declined(text: str) -> None:
    with pytest.raises(NotProseError):
        SUMMARIZER.summarize([Document(text, language="en")])


def test_of_several_documents_those_that_hold_nothing_are_noted_and_the_others_told() -> None:
    summary = SUMMARIZER.summarize([Document("Good morning!"), Document(NEWS, language="en")])
    assert [bool(document.notes) for document in summary.documents] == [False, True]
    assert summary.documents[1].notes[0].startswith("Not told: That is too short")
    assert {citation.document for statement in summary.statements for citation in statement.citations} == {1}
    again = SUMMARIZER.summarize(summary.documents)
    assert [document.notes for document in again.documents] == [document.notes for document in summary.documents]


def test_of_several_documents_that_all_hold_nothing_the_reason_of_the_first_is_told() -> None:
    with pytest.raises(EmptyDocumentError, match="too short"):
        SUMMARIZER.summarize([Document("Good morning!"), Document("Good night!")])


def test_another_language_is_told_verbatim_with_a_note() -> None:
    text = (
        "Die Regierung hat am Montag beschlossen, die alte Brücke zu schließen. Sie sei zu teuer geworden, hieß es. "
        "„Wir bauen neu“, sagte Ministerin Anna Kern in Berlin. „Das wird nicht billig.“"
    )
    summary = SUMMARIZER.summarize([Document(text)])
    assert summary.language == "de"
    assert any("Not in English" in note for note in summary.documents[0].notes)
    assert SUMMARIZER.summarize(summary.documents).documents[0].notes == summary.documents[0].notes
    assert [s.text for s in summary.statements] == [
        "Die Regierung hat am Montag beschlossen, die alte Brücke zu schließen.",
        "„Wir bauen neu“, sagte Ministerin Anna Kern in Berlin.",
    ]


def test_nothing_to_read_is_declined() -> None:
    with pytest.raises(EmptyDocumentError):
        SUMMARIZER.summarize([])


def test_known_language_is_not_guessed_again() -> None:
    summary = SUMMARIZER.summarize([replace(Document(NEWS), language="en")])
    assert summary.language == "en"


def test_a_wall_of_text_without_a_stop_is_no_statement() -> None:
    wall = "the council of Marrow and the council of Tarn and " * 40
    with pytest.raises(EmptyDocumentError):
        SUMMARIZER.summarize([Document(f"Title\n\n{wall}.", language="en")])


def test_tags_in_a_pasted_text_are_text() -> None:
    text = "<b>Ann</b> & co\n\nThe council of Marrow wrote that 5 < 6 & 7 > 2 on its <b>new</b> board on Monday."
    (statement,) = SUMMARIZER.summarize([Document(text, language="en")]).statements
    assert statement.text == text.split("\n\n")[1]


class Writer:
    """A generator that answers the same whatever it is asked, or fails."""

    name = "writer"
    takes_instructions = True
    max_input_tokens = 3000

    def __init__(self, answer: str | None) -> None:
        self.answer = answer

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, prompts: Sequence[str]) -> list[str]:
        if self.answer is None:
            raise GenerationError("out of memory")
        return [self.answer] * len(prompts)

    def close(self) -> None:
        pass


def test_a_generator_that_fails_leaves_the_extractive_summary() -> None:
    machine = Summarizer(PlainAnnotator(), LetterEncoder(), generator=Writer(None))
    summary = machine.summarize([Document(NEWS, language="en")])
    assert summary.model == "extractive"
    assert summary.statements == SUMMARIZER.summarize([Document(NEWS, language="en")]).statements


def test_what_a_generator_invents_is_not_told() -> None:
    lie = "The council of Marrow closed bridge number 1 on Monday after Boris Kane blew it up with 40 kg of dynamite."
    machine = Summarizer(PlainAnnotator(), LetterEncoder(), generator=Writer(lie))
    summary = machine.summarize([Document(NEWS, language="en")])
    assert not any("Kane" in s.text or "40" in s.text for s in summary.statements)
    assert summary.repairs


def test_a_press_release_is_told_with_a_note() -> None:
    release = "PORT SELBY, May 4 (NEWSWIRE) -- Harrow Mills of Marrow opened a second mill by the river on Monday."
    (document,) = SUMMARIZER.summarize([Document(release, language="en")]).documents
    assert any("Press release" in note for note in document.notes)
