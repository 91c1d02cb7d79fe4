"""The real summarizer, loaded once: quality is measured on what ships."""

import pytest

from summarizer.embedded import load_summarizer
from summarizer.pipeline import Summarizer


@pytest.fixture(scope="session")
def summarizer() -> Summarizer:
    """The embedded summarizer."""
    return load_summarizer()
