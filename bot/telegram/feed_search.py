"""Begins to look for a feed, within the rules: at once in the catalog, else in a job."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import OutgoingMessage
from bot.errors import FeedError
from bot.feeds.find import build_preview
from bot.feeds.outlet import match_feeds
from bot.jobs import Jobs
from bot.storage.feed_rules import ConfiguredRules, FeedRules, OwnFeeds, get_feed_rules
from bot.storage.feeds import StoredFeed, list_feeds
from bot.storage.follows import count_follows, list_follows
from bot.storage.searches import NewSearch, add_search
from bot.storage.users import Role
from bot.telegram.following_messages import catalog_choice, preview_message


@dataclass(frozen=True, slots=True)
class FeedSearch:
    """Looks for feeds that somebody wants to follow."""

    jobs: Jobs
    configured: ConfiguredRules

    async def begin(self, transaction: AsyncConnection, search: NewSearch) -> None:
        """Look for it in a job: once for each key."""
        search_id = await add_search(transaction, search)
        if search_id is not None:
            await self.jobs.defer_search(transaction, search_id)

    async def rules_with_room(self, transaction: AsyncConnection, chat_id: int) -> FeedRules:
        """The rules, for a chat that may follow another feed.

        Raises:
            FeedError: it may not.
        """
        rules = await get_feed_rules(transaction, self.configured)
        if await count_follows(transaction, chat_id) >= rules.max_per_chat:
            raise FeedError(too_many(rules))
        return rules

    async def match(self, transaction: AsyncConnection, url: str, chat_id: int) -> OutgoingMessage | None:
        """What the catalog, or the chat itself, has of a site or channel; None where it is nothing. Nothing is fetched."""
        followed = {follow.feed_id for follow in await list_follows(transaction, chat_id)}
        known = [feed for feed in await list_feeds(transaction) if feed.is_listed or feed.id in followed]
        matches = match_feeds(url, known)
        if len(matches) > 1:
            return catalog_choice(matches)
        return await show_feed(transaction, matches[0], chat_id) if matches else None


async def show_feed(transaction: AsyncConnection, feed: StoredFeed, chat_id: int) -> OutgoingMessage:
    """A known feed, for a chat to follow."""
    return preview_message(await build_preview(transaction, feed, chat_id=chat_id))


def refusal(rules: FeedRules, role: Role, name: str = "that") -> str | None:
    """Why somebody may not follow what is not in the catalog; None where they may."""
    if rules.allow_own(role):
        return None
    who = "Nobody" if rules.own_feeds is OwnFeeds.NOBODY else "Only admins"
    return f"{who} can follow {name} here, as it is not in the catalog. /follow shows what is."


def too_many(rules: FeedRules) -> str:
    """What a chat is told that follows as many feeds as it may."""
    if not rules.max_per_chat:
        return "Following feeds is switched off here."
    feeds = "feed" if rules.max_per_chat == 1 else "feeds"
    return f"You follow {rules.max_per_chat} {feeds}, and that is the limit here. /feeds lets you drop one."
