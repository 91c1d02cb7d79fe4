from summarizer.document import Span
from summarizer.resolve.mentions import Entity
from summarizer.resolve.papers import Ownership, Papers

INSTITUTE, COUNCIL, BANK = Entity(), Entity(), Entity()
PAPERS = Papers(
    [Ownership(10, "report", INSTITUTE), Ownership(40, "expert", COUNCIL), Ownership(70, "study", BANK)],
)


def test_a_phrase_that_names_the_owner_is_believed_first() -> None:
    assert PAPERS.owner_in(Span(5, 20), "report") is INSTITUTE
    assert PAPERS.owner_in(Span(11, 20), "report") is None
    assert PAPERS.owner_in(Span(5, 10), "report") is None


def test_a_report_may_be_the_study_spoken_of_last() -> None:
    assert PAPERS.last_owner("report", before=60) is INSTITUTE
    assert PAPERS.last_owner("survey", before=60) is INSTITUTE
    assert PAPERS.last_owner("survey", before=71) is BANK
    assert PAPERS.last_owner("survey", before=10) is None


def test_experts_are_those_of_whom_experts_were_spoken_of() -> None:
    assert PAPERS.last_owner("expert", before=99) is COUNCIL
    assert PAPERS.last_owner("expert", before=40) is None
    assert PAPERS.last_owner("analyst", before=99) is None
