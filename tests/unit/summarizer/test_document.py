"""Documents: what is found in them, as data."""

from summarizer.document import AnnotatedDocument, Attribution, Document, Quote, Span, Turn, attributions_to_json

TEXT = "Rates will fall, the bank's head, Ada Ferrant, said. She hopes."


def test_each_part_of_an_attribution_is_told_with_its_offsets() -> None:
    said = Attribution(content=(Span(0, 15),), source=Span(34, 45), cue=Span(47, 51), name="Ada Ferrant")

    [told] = attributions_to_json(AnnotatedDocument(Document(TEXT), attributions=(said,)))

    assert told == {
        "source": {"text": "Ada Ferrant", "start": 34, "end": 45, "name": "Ada Ferrant"},
        "cue": {"text": "said", "start": 47, "end": 51},
        "content": [{"text": "Rates will fall", "start": 0, "end": 15}],
        "quote": "indirect",
    }


def test_an_attribution_may_have_neither_source_nor_cue() -> None:
    bare = Attribution(content=(Span(0, 5),), quote=Quote.DIRECT)

    [told] = attributions_to_json(AnnotatedDocument(Document(TEXT), attributions=(bare,)))

    assert (told["source"], told["cue"], told["quote"]) == (None, None, "direct")


def test_a_span_stands_in_the_turn_that_it_shares_a_character_with() -> None:
    first, second = Turn(Span(3, 10)), Turn(Span(12, 20))
    article = AnnotatedDocument(Document(TEXT), turns=(first, second))
    asked = [Span(0, 3), Span(0, 4), Span(9, 12), Span(10, 12), Span(11, 13), Span(19, 30), Span(20, 30)]
    assert [article.turn_of(span) for span in asked] == [None, first, first, None, second, second, None]
