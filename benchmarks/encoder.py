"""How much of this machine's arithmetic the sentence encoder uses: its GFLOP/s over those of a plain fp32 matrix product.

    python -m benchmarks.encoder [--runs 9]

One thread. The product and each batch size are timed in turns, and the medians compared: machines are shared and noisy, so
read the shares. Tokenizing counts as time, padding does not count as work.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from summarizer import minilm
from summarizer.encoder import embedded_folder, load_encoder
from summarizer.segment import split_sentences

EXAMPLES = Path(__file__).parents[1] / "examples"
LAYERS, WIDTH, INNER = 6, 384, 1536  # of MiniLM-L6
SIDE = 1536  # of the square matrices
BATCHES = (1, 4, 8, 16, 32)
TARGET = 0.6


def sentence_flop(tokens: int) -> float:
    """Multiplications and additions for one sentence."""
    return tokens * LAYERS * (8 * WIDTH**2 + 4 * WIDTH * INNER + 4 * tokens * WIDTH)


def product_rate(clock: Callable[[], float] = time.perf_counter) -> float:
    """FLOP/s of one matrix product, by a clock that tells seconds."""
    a = torch.rand(SIDE, SIDE)
    start = clock()
    a @ a
    return 2 * SIDE**3 / (clock() - start)


def read_sentences() -> list[str]:
    """The sentences of the project's own articles."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt"))]
    return [s.span.of(t) for t in texts for s in split_sentences(t)]


def count_tokens(sentences: list[str]) -> list[int]:
    """Tokens of each sentence, as the encoder reads it."""
    tokenizer = Tokenizer.from_file(str(embedded_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(minilm.MAX_TOKENS)
    return [len(e.ids) for e in tokenizer.encode_batch(sentences)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    encoder = load_encoder(threads=1)
    sentences = read_sentences()
    tokens = count_tokens(sentences)
    work = sum(map(sentence_flop, tokens))
    shipped = minilm.BATCH_SENTENCES
    encoder.encode(sentences)
    product: list[float] = []
    rates: dict[int, list[float]] = {size: [] for size in BATCHES}
    for _ in range(arguments.runs):
        for size in BATCHES:
            product.append(product_rate())
            minilm.BATCH_SENTENCES = size
            start = time.perf_counter()
            encoder.encode(sentences)
            rates[size].append(work / (time.perf_counter() - start))
    peak = statistics.median(product)
    print(f"{len(sentences)} sentences, {sum(tokens)} tokens, {work / 1e9:.1f} GFLOP; product {peak / 1e9:.0f} GFLOP/s")
    for size in BATCHES:
        middle = statistics.median(rates[size])
        mark = f"  (shipped; target {TARGET:.0%})" if size == shipped else ""
        print(f"batches of {size:2}: {middle / 1e9:5.1f} GFLOP/s, {middle / peak:3.0%} of the product{mark}")


if __name__ == "__main__":
    main()
