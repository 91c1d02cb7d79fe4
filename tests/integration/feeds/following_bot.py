"""A running bot that follows feeds: real handlers, jobs and database; only summaries are quick and plain."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.answers import Answerer
from bot.articles.gate import FetchGate
from bot.articles.reader import ArticleReader
from bot.demo.bot_api import USER_ID, LocalBotApi
from bot.feed_service import feed_service
from bot.jobs import FEEDS, TELEGRAM, WORK, Jobs, JobServices
from bot.storage.database import Database
from bot.telegram import application
from bot.telegram.admin import AdminHandlers
from bot.telegram.client import TelegramClient
from bot.telegram.digest_settings import DigestHandlers
from bot.telegram.feed_buttons import FeedButtons
from bot.telegram.feed_lists import FeedLists
from bot.telegram.feed_search import FeedSearch
from bot.telegram.follow_source import FollowSource
from bot.telegram.following import FollowingHandlers
from bot.telegram.handlers import AnyApplication, Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.presses import Presses
from bot.telegram.reading import ReadingHandlers
from bot.telegram.updates import StoredUpdates
from config.settings import FeedsSettings, FetchSettings, Settings, load_settings
from summarizer.summary import Length
from tests.integration.telegram.running_bot import PlainSummaries

Message = dict[str, Any]


class PlainModel(PlainSummaries):
    """Summaries as above; nothing here is encoded."""

    async def encode(self, sentences):
        raise AssertionError("nothing is encoded")


@dataclass(frozen=True)
class FeedChat:
    """The chat of USER_ID with a running bot."""

    api: LocalBotApi
    model: PlainModel

    async def answer(self, needle: str, *, after: int = 0) -> Message:
        """The first message of the bot that holds these words, once it is there."""
        return (await self.api.wait_for(lambda: [m for m in self.api.answers()[after:] if needle in m["text"]]))[0]

    async def ask(self, text: str, **fields: Any) -> Message:
        """What the bot answers to a message."""
        before = len(self.api.answers())
        self.api.post_text(text, **fields)
        return (await self.api.wait_for(lambda: self.api.answers()[before:]))[0]

    async def press(self, button: str, **fields: Any) -> Message:
        """The word that who presses is shown: `text`, and `show_alert` where it is to be closed."""
        query = self.api.press(button, **fields)
        return await self.api.wait_for(lambda: self.api.callback_answer(query))


def buttons(message: Message) -> list[str]:
    return [one["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


def button_data(message: Message) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["callback_data"] for row in rows for one in row if "callback_data" in one]


def with_limit(max_per_chat: int) -> Settings:
    plain = load_settings()
    feeds = plain.feeds.model_copy(update={"max_per_chat": max_per_chat})
    return plain.model_copy(update={"feeds": feeds, "fetch": patient(plain.fetch)})


def patient(fetch: FetchSettings) -> FetchSettings:
    """With time enough to parse a plain page on a machine that is busy."""
    return fetch.model_copy(update={"parse_timeout_s": 60.0})


def _register(
    app: AnyApplication, database: Database, jobs: Jobs, client: TelegramClient, rules: FeedsSettings
) -> None:
    handlers = Handlers(database=database, jobs=jobs, client=client)
    role, search, presses = handlers.role, FeedSearch(jobs, rules), Presses(database, client)
    FollowingHandlers(database=database, search=search, role=role).register(app)
    FeedButtons(presses=presses, search=search).register(app)
    FeedLists(database=database, presses=presses, search=search, role=role).register(app)
    FollowSource(presses=presses, search=search).register(app)
    DigestHandlers(database=database, jobs=jobs, presses=presses, role=role).register(app)
    AdminHandlers(database=database, presses=presses, search=search, role=role).register(app)
    handlers.register(app)
    ReadingHandlers(
        database=database,
        jobs=jobs,
        role=role,
        length=Length.MEDIUM,
        ack_delay=timedelta(seconds=5),
        burst_wait=timedelta(seconds=0.2),
    ).register(app)


@contextlib.asynccontextmanager
async def following_bot(
    api: LocalBotApi, database: Database, gate: FetchGate, settings: Settings
) -> AsyncIterator[FeedChat]:
    api.add_chat(USER_ID)
    jobs = Jobs(database.url, heartbeat=timedelta(seconds=1), stalled_after=timedelta(seconds=5))
    bot = application.build_bot(api.token, api.base_url)
    app = application.build_application(bot)
    client, model = TelegramClient(bot), PlainModel()
    poller = Poller(bot, Inbox(database, jobs), timeout_s=5)
    sender = OutboxSender(
        database=database, client=client, pace=Pace(messages_per_second=30, group_messages_per_minute=20)
    )
    leader = Leader(database.url, prepare=lambda: application.prepare_polling(bot), poller=poller, sender=sender)
    _register(app, database, jobs, client, settings.feeds)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(jobs)
        stack.push_async_callback(app.shutdown)
        await application.connect(app)
        reader = await stack.enter_async_context(ArticleReader(settings.fetch, download=client.download, gate=gate))
        service = await stack.enter_async_context(
            feed_service(settings, database=database, model=model, gate=gate, reader=reader, download=client.download)
        )
        services = JobServices(
            updates=StoredUpdates(database, app),
            answers=Answerer(database=database, reader=reader, summaries=model, typist=client),
            feeds=service,
        )
        tasks = [
            asyncio.create_task(jobs.work(queue, services, concurrency=4, grace=timedelta(seconds=1)))
            for queue in (TELEGRAM, WORK, FEEDS)
        ]
        leading = asyncio.create_task(leader.run())
        yield FeedChat(api, model)
        leader.stop_taking()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        leader.stop_sending()
        if not leader.is_leading:
            leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)
