import pytest

from summarizer.annotate import Annotator, load_annotator


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """One English parser for the whole run: it takes two seconds to load."""
    return load_annotator()
