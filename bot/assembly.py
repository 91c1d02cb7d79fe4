"""Builds every object of a process. What is opened first is closed last."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.answers import Answerer
from bot.clock import movable_time
from bot.inference import DocumentSummarizer, Inference
from bot.jobs import FeedWork, Jobs, JobServices
from bot.storage.database import Database
from bot.storage.opening import opened_database
from bot.storage.retention import Retention
from bot.telegram import application
from bot.telegram.client import TelegramClient
from bot.telegram.handlers import AnyApplication, Handlers
from bot.telegram.ingress import Inbox, Poller
from bot.telegram.leader import Leader
from bot.telegram.outbox import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.updates import StoredUpdates
from bot.web.server import Webhook
from bot.web.status import ChatParts, Status
from config.settings import Settings
from summarizer.summary import Length


@dataclass(frozen=True, slots=True)
class Roles:
    """What a process does: talk to Telegram, work, or both."""

    is_bot: bool
    is_worker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """The objects that live as long as the process."""

    settings: Settings
    database: Database
    jobs: Jobs
    application: AnyApplication
    services: JobServices
    status: Status

    @property
    def webhook(self) -> Webhook | None:
        """Where this process takes updates; None where it polls for them, or is no bot."""
        if not (self.status.chats and self.settings.telegram.webhook_url):
            return None
        path = application.webhook_path(self.settings.telegram.webhook_url)
        return Webhook(path, _webhook_secret(self.settings), self.status.chats.inbox.add)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What both halves stand on."""

    settings: Settings
    database: Database
    jobs: Jobs
    client: TelegramClient
    application: AnyApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    """What only a worker has."""

    inference: Inference
    answers: Answerer
    feeds: FeedWork


@asynccontextmanager
async def assembled(settings: Settings, roles: Roles) -> AsyncGenerator[Process]:
    """Everything a process of these roles needs.

    Raises:
        StorageError: the database could not be started, reached or migrated.
    """
    async with AsyncExitStack() as stack:
        ground = await _open_ground(settings, stack)
        chats = _build_chats(ground) if roles.is_bot else None
        # Last: imports of a model take all of the interpreter, and what is above makes the bot answer commands.
        worker = await _open_worker(ground, stack) if roles.is_worker else None
        database, app = ground.database, ground.application
        services = JobServices(
            updates=StoredUpdates(database, app) if roles.is_bot else None,
            answers=worker.answers if worker else None,
            feeds=worker.feeds if worker else None,
            janitor=Retention(database, keep_texts=timedelta(days=settings.database.retention_days)),
        )
        status = Status(
            database=database, jobs=ground.jobs, inference=worker.inference if worker else None, chats=chats
        )
        yield Process(
            settings=settings,
            database=database,
            jobs=ground.jobs,
            application=app,
            services=services,
            status=status,
        )


async def _open_ground(settings: Settings, stack: AsyncExitStack) -> _Ground:
    url = await stack.enter_async_context(opened_database(settings.database.url.get_secret_value(), settings.data_path))
    database = await stack.enter_async_context(Database(url))
    heartbeat = timedelta(seconds=settings.worker.heartbeat_s)
    stalled_after = timedelta(seconds=settings.worker.stalled_after_s)
    jobs = await stack.enter_async_context(Jobs(url, heartbeat=heartbeat, stalled_after=stalled_after))
    bot = application.build_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_url)
    stack.push_async_callback(bot.shutdown)
    stack.push_async_callback(bot.request.shutdown)
    return _Ground(
        settings=settings,
        database=database,
        jobs=jobs,
        client=TelegramClient(bot),
        application=application.build_application(bot),
    )


def _build_chats(ground: _Ground) -> ChatParts:
    _register_handlers(ground)
    telegram, bot = ground.settings.telegram, ground.application.bot
    inbox = Inbox(ground.database, ground.jobs)
    poller = None if telegram.webhook_url else Poller(bot, inbox, timeout_s=telegram.poll_timeout_s)
    pace = Pace(
        messages_per_second=telegram.messages_per_second,
        group_messages_per_minute=telegram.group_messages_per_minute,
    )
    sender = OutboxSender(database=ground.database, client=ground.client, pace=pace)

    async def prepare() -> None:
        if telegram.webhook_url:
            await application.prepare_webhook(bot, telegram.webhook_url, secret=_webhook_secret(ground.settings))
        else:
            await application.prepare_polling(bot)

    leader = Leader(ground.database.url, prepare=prepare, poller=poller, sender=sender)
    return ChatParts(inbox=inbox, poller=poller, sender=sender, leader=leader)


def _register_handlers(ground: _Ground) -> None:
    """What chats do with feeds and digests is asked before the handlers of everything else."""
    from bot.telegram.admin import AdminHandlers
    from bot.telegram.digest_settings import DigestHandlers
    from bot.telegram.feed_buttons import FeedButtons
    from bot.telegram.feed_lists import FeedLists
    from bot.telegram.feed_search import FeedSearch
    from bot.telegram.follow_source import FollowSource
    from bot.telegram.following import FollowingHandlers
    from bot.telegram.presses import Presses
    from bot.telegram.privacy import PrivacyHandlers
    from bot.telegram.reading import ReadingHandlers

    settings, app = ground.settings, ground.application
    database, jobs = ground.database, ground.jobs
    handlers = Handlers(database=database, jobs=jobs, client=ground.client)
    role, search, presses = handlers.role, FeedSearch(jobs, settings.feeds), Presses(database, ground.client)
    clock = movable_time(settings.clock_file)
    FollowingHandlers(database=database, search=search, role=role).register(app)
    FeedButtons(presses=presses, search=search).register(app)
    FeedLists(database=database, presses=presses, search=search, role=role).register(app)
    FollowSource(presses=presses, search=search).register(app)
    DigestHandlers(database=database, jobs=jobs, presses=presses, role=role, clock=clock).register(app)
    PrivacyHandlers(database=database, client=ground.client).register(app)
    AdminHandlers(database=database, presses=presses, search=search, role=role, clock=clock).register(app)
    handlers.register(app)
    ReadingHandlers(
        database=database,
        jobs=jobs,
        role=role,
        length=Length(settings.summarizer.length),
        ack_delay=timedelta(seconds=settings.telegram.ack_delay_s),
        burst_wait=timedelta(seconds=settings.telegram.burst_wait_s),
    ).register(app)


async def _open_worker(ground: _Ground, stack: AsyncExitStack) -> _Worker:
    from bot.articles.gate import FetchGate
    from bot.articles.reader import ArticleReader
    from bot.feed_service import feed_service

    settings, database, client = ground.settings, ground.database, ground.client
    inference = await stack.enter_async_context(_inference(settings))
    gate = await stack.enter_async_context(FetchGate(settings.fetch))
    reader = await stack.enter_async_context(ArticleReader(settings.fetch, download=client.download, gate=gate))
    feeds = await stack.enter_async_context(
        feed_service(settings, database=database, model=inference, gate=gate, reader=reader, download=client.download)
    )
    answers = Answerer(database=database, reader=reader, summaries=inference, typist=client)
    return _Worker(inference=inference, answers=answers, feeds=feeds)


def _inference(settings: Settings) -> Inference:
    def load() -> DocumentSummarizer:
        from bot.generators.loading import load_generator_or_none
        from bot.models.store import FOLDER, ModelStore
        from summarizer.embedded import load_summarizer
        from summarizer.pipeline import SummarizerConfig

        chosen = settings.summarizer
        generator = load_generator_or_none(
            chosen.generator,
            ModelStore(settings.data_path / FOLDER),
            key=chosen.generator_key.get_secret_value(),
            timeout_s=chosen.generator_timeout_s,
        )
        config = SummarizerConfig(max_chars=chosen.max_chars)
        return load_summarizer(threads=chosen.threads, generator=generator, config=config)

    timeout = timedelta(seconds=settings.summarizer.timeout_s)
    return Inference(load, queue_size=settings.summarizer.queue_size, timeout=timeout)


def _webhook_secret(settings: Settings) -> str:
    telegram = settings.telegram
    return application.webhook_secret(
        telegram.webhook_secret.get_secret_value(), token=telegram.token.get_secret_value()
    )
