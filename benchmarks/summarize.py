"""How long one summary takes, warm, and where the time goes.

    python benchmarks/summarize.py [FILE] [--runs 30]

Prints the median of the runs, the share of each stage, and the encoder's own floor on the same machine in the same run:
machines are shared and noisy, so read the ratios. The default text is the project's longest sample, told often enough
to make 700 words.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from summarizer import Document, salience
from summarizer import pipeline as pipeline_module
from summarizer.embedded import load_summarizer
from summarizer.encoder import embedded_folder

WORDS = 700
EXAMPLES = Path(__file__).parents[1] / "examples"


def timed(target: Any, name: str, stage: str, seconds: dict[str, list[float]]) -> None:
    """Replace a function by one that also notes its time under the stage's name, in seconds."""
    inner: Callable[..., Any] = getattr(target, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return inner(*args, **kwargs)
        finally:
            seconds[stage][-1] += time.perf_counter() - start

    setattr(target, name, outer)


def floor_seconds(tokens: int) -> float:
    """The one-core floor of MiniLM-L6 for so many tokens: FLOP over this machine's own fp32 product, just measured."""
    a = torch.rand(2048, 2048)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        a @ a
        times.append(time.perf_counter() - start)
    peak = 2 * 2048**3 / statistics.median(times)
    layers, width, inner, length = 6, 384, 1536, 32
    return tokens * layers * (8 * width**2 + 4 * width * inner + 4 * length * width) / peak


def count_tokens(text: str) -> int:
    tokenizer = Tokenizer.from_file(str(embedded_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    return len(tokenizer.encode(text).ids)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=30)
    args = parser.parse_args()
    texts = [args.file.read_text()] if args.file else [p.read_text() for p in sorted(EXAMPLES.glob("*.txt"))]
    words = "\n\n".join(texts).split(" ")
    text = " ".join(words if args.file else words[:WORDS])
    machine = load_summarizer(threads=1)
    seconds: dict[str, list[float]] = defaultdict(list)
    stages = ("normalize", "attribution", "compose", "encode", "rank", "all")
    timed(pipeline_module, "normalize", "normalize", seconds)
    timed(machine._annotator, "annotate", "attribution", seconds)
    timed(pipeline_module, "_tell_all", "compose", seconds)
    timed(machine._encoder, "encode", "encode", seconds)
    timed(salience, "rank", "rank", seconds)
    for _ in range(args.runs + 2):
        for stage in stages:
            seconds[stage].append(0.0)
        start = time.perf_counter()
        summary = machine.summarize([Document(text)])
        seconds["all"][-1] = time.perf_counter() - start
    tokens = count_tokens(text)
    total = statistics.median(seconds["all"][2:])
    print(
        f"{len(text.split())} words, {len(summary.statements)} statements, median of {args.runs}: {1000 * total:.0f} ms"
    )
    for stage in stages[:-1]:
        middle = statistics.median(seconds[stage][2:])
        print(f"  {stage:12} {1000 * middle:7.1f} ms {100 * middle / total:5.1f} %")
    floor = floor_seconds(tokens)
    print(f"encoder floor for {tokens} tokens: {1000 * floor:.0f} ms; the summary takes {total / floor:.2f} times that")
    print(
        f"spread of the runs: {np.percentile(seconds['all'][2:], [5, 95]).round(3).tolist()} s (5th, 95th percentile)"
    )


if __name__ == "__main__":
    main()
