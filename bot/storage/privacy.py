"""What is known of one person: read for them, or deleted. A private chat has the id of its person.

What others asked for stays theirs, but names the person no more; what the person asked for in groups and channels goes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, cast, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.feed_tables import digests, dislikes, feeds, follows, searches, stories, subscribers
from bot.storage.tables import burst_messages, chats, facts, outbox, requests, summaries, updates, users

OWN_CHAT = (subscribers, follows, dislikes, searches, chats, burst_messages)  # told by chat_id alone
# Keys of the outbox: what their second part is the id of.
KEYS = {
    "updates": ("reply", "evidence", "length", "sorry"),
    "requests": ("ack", "answer", "unread", "longer", "revised"),
    "digests": ("digest",),
    "follows": ("post",),
    "searches": ("search",),
}


@dataclass(frozen=True, slots=True)
class _Owned:
    """Ids of the rows that exist because of somebody, in whichever chat."""

    updates: Sequence[int]
    requests: Sequence[int]
    digests: Sequence[int]
    follows: Sequence[int]
    searches: Sequence[int]


async def export_person(transaction: AsyncConnection, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person, by table; values as JSON knows them."""
    owned = await _find_owned(transaction, user_id)
    wanted: list[tuple[Table, ColumnElement[bool]]] = [
        (users, users.c.user_id == user_id),
        *((table, table.c.chat_id == user_id) for table in OWN_CHAT),
        (feeds, feeds.c.id.in_(select(follows.c.feed_id).where(follows.c.chat_id == user_id))),
        (digests, digests.c.chat_id == user_id),
        (stories, stories.c.chat_id == user_id),
        (requests, requests.c.id.in_(owned.requests)),
        (summaries, summaries.c.request_id.in_(owned.requests)),
        (updates, updates.c.update_id.in_(owned.updates)),
        (outbox, _outbox_of(user_id, owned)),
    ]
    return {
        table.name: [
            {name: _plain(value) for name, value in row._mapping.items()}
            for row in await transaction.execute(select(table).where(condition))
        ]
        for table, condition in wanted
    }


async def forget_person(transaction: AsyncConnection, user_id: int, *, update_id: int) -> None:
    """Delete every row about a person; `update_id` is the update that asks for it.

    What is under way for them, in this process or another, finds nothing to finish: its rows are locked and deleted first,
    and what it sends is deleted last.
    """
    for table in (subscribers, follows, digests, stories, searches, requests):
        await transaction.execute(select(table).where(table.c.chat_id == user_id).with_for_update())
    owned = await _find_owned(transaction, user_id)
    await transaction.execute(delete(requests).where(requests.c.id.in_(owned.requests)))
    await transaction.execute(delete(facts).where(facts.c.key.in_([f"begun:{each}" for each in owned.requests])))
    for table in (digests, *OWN_CHAT):
        await transaction.execute(delete(table).where(table.c.chat_id == user_id))
    await transaction.execute(delete(outbox).where(_outbox_of(user_id, owned)))
    await transaction.execute(delete(users).where(users.c.user_id == user_id))
    await _blank_updates(transaction, user_id, update_id)
    await _blank_requests(transaction, user_id)
    failed = text("DELETE FROM procrastinate_jobs WHERE lock = :lock AND status NOT IN ('todo', 'doing')")
    await transaction.execute(failed, {"lock": f"chat:{user_id}"})


async def _find_owned(transaction: AsyncConnection, user_id: int) -> _Owned:
    async def ids(statement: Any) -> list[int]:
        return [found for found in (await transaction.execute(statement)).scalars() if found is not None]

    async def own(table: Table) -> list[int]:
        return await ids(select(table.c.id).where(table.c.chat_id == user_id))

    rows = await transaction.execute(select(updates.c.update_id, updates.c.payload).where(_mentions(user_id)))
    follow_ids = await own(follows)
    told = select(stories.c.request_id).where(stories.c.chat_id == user_id)
    by_key = _has_key(requests.c.key, {"post": follow_ids, "story": await own(stories)})
    asked = or_(requests.c.chat_id == user_id, requests.c.user_id == user_id, requests.c.id.in_(told), by_key)
    return _Owned(
        updates=[row.update_id for row in rows if user_id in _people(row.payload)],
        requests=await ids(select(requests.c.id).where(asked)),
        digests=await own(digests),
        follows=follow_ids,
        searches=await own(searches),
    )


def _outbox_of(user_id: int, owned: _Owned) -> ColumnElement[bool]:
    ids = {prefix: getattr(owned, kind) for kind, prefixes in KEYS.items() for prefix in prefixes}
    return or_(outbox.c.chat_id == user_id, _has_key(outbox.c.key, ids))


def _has_key(key: ColumnElement[str], ids: dict[str, Sequence[int]]) -> ColumnElement[bool]:
    """Whether a key is `<prefix>:<id>`, or begins so."""
    prefix, number = func.split_part(key, ":", 1), func.split_part(key, ":", 2)
    return or_(*(and_(prefix == name, number.in_([str(each) for each in known])) for name, known in ids.items()))


def _mentions(user_id: int) -> ColumnElement[bool]:
    """Whether an update holds the id of a person. As text: `jsonb`, and paths into `json`, refuse some of what came."""
    return cast(updates.c.payload, Text).regexp_match(rf'"id":\s*{user_id}(?!\d)')


def _people(payload: dict[str, Any]) -> Iterable[int]:
    """Who sent an update, or has its private chat."""
    for about in payload.values():
        if isinstance(about, dict):
            holder = about.get("message", about)
            for person in (about.get("from"), holder.get("chat") if isinstance(holder, dict) else None):
                if isinstance(person, dict) and isinstance(person.get("id"), int):
                    yield person["id"]


async def _blank_updates(transaction: AsyncConnection, user_id: int, update_id: int) -> None:
    """Their numbers stay, so that one that Telegram delivers again is known; what is not handled yet is still handled."""
    is_over = or_(updates.c.state != "new", updates.c.update_id == update_id)
    blank: dict[str, Any] = {"payload": {}, "state": "done", "error": None}
    await transaction.execute(update(updates).where(is_over, _mentions(user_id)).values(blank))


async def _blank_requests(transaction: AsyncConnection, user_id: int) -> None:
    """Others quoted the person: the quotation is theirs, the id is not."""
    names = cast(requests.c.messages, Text).regexp_match(rf'"user_id":\s*{user_id}(?!\d)')
    for row in (await transaction.execute(select(requests.c.id, requests.c.messages).where(names))).all():
        messages = [{**each, "user_id": None} if each["user_id"] == user_id else each for each in row.messages]
        await transaction.execute(update(requests).where(requests.c.id == row.id).values(messages=messages))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return f"<{len(bytes(value))} bytes of a sentence's vector>"
    return value.isoformat() if isinstance(value, datetime) else value if _is_json(value) else str(value)


def _is_json(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool | list | dict)
