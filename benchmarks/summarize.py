"""How long one summary takes, warm, and where the time goes.

    python -m benchmarks.summarize [FILE] [--runs 20] [--words 800]

Prints the median of the runs, the share of each stage, and the encoder's own floor on this machine: the arithmetic of one
pass over the text at the rate of a plain fp32 matrix product, which is timed between the runs. All times are CPU seconds of
one thread: beside other busy processes they tell more than the clock. The default text is the project's own articles, cut
at so many words; 6,000 are some 400 sentences.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from benchmarks.encoder import product_rate, sentence_flop
from benchmarks.own_news import read_articles
from summarizer import Document, salience
from summarizer import pipeline as pipeline_module
from summarizer.embedded import load_summarizer
from summarizer.encoder import embedded_folder
from summarizer.pipeline import Summarizer

WORDS, ATTRIBUTION_WORDS = 800, 700
TOKENS_A_SENTENCE = 32  # for the floor
STAGES = (
    "normalize", "attribution and resolution", "of that, the parser", "of that, the tagger", "its encoder", "compose", "check",
    "encode", "rank",
)  # fmt: skip
TARGET_FLOORS, TARGET_ATTRIBUTION_MS = 3.0, 350
EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--words", type=int, default=WORDS)
    args = parser.parse_args()
    texts = [p.read_text() for p in sorted(EXAMPLES.glob("*.txt"))] + [record["text"] for record in read_articles()]
    words = "\n\n".join(texts).split(" ")
    text = args.file.read_text() if args.file else " ".join(words[: args.words])
    machine = load_summarizer(threads=1)
    seconds: dict[str, list[float]] = defaultdict(list)
    _watch(machine, seconds)
    rates: list[float] = []
    for _ in range(args.runs + 2):
        rates.append(product_rate(time.process_time))
        for stage in STAGES:
            seconds[stage].append(0.0)
        start = time.process_time()
        summary = machine.summarize([Document(text)])
        seconds["all"].append(time.process_time() - start)
    middle = {stage: statistics.median(found[2:]) for stage, found in seconds.items()}
    count, total = len(text.split()), middle["all"]
    print(f"{count} words, {len(summary.statements)} statements, median of {args.runs}: {1000 * total:.0f} ms")
    for stage in STAGES:
        print(f"  {stage:28} {1000 * middle[stage]:7.1f} ms {100 * middle[stage] / total:5.1f} %")
    tokens = _count_tokens(text)
    floor = tokens / TOKENS_A_SENTENCE * sentence_flop(TOKENS_A_SENTENCE) / statistics.median(rates)
    print(f"encoder floor for {tokens} tokens: {1000 * floor:.0f} ms; ", end="")
    print(f"the summary takes {total / floor:.2f} times that (target {TARGET_FLOORS:g})")
    scaled = 1000 * middle["attribution and resolution"] * ATTRIBUTION_WORDS / count
    print(f"attribution and resolution of {ATTRIBUTION_WORDS} words: {scaled:.0f} ms (target {TARGET_ATTRIBUTION_MS})")
    print(
        f"spread of the runs: {np.percentile(seconds['all'][2:], [5, 95]).round(3).tolist()} s (5th, 95th percentile)"
    )


def _watch(machine: Summarizer, seconds: dict[str, list[float]]) -> None:
    """Note how long each stage takes."""
    annotator: Any = machine._annotator
    watched = (
        (pipeline_module, "normalize"), (annotator, "annotate"), (annotator._parser, "parse"), (annotator._tagger, "revise"),
        (machine._encoder, "read_tokens"), (pipeline_module, "_tell_all"), (pipeline_module, "_keep_faithful"),
        (machine._encoder, "encode"), (salience, "rank"),
    )  # fmt: skip
    for (target, name), stage in zip(watched, STAGES, strict=True):
        _timed(target, name, stage, seconds)


def _timed(target: Any, name: str, stage: str, seconds: dict[str, list[float]]) -> None:
    """Replace a function by one that also notes its time under the stage's name, in CPU seconds."""
    inner: Callable[..., Any] = getattr(target, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return inner(*args, **kwargs)
        finally:
            seconds[stage][-1] += time.process_time() - start

    setattr(target, name, outer)


def _count_tokens(text: str) -> int:
    tokenizer = Tokenizer.from_file(str(embedded_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    return len(tokenizer.encode(text).ids)


if __name__ == "__main__":
    main()
