"""In an interview every answer is its guest's, and no question is told."""

from summarizer.annotate import Annotator
from summarizer.compose import compose
from summarizer.document import SOMEBODY, AnnotatedDocument, Document
from summarizer.faithfulness import check
from summarizer.units import MAX_PIECE_WORDS, find_units

LABELLED = """Ines Calder has kept bees above Tarn for 31 years. Her second book has just been translated into Japanese.

Q: You write that half of your colonies died. What happened?

A: I lost 46 of 90. The vet thinks that mites carried a virus, but I am not so sure.

Q: A start-up wants to put sensors into every hive. You refused. Why?

A: The algorithm does not know what rain smells like.

Q: Will the grant help?

A: It will help those who are good at filling in forms. I got 340 pounds.

The farm ministry said that 1,140 beekeepers had received grants so far."""

UNLABELLED = """Our reporter interviewed the geologist Tom Haran about the cave.

How deep is the cave?

The cave goes down for 900 meters, and nobody has seen its end.

That is deeper than the tower is high.

And what did you find there?

I found a lake that no map has. We named it after my daughter."""


HEADED = """'I never wanted it': Judge Ada Bell on 30 years in court

Ada Bell, who led the court of Marrow, retires on Friday. She spoke to Tom Voss.

You grew up beside the harbor. When did you choose the law?

When the police took the boat of my father. I thought that somebody should be able to read it to them.

The minister wants younger judges. Is that an attack?

I am 70 years old, so I am hardly neutral in this."""


def statements(annotator: Annotator, text: str, *, title: str | None = None) -> list[str]:
    article = annotator.annotate(Document(text, title=title, language="en"))
    return [s.text for s in (compose(article, unit) for unit in find_units(article)) if s]


def names(article: AnnotatedDocument) -> list[str | None]:
    return [turn.name for turn in article.turns]


def test_an_answer_without_quotation_marks_is_told_as_the_guest_s_words(annotator: Annotator) -> None:
    told = statements(annotator, LABELLED)
    assert "Ines Calder said: “The algorithm does not know what rain smells like.”" in told
    lost = "I lost 46 of 90. The vet thinks that mites carried a virus, but I am not so sure."
    assert f"Ines Calder said: “{lost}”" in told  # a short answer is told whole


def test_an_answer_that_names_the_guest_is_still_the_guest_s_where_it_is_labelled(annotator: Annotator) -> None:
    text = LABELLED.replace("The algorithm does", "People ask what Ines Calder wants. The algorithm does")
    told = statements(annotator, text)
    assert any(t.endswith("The algorithm does not know what rain smells like.”") for t in told)


def test_neither_labels_nor_questions_are_told(annotator: Annotator) -> None:
    told = " ".join(statements(annotator, LABELLED))
    assert "Q:" not in told
    assert "A:" not in told
    assert "start-up" not in told


def test_what_others_say_around_the_interview_stays_theirs(annotator: Annotator) -> None:
    told = statements(annotator, LABELLED)
    assert told[-1] == "The farm ministry said that 1,140 beekeepers had received grants so far."


def test_without_labels_the_paragraph_behind_a_question_is_the_guest_s(annotator: Annotator) -> None:
    told = statements(annotator, UNLABELLED)
    assert "Geologist Tom Haran said: “The cave goes down for 900 meters, and nobody has seen its end.”" in told
    lake = "I found a lake that no map has. We named it after my daughter."
    assert f"Geologist Tom Haran said: “{lake}”" in told


def test_what_either_side_may_have_said_is_not_told(annotator: Annotator) -> None:
    assert not any("tower" in s for s in statements(annotator, UNLABELLED))


def test_the_guest_may_be_named_in_the_headline_alone(annotator: Annotator) -> None:
    text = UNLABELLED.split("\n\n", 1)[1]
    article = annotator.annotate(Document(text, title="Interview with the geologist Tom Haran", language="en"))
    assert set(names(article)) == {
        None,
        SOMEBODY,
    }  # his name stands nowhere in the text: there is nothing to cite for it


def test_the_answers_of_somebody_whose_name_cannot_be_told_are_an_interviewee_s(annotator: Annotator) -> None:
    text = UNLABELLED.replace("the geologist Tom Haran", "a geologist")
    assert "An interviewee said: “The cave goes down for 900 meters, and nobody has seen its end.”" in statements(
        annotator, text
    )


def test_an_article_with_a_question_in_it_is_no_interview(annotator: Annotator) -> None:
    text = (
        "The council will vote in May.\n\nWho pays for it?\n\nThe mayor, Ann Reed, said the state would.\n\n"
        "What comes next?\n\nThe plans will be shown in June."
    )
    assert not annotator.annotate(Document(text, language="en")).turns


def test_whom_the_guest_spoke_to_asks_and_what_completes_a_question_is_not_told(annotator: Annotator) -> None:
    told = statements(annotator, HEADED)
    assert "Ada Bell, who led the court of Marrow, retires on Friday." in told
    assert 'Judge Ada Bell said: "I am 70 years old, so I am hardly neutral in this."' in told
    assert not any("Tom Voss said" in t or "When the police" in t for t in told)


LONG_ANSWER = """Our reporter interviewed the geologist Tom Haran about the cave.

How deep is the cave?

The cave goes down for 900 meters. They told me that I would need a longer rope. I bought the longest one in the valley, \
and a lamp. It was eleven hours until we stood on the ground, of which I slept not one. My hands were blue.

And what did you find there?

I found a lake that no map has. We named it after my daughter."""

TALK = """The future of our rivers

Do you still think that the dam can be stopped?

The dam is finished in every respect but its concrete. I have seen nine of them die.

How did you come to know the valley?

My mother taught in it. The valley belongs to nobody who can sell it.

What will you do when they build it all the same?

I will plant trees on the shore. The water is always more patient than we are."""

COLUMN = """The council must not sell the park

I grew up beside the park. My father taught me to ride a bicycle there.

Have you ever tried to find a bench there in June?

The council says that the park costs 400,000 pounds a year. I do not believe it.

So what would you do with a park that pays for itself?

I would leave it alone. The mayor, Tom Hale, told me on Tuesday that it would stay.

Would you believe him, when you know what he said in May?

I would not. The accounts for 2023 show a profit of 12,000 pounds."""

FAQ = """What to know about the new bin rules

When does it start?

The rules start on 1 March. The council will collect paper every second week.

Do you have to pay?

No household pays for the bins. Shops pay 40 euros a year for each of them.

Where can you get one?

The depot in Marrow hands out bins on weekdays. The mayor, Ann Reed, opens it on Friday."""


def test_a_long_answer_is_told_in_pieces_that_say_something(annotator: Annotator) -> None:
    article = annotator.annotate(Document(LONG_ANSWER, language="en"))
    pieces = [u.of(article.text).split() for u in find_units(article)][2:-2]
    assert [len(piece) for piece in pieces] == [28, 20]
    assert pieces[0][:2] == ["The", "cave"]
    assert all(len(piece) <= MAX_PIECE_WORDS for piece in pieces)


def test_questions_to_somebody_whom_nobody_names_are_an_interview_too(annotator: Annotator) -> None:
    article = annotator.annotate(Document(TALK, language="en"))
    told = [s for s in (compose(article, unit) for unit in find_units(article)) if s]
    assert [s.text[:20] for s in told] == ["An interviewee said:"] * 3
    assert not any(check(s, [article]) for s in told)


def test_a_column_that_asks_its_readers_is_no_interview(annotator: Annotator) -> None:
    assert not annotator.annotate(Document(COLUMN, language="en")).turns


def test_frequent_questions_are_no_interview(annotator: Annotator) -> None:
    assert "Shops pay 40 euros a year for each of them." in statements(annotator, FAQ)
