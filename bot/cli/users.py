"""`byline users`: who may use the bot."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli import new_typer
from bot.cli.service import in_database
from bot.errors import BotError
from bot.storage.database import Database
from bot.storage.users import Role, find_role, list_users, remove_user, set_owner, set_role

T = TypeVar("T")
UserId = Annotated[
    int, typer.Argument(min=1, metavar="USER_ID", help="A Telegram user id; the bot tells it to strangers.")
]

users = new_typer(help="Who may use the bot.", no_args_is_help=True)


class UnknownUserError(BotError):
    """Nobody with this id may use the bot."""


@users.command()
def allow(user_id: UserId, name: Annotated[str, typer.Option(help="How lists name them.")] = "") -> None:
    """Let somebody use the bot."""

    async def change(transaction: AsyncConnection) -> str:
        if role := await find_role(transaction, user_id):
            return f"{user_id} may use the bot already ({role.value})."
        await set_role(transaction, user_id, role=Role.USER, name=name)
        return f"{user_id} may use the bot now."

    typer.echo(_in_transaction(change))


@users.command()
def deny(user_id: UserId) -> None:
    """Shut somebody out."""

    async def change(transaction: AsyncConnection) -> str:
        if not await remove_user(transaction, user_id):
            raise UnknownUserError(f"{user_id} is not among the users; `byline users list` shows them.")
        return f"{user_id} may not use the bot any more."

    typer.echo(_in_transaction(change))


@users.command("list")
def list_all() -> None:
    """Show everybody who may use the bot."""
    from rich.console import Console
    from rich.table import Table

    found = _in_transaction(list_users)
    if not found:
        typer.echo("Nobody yet. The first to send the start code, which `byline run` shows, becomes the owner.")
        return
    table = Table("id", "role", "name", "since")
    for user in found:
        table.add_row(str(user.user_id), user.role.value, user.name, f"{user.added_at:%Y-%m-%d}")
    Console().print(table)


@users.command()
def role(user_id: UserId, role: Annotated[Role, typer.Argument(metavar="ROLE", help="What they may do.")]) -> None:
    """Make somebody a user, an admin, or the owner.

    The owner before becomes an admin.
    """

    async def change(transaction: AsyncConnection) -> str:
        if await find_role(transaction, user_id) is None and role is not Role.OWNER:
            raise UnknownUserError(f"{user_id} is not among the users; `byline users allow {user_id}` lets them in.")
        await (set_owner(transaction, user_id) if role is Role.OWNER else set_role(transaction, user_id, role=role))
        return f"{user_id} is now {role.value}."

    typer.echo(_in_transaction(change))


def _in_transaction(work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run(database: Database) -> T:
        async with database.transaction() as transaction:
            return await work(transaction)

    return in_database(run)
