"""`byline doctor`: what works, what does not, and what to do about it."""

import asyncio
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

import typer

from config.environment import explain_unknown_names
from config.settings import ConfigError, Settings, load_settings

MAX_CLOCK_SKEW_S = 30.0
TIMEOUT_S = 15.0
MARKS = {"works": "green", "attention": "yellow", "broken": "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: Literal["works", "attention", "broken"]
    told: str
    advice: str = ""


def doctor() -> None:
    """Check settings, database, model, Telegram and clock; exit code 1 when something is broken."""
    import logging

    from rich.console import Console
    from rich.table import Table

    logging.disable(logging.CRITICAL)  # what goes wrong stands in the table
    findings = asyncio.run(examine())
    table = Table("", "state", "what was found", "what to do")
    for finding in findings:
        color = MARKS[finding.state]
        table.add_row(finding.what, f"[{color}]{finding.state}[/{color}]", finding.told, finding.advice)
    Console().print(table)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


async def examine() -> list[Finding]:
    """Every finding, in order."""
    try:
        settings = load_settings()
    except ConfigError as error:
        return [Finding("settings", "broken", str(error), "Mend the keys above; config/defaults.toml explains each.")]
    findings = [check_settings(settings)]
    for check in (check_database, check_model, check_telegram, check_clock):
        findings.append(await check(settings))
    return findings


def check_settings(settings: Settings) -> Finding:
    """Names in the environment that set nothing are most often slips."""
    if unknown := explain_unknown_names(os.environ):
        return Finding("settings", "attention", "\n".join(unknown), "Correct or unset the names.")
    return Finding("settings", "works", f"data in {settings.data_path}")


async def check_database(settings: Settings) -> Finding:
    """Start or reach it, and migrate it."""
    from bot.errors import StorageError
    from bot.storage.migration import newest
    from bot.storage.opening import opened_database

    url = settings.database.url.get_secret_value()
    try:
        async with opened_database(url, settings.data_path):
            kind = "the configured server" if url else "the embedded Postgres"
            return Finding("database", "works", f"{kind}, schema {newest()}")
    except StorageError as error:
        advice = "Check BYLINE_DATABASE_URL." if url else "Check that BYLINE_DATA_DIR can be written."
        return Finding("database", "broken", str(error), advice)


async def check_model(settings: Settings) -> Finding:
    """Load it."""
    from summarizer.embedded import load_summarizer
    from summarizer.errors import SummarizerError

    started_at = time.monotonic()
    try:
        await asyncio.to_thread(load_summarizer, threads=settings.summarizer.threads)
    except (SummarizerError, ImportError, OSError) as error:
        return Finding("model", "broken", str(error), "Install the project again: `make install`.")
    return Finding("model", "works", f"loaded in {time.monotonic() - started_at:.1f} s")


async def check_telegram(settings: Settings) -> Finding:
    """Ask who the bot is."""
    from telegram.error import InvalidToken, TelegramError

    from bot.telegram.application import build_bot

    token = settings.telegram.token.get_secret_value()
    if not token:
        advice = "Ask @BotFather for one and set BYLINE_TELEGRAM_TOKEN; `byline demo` works without."
        return Finding("Telegram", "attention", "no token", advice)
    bot = build_bot(token, settings.telegram.api_url)
    try:
        async with asyncio.timeout(TIMEOUT_S), bot:
            return Finding("Telegram", "works", f"@{bot.username} at {settings.telegram.api_url}")
    except InvalidToken:
        return Finding("Telegram", "broken", "Telegram does not know the token", "Copy it again from @BotFather.")
    except (TelegramError, TimeoutError) as error:
        told = f"{settings.telegram.api_url} does not answer ({type(error).__name__})"
        return Finding("Telegram", "broken", told, "Check the network, or BYLINE_TELEGRAM_API_URL.")


async def check_clock(settings: Settings) -> Finding:
    """Compare it with Telegram's: digests go out by it."""
    import httpx

    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
            answer = await client.head(settings.telegram.api_url)
        skew_s = (datetime.now(UTC) - parsedate_to_datetime(answer.headers["date"])).total_seconds()
    except (httpx.HTTPError, KeyError, ValueError, TypeError):
        return Finding("clock", "attention", "nothing to compare it with", "")
    if abs(skew_s) > MAX_CLOCK_SKEW_S:
        return Finding("clock", "broken", f"{abs(skew_s):.0f} s {'fast' if skew_s > 0 else 'slow'}", "Set it (NTP).")
    return Finding("clock", "works", "agrees with Telegram's")
