"""What tests of every kind share."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.demo.bot_api import LocalBotApi


@pytest.fixture
async def api() -> "AsyncIterator[LocalBotApi]":
    """The local Bot API in place of Telegram, with one person in it."""
    from bot.demo.bot_api import USER_ID, LocalBotApi

    async with LocalBotApi() as running:
        running.add_chat(USER_ID)
        yield running
