"""Who said what in annotated news does not fall below what was reached; lowering a floor is a commit of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.annotate import load_annotator
from summarizer.document import Attribution, Document, Span

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "data" / "gum_wikinews" / "train.jsonl"
FLOORS = Path(__file__).with_name("attribution_floors.json")


@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated news lies beside the project in CI only")
def test_attributions_of_annotated_news_keep_their_floors(tmp_path: Path) -> None:
    annotator = load_annotator()
    predictions = tmp_path / "attributions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for line in GOLD.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            found = annotator.annotate(Document(d["text"], title=d["title"], language="en")).attributions
            record = {"id": d["id"], "attributions": [_record(d["text"], a) for a in found]}
            file.write(json.dumps(record) + "\n")
    command = [sys.executable, SHARED / "eval" / "score.py", "attributions", "--gold", GOLD, "--pred", predictions]
    done = subprocess.run([*command, "--floors", FLOORS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def _record(text: str, attribution: Attribution) -> dict[str, object]:
    def part(span: Span) -> dict[str, object]:
        return {"text": span.of(text), "start": span.start, "end": span.end}

    source = attribution.source
    return {
        "source": part(source) | {"name": attribution.name} if source else None,
        "cue": part(attribution.cue) if attribution.cue else None,
        "content": [part(span) for span in attribution.content],
        "quote": attribution.quote.value,
    }
