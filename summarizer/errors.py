"""What can go wrong in the summarizer.

SummarizerError
├── DocumentError          the text cannot be summarized
│   ├── EmptyDocumentError     no readable sentence
│   └── NotProseError          words, but no prose: a table, code, a cookie wall
├── ModelError             the weights are absent, altered or of an unsafe kind
└── GenerationError        a generator failed, was too slow or ran out of memory
"""


class SummarizerError(Exception):
    """Root of the summarizer's errors; the message is one sentence for a person."""


class DocumentError(SummarizerError):
    """The text cannot be summarized."""


class EmptyDocumentError(DocumentError):
    """The text holds no readable sentence."""


class NotProseError(DocumentError):
    """The text is no prose: a table, code, a cookie wall, random words."""


class ModelError(SummarizerError):
    """A model's files are absent, altered, or of a kind that is never loaded."""


class GenerationError(SummarizerError):
    """A generator failed, exceeded its time limit, or ran out of memory."""
