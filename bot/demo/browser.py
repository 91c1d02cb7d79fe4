"""The demo in a browser: local Bot API, chat page and the real bot on one loopback address, until Ctrl-C."""

import secrets
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from rich.console import Console

from bot.demo.bot_api import LocalBotApi
from bot.demo.bot_process import CLOCK_FILE, BotProcess
from bot.demo.bot_records import BotRecords
from bot.demo.chat_page import ChatPage
from bot.demo.demo_clock import DemoClock
from bot.demo.samples import load_samples
from bot.errors import DemoError

PORT = 8480  # where it is free
CHECK_EVERY_S = 0.2


def run_browser_demo(console: Console, *, port: int = PORT) -> None:
    """Serve the page until SIGINT or SIGTERM, then stop everything and leave nothing behind.

    Raises:
        DemoError: the bot did not start, or ended by itself.
        StorageError: its database did not start.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with ExitStack() as stack:
            _serve(console, port, stack)
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve(console: Console, port: int, stack: ExitStack) -> None:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="byline-demo-")))
    records = BotRecords(folder)
    page = ChatPage(load_samples(), records=records, clock=DemoClock(folder / CLOCK_FILE))
    with console.status("Starting the bot: no token, no network…"):
        api = stack.enter_context(_open_api(page, port))
        bot = stack.enter_context(BotProcess(api, folder=folder, hosts=page.hosts))
        stack.enter_context(records)
    console.print(f"Byline is ready: [link={api.base_url}]{api.base_url}[/link]   (Ctrl-C ends it)", highlight=False)
    while not bot.has_ended:
        time.sleep(CHECK_EVERY_S)
    raise DemoError(f"The bot ended.\n{bot.last_log_lines()}")


def _open_api(page: ChatPage, port: int) -> LocalBotApi:
    """On `port`, or on a random one where that is taken; its token is known to nobody else on this machine."""
    token = f"123456:{secrets.token_urlsafe(26)[:35]}"
    try:
        return LocalBotApi(token=token, port=port, build_app=page.build_app)
    except OSError:
        return LocalBotApi(token=token, build_app=page.build_app)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
