"""What people may do with feeds: as configured, until an admin decides otherwise. Every process reads the same rows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.users import Role, find_facts, set_fact

MAX_LIMIT = 5_000  # as many feeds as a list of them may hold
_LIMIT, _OWN = "feeds.max_per_chat", "feeds.own_feeds"


class OwnFeeds(StrEnum):
    """Who may follow feeds that are not in the catalog."""

    EVERYONE = "everyone"
    ADMINS = "admins"
    NOBODY = "nobody"


class ConfiguredRules(Protocol):
    """The rules as the settings have them."""

    @property
    def max_per_chat(self) -> int: ...

    @property
    def own_feeds(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRules:
    """The rules as they are now."""

    max_per_chat: int
    own_feeds: OwnFeeds
    is_changed: bool = False  # an admin decided otherwise than the settings

    def allow_own(self, role: Role) -> bool:
        """Whether somebody may follow what is not in the catalog."""
        return self.own_feeds is OwnFeeds.EVERYONE or (self.own_feeds is OwnFeeds.ADMINS and role is not Role.USER)


async def get_feed_rules(transaction: AsyncConnection, configured: ConfiguredRules) -> FeedRules:
    """The rules as they are now."""
    facts = await find_facts(transaction, (_LIMIT, _OWN))
    return FeedRules(
        max_per_chat=int(facts.get(_LIMIT, configured.max_per_chat)),
        own_feeds=OwnFeeds(facts.get(_OWN, configured.own_feeds)),
        is_changed=bool(facts),
    )


async def limit_feeds(transaction: AsyncConnection, max_per_chat: int) -> None:
    """How many feeds a chat may follow, from now on."""
    await set_fact(transaction, _LIMIT, value=str(max_per_chat))


async def allow_own_feeds(transaction: AsyncConnection, who: OwnFeeds) -> None:
    """Who may follow what is not in the catalog, from now on."""
    await set_fact(transaction, _OWN, value=who.value)


async def reset_feed_rules(transaction: AsyncConnection) -> None:
    """Back to the settings."""
    for key in (_LIMIT, _OWN):
        await set_fact(transaction, key, value=None)
