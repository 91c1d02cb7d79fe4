import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "examples").glob("*.txt"))


def byline(*args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The real command, in a process of its own."""
    command = [sys.executable, "-m", "bot", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, env=os.environ, timeout=600, check=False)


def check_contract(result: dict[str, Any]) -> None:
    """Every citation is where it says; what is reported names who says it."""
    texts = {d["number"]: d["text"] for d in result["documents"]}
    assert result["version"] == 1
    assert result["statements"]
    for statement in result["statements"]:
        assert statement["citations"]
        assert (statement["kind"] == "reported") == bool(statement["attributions"])
        for c in statement["citations"]:
            assert texts[c["document"]][c["start"] : c["end"]] == c["text"] != ""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All samples through one run of `--jsonl`."""
    lines = tmp_path_factory.mktemp("jsonl") / "samples.jsonl"
    lines.write_text("".join(json.dumps({"id": p.stem, "text": p.read_text()}) + "\n" for p in SAMPLES))
    done = byline("summarize", "--jsonl", lines, "--with-text", "--length", "long")
    assert done.returncode == 0, done.stderr.decode()
    return {item["id"]: item for item in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_every_sample_keeps_the_contract(results: dict[str, Any], sample: str) -> None:
    check_contract(results[sample])


def test_several_files_are_told_together_with_all_their_numbers() -> None:
    done = byline("summarize", "--json", "--with-text", *SAMPLES[:2])
    result = json.loads(done.stdout)
    check_contract(result)
    assert {c["document"] for s in result["statements"] for c in s["citations"]} == {1, 2}


def test_standard_input_is_read_and_told_for_a_person() -> None:
    done = byline("summarize", "-", stdin=SAMPLES[0].read_bytes())
    assert done.returncode == 0
    assert "•" in done.stdout.decode()


def test_the_readme_shows_what_the_command_tells() -> None:
    told = byline("summarize", "examples/orvanne-harbor-interview.txt").stdout.decode()
    shown = [
        line[2:] for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("> ")
    ]

    headline, *statements = [line for line in told.splitlines() if line]
    assert shown == [f"**{headline}**", *(statement.replace("•", "-", 1) for statement in statements)]


@pytest.mark.parametrize(
    ("args", "stdin", "reason"),
    [
        (("summarize", "no-such-file.txt"), b"", "No such file"),
        (("summarize", "-"), b"Word", "too short"),
        (("summarize", "-"), b"\xff\xfe\x00\x01", "not text in UTF-8"),
        (("summarize", "http://127.0.0.1/"), b"", "private"),
        (("summarize", "--jsonl", "no-such-file.jsonl"), b"", "No such file"),
    ],
)
def test_bad_input_is_one_line_on_standard_error(args: Sequence[str], stdin: bytes, reason: str) -> None:
    done = byline(*args, stdin=stdin)
    assert done.returncode == 1
    assert done.stdout == b""
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert reason in done.stderr.decode()


def test_wrong_usage_exits_with_two() -> None:
    assert byline("summarize", "--length", "endless").returncode == 2


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    lines = tmp_path / "broken.jsonl"
    lines.write_text('{"id": "a", "text": "Ann Reed said on Monday that it rained in Marrow."}\n{"id": 7}\n')
    done = byline("summarize", "--jsonl", lines)
    assert done.returncode == 1
    assert "line 2" in done.stderr.decode()


def test_attributions_point_into_the_text_as_given(tmp_path: Path) -> None:
    text = "\u200bRain\r\n\r\nAnn Reed said\u00a0it rained. It was bad.\r\n"
    lines = tmp_path / "one.jsonl"
    lines.write_text(json.dumps({"id": "a", "text": text}) + "\n")
    done = byline("attributions", "--jsonl", lines)
    (attribution,) = json.loads(done.stdout)["attributions"]
    for part in (attribution["source"], attribution["cue"], *attribution["content"]):
        assert text[part["start"] : part["end"]] == part["text"]
    assert attribution["source"]["text"] == "Ann Reed"
