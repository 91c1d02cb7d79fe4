"""The default summarizer: everything from installed packages, no network."""

from summarizer.annotate import load_annotator
from summarizer.encoder import load_encoder
from summarizer.generation import TextGenerator
from summarizer.pipeline import Summarizer, SummarizerConfig


def load_summarizer(
    *, threads: int = 1, generator: TextGenerator | None = None, config: SummarizerConfig | None = None
) -> Summarizer:
    """The summarizer with the embedded encoder and parser; takes some seconds and about 450 MB.

    Args:
        threads: torch threads of the whole process.
        generator: rewrites the summaries, and is checked; None for extractive ones.

    Raises:
        ModelError: a model's files are absent or altered.
    """
    encoder = load_encoder(threads=threads)
    return Summarizer(load_annotator(encoder), encoder, generator=generator, config=config)
