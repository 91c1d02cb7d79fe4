"""Who said what, against people's annotation: writes predictions and runs the shared scorer.

    python -m benchmarks.attributions [GOLD.jsonl] [--vote] [--out FILE] [--per-doc FILE]

The rules alone; with --vote the rules and the tagger, as in the product, which has learned from the default GOLD (see
`benchmarks.train_tagger --compare` for what it makes of documents it has not seen). Without ../shared it says so and stops.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from summarizer.annotate import Annotator, load_annotator
from summarizer.document import Document, attributions_to_json
from summarizer.encoder import load_encoder

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--vote", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("attributions.jsonl"))
    parser.add_argument("--per-doc", type=Path)
    arguments = parser.parse_args()
    if not arguments.gold.exists():
        print(f"{arguments.gold} is not here: nothing to measure.", file=sys.stderr)
        return 2
    annotator = load_annotator(load_encoder() if arguments.vote else None)
    documents = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    lines = [json.dumps(predict(annotator, d), ensure_ascii=False) for d in documents]
    seconds = time.perf_counter() - started
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = sum(len(d["text"].split()) for d in documents)
    print(
        f"{len(documents)} documents, {words} words, {seconds:.1f} s: {seconds / words * 700_000:.0f} ms for 700 words"
    )
    command = [sys.executable, str(SHARED / "eval" / "score.py"), "attributions", "--gold", str(arguments.gold)]
    per_doc = ["--per-doc", str(arguments.per_doc)] if arguments.per_doc else []
    return subprocess.run([*command, "--pred", str(arguments.out), *per_doc], check=False).returncode


def predict(annotator: Annotator, line: dict[str, Any]) -> dict[str, Any]:
    """One line of predictions in the scorer's format."""
    document = Document(text=line["text"], title=line.get("title"), language=line.get("language", "en"))
    return {"id": line["id"], "attributions": attributions_to_json(annotator.annotate(document))}


if __name__ == "__main__":
    raise SystemExit(main())
