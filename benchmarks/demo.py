"""What a newcomer waits for: `byline demo` to its page, the page's weight, the first answer, and a warm one.

python -m benchmarks.demo [--samples 1]
"""

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from rich.console import Console

STATIC = Path(__file__).parents[1] / "bot" / "demo" / "static"
READY = re.compile(r"is ready: (http://127\.0\.0\.1:\d+)")
ANSWER_TIMEOUT_S = 120.0


def main() -> None:
    """Print the waits, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=99, help="how many articles to forward")
    most = parser.parse_args().samples
    console = Console()
    weight = sum(path.stat().st_size for path in STATIC.iterdir())
    console.print(f"page: {weight / 1000:.0f} kB, uncompressed")
    with TemporaryDirectory() as folder:
        started = time.monotonic()
        command = [sys.executable, "-m", "bot", "demo", "--browser", "--port", "0"]
        environment = {**os.environ, "TMPDIR": folder, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as demo:
            try:
                url = _find_address(demo)
                console.print(f"address printed after {time.monotonic() - started:.1f} s")
                _forward_samples(url, started, console, most=most)
            finally:
                demo.send_signal(signal.SIGTERM)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    console.print(f"{used.ru_utime + used.ru_stime:.1f} CPU-s in all, the end included")


def _find_address(demo: "subprocess.Popen[str]") -> str:
    said = ""
    for line in demo.stdout or ():
        said += line
        if found := READY.search(line):
            return found[1]
    raise SystemExit(f"the demo did not start: {said}")


def _forward_samples(url: str, started: float, console: Console, *, most: int) -> None:
    """Forward each sample once the answer to the one before is there."""
    with httpx.Client(base_url=url, trust_env=False, timeout=ANSWER_TIMEOUT_S) as client:
        names = [sample["name"] for sample in client.get("/chat/samples").json()][:most]
        waits = []
        with client.stream("GET", "/chat/events") as events:
            answers = _answers(events.iter_lines())
            for name in names:
                sent = time.monotonic()
                client.post("/chat/messages", json={"sample": name})
                next(answers)
                waits.append(time.monotonic() - sent)
                if name == names[0]:
                    console.print(f"first answer {time.monotonic() - started:.1f} s after the start")
    first, *warm = waits
    console.print(
        f"first answer {first:.2f} s after its forward; the others {median(warm):.2f} s, at most {max(warm):.2f} s"
    )


def _answers(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Each message of the bot that first shows "Evidence"."""
    seen: set[int] = set()
    for line in lines:
        change = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {"messages": []}
        for message in change["messages"]:
            is_answer = "evidence:" in json.dumps(message.get("reply_markup", {}))
            if is_answer and message["message_id"] not in seen:
                seen.add(message["message_id"])
                yield message


if __name__ == "__main__":
    main()
