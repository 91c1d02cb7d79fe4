"""The default summarizer: everything from installed packages, no network."""

from summarizer.annotate import load_annotator
from summarizer.encoder import load_encoder
from summarizer.pipeline import Summarizer, SummarizerConfig


def load_summarizer(*, threads: int = 1, config: SummarizerConfig | None = None) -> Summarizer:
    """The summarizer with the embedded encoder and parser; takes some seconds and about 400 MB.

    Args:
        threads: torch threads of the whole process.

    Raises:
        ModelError: a model's files are absent or altered.
    """
    return Summarizer(load_annotator(), load_encoder(threads=threads), config=config)
