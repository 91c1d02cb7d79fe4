import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.demo.bot_api import LocalBotApi
from bot.storage.database import Database
from bot.telegram.application import prepare_webhook
from bot.web.server import Webhook, WebServer, build_web, open_socket
from bot.web.status import ChatParts, Status
from tests.integration.telegram.running_bot import RunningBot

SECRET = "a-secret"


@pytest.fixture
async def address(bot: RunningBot, database: Database) -> AsyncIterator[str]:
    import asyncio

    chats = ChatParts(inbox=bot.inbox, leader=bot.leader, sender=bot.sender, poller=None)
    status = Status(database=database, jobs=bot.jobs, inference=None, chats=chats)
    app = build_web(health=status.health, metrics=status.metrics, webhook=Webhook("/in", SECRET, bot.inbox.add))
    listening = open_socket("127.0.0.1", 0)
    assert listening
    server = WebServer(app, listening)
    task = asyncio.create_task(server.run_until_stopped())
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await task


async def test_updates_by_webhook_are_stored_and_answered(api: LocalBotApi, bot: RunningBot, address: str) -> None:
    bot.leader.stop_taking()
    await prepare_webhook(bot.bot, f"{address}/in", secret=SECRET)
    api.post_text("/help")
    await api.wait_for(lambda: [m for m in api.answers() if "Send me something" in m["text"]])
    assert api.pending_updates == 0


async def test_health_and_metrics_tell_of_the_real_parts(api: LocalBotApi, bot: RunningBot, address: str) -> None:
    api.post_text("/help")
    await api.wait_for(api.answers)
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        health = await client.get(f"{address}/healthz")
        metrics = (await client.get(f"{address}/metrics")).text
    assert (health.status_code, health.json()["database"]) == (200, "ok")
    assert "byline_updates_total 1\n" in metrics
    assert "byline_leading 1\n" in metrics
    assert 'byline_outbox{state="sen' in metrics
    assert api.token not in metrics + health.text


def test_a_taken_port_is_a_warning_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert open_socket("127.0.0.1", taken.getsockname()[1]) is None
    assert "no /healthz" in caplog.text
