"""Memory of `byline run` after ten summaries, its children and its Postgres included. `python -m benchmarks.memory`

Resident memory counts a shared page in every process that has it: twenty times for the buffers of Postgres. So what its
processes share is shared out between them (proportional); ours is counted as resident. Linux tells both.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from bot.demo.bot_api import USER_ID, LocalBotApi

ARTICLES = 10
TARGET_MB = 900
SAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as folder, LocalBotApi() as api:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment(api, folder))
        try:
            for number in range(ARTICLES):
                api.post_text(f"{texts[number % len(texts)][:3900]}\n\nEdition {number}.")
                api.wait_until(lambda: count_answers(api) > number, timeout=120)  # noqa: B023  waited for at once
            report(process.pid, folder)
        finally:
            process.terminate()
            process.wait()


def environment(api: LocalBotApi, folder: str) -> dict[str, str]:
    return {
        **os.environ,
        "BYLINE_DATA_DIR": folder,
        "BYLINE_OWNER_ID": str(USER_ID),
        "BYLINE_TELEGRAM_TOKEN": api.token,
        "BYLINE_TELEGRAM_API_URL": api.base_url,
        "BYLINE_WEB_PORT": "0",
        "BYLINE_LOG_LEVEL": "WARNING",
    }


def count_answers(api: LocalBotApi) -> int:
    return sum("Evidence" in str(message.get("reply_markup")) for message in api.answers())


def report(pid: int, folder: str) -> None:
    main_process = psutil.Process(pid)
    postmaster = psutil.Process(int((Path(folder) / "postgres" / "postmaster.pid").read_text().split()[0]))
    groups = {
        "byline": [main_process],
        "its children": [p for p in main_process.children(recursive=True) if p.pid != postmaster.pid],
        "Postgres": [postmaster, *postmaster.children(recursive=True)],
    }
    total = 0.0
    for name, processes in groups.items():
        figures = [process.memory_full_info() for process in processes]
        rss, pss = (sum(getattr(figure, key) for figure in figures) / 1e6 for key in ("rss", "pss"))
        total += pss if name == "Postgres" else rss
        print(f"{name:13} {len(processes):3} processes  {rss:6.0f} MB resident  {pss:6.0f} MB proportional")
    print(f"in all {total:.0f} MB (target {TARGET_MB})")
    sys.exit(total > TARGET_MB)


if __name__ == "__main__":
    main()
