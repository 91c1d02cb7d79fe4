"""kill -9 at random moments, again and again: nothing is lost, and a repeat is marked as one.

Fifteen times; with BYLINE_LONG=1 a hundred times in a row.
"""

import asyncio
import os
import random
from collections import Counter

from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.storage.database import Database
from bot.storage.users import Role, set_role
from bot.telegram.outbox import REPEAT_MARK
from bot.telegram.reading import READING
from tests.integration.telegram.running_bot import Start

KILLS = 100 if os.environ.get("BYLINE_LONG") else 15
CHATS = (USER_ID, 1002, 1003)
LIFE_S = (0.2, 2.0)  # counted from the moment at which it works


async def test_nothing_is_lost_and_nothing_is_repeated_unmarked(
    api: LocalBotApi, database: Database, start: Start
) -> None:
    chance = random.Random(20261122)
    async with database.transaction() as transaction:
        for chat_id in CHATS:
            api.add_chat(chat_id)
            await set_role(transaction, chat_id, role=Role.USER)
    expected: set[tuple[int, str]] = set()
    for number in range(KILLS):
        ready = len(api.calls_of("setMyCommands"))
        process = start()
        await api.wait_for(lambda: len(api.calls_of("setMyCommands")) > ready)  # noqa: B023  awaited at once
        for chat_id in CHATS:
            expected.add((chat_id, f"Article {number} for {chat_id}."))
            api.post_text(f"Article {number} for {chat_id}.\nIt is short.", chat_id=chat_id)
        await asyncio.sleep(chance.uniform(*LIFE_S))
        process.kill()
        process.wait()
    start()
    await api.wait_for(lambda: {(c, t) for c, t, _ in told(api)} == expected, 900)
    unmarked = Counter((chat_id, text) for chat_id, text, is_repeat in told(api) if not is_repeat)
    repeats = Counter((chat_id, text) for chat_id, text, is_repeat in told(api) if is_repeat)
    assert max(unmarked.values()) == 1
    assert max(repeats.values(), default=0) <= 1


def told(api: LocalBotApi) -> list[tuple[int, str, bool]]:
    """Each answer: its chat, its article, whether it is marked as a repeat."""
    return [
        (chat_id, message["text"].partition("\n\n")[2].splitlines()[0], message["text"].startswith(REPEAT_MARK))
        for chat_id in CHATS
        for message in api.answers(chat_id)
        if message["text"] not in (READING, REPEAT_MARK)
    ]
