import inspect

import httpx
import pytest
import telegram.error
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot import errors
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
        (BadRequest("Message to edit not found"), errors.MessageGoneError),
        (BadRequest("Message can't be edited"), errors.MessageGoneError),
        (BadRequest("Chat not found"), errors.ChatBlockedError),
        (BadRequest("Not enough rights to send text messages to the chat"), errors.ChatBlockedError),
        (BadRequest("Can't parse entities: can't find end tag"), errors.EntitiesRefusedError),
        (BadRequest("Entity begins after the end of the text at utf-16 offset 9"), errors.EntitiesRefusedError),
        (BadRequest("Message is too long"), errors.MessageRefusedError),
        (Forbidden("Forbidden: bot was blocked by the user"), errors.ChatBlockedError),
        (InvalidToken(), errors.TelegramUnavailableError),
        (TimedOut(), errors.UnsureError),
        (NetworkError("Bad Gateway"), errors.UnsureError),
        (caused_by(NetworkError("x"), httpx.ReadError("x")), errors.UnsureError),
        (caused_by(NetworkError("x"), httpx.RemoteProtocolError("x")), errors.UnsureError),
        (caused_by(NetworkError("x"), httpx.ConnectError("x")), errors.NotSentError),
        (caused_by(TimedOut(), httpx.ConnectTimeout("x")), errors.NotSentError),
        (caused_by(TimedOut(), httpx.PoolTimeout("x")), errors.NotSentError),
        (caused_by(TimedOut(), httpx.ReadTimeout("x")), errors.UnsureError),
    ],
)
def test_each_failure_has_its_meaning(error: telegram.error.TelegramError, ours: type[errors.BotError]) -> None:
    assert type(delivery_error(error)) is ours


def test_a_flood_tells_how_long_to_wait() -> None:
    error = delivery_error(RetryAfter(7))
    assert isinstance(error, errors.SlowDownError)
    assert error.retry_after.total_seconds() == 7


def test_a_moved_chat_tells_its_new_id() -> None:
    error = delivery_error(ChatMigrated(-1005))
    assert isinstance(error, errors.ChatMovedError)
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
        assert isinstance(delivery_error(error), errors.DeliveryError | errors.TelegramUnavailableError), cls
