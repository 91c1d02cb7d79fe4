"""The catalog as buttons: its categories, and the feeds of one of them (pure)."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain import Button, FormattedText, Keyboard, OutgoingMessage
from bot.storage.feeds import StoredFeed
from bot.telegram.rich_text import clean_field

PAGE_SIZE = 8
MAX_NAME_CHARS = 60
NO_CATEGORY = "other"
EMPTY = "The catalog is empty: nobody has put a feed into it yet."


def catalog_message(listed: Sequence[StoredFeed]) -> OutgoingMessage:
    """The catalog, for somebody who looks for feeds to follow."""
    text = "What shall I follow? ✓ marks what you follow already." if listed else EMPTY
    return OutgoingMessage(FormattedText(text), tuple(category_rows(listed, data="catalog:in")))


def shelf_message(feeds: Sequence[StoredFeed], page: int, *, followed: Collection[int]) -> OutgoingMessage:
    """One category of it; a feed opens with its last titles."""
    labels = [f"✓ {feed_label(feed)}" if feed.id in followed else feed_label(feed) for feed in feeds]
    rows = feed_rows(feeds, labels, page, turn="catalog:in", opens="follow:look")
    back = (Button("‹ Catalog", data="catalog:home"),)
    return OutgoingMessage(FormattedText(capitalized(category_name(feeds[0]))), (*rows, back))


def category_rows(feeds: Sequence[StoredFeed], *, data: str) -> Iterator[tuple[Button, ...]]:
    """A button for each category, two in a row.

    What it brings back names one feed of the category, as a category's own name may be too long for that.
    """
    first = {feed.category: feed for feed in reversed(feeds)}
    buttons = [
        Button(f"{category_name(feed)} ({sum(one.category == category for one in feeds)})", data=f"{data}:{feed.id}:0")
        for category, feed in sorted(first.items())
    ]
    yield from (tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def feed_rows(
    feeds: Sequence[StoredFeed], labels: Sequence[str], page: int, *, turn: str, opens: str
) -> Iterator[tuple[Button, ...]]:
    """One page of a category: a button for each feed, and those that turn the page."""
    pages = count_pages(feeds)
    page = min(max(0, page), pages - 1)
    shown = slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
    for feed, label in zip(feeds[shown], labels[shown], strict=True):
        yield (Button(label, data=f"{opens}:{feed.id}"),)
    yield from turns(f"{turn}:{feeds[0].id}", page, pages)


def back_to_shelf(feed: StoredFeed) -> Keyboard:
    """Below a feed of the catalog: back to those beside it."""
    if not feed.is_listed:
        return ()
    return ((Button(f"‹ {capitalized(category_name(feed))}", data=f"catalog:in:{feed.id}:0"),),)


def turns(data: str, page: int, pages: int) -> Keyboard:
    """The buttons that turn pages, where there are several."""
    row = [Button("‹", data=f"{data}:{page - 1}")] if page else []
    row += [Button("›", data=f"{data}:{page + 1}")] if page < pages - 1 else []
    return (tuple(row),) if row else ()


def count_pages(feeds: Sequence[StoredFeed]) -> int:
    """At least one."""
    return max(1, (len(feeds) + PAGE_SIZE - 1) // PAGE_SIZE)


def feed_label(feed: StoredFeed) -> str:
    """A feed's name, with its language where that is not English."""
    language = feed.language if feed.language != "en" else None
    return f"{feed_name(feed)} · {clean_field(language)}" if language else feed_name(feed)


def feed_name(feed: StoredFeed) -> str:
    """What a person calls a feed."""
    return clean_field(feed.name, max_chars=MAX_NAME_CHARS) or "Untitled feed"


def category_name(feed: StoredFeed) -> str:
    """What people call the category of a feed."""
    return clean_field(feed.category, max_chars=MAX_NAME_CHARS) or NO_CATEGORY


def capitalized(text: str) -> str:
    """With a capital first letter; the others stay.

    >>> capitalized("public radio, United States")
    'Public radio, United States'
    """
    return text[:1].upper() + text[1:]
