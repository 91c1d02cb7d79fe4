"""What the bot keeps, for the page beside the chat: read from its database, never written."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from bot.demo.bot_api import USER_ID
from bot.demo.rules import JsonObject
from bot.storage.embedded import EmbeddedPostgres

SUMMARIES_OF_REQUEST = "SELECT summary FROM summaries WHERE request_id = %s ORDER BY id DESC"
NEXT_DIGEST = "SELECT next_due_at FROM subscribers WHERE chat_id = %s AND is_on"


class BotRecords:
    """The demo bot's database; a context manager, entered once the bot runs."""

    def __init__(self, folder: Path) -> None:
        self._postgres = EmbeddedPostgres(folder)
        self._url = ""

    def __enter__(self) -> Self:
        self._url = self._postgres.start()  # the bot started it: this only joins
        return self

    def __exit__(self, *_exc: object) -> None:
        self._postgres.stop()

    async def find_answer(self, request_id: int, shown: str) -> JsonObject | None:
        """The summary of the request that the text `shown` tells; None where none is kept."""
        rows = await asyncio.to_thread(self._select, SUMMARIES_OF_REQUEST, request_id)
        return told_in(shown, [row[0] for row in rows])

    async def find_next_digest(self) -> datetime | None:
        """When the reader's next digest is due; None while there is none."""
        rows = await asyncio.to_thread(self._select, NEXT_DIGEST, USER_ID)
        return rows[0][0] if rows else None

    def _select(self, query: str, value: int) -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self._url) as connection:
            return connection.execute(query, (value,)).fetchall()


def told_in(shown: str, summaries: Sequence[JsonObject]) -> JsonObject | None:
    """The summary with the largest share of its statements in the text: an answer may be kept at several lengths."""

    def share(summary: JsonObject) -> float:
        statements = summary["statements"]
        return sum(statement["text"] in shown for statement in statements) / max(len(statements), 1)

    return max(summaries, key=lambda summary: (share(summary), len(summary["statements"])), default=None)
