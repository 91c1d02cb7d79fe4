import pytest

from summarizer.document import AnnotatedDocument, Document
from summarizer.genre import OPINION, RELEASE, find_genre
from summarizer.segment import split_sentences

REPORT = "The council of Marrow closed the bridge on Monday. " * 8


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (REPORT, None),
        ("PORT SELBY, May 4 (NEWSWIRE) -- Harrow Mills makes flour. " + REPORT, RELEASE),
        (REPORT + "\n\nAbout Harrow Mills\n\nThis release contains forward-looking statements.", RELEASE),
        (REPORT + "\n\nThe views expressed here are her own.", OPINION),
        ("I ran a mill. I paid ten crowns. My wife paid twelve. I do not doubt the council. It rained.", OPINION),
        (REPORT + "“I ran a mill. I paid ten. My wife paid. I know,” Tom Hale said.", None),
        (REPORT + "When I put this to Hale, he sighed. He told me so.", None),
        ("ANN REED: I ran a mill.\n\nTOM HALE: I paid ten.\n\nANN REED: My wife paid.\n\nTOM HALE: I know.", None),
    ],
    ids=["report", "wire", "release", "views", "opinion", "quoted", "reporter", "transcript"],
)
def test_one_sided_texts_are_told_as_such(text: str, genre: str | None) -> None:
    assert find_genre(AnnotatedDocument(Document(text), split_sentences(text))) == genre
