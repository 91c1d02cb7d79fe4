import inspect

import httpx
import pytest
import telegram.error
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.errors import (
    BotError,
    ChatBlockedError,
    ChatMovedError,
    DeliveryError,
    EntitiesRefusedError,
    MessageGoneError,
    MessageRefusedError,
    NotSentError,
    SlowDownError,
    TelegramUnavailableError,
    UnsureError,
)
from bot.telegram.client import delivery_error


@pytest.fixture(autouse=True)
def durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def caused_by(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (BadRequest("Message to edit not found"), MessageGoneError),
        (BadRequest("Message can't be edited"), MessageGoneError),
        (BadRequest("Chat not found"), ChatBlockedError),
        (BadRequest("Not enough rights to send text messages to the chat"), ChatBlockedError),
        (BadRequest("Can't parse entities: can't find end tag"), EntitiesRefusedError),
        (BadRequest("Entity begins after the end of the text at utf-16 offset 9"), EntitiesRefusedError),
        (BadRequest("Message is too long"), MessageRefusedError),
        (Forbidden("Forbidden: bot was blocked by the user"), ChatBlockedError),
        (InvalidToken(), TelegramUnavailableError),
        (TimedOut(), UnsureError),
        (NetworkError("Bad Gateway"), UnsureError),
        (caused_by(NetworkError("x"), httpx.ReadError("x")), UnsureError),
        (caused_by(NetworkError("x"), httpx.RemoteProtocolError("x")), UnsureError),
        (caused_by(NetworkError("x"), httpx.ConnectError("x")), NotSentError),
        (caused_by(TimedOut(), httpx.ConnectTimeout("x")), NotSentError),
        (caused_by(TimedOut(), httpx.PoolTimeout("x")), NotSentError),
        (caused_by(TimedOut(), httpx.ReadTimeout("x")), UnsureError),
    ],
)
def test_each_failure_has_its_meaning(error: telegram.error.TelegramError, ours: type[BotError]) -> None:
    assert type(delivery_error(error)) is ours


def test_a_flood_tells_how_long_to_wait() -> None:
    error = delivery_error(RetryAfter(7))
    assert isinstance(error, SlowDownError)
    assert error.retry_after.total_seconds() == 7


def test_a_moved_chat_tells_its_new_id() -> None:
    error = delivery_error(ChatMigrated(-1005))
    assert isinstance(error, ChatMovedError)
    assert error.new_chat_id == -1005


def test_every_error_of_the_library_becomes_one_of_ours() -> None:
    classes = [
        c for _, c in inspect.getmembers(telegram.error, inspect.isclass) if issubclass(c, telegram.error.TelegramError)
    ]
    for cls in classes:
        error = cls.__new__(cls)
        error.message = "words"
        for name, value in (("new_chat_id", -1), ("_retry_after", 1)):
            if name in getattr(cls, "__slots__", ()):
                setattr(error, name, value)
        assert isinstance(delivery_error(error), DeliveryError | TelegramUnavailableError), cls
