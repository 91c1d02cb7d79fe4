import json
import logging
from collections.abc import Iterator

import pytest

from config.logs import HIDDEN, configure_logging

TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz-_0123456789"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:], root.level = before


def test_the_token_is_taken_out_of_messages_arguments_and_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="DEBUG", json_lines=False)
    logger = logging.getLogger("test")
    logger.debug("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"no answer from /bot{TOKEN}/getMe")
    except ValueError:
        logger.exception("failed with %s", TOKEN)
    logged = capsys.readouterr().err
    assert TOKEN.partition(":")[2] not in logged
    assert logged.count(HIDDEN) == 3
    assert "Traceback" in logged


def test_libraries_that_log_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="DEBUG", json_lines=False)
    logging.getLogger("httpx").info("HTTP Request: POST ...")
    assert capsys.readouterr().err == ""


def test_json_lines_are_json_with_the_error_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", json_lines=True)
    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("test").exception("update %d failed", 7)
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["message"], entry["level"], entry["logger"]) == ("update 7 failed", "ERROR", "test")
    assert "ValueError: odd" in entry["error"]
