"""The tagger that comes with the project: its weights, its network, its vote."""

import hashlib

import numpy as np
import pytest

from benchmarks.tagger_model import TaggerModel, as_arrays
from summarizer.annotate import Annotator, load_annotator
from summarizer.attribution.extract import extract_attributions
from summarizer.attribution.quotes import find_quotations
from summarizer.document import Document
from summarizer.encoder import Encoder, load_encoder
from summarizer.errors import ModelError
from summarizer.layout import split_paragraphs
from summarizer.minilm import READ_LAYERS, RUN_TOKENS
from summarizer.parser import load_parser
from summarizer.segment import split_sentences
from summarizer.tagging import weights
from summarizer.tagging.network import Network
from summarizer.tagging.pieces import Pieces, cut
from summarizer.tagging.windows import open_window

TEXT = (
    "The dam will hold for years, Ann Reed, the mayor, said on Monday. “It is old stone,” Jo Hale told the council. "
    "Critics have a theory that nobody looked inside. The water rose."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def annotator(encoder: Encoder) -> Annotator:
    return load_annotator(encoder)


def _pieces(encoder: Encoder, text: str) -> Pieces:
    sentences = split_sentences(text)
    frames = extract_attributions(text, sentences, load_parser()).frames
    runs = encoder.read_tokens([s.span.of(text) for s in sentences])
    return cut(text, sentences, frames, find_quotations(text, split_paragraphs(text)), runs)


def test_every_token_is_read_once_in_runs_of_whole_sentences(encoder: Encoder) -> None:
    sentences = ["One two three.", "", "word " * 300, *["It rained on the dam."] * 60]
    runs = encoder.read_tokens(sentences)
    read = np.concatenate([run.sentence for run in runs])
    assert read.tolist() == sorted(read.tolist())
    assert set(read.tolist()) == set(range(len(sentences))) - {1}
    assert all(len(run.states) <= RUN_TOKENS and run.states.shape[1:] == (READ_LAYERS, 384) for run in runs)
    assert sentences[0][slice(*runs[0].offsets[1])] == "two"


def test_states_of_a_sentence_depend_on_its_neighbors(encoder: Encoder) -> None:
    alone = encoder.read_tokens(["It rained."])[0].states
    beside = encoder.read_tokens(["It rained.", "Ann Reed left."])[0].states[: len(alone)]
    assert not np.allclose(alone, beside, atol=1e-3)


def test_numpy_and_torch_read_the_same_from_the_same_weights(encoder: Encoder) -> None:
    import torch

    torch.manual_seed(1)
    model = TaggerModel().eval()
    network, pieces = Network(as_arrays(model)), _pieces(encoder, TEXT)
    windows = [open_window(pieces, np.array(cue)) for cue in ([3], [12, 13], [len(pieces.spans) - 1])]
    with torch.inference_mode():
        features = model.read(pieces)
        cues = torch.sigmoid(model.cue(features)[:, 0]).numpy()
        roles = [torch.softmax(rows, 1).numpy() for rows in model.find_roles(features, windows)]
    ours = network.read(pieces)
    np.testing.assert_allclose(network.find_cues(ours), cues, atol=1e-5)
    for one, other in zip(network.find_roles(ours, windows), roles, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_the_weights_see_what_reports_and_what_does_not(encoder: Encoder) -> None:
    pieces = _pieces(encoder, TEXT)
    network = weights.load_network()
    chances = network.find_cues(network.read(pieces))
    by_word = {TEXT[a:b]: float(c) for (a, b), c in zip(pieces.spans.tolist(), chances, strict=True)}
    assert min(by_word["said"], by_word["told"]) > 0.9
    assert max(by_word["rose"], by_word["dam"], by_word["looked"]) < 0.1


def test_the_vote_keeps_what_the_rules_find_in_plain_sentences(annotator: Annotator) -> None:
    found = annotator.annotate(Document(TEXT, language="en")).attributions
    named = {(a.name, a.cue.of(TEXT)) for a in found if a.cue}
    assert {("Ann Reed", "said"), ("Jo Hale", "told")} <= named


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WEIGHTS_SHA256", hashlib.sha256(b"others").hexdigest())
    with pytest.raises(ModelError, match="not the pinned file"):
        weights.load_network()


def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WEIGHTS", "absent.safetensors")
    with pytest.raises(ModelError, match="Reinstall"):
        weights.load_network()
