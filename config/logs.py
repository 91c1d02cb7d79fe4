"""Logging: to standard error, as lines for people or as JSON. Ids are logged, message texts and tokens never."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
HIDDEN = "<token>"
# They log addresses, which hold the token, or every job with its arguments.
QUIET = ("httpx", "httpcore", "telegram", "procrastinate", "alembic", "sqlalchemy", "uvicorn", "trafilatura", "urllib3")
LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class TokenFilter(logging.Filter):
    """Takes bot tokens out of messages and tracebacks, whoever logs them."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(HIDDEN, message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = TOKEN.sub(HIDDEN, logging.Formatter().formatException(record.exc_info))
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(line | ({"error": record.exc_text} if record.exc_text else {}))


def configure_logging(*, level: str, json_lines: bool) -> None:
    """Set up the root logger; called once, by the command line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(TokenFilter())
    handler.setFormatter(JsonFormatter() if json_lines else logging.Formatter(LINE))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
