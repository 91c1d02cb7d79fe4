from summarizer.document import Span
from summarizer.resolve.bynames import Bynames
from summarizer.resolve.mentions import Entity, Mention


def met(*mentions: tuple[int, str, str]) -> Entity:
    """Somebody who is mentioned at these places, by name and with titles beside it."""
    entity = Entity()
    entity.add(
        [
            Mention(Span(at, at + len(name)), tuple(name.split()), frozenset(titles.split()), 0, True, False, False)
            for at, name, titles in mentions
        ]
    )
    return entity


def test_a_surname_finds_those_whose_full_name_ends_with_it() -> None:
    ann, jo, reed = met((0, "Ann Reed", ""), (50, "Reed", "")), met((20, "Jo Reed", "")), met((80, "Reed Hale", ""))
    assert Bynames([ann, jo, reed]).by_surname("Reed") == [ann, jo]
    assert Bynames([ann]).by_surname("Moss") == ()


def test_a_title_counts_from_where_it_was_first_given() -> None:
    ann = met((40, "Ann Reed", ""), (70, "Reed", "minister"), (10, "Reed", ""))
    assert Bynames([ann]).in_office("minister", before=70) == []
    assert Bynames([ann]).in_office("minister", before=71) == [ann]


def test_a_former_minister_is_not_in_office() -> None:
    ann = met((0, "Ann Reed", "former minister"))
    assert Bynames([ann]).in_office("minister", before=9) == []
    assert Bynames([ann]).by_words(["minister"], before=9) == [ann]


def test_who_bears_two_of_the_words_is_found_once() -> None:
    court, bank = met((0, "Marrow Court", "tribunal")), met((30, "Marrow Bank", ""))
    assert Bynames([court, bank]).by_words(["court", "tribunal"], before=99) == [court]
    assert Bynames([court, bank]).by_words(["marrow"], before=99) == [court, bank]
