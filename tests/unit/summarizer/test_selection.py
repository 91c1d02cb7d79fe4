import numpy as np
import pytest

from summarizer import Citation, Kind, Quote, Span, Statement, StatementAttribution
from summarizer.agreement import Relation, compare, merge
from summarizer.lengths import Budget
from summarizer.selection import REACH, Choice, Pool, in_reading_order, select
from summarizer.ties import Ties


def said(text: str, by: str | None = None, document: int = 1) -> Statement:
    who = (StatementAttribution(by, by, "said", Quote.INDIRECT),) if by else ()
    kind = Kind.REPORTED if by else Kind.STATED
    return Statement(text, kind, who, (Citation(document, Span(0, len(text)), text),))


NINE = said("Nine people died when the ferry sank off Marrow on Monday.")


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (said("On Monday 9 people died off Marrow when a ferry sank."), Relation.SAME),
        (said("Seven people died when the ferry sank off Marrow on Monday."), Relation.DIFFERENT),
        (said("Nobody died when nine ferries sank off Marrow on Monday."), Relation.DIFFERENT),
        (said("Nine people reportedly may have died when the ferry sank off Marrow on Monday."), Relation.RETOLD),
        (said("Ann Reed said nine people died when the ferry sank off Marrow on Monday.", "Ann Reed"), Relation.RETOLD),
    ],
)
def test_agreement_needs_the_same_figures_sense_and_speaker(other: Statement, relation: Relation) -> None:
    assert compare(NINE, other, 0.9) is relation


FOURTEEN = said("Fourteen people were injured, the coast guard said.", "the coast guard")
NINETEEN = said(
    "Nineteen people were treated in hospital after a fire on the ferry Annelise, Dr. Mund said.", "Dr. Mund"
)


def test_two_counts_of_one_thing_differ_though_the_sentences_are_little_alike() -> None:
    assert compare(NINETEEN, FOURTEEN, 0.45, is_one_event=True) is Relation.DIFFERENT


def test_without_a_common_event_or_name_two_counts_are_of_two_things() -> None:
    assert compare(NINETEEN, FOURTEEN, 0.45) is Relation.OTHER


def test_counts_of_two_things_are_no_difference() -> None:
    aboard = said("All 212 passengers of the Annelise were on their way to Little Orvanne.")
    assert compare(aboard, FOURTEEN, 0.6, is_one_event=True) is Relation.OTHER


def test_a_denial_differs_from_what_it_denies() -> None:
    claim = said("Greta Lind claimed that a report on the ferries lay in the ministry.", "Greta Lind")
    denial = said("The ministry denies that there is a report on the ferries.", "the ministry")
    assert compare(claim, denial, 0.6, is_one_event=True) is Relation.DIFFERENT


def test_one_role_with_two_names_differs() -> None:
    one = said("Judge Emil Rost will lead the inquiry into the fire of the Annelise.")
    other = said("Judge Carla Venn will lead the inquiry into the fire of the Annelise.")
    assert compare(one, other, 0.6) is Relation.DIFFERENT


def test_up_is_never_told_as_down() -> None:
    up, down = said("Shares in Norland ended 1.2 percent higher."), said("Shares in Norland ended 1.2 percent lower.")
    assert compare(up, down, 0.97) is Relation.DIFFERENT


def test_unlike_vectors_are_about_something_else() -> None:
    assert compare(NINE, NINE, 0.5) is Relation.OTHER


def test_merging_keeps_every_citation_once_in_document_order() -> None:
    merged = merge(said("It rained.", document=2), [said("It rained.", document=1), said("It rained.", document=2)])
    assert [c.document for c in merged.citations] == [1, 2]


def pool(*statements: Statement) -> Pool:
    """Statements of a document each, all about one thing."""
    return Pool(statements, range(len(statements)), np.ones((len(statements), 1), dtype=np.float32))


def test_a_statement_that_repeats_another_adds_its_citation_only() -> None:
    chosen = select(
        pool(NINE, said("Nine people died when the ferry sank off Marrow on Monday.")), [0, 1], Budget(5, 99)
    )
    assert chosen == [Choice(0, echoes=[1])]


def test_a_statement_with_another_number_stands_beside_it() -> None:
    rain = Statement("Rain fell on Tarn for a week.", Kind.STATED)
    seven = said("Seven people died when the ferry sank off Marrow on Monday.")
    vectors = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    chosen = select(Pool([NINE, rain, seven], [0, 1, 2], vectors), [0, 1, 2], Budget(5, 99))
    assert [c.index for c in in_reading_order(chosen, [0, 1, 2])] == [0, 2, 1]


def test_what_is_retold_stands_beside_but_is_not_fetched() -> None:
    retold = said("Ann Reed said nine people died when the ferry sank off Marrow on Monday.", "Ann Reed")
    rain = said("Rain fell on Tarn for a week.")
    both = Pool([NINE, rain, retold], [0, 1, 2], np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32))
    assert [c.index for c in select(both, [0, 1, 2], Budget(2, 99))] == [0, 1]
    assert [c.index for c in in_reading_order(select(both, [0, 1, 2], Budget(3, 99)), [0, 1, 2])] == [0, 2, 1]


def test_the_budget_passes_over_what_is_too_long() -> None:
    long, short = Statement("word " * 20, Kind.STATED), Statement("a few words more", Kind.STATED)
    chosen = select(Pool([NINE, long, short], [0, 0, 0], np.eye(3, dtype=np.float32)), [0, 1, 2], Budget(2, 18))
    assert [c.index for c in chosen] == [0, 2]


def test_what_is_left_of_the_room_is_not_filled_from_the_bottom_of_the_ranking() -> None:
    long = [Statement("word " * 25, Kind.STATED) for _ in range(REACH * 2)]
    filler = Statement("the others were unsure", Kind.STATED)
    whole = Pool([*long, filler], [0] * (len(long) + 1), np.eye(len(long) + 1, dtype=np.float32))
    assert [c.index for c in select(whole, range(len(long) + 1), Budget(2, 30))] == [0]


def test_a_summary_that_would_be_too_short_takes_what_there_is() -> None:
    long, first = Statement("word " * 25, Kind.STATED), Statement("The bridge is closed.", Kind.STATED)
    filler = Statement("the others were unsure", Kind.STATED)
    whole = Pool([first, *[long] * REACH * 2, filler], [0] * (REACH * 2 + 2), np.eye(REACH * 2 + 2, dtype=np.float32))
    assert [c.index for c in select(whole, range(REACH * 2 + 2), Budget(2, 20))] == [0, REACH * 2 + 1]


def test_a_single_statement_may_exceed_the_words() -> None:
    chosen = select(Pool([NINE], [0], np.ones((1, 1), dtype=np.float32)), [0], Budget(2, 3))
    assert [c.index for c in chosen] == [0]


def test_what_leans_on_a_statement_is_told_with_it_or_not_at_all() -> None:
    rain, claim, denial = (Statement(f"{word} " * 6, Kind.STATED) for word in ("rain", "claim", "denial"))
    tied = Pool([rain, claim, denial], [0, 0, 0], np.eye(3, dtype=np.float32), Ties({2: 1}, {1: 2}))
    assert [c.index for c in select(tied, [0, 2, 1], Budget(3, 99))] == [0, 1, 2]
    assert [c.index for c in select(tied, [0, 2, 1], Budget(2, 99))] == [0]
    assert [c.index for c in select(tied, [1, 0, 2], Budget(2, 6))] == [1]


@pytest.mark.parametrize(("words", "told"), [(60, [0, 1]), (8, [0])])
def test_a_reply_is_told_with_what_it_answers_where_there_is_room(words: int, told: list[int]) -> None:
    statements = [
        said("Tom Hale said the guests had left.", "Tom Hale"),
        said("Ann Reed said Hale had left.", "Ann Reed"),
    ]
    pool = Pool(statements, [0, 0], np.eye(2, dtype=np.float32), Ties(replies={0: 1}))
    assert sorted(c.index for c in select(pool, [0], Budget(statements=2, words=words))) == told
