"""/admin: the catalog, its rules and every feed's health, for the owner and admins.

What is typed and what is tapped are the same words: `/admin remove 12` and the button `admin:remove:12`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.domain import OutgoingMessage
from bot.errors import FeedError
from bot.feeds.channel_page import channel_page_url
from bot.feeds.discover import page_url
from bot.feeds.languages import language_name
from bot.storage.database import Database
from bot.storage.searches import NewSearch
from bot.storage.users import Role
from bot.telegram.admin_desk import AdminDesk
from bot.telegram.admin_messages import HOW_TO_ADD, ONLY_ADMINS
from bot.telegram.commands import RoleOf, answer_command
from bot.telegram.feed_search import FeedSearch
from bot.telegram.presses import Outcome, Press, Presses
from bot.telegram.replies import message_of, topic_of
from bot.telegram.rich_text import clean_field

Context = ContextTypes.DEFAULT_TYPE
MAX_CATEGORY_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminHandlers:
    """What admins do in the chat."""

    database: Database
    presses: Presses
    search: FeedSearch
    role: RoleOf
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def register(self, application: Any) -> None:
        """Before the handlers of everything else."""
        application.add_handlers(
            [
                CommandHandler("admin", self.admin, filters.UpdateType.MESSAGE),
                CallbackQueryHandler(self.press, r"^admin:"),
            ]
        )

    async def admin(self, update: Update, context: Context) -> None:
        """/admin, /admin feeds, /admin add <site> <category> <language>, /admin remove <number>, ..."""
        words = context.args or []

        async def answer(transaction: AsyncConnection, role: Role) -> OutgoingMessage | str | None:
            return await self._answer(transaction, update, words, role)

        await answer_command(update, answer, database=self.database, role_of=self.role)

    async def _answer(
        self, transaction: AsyncConnection, update: Update, words: Sequence[str], role: Role
    ) -> OutgoingMessage | str | None:
        """What can be answered at once; None where a job answers."""
        if role is Role.USER:
            return ONLY_ADMINS
        if words[:1] != ["add"]:
            return await self._desk.act(transaction, words)
        message = message_of(update)
        search = NewSearch(
            key=f"update:{update.update_id}",
            chat_id=message.chat.id,
            thread_id=topic_of(message),
            kind="catalog",
            query=parse_listing(words[1:]),
        )
        await self.search.begin(transaction, search)
        return None

    async def press(self, update: Update, context: Context) -> None:
        """A button of the menus."""
        await self.presses.handle(update, self._act, again="/admin")

    async def _act(self, transaction: AsyncConnection, press: Press, role: Role) -> Outcome:
        if role is Role.USER:
            return Outcome(note=ONLY_ADMINS, is_alert=True)
        try:
            return Outcome(await self._desk.act(transaction, press.data.split(":")[1:]))
        except FeedError as error:
            return Outcome(note=str(error), is_alert=True)

    @property
    def _desk(self) -> AdminDesk:
        return AdminDesk(self.search.configured, self.clock)


def parse_listing(words: Sequence[str]) -> dict[str, str | None]:
    """What an admin says of a feed: where it is, its category, its language.

    >>> parse_listing(["example.org", "Local", "news", "en"])
    {'said': 'example.org', 'category': 'local news', 'language': 'en'}

    Raises:
        FeedError: it names no site, or no language that there is.
    """
    if not words:
        raise FeedError(HOW_TO_ADD)
    said, rest = words[0], list(words[1:])
    if not (channel_page_url(said) or page_url(said)):
        raise FeedError(f"“{clean_field(said, max_chars=60)}” is no site, feed or @channel.\n\n{HOW_TO_ADD}")
    language = rest[-1].lower() if rest and len(rest[-1]) == 2 else None
    if language is not None:
        rest.pop()
        if language_name(language) is None:
            raise FeedError(f"I know no language “{language}”; two letters name one, as en, de or uk.")
    category = clean_field(" ".join(rest).lower(), max_chars=MAX_CATEGORY_CHARS)
    return {"said": said, "category": category, "language": language}
