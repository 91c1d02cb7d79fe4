from summarizer.document import AnnotatedDocument, Attribution, Document, Quote, Span
from summarizer.segment import split_sentences
from summarizer.units import MAX_JOINED_WORDS, find_units


def quoted_by_reed(quotation: str, after: str = " It rained.") -> AnnotatedDocument:
    """An article of one quotation by Ann Reed and a sentence after it."""
    text = f"{quotation} Ann Reed said.{after}"
    at = text.index("Ann Reed")
    attribution = Attribution((Span(0, len(quotation)),), Span(at, at + 8), Span(at + 9, at + 13), Quote.DIRECT)
    return AnnotatedDocument(Document(text, language="en"), split_sentences(text), (attribution,))


def test_a_short_quotation_is_told_whole() -> None:
    article = quoted_by_reed("“The timing fits the pumping. It is not proof,”")
    assert [u.of(article.text) for u in find_units(article)] == [
        "“The timing fits the pumping. It is not proof,” Ann Reed said.",
        "It rained.",
    ]


def test_a_long_quotation_is_told_sentence_by_sentence() -> None:
    article = quoted_by_reed(f"“{'Word ' * MAX_JOINED_WORDS}ends. It is not proof,”")
    assert len(find_units(article)) == 3


def test_indirect_speech_is_never_joined() -> None:
    text = "It rained. This was stated by Ann Reed."
    a = Attribution((Span(0, 10),), Span(30, 38), Span(20, 29))
    article = AnnotatedDocument(Document(text, language="en"), split_sentences(text), (a,))
    assert len(find_units(article)) == 2


def read(text: str) -> AnnotatedDocument:
    """An article in which nobody is quoted."""
    return AnnotatedDocument(Document(text, language="en"), split_sentences(text))


def test_a_claim_is_not_told_without_the_denial_that_cannot_stand_alone() -> None:
    article = read("It rained. Ada Pike told the court that Tom Hale had known. He denies this. The trial goes on.")
    assert [u.of(article.text) for u in find_units(article)] == [
        "It rained.",
        "Ada Pike told the court that Tom Hale had known. He denies this.",
        "The trial goes on.",
    ]


def test_a_denial_that_says_what_it_denies_stands_alone() -> None:
    article = read("Ada Pike told the court that Tom Hale had known. He denied two counts of fraud.")
    assert len(find_units(article)) == 2


def test_a_denial_in_a_paragraph_of_its_own_stands_alone() -> None:
    assert len(find_units(read("Ada Pike said that Tom Hale had known.\n\nHe denies this."))) == 2


def test_a_short_item_of_a_list_is_told_whole_and_items_apart() -> None:
    article = read("The town advises:\n\n- Throw them away. Do not wash the fruit.\n\n- Clean the table at once.")
    assert [u.of(article.text) for u in find_units(article)] == [
        "The town advises:",
        "- Throw them away. Do not wash the fruit.",
        "- Clean the table at once.",
    ]
