"""Sends to many chats against a fake that enforces Telegram's limits. `python -m benchmarks.delivery --sends 1500`

The rule (docs/adr/0005): no answer of 429, and at least 25 messages a second. 10,000 sends to 500 chats take six minutes.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bot.demo.bot_api import FloodLimits, LocalBotApi
from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.leadership import leadership
from bot.storage.opening import opened_database
from bot.storage.outbox import Draft, enqueue
from bot.telegram.application import build_bot
from bot.telegram.client import TelegramClient
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace

TARGET = 25  # messages a second
FIRST_CHAT = 10_000
GROUP_EVERY = 10  # chats, one is a group: 20 messages a minute


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sends", type=int, default=1500)
    parser.add_argument("--chats", type=int, default=150)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as folder, LocalBotApi(flood=FloodLimits()) as api:
        asyncio.run(send_all(api, Path(folder), arguments.sends, arguments.chats))
        calls = api.calls_of("sendMessage")
    refused = sum(call.status == 429 for call in calls)
    rate = (len(calls) - 1) / (calls[-1].at - calls[0].at)
    print(f"{len(calls)} sends, {rate:.1f} a second (target {TARGET}), {refused} answers of 429")
    sys.exit(refused > 0 or rate < TARGET)


async def send_all(api: LocalBotApi, folder: Path, sends: int, chats: int) -> None:
    async with opened_database("", folder) as url, Database(url) as database:
        chat_ids = [-chat if chat % GROUP_EVERY == 0 else chat for chat in range(FIRST_CHAT, FIRST_CHAT + chats)]
        drafts = [draft(number, chat_ids[number % chats]) for number in range(sends)]
        for chat_id in chat_ids:
            api.add_chat(chat_id, "private" if chat_id > 0 else "group")
        async with database.transaction() as transaction:
            await enqueue(transaction, drafts)
        bot = build_bot(api.token, api.base_url)
        pace = Pace(messages_per_second=30, group_messages_per_minute=20)
        sender = OutboxSender(database=database, client=TelegramClient(bot), pace=pace)
        stop = asyncio.Event()
        async with leadership(url) as held, asyncio.TaskGroup() as group:
            group.create_task(sender.run(held, stop=stop))
            await api.wait_for(lambda: len(api.calls_of("sendMessage")) >= sends, 3600)
            stop.set()
        await bot.request.shutdown()


def draft(number: int, chat_id: int) -> Draft:
    return Draft(key=str(number), chat_id=chat_id, message=OutgoingMessage(FormattedText(f"Message {number}.")))


if __name__ == "__main__":
    main()
