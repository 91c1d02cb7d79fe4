"""Telling a summary anew: what a generator may write, and what becomes of the rest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from summarizer.citation import cite
from summarizer.document import AnnotatedDocument, Attribution, Document, Span
from summarizer.encoder import Vectors
from summarizer.errors import GenerationError
from summarizer.prompt import MAX_PROMPTS
from summarizer.rewrite import DROPPED, REPAIRED, REPLACED, rewrite
from summarizer.segment import split_sentences
from summarizer.summary import Kind, Length, Statement

TEXT = (
    "Mayor Anna Reed said on Monday that the old bridge will probably not reopen before spring. "
    "“We found deep cracks in all nine pillars,” she said. "
    "The town of Marrow has paid $4.5 million for repairs since 2019. "
    "Engineer Tom Hale warned the tunnel could carry 300 heavy trucks during winter."
)


def find(part: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(part, start + 1)
    return Span(start, start + len(part))


SOURCE = AnnotatedDocument(
    Document(text=TEXT, language="en"),
    split_sentences(TEXT),
    (
        Attribution(
            content=(find("that the old bridge will probably not reopen before spring"),),
            source=find("Mayor Anna Reed"),
            cue=find("said"),
            name="Anna Reed",
        ),
        Attribution(
            content=(find("“We found deep cracks in all nine pillars,”"),),
            source=find("she"),
            cue=find("said", 1),
            name="Anna Reed",
            name_span=find("Anna Reed"),
        ),
        Attribution(
            content=(find("the tunnel could carry 300 heavy trucks during winter"),),
            source=find("Engineer Tom Hale"),
            cue=find("warned"),
            name="Tom Hale",
        ),
    ),
)


def extractive(text: str, *sentences: int) -> Statement:
    return Statement(text, Kind.STATED, (), cite(SOURCE.document, 1, [SOURCE.sentences[n].span for n in sentences]))


BRIDGE = extractive(SOURCE.sentences[0].span.of(TEXT), 0)
MONEY = extractive(SOURCE.sentences[2].span.of(TEXT), 2)


class WordEncoder:
    """Sentences with the same words lie near each other."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(sentences), 512), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for word in sentence.lower().split():
                vectors[row, sum(map(ord, word)) % 512] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1)


@dataclass
class FakeGenerator:
    """Answers what it is told to."""

    answer: str | Callable[[str], str]
    takes_instructions: bool = True
    max_input_tokens: int = 1000
    name: str = "fake"
    prompts: list[str] = field(default_factory=list)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, prompts: Sequence[str]) -> list[str]:
        self.prompts += prompts
        return [self.answer if isinstance(self.answer, str) else self.answer(p) for p in prompts]

    def close(self) -> None:
        pass


def tell(answer: str, *, statements: Sequence[Statement] = (BRIDGE, MONEY), length: Length = Length.MEDIUM):
    return rewrite(statements, [SOURCE], FakeGenerator(answer), encoder=WordEncoder(), length=length)


def test_faithful_sentence_is_kept_with_its_passage() -> None:
    told, repairs = tell("According to Anna Reed, the old bridge will probably not reopen before spring.")

    assert told[0].text == "According to Anna Reed, the old bridge will probably not reopen before spring."
    assert [c.text for c in told[0].citations] == [SOURCE.sentences[0].span.of(TEXT)]
    assert told[0].attributions[0].source == "Anna Reed"
    assert repairs == ()


def test_untold_extractive_statements_fill_the_room() -> None:
    told, _ = tell("According to Anna Reed, the old bridge will probably not reopen before spring.")

    assert told[1] == MONEY


def test_name_is_cited_where_the_passage_has_a_pronoun() -> None:
    told, _ = tell("Anna Reed said: “We found deep cracks in all nine pillars.”")

    assert [c.text for c in told[0].citations] == [SOURCE.sentences[n].span.of(TEXT) for n in (0, 1)]


def test_sentence_without_its_speaker_is_given_one() -> None:
    told, repairs = tell("The old bridge will probably not reopen before spring.")

    assert told[0].text == "According to Anna Reed, the old bridge will probably not reopen before spring."
    assert repairs[0].action == REPAIRED
    assert repairs[0].reasons == ("speaker dropped",)


def test_pronoun_is_given_its_name() -> None:
    told, repairs = tell("She said that the old bridge will probably not reopen before spring.")

    assert told[0].text.startswith("Anna Reed said")
    assert repairs[0].action == REPAIRED


def test_invented_sentence_gives_way_to_the_nearest_extractive_one() -> None:
    told, repairs = tell(
        "Tom Hale warned the tunnel could carry 300 heavy trucks. The town of Marrow has paid $9 million to Boris Kessler."
    )

    assert [s.text for s in told][1] == MONEY.text
    assert repairs[0].action == REPLACED
    assert "invented name" in repairs[0].reasons


def test_invented_sentence_is_dropped_when_nothing_is_left_to_tell() -> None:
    told, repairs = tell(
        "Tom Hale warned the tunnel could carry 300 heavy trucks. Boris Kessler paid $9 million to traders.",
        statements=(),
    )

    assert len(told) == 1
    assert repairs[0].action == DROPPED


def test_nothing_kept_leaves_the_extractive_summary() -> None:
    told, repairs = tell("Boris Kessler flew to the moon yesterday. Everything there was sold for nothing.")

    assert told == (BRIDGE, MONEY)
    assert len(repairs) == 2


def test_looping_answer_is_told_once() -> None:
    told, _ = tell("Tom Hale warned the tunnel could carry 300 heavy trucks during winter. " * 30, statements=())

    assert len(told) == 1


@pytest.mark.parametrize("answer", ["", "   \n", "- - -", "Here is the summary:", "The bridge", "<think>hm"])
def test_answer_without_a_sentence_is_an_error(answer: str) -> None:
    with pytest.raises(GenerationError):
        tell(answer)


def test_length_is_kept() -> None:
    answer = " ".join(SOURCE.sentences[n].span.of(TEXT) for n in (0, 2, 3)) * 5
    told, _ = tell(answer, length=Length.SHORT)

    assert len(told) == 2
    assert sum(len(s.text.split()) for s in told) <= 60


def test_link_that_the_generator_adds_is_not_told() -> None:
    told, _ = tell(
        "The town of Marrow has paid $4.5 million for repairs since 2019, see https://example.org/pay now. "
        "Tom Hale warned the tunnel could carry 300 heavy trucks during winter."
    )

    assert told[0].text.startswith("Tom Hale")
    assert all("http" not in s.text for s in told)


def test_long_text_is_read_in_parts_between_sentences() -> None:
    generator = FakeGenerator(lambda prompt: prompt, takes_instructions=False, max_input_tokens=34)
    told, _ = rewrite((BRIDGE,), [SOURCE], generator, encoder=WordEncoder(), length=Length.LONG)

    assert len(generator.prompts) > 1
    assert " ".join(generator.prompts) == TEXT
    assert len(told) >= 2


def test_of_a_very_long_text_the_parts_behind_the_extractive_summary_are_read() -> None:
    sources = [
        annotated(f"The {place} of Marrow was flooded {n} times in the year 2020." for n in range(10, 20))
        for place in ("harbor", "market")
    ]
    late = [s.span for s in sources[1].sentences[-2:]]
    extractive = Statement("Flooded.", Kind.STATED, (), cite(sources[1].document, 2, late))
    generator = FakeGenerator(late[0].of(sources[1].text), takes_instructions=False, max_input_tokens=13)
    rewrite((extractive,), sources, generator, encoder=WordEncoder(), length=Length.LONG)

    first = [s.span.of(sources[0].text) for s in sources[0].sentences[: MAX_PROMPTS - 2]]
    assert generator.prompts == [*first, *(span.of(sources[1].text) for span in late)]


def annotated(sentences: Iterable[str]) -> AnnotatedDocument:
    text = " ".join(sentences)
    return AnnotatedDocument(Document(text, language="en"), split_sentences(text))
