"""Who may use the bot: its owner, and whom the owner or an admin lets in. Everybody else is told so, politely."""

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.users import Role, find_owner, find_role, forget, remember, remove_user, set_owner, set_role

START_CODE = "start_code"
START_CODE_BYTES = 12  # 96 bits: not to be guessed
POWERS = {None: 0, Role.USER: 1, Role.ADMIN: 2, Role.OWNER: 3}


async def prepare_owner(transaction: AsyncConnection, owner_id: int) -> str | None:
    """Settle whose bot this is, at start.

    Args:
        owner_id: from the settings; 0 leaves it to the first who sends the start code.

    Returns:
        The code, where the bot has no owner yet. It stays the same until it is used.
    """
    if owner_id:
        await set_owner(transaction, owner_id)
        return None
    if await find_owner(transaction) is not None:
        return None
    return await remember(transaction, START_CODE, value=secrets.token_urlsafe(START_CODE_BYTES))


async def claim(transaction: AsyncConnection, code: str, *, user_id: int, name: str) -> bool:
    """Make the first who knows the code the owner; whether it was them."""
    if not code or not await forget(transaction, START_CODE, value=code):
        return False
    await set_owner(transaction, user_id, name=name)
    return True


async def allow(transaction: AsyncConnection, user_id: int, *, by: Role, name: str = "") -> str:
    """Let somebody in; the sentence that answers."""
    if by not in (Role.ADMIN, Role.OWNER):
        return "Only the owner and admins can let people in."
    if await find_role(transaction, user_id):
        return f"{name or user_id} may use this bot already."
    await set_role(transaction, user_id, role=Role.USER, name=name)
    return f"{name or user_id} may use this bot now."


async def deny(transaction: AsyncConnection, user_id: int, *, by: Role, name: str = "") -> str:
    """Shut somebody out; the sentence that answers."""
    if by not in (Role.ADMIN, Role.OWNER):
        return "Only the owner and admins can shut people out."
    role = await find_role(transaction, user_id)
    if role is None:
        return f"{name or user_id} could not use this bot anyway."
    if POWERS[role] >= POWERS[by]:
        return f"You cannot shut out the {role.value}." if role is Role.OWNER else "Only the owner can shut out admins."
    await remove_user(transaction, user_id)
    return f"{name or user_id} may not use this bot any more."
