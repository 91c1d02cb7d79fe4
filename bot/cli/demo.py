"""`byline demo`: the real bot on a Bot API of this machine, without a token or a network."""

import sys
from typing import Annotated

import typer


def demo(
    in_terminal: Annotated[
        bool | None,
        typer.Option("--terminal/--browser", help="Where to show it; default: a browser, unless the output is a pipe."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page; a random one where it is taken.")] = 8480,
) -> None:
    """Try the bot: no token, no network."""
    from rich.console import Console

    if in_terminal or (in_terminal is None and not sys.stdout.isatty()):
        from bot.demo.terminal import run_terminal_demo

        run_terminal_demo(Console())
    else:
        from bot.demo.browser import run_browser_demo

        run_browser_demo(Console(), port=port)
