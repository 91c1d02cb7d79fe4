"""/admin: the health of every feed, for the owner and admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.feeds import StoredFeed, count_readers, list_feeds
from bot.storage.outbox import Draft, enqueue
from bot.storage.users import Role, list_users
from bot.telegram.following import RoleOf
from bot.telegram.rich_text import Block, Run, Style, clean_field, split_blocks

MAX_SHOWN = 40
MAX_NAME_CHARS = 40
ONLY_ADMINS = "Only the owner and admins see this."


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminHandlers:
    """What admins see in the chat."""

    database: Database
    role: RoleOf

    def register(self, application: Any) -> None:
        """Before the handlers of everything else."""
        application.add_handler(CommandHandler("admin", self.admin, filters.UpdateType.MESSAGE))

    async def admin(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/admin"""
        assert update.message
        async with self.database.transaction() as transaction:
            role = await self.role(transaction, update)
            if role is None:
                return
            contents: tuple[FormattedText, ...] = (FormattedText(ONLY_ADMINS),)
            if role is not Role.USER:
                users, readers = len(await list_users(transaction)), await count_readers(transaction)
                followed = [feed for feed in await list_feeds(transaction) if readers.get(feed.id)]
                contents = health(followed, users=users, readers=readers, now=datetime.now(UTC))
            drafts = [
                Draft(
                    key=f"reply:{update.update_id}:{number}",
                    chat_id=update.message.chat.id,
                    message=OutgoingMessage(content),
                )
                for number, content in enumerate(contents)
            ]
            await enqueue(transaction, drafts)


def health(
    feeds: Sequence[StoredFeed], *, users: int, readers: dict[int, int], now: datetime
) -> tuple[FormattedText, ...]:
    """Feeds in trouble first, each with when it was read last (pure)."""
    ill = [feed for feed in feeds if feed.state.error]
    head = f"{users} user(s), {len(feeds)} feed(s) followed, {len(ill)} in trouble"
    blocks: list[tuple[str, Block]] = [("", (Run(head, (Style("bold"),)),))]
    well = [feed for feed in feeds if not feed.state.error]
    for feed in [*ill, *well][:MAX_SHOWN]:
        name = clean_field(feed.name, max_chars=MAX_NAME_CHARS) or "Untitled"
        trouble = f": {feed.state.error}" if feed.state.error else ""
        blocks.append(("\n", (Run(f"• {name} ({readers[feed.id]} reading), {_read(feed, now)}{trouble}"),)))
    if len(feeds) > MAX_SHOWN:
        blocks.append(("\n", (Run(f"and {len(feeds) - MAX_SHOWN} more: `byline feeds check` shows all"),)))
    return split_blocks(blocks)


def _read(feed: StoredFeed, now: datetime) -> str:
    if feed.state.last_success_at is None:
        return "never read"
    hours = int((now - feed.state.last_success_at).total_seconds() // 3600)
    return "read within the hour" if hours < 1 else f"read {hours} h ago"
