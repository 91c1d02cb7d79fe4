"""Who may use the bot, and single facts that outlive the process."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import facts, users


class Role(StrEnum):
    """What somebody may do: use the bot; also let people in; also make admins."""

    USER = "user"
    ADMIN = "admin"
    OWNER = "owner"


class User(NamedTuple):
    """Somebody who may use the bot."""

    user_id: int
    role: Role
    name: str
    added_at: datetime


async def find_role(transaction: AsyncConnection, user_id: int) -> Role | None:
    """The role of somebody; None for a stranger."""
    role = (await transaction.execute(select(users.c.role).where(users.c.user_id == user_id))).scalar_one_or_none()
    return Role(role) if role else None


async def find_owner(transaction: AsyncConnection) -> int | None:
    """The owner's user id."""
    statement = select(users.c.user_id).where(users.c.role == Role.OWNER)
    return (await transaction.execute(statement)).scalar_one_or_none()


async def list_users(transaction: AsyncConnection) -> list[User]:
    """Everybody who may use the bot, in the order of their coming."""
    rows = await transaction.execute(select(users).order_by(users.c.added_at))
    return [User(row.user_id, Role(row.role), row.name, row.added_at) for row in rows]


async def set_role(transaction: AsyncConnection, user_id: int, *, role: Role, name: str = "") -> None:
    """Let somebody in, or change their role. An empty name leaves the known one."""
    statement = insert(users).values(user_id=user_id, role=role.value, name=name)
    changes = {"role": role.value} | ({"name": name} if name else {})
    await transaction.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=changes))


async def set_owner(transaction: AsyncConnection, user_id: int, *, name: str = "") -> None:
    """Make somebody the owner; an owner before stays as an admin."""
    before = await find_owner(transaction)
    if before is not None and before != user_id:
        await set_role(transaction, before, role=Role.ADMIN)
    await set_role(transaction, user_id, role=Role.OWNER, name=name)


async def remove_user(transaction: AsyncConnection, user_id: int) -> bool:
    """Shut somebody out; False where they were a stranger."""
    return (await transaction.execute(delete(users).where(users.c.user_id == user_id))).rowcount == 1


async def remember(transaction: AsyncConnection, key: str, *, value: str) -> str:
    """Keep a fact unless it is known; the value that is known now."""
    statement = insert(facts).values(key=key, value=value).on_conflict_do_nothing()
    await transaction.execute(statement)
    return str((await transaction.execute(select(facts.c.value).where(facts.c.key == key))).scalar_one())


async def forget(transaction: AsyncConnection, key: str, *, value: str) -> bool:
    """Drop a fact if it has this value; whether it had. Of two who ask at once, one is told True."""
    statement = delete(facts).where(facts.c.key == key, facts.c.value == value)
    return (await transaction.execute(statement)).rowcount == 1


async def set_fact(transaction: AsyncConnection, key: str, *, value: str | None) -> None:
    """Keep a fact in place of what was known; None drops it."""
    if value is None:
        await transaction.execute(delete(facts).where(facts.c.key == key))
        return
    statement = insert(facts).values(key=key, value=value)
    await transaction.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


async def find_facts(transaction: AsyncConnection, keys: Collection[str]) -> dict[str, str]:
    """Those of these facts that are known."""
    rows = await transaction.execute(select(facts.c.key, facts.c.value).where(facts.c.key.in_(keys)))
    return {row.key: row.value for row in rows}
