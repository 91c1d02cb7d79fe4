"""The `byline` command. What is listed here is imported only when it is called: `byline --help` imports nothing heavy."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context


class Lazy(NamedTuple):
    """A function, or a group of commands (a typer.Typer), and what `byline --help` says about it."""

    module: str
    attribute: str
    help: str


COMMANDS = {
    "run": Lazy("bot.cli.service", "run", "Run the bot: everything in one process."),
    "bot": Lazy("bot.cli.service", "bot", "Run only the half that talks to Telegram."),
    "worker": Lazy("bot.cli.service", "worker", "Run only the half that reads and summarizes."),
    "demo": Lazy("bot.cli.demo", "demo", "Try the bot: no token, no network."),
    "summarize": Lazy("bot.cli.summarize", "summarize", "Summarize files, links or standard input."),
    "attributions": Lazy("bot.cli.summarize", "attributions", "Show who says what in a text."),
    "models": Lazy("bot.cli.models", "models", "Optional models that rewrite: list, install, use, remove."),
    "feeds": Lazy("bot.cli.feeds", "feeds", "Feeds: add, remove, list, rules, check, import, export."),
    "users": Lazy("bot.cli.users", "users", "Who may use the bot: allow, deny, list, role."),
    "doctor": Lazy("bot.cli.doctor", "doctor", "What works, what does not, and what to do."),
    "migrate": Lazy("bot.cli.service", "migrate", "Bring the database to the newest schema."),
}


class LazyGroup(TyperGroup):
    """Puts the real command in the place of its stand-in when it is called."""

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, Command | None, list[str]]":
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = _load(args[0])
        return super().resolve_command(ctx, args)


def build_cli() -> "Command":
    """The command with a stand-in for each subcommand."""
    cli = new_typer(
        cls=LazyGroup, no_args_is_help=True, help="A Telegram bot that summarizes news and keeps who said it."
    )
    for name, lazy in COMMANDS.items():
        cli.command(name, help=lazy.help)(lambda: None)
    return typer.main.get_command(cli)


def _load(name: str) -> "Command":
    lazy = COMMANDS[name]
    target: typer.Typer | Callable[..., Any] = getattr(importlib.import_module(lazy.module), lazy.attribute)
    if not isinstance(target, typer.Typer):
        cli = new_typer()
        cli.command(name, help=target.__doc__ or lazy.help)(target)
        target = cli
    return typer.main.get_command(target)


def new_typer(**options: Any) -> typer.Typer:
    """A command line, or a part of it, that looks like all others."""
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **options)
