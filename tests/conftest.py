"""What tests of every kind share."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from bot.demo.bot_api import LocalBotApi

# The same examples in every run, and no judgement on how long a slow, busy machine takes over one.
settings.register_profile("byline", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("byline")


@pytest.fixture
async def api() -> "AsyncIterator[LocalBotApi]":
    """The local Bot API in place of Telegram, with one person in it."""
    from bot.demo.bot_api import USER_ID, LocalBotApi

    async with LocalBotApi() as running:
        running.add_chat(USER_ID)
        yield running
