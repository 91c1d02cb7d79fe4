"""What the bot kept of its answers, for the inspector: read from its database, never written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from bot.demo.rules import JsonObject
from bot.storage.embedded import EmbeddedPostgres

SUMMARIES_OF_REQUEST = "SELECT summary FROM summaries WHERE request_id = %s ORDER BY id DESC"


class StoredAnswers:
    """Reads the summaries in the demo bot's database; a context manager, entered once the bot runs."""

    def __init__(self, folder: Path) -> None:
        self._postgres = EmbeddedPostgres(folder)
        self._url = ""

    def __enter__(self) -> Self:
        self._url = self._postgres.start()  # the bot started it: this only joins
        return self

    def __exit__(self, *_exc: object) -> None:
        self._postgres.stop()

    async def find(self, request_id: int, shown: str) -> JsonObject | None:
        """The summary of the request that the text `shown` tells; None where none is kept."""
        summaries = await asyncio.to_thread(self._read, request_id)
        return told_in(shown, summaries)

    def _read(self, request_id: int) -> list[JsonObject]:
        import psycopg

        with psycopg.connect(self._url) as connection:
            return [row[0] for row in connection.execute(SUMMARIES_OF_REQUEST, (request_id,))]


def told_in(shown: str, summaries: Sequence[JsonObject]) -> JsonObject | None:
    """The summary with the largest share of its statements in the text: an answer may be kept at several lengths."""

    def share(summary: JsonObject) -> float:
        statements = summary["statements"]
        return sum(statement["text"] in shown for statement in statements) / max(len(statements), 1)

    return max(summaries, key=lambda summary: (share(summary), len(summary["statements"])), default=None)
