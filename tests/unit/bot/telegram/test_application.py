import logging

import pytest
from telegram.error import InvalidToken, NetworkError

from bot.errors import TelegramUnavailableError
from bot.telegram import application
from bot.telegram.application import build_bot, until_answered, webhook_path, webhook_secret

TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz0123456789"


def test_the_webhook_secret_is_the_configured_one_or_made_from_the_token() -> None:
    assert webhook_secret("mine", token=TOKEN) == "mine"
    made = webhook_secret("", token=TOKEN)
    assert made == webhook_secret("", token=TOKEN) != webhook_secret("", token=TOKEN + "x")
    assert made.isalnum()
    assert 32 <= len(made) <= 256
    assert TOKEN not in made


def test_the_webhook_is_taken_at_the_path_of_its_address() -> None:
    assert webhook_path("https://bot.example/telegram/in") == "/telegram/in"
    assert webhook_path("https://bot.example") == "/"


def test_the_base_address_is_a_setting() -> None:
    bot = build_bot(TOKEN, "http://127.0.0.1:1234/")
    assert bot.base_url == f"http://127.0.0.1:1234/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:1234/file/bot{TOKEN}"


async def test_a_call_is_repeated_until_telegram_answers(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(application, "MAX_BACKOFF_S", 0.0)
    outcomes = [NetworkError("away"), NetworkError("away"), "here"]

    async def call() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return str(outcome)

    with caplog.at_level(logging.INFO):
        assert await until_answered(call, "getMe") == "here"
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_a_token_that_telegram_does_not_know_is_not_asked_about_again() -> None:
    async def call() -> None:
        raise InvalidToken

    with pytest.raises(TelegramUnavailableError, match="BYLINE_TELEGRAM_TOKEN"):
        await until_answered(call, "getMe")
