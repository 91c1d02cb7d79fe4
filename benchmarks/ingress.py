"""Updates per second through the real bot process: stored, handled, answered. `python -m benchmarks.ingress`

The local Bot API holds the updates of as many chats; the clock runs from the first message that is answered to the last.
The limits of 30 messages a second are lifted: they are Telegram's, not ours.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from bot.demo.bot_api import LocalBotApi
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migration import migrate

FIRST_CHAT = 10_000
TARGET = 60  # updates a second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=1200)
    updates = parser.parse_args().updates
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as folder, LocalBotApi() as api:
        server = EmbeddedPostgres(Path(folder))
        url = server.start()
        migrate(url)
        chats = range(FIRST_CHAT, FIRST_CHAT + updates)
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.executemany("INSERT INTO users (user_id, role) VALUES (%s, 'user')", [(chat,) for chat in chats])
        for chat in chats:
            api.post_text("/help", chat_id=chat)
        process = subprocess.Popen([sys.executable, "-m", "bot", "bot"], env=environment(api, folder))
        try:
            api.wait_until(lambda: len(api.calls_of("sendMessage")) >= updates, timeout=600)
        finally:
            process.terminate()
            process.wait()
            server.stop()
        report(api, updates)


def environment(api: LocalBotApi, folder: str) -> dict[str, str]:
    return {
        **os.environ,
        "BYLINE_DATA_DIR": folder,
        "BYLINE_TELEGRAM_TOKEN": api.token,
        "BYLINE_TELEGRAM_API_URL": api.base_url,
        "BYLINE_TELEGRAM_MESSAGES_PER_SECOND": "1000",
        "BYLINE_WEB_PORT": "0",
        "BYLINE_LOG_LEVEL": "WARNING",
    }


def report(api: LocalBotApi, updates: int) -> None:
    """From the first answer to the last: starting the process is not what is measured."""
    times = [call.at for call in api.calls_of("sendMessage")]
    refused = sum(call.status != 200 for call in api.calls)
    rate = (updates - 1) / (times[-1] - times[0])
    print(f"{updates} updates answered, {rate:.0f} a second (target {TARGET}), {refused} calls refused")
    sys.exit(rate < TARGET)


if __name__ == "__main__":
    main()
