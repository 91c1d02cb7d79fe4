"""A feed as the database gives it."""

from bot.feeds.decide import PollState
from bot.storage.feeds import StoredFeed


def known_feed(state: PollState, *, title: str = "A", site_url: str | None = None) -> StoredFeed:
    """A listed feed of which nothing else is said."""
    return StoredFeed(
        id=1,
        host="a.example",
        title=title,
        site_url=site_url,
        language=None,
        category="",
        trust_note="",
        is_listed=True,
        is_default=False,
        state=state,
    )
