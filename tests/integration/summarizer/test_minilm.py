"""The embedded encoder in torch's own layers."""

import subprocess
import sys

import numpy as np
import pytest

from summarizer.encoder import SentenceEncoder, embedded_folder, load_encoder

SENTENCES = [
    "The mayor said that the bridge stays closed until the river falls.",
    "",
    "Nobody was hurt.",
    "[CLS] Words that [SEP] look like [MASK] special tokens. [PAD]",
    "naïve café 😀 \x00 zwj\u200djoined",
    "x" * 3000,
    "word " * 300,
]
LOADS = """
import sys
from summarizer.embedded import load_summarizer
from summarizer.document import Document
load_summarizer().summarize([Document("The mayor said that the bridge stays closed. Nobody was hurt. It rained for days.")])
print([name for name in ("transformers", "sympy", "scipy", "torch.distributed.tensor") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return load_encoder()


def test_vectors_are_those_that_transformers_makes_of_the_same_files(encoder: SentenceEncoder) -> None:
    import torch
    from transformers import AutoTokenizer, BertModel

    folder = str(embedded_folder())
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = BertModel.from_pretrained(folder, local_files_only=True, add_pooling_layer=False).eval()
    for sentence, vector in zip(SENTENCES, encoder.encode(SENTENCES), strict=True):
        tokens = tokenizer(sentence, truncation=True, max_length=128, split_special_tokens=True, return_tensors="pt")
        with torch.inference_mode():
            mean = model(**tokens).last_hidden_state[0].mean(0)
        np.testing.assert_allclose(vector, mean / mean.norm(), atol=2e-6)


def test_a_vector_is_the_same_alone_and_beside_longer_sentences(encoder: SentenceEncoder) -> None:
    together = encoder.encode(SENTENCES)
    for number, sentence in enumerate(SENTENCES):
        np.testing.assert_allclose(encoder.encode([sentence])[0], together[number], atol=2e-6)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_no_sentences_have_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_summary_brings_in_no_library_that_it_does_without() -> None:
    run = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, timeout=600, check=True)
    assert run.stdout.strip() == "[]"
