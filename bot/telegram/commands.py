"""What commands share: one transaction, whoever asks is let in first, and a mistake is told as it is."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update

from bot.domain import OutgoingMessage
from bot.errors import FeedError
from bot.storage.database import Database
from bot.storage.users import Role
from bot.telegram.replies import reply

RoleOf = Callable[[AsyncConnection, Update], Awaitable[Role | None]]  # tells strangers what they are
Answer = Callable[[AsyncConnection, Role], Awaitable[OutgoingMessage | str | None]]


async def answer_command(update: Update, answer: Answer, *, database: Database, role_of: RoleOf) -> None:
    """Reply with what `answer` gives to somebody who is let in; with None a job replies."""
    async with database.transaction() as transaction:
        role = await role_of(transaction, update)
        if role is None:
            return
        try:
            said = await answer(transaction, role)
        except FeedError as error:
            said = str(error)
        if said is not None:
            await reply(transaction, update, said)
