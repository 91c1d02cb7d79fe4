from summarizer.salience import ENCODED_A_DOCUMENT, MAX_ENCODED, shortlist


def test_every_statement_of_a_usual_article_is_weighed() -> None:
    texts = [f"Sentence {i} of the council of Marrow." for i in range(ENCODED_A_DOCUMENT)]
    assert shortlist(texts, range(ENCODED_A_DOCUMENT)) == list(range(ENCODED_A_DOCUMENT))


def test_of_a_very_long_text_the_early_and_the_central_are_weighed() -> None:
    central = "The council of Marrow closed the bridge over the river."
    texts = [f"{central} Reason{i}." if i % 10 == 0 else f"Oddity{i} quirk{i} fable{i} riddle{i}." for i in range(3000)]
    chosen = shortlist(texts, range(3000))
    assert len(chosen) == ENCODED_A_DOCUMENT
    assert chosen == sorted(chosen)
    assert chosen[0] == 0
    assert sum(i % 10 == 0 for i in chosen) > ENCODED_A_DOCUMENT // 2


def test_the_beginning_of_every_document_is_weighed() -> None:
    texts = [f"Oddity{i} quirk{i} fable{i} riddle{i}." for i in range(600)]
    chosen = shortlist(texts, [i % 60 for i in range(600)], documents=10)
    assert len(chosen) == MAX_ENCODED
    assert all(60 * document in chosen for document in range(10))
