"""Documents in, a summary out, in which every reported claim keeps its speaker. Imports nothing heavy.

`summarizer.embedded.load_summarizer()` gives the summarizer that works without a network.
"""

from summarizer.document import (
    AnnotatedDocument,
    Attribution,
    Document,
    Quote,
    Sentence,
    SentenceKind,
    Span,
    attributions_to_json,
)
from summarizer.errors import (
    DocumentError,
    EmptyDocumentError,
    GenerationError,
    ModelError,
    NotProseError,
    SummarizerError,
)
from summarizer.summary import (
    Citation,
    Kind,
    Length,
    Repair,
    Statement,
    StatementAttribution,
    Summary,
    from_json,
    to_json,
)

__all__ = [
    "AnnotatedDocument",
    "Attribution",
    "Citation",
    "Document",
    "DocumentError",
    "EmptyDocumentError",
    "GenerationError",
    "Kind",
    "Length",
    "ModelError",
    "NotProseError",
    "Quote",
    "Repair",
    "Sentence",
    "SentenceKind",
    "Span",
    "Statement",
    "StatementAttribution",
    "SummarizerError",
    "Summary",
    "attributions_to_json",
    "from_json",
    "to_json",
]
