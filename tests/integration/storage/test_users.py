"""Who may use the bot, and single facts that outlive the process."""

import asyncio

from bot.storage.database import Database
from bot.storage.users import (
    Role,
    find_facts,
    find_owner,
    find_role,
    forget,
    list_users,
    remember,
    remove_user,
    set_fact,
    set_owner,
    set_role,
)


async def test_there_is_one_owner_and_the_one_before_stays_as_an_admin(database: Database) -> None:
    async with database.transaction() as transaction:
        await set_owner(transaction, 1, name="Ada")
        await set_owner(transaction, 2)
        await set_owner(transaction, 2)

        assert await find_owner(transaction) == 2
        assert [(u.user_id, u.role, u.name) for u in await list_users(transaction)] == [
            (1, Role.ADMIN, "Ada"),
            (2, Role.OWNER, ""),
        ]


async def test_a_new_role_keeps_the_name_unless_there_is_a_new_one(database: Database) -> None:
    async with database.transaction() as transaction:
        await set_role(transaction, 1, role=Role.USER, name="Ada")
        await set_role(transaction, 1, role=Role.ADMIN)
        [kept] = await list_users(transaction)
        await set_role(transaction, 1, role=Role.ADMIN, name="Ada Ferrant")
        [renamed] = await list_users(transaction)

    assert (kept.name, kept.role, renamed.name) == ("Ada", Role.ADMIN, "Ada Ferrant")


async def test_who_was_shut_out_is_a_stranger(database: Database) -> None:
    async with database.transaction() as transaction:
        await set_role(transaction, 1, role=Role.USER)
        await set_role(transaction, 2, role=Role.USER)

        assert await remove_user(transaction, 1)
        assert not await remove_user(transaction, 1)
        assert (await find_role(transaction, 1), await find_role(transaction, 2)) == (None, Role.USER)


async def test_a_fact_is_remembered_as_it_was_first_and_forgotten_by_one_alone(database: Database) -> None:
    async def use_up() -> bool:
        async with database.transaction() as transaction:
            return await forget(transaction, "code", value="a")

    async with database.transaction() as transaction:
        assert await remember(transaction, "code", value="a") == "a"
        assert await remember(transaction, "code", value="b") == "a"
        assert not await forget(transaction, "code", value="b")

    assert sorted(await asyncio.gather(use_up(), use_up())) == [False, True]


async def test_a_fact_is_replaced_and_dropped(database: Database) -> None:
    async with database.transaction() as transaction:
        await set_fact(transaction, "limit", value="5")
        await set_fact(transaction, "limit", value="6")
        await set_fact(transaction, "other", value="x")
        assert await find_facts(transaction, ["limit", "unknown"]) == {"limit": "6"}
        await set_fact(transaction, "limit", value=None)
        assert await find_facts(transaction, ["limit", "other"]) == {"other": "x"}
