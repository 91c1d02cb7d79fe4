"""How time grows with length: beside sumy's TextRank, up to a megabyte, and what ten megabytes of text cost.

    python -m benchmarks.scaling [textrank] [linear] [huge] [--rounds 3]

textrank: Byline and TextRank on the same sentences, in turns; TextRank as its class comes, and with its list of stop words.
linear:   everything read, nothing cut off: seconds a megabyte must not rise with the length.
huge:     10 MB as the bot takes them: cut to the limit, with a note. The target is 5 s.

The texts are the project's own articles, one after the other; for `linear` those in which nobody asks and nobody has a label:
one interview among them would make all of them an interview, of which little is told. All times are CPU seconds of one
thread: beside other busy processes they tell more than the clock.
"""

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.own_news import read_articles
from summarizer import Document
from summarizer.embedded import load_summarizer
from summarizer.pipeline import Summarizer, SummarizerConfig
from summarizer.segment import split_sentences

EXAMPLES = Path(__file__).parents[1] / "examples"
SENTENCES = (50, 100, 200, 400, 800, 1600)
SIZES = (62_500, 250_000, 1_000_000)  # characters
HUGE, HUGE_TARGET_S = 10_000_000, 5.0
_DIALOG = re.compile(r"\?[\"”’) ]*$|^[A-Z][\w .,]{0,40}: ", re.M)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["textrank", "linear", "huge"])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    articles = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt"))]
    articles += [record["text"] for record in read_articles()]
    machine = load_summarizer(threads=1)
    machine.summarize([Document(articles[0])])
    if "textrank" in arguments.parts:
        compare(machine, "\n\n".join(articles), arguments.rounds)
    if "linear" in arguments.parts:
        measure_growth([a for a in articles if not _DIALOG.search(a)])
    if "huge" in arguments.parts:
        text = write_long(articles, HUGE)
        print(f"10 MB: {timed(lambda: machine.summarize([Document(text)])):.1f} s (target {HUGE_TARGET_S:g} s)")


def write_long(articles: list[str], chars: int) -> str:
    """Articles one after the other, again and again, so many characters."""
    length = sum(map(len, articles)) / len(articles)
    return "\n\n".join(islice(cycle(articles), int(chars / length) + len(articles)))[:chars]


def timed(work: Callable[[], Any]) -> float:
    """CPU seconds that it takes: beside other busy processes they tell more than the clock."""
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(machine: Summarizer, text: str, rounds: int) -> None:
    """Medians of runs in turns, and how many times Byline's time TextRank takes."""
    if find_spec("sumy") is None:
        print("sumy is not installed (pip install 'byline[bench]'): TextRank is left out.", file=sys.stderr)
        return
    spans = [s.span for s in split_sentences(text)]
    for count in SENTENCES:
        part = text[: spans[count - 1].end]
        runs: dict[str, Callable[[], Any]] = {
            "Byline": lambda part=part: machine.summarize([Document(part, language="en")]),
            "TextRank": text_rank(part, has_stop_words=False),
            "TextRank, stop words": text_rank(part, has_stop_words=True),
        }
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, run in runs.items():
                seconds[name].append(timed(run))
        ours = statistics.median(seconds["Byline"])
        others = ((name, statistics.median(found)) for name, found in seconds.items() if name != "Byline")
        told = "; ".join(f"{name} {found:.2f} s, {found / ours:.2f} times that" for name, found in others)
        print(f"{count} sentences, {len(part.split())} words: Byline {ours:.2f} s; {told}")


def text_rank(text: str, *, has_stop_words: bool) -> Callable[[], Any]:
    """sumy's TextRank over the same sentences and words."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(text.split())

    def run() -> Any:
        method = TextRankSummarizer(Stemmer("english"))
        if has_stop_words:
            method.stop_words = get_stop_words("english")
        items = [Sentence(s.span.of(text), Words()) for s in split_sentences(text)]
        return method(ObjectDocumentModel([Paragraph(items)]), 5)

    return run


def measure_growth(articles: list[str]) -> None:
    """Seconds of the whole pipeline by length, nothing cut off."""
    machine = load_summarizer(threads=1, config=SummarizerConfig(max_chars=2 * SIZES[-1]))
    for size in SIZES:
        text = write_long(articles, size)
        seconds = timed(lambda text=text: machine.summarize([Document(text)]))
        print(f"{size:,} characters read whole: {seconds:.1f} s, {1e6 * seconds / size:.0f} s a million")


if __name__ == "__main__":
    main()
