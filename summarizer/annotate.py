"""A document to its sentences and attributions."""

from summarizer.asides import as_boilerplate, find_asides, mark_fragments
from summarizer.attribution.extract import extract_attributions
from summarizer.continuation import continue_accounts
from summarizer.document import AnnotatedDocument, Document
from summarizer.encoder import TokenEncoder
from summarizer.parser import Parser, load_parser
from summarizer.resolve.resolver import Resolver
from summarizer.segment import split_sentences
from summarizer.tagging.tagger import Tagger
from summarizer.tagging.weights import load_network

MAX_SENTENCE_CHARS = 1500  # a longer one is a wall of text: no summary tells it, and the parser would choke on it


class Annotator:
    """Reads who says what. Not safe for two threads at once."""

    def __init__(self, parser: Parser, tagger: Tagger | None = None) -> None:
        self._parser = parser
        self._tagger = tagger

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Sentences in any language; attributions where there are rules for it: in English."""
        language = document.language or "en"
        split = split_sentences(document.text, title=document.title, language=language)
        sentences = tuple(s if s.span.end - s.span.start <= MAX_SENTENCE_CHARS else as_boilerplate(s) for s in split)
        if language != "en":
            return AnnotatedDocument(document, sentences)
        extraction = extract_attributions(document.text, sentences, self._parser)
        if self._tagger is not None:
            extraction = self._tagger.revise(document.text, sentences, extraction)
        resolver = Resolver(document.text, sentences, extraction.frames, title=document.title or "")
        return AnnotatedDocument(
            document=document,
            sentences=mark_fragments(document.text, sentences, extraction.frames),
            attributions=continue_accounts(document.text, sentences, resolver.resolve(extraction.found)),
            references=resolver.references(),
            asides=find_asides(extraction.frames, document.text),
            turns=resolver.turns(),
        )


def load_annotator(encoder: TokenEncoder | None = None) -> Annotator:
    """An annotator with the embedded parser; with an encoder the trained tagger votes too, without one the rules decide.

    Raises:
        ModelError: the parser or the tagger cannot be loaded.
    """
    return Annotator(load_parser(), Tagger(load_network(), encoder) if encoder else None)
