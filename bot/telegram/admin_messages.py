"""What admins see of the catalog, its rules and every feed's health (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import Button, FormattedText, Keyboard, OutgoingMessage
from bot.feeds.find import Listed
from bot.feeds.health import describe_health, is_ill
from bot.feeds.languages import language_name
from bot.storage.feed_rules import FeedRules, OwnFeeds
from bot.storage.feeds import StoredFeed
from bot.telegram.catalog_messages import (
    PAGE_SIZE,
    capitalized,
    category_name,
    category_rows,
    count_pages,
    feed_label,
    feed_name,
    feed_rows,
    turns,
)
from bot.telegram.rich_text import Block, Run, Style, clean_field, split_blocks

MAX_LINE_CHARS = 200
LIMITS = (10, 50, 200, 1000)  # to tap; others are typed
ONLY_ADMINS = "Only the owner and admins can do this."
USAGE = """/admin – catalog, health and rules
/admin feeds world – one category
/admin add example.org world en – put a site's feed into the catalog
/admin remove 12 – take feed 12 out of it
/admin note 12 public broadcaster, Japan – say who stands behind it
/admin own everyone, or admins, or nobody – who may follow what is not in it
/admin limit 50 – feeds that one chat may follow
/admin health – how every followed feed is doing"""
HOW_TO_ADD = """Send /admin add, the site or its feed, a category and a language:
/admin add example.org world en
/admin add @channel science
The same command again changes category and language.
Many at once: send an OPML file."""
_OWN = {
    OwnFeeds.EVERYONE: "Everyone may follow feeds that are not in the catalog.",
    OwnFeeds.ADMINS: "Only admins may follow feeds that are not in the catalog.",
    OwnFeeds.NOBODY: "Nobody may follow feeds that are not in the catalog.",
}
_OWN_LABELS = {OwnFeeds.EVERYONE: "Everyone", OwnFeeds.ADMINS: "Only admins", OwnFeeds.NOBODY: "Nobody"}
_HOME = Button("‹ Admin", data="admin:home")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The numbers that /admin begins with."""

    people: int
    listed: int
    in_starter_set: int
    followed: int
    ill: int


def overview_message(numbers: Overview, rules: FeedRules) -> OutgoingMessage:
    """Where /admin begins."""
    lines = [
        "Feeds of this bot",
        f"{_count(numbers.listed, 'feed')} in the catalog, {numbers.in_starter_set} of them in the starter set",
        f"{_count(numbers.followed, 'feed')} followed, {numbers.ill} in trouble",
        f"{_count(numbers.people, 'person', 'people')} may use the bot",
        *_rule_lines(rules),
    ]
    keyboard = (
        (Button("Catalog", data="admin:feeds"), Button("Health", data="admin:health:0")),
        (Button("Rules", data="admin:rules"), Button("Add a feed", data="admin:how")),
    )
    return _message(lines, keyboard)


def how_to_add_message() -> OutgoingMessage:
    """How a feed gets into the catalog."""
    return OutgoingMessage(FormattedText(HOW_TO_ADD), ((_HOME,),))


def categories_message(feeds: Sequence[StoredFeed], note: str = "") -> OutgoingMessage:
    """The catalog by category, and its starter set; `note` says why it is shown."""
    starter = ", ".join(feed_name(feed) for feed in feeds if feed.is_default) or "nothing yet"
    lines = ["The catalog", *([note] if note else []), f"Starter set, which new users are offered: {starter}."]
    if not feeds:
        lines = ["The catalog is empty", HOW_TO_ADD]
    return _message(lines, (*category_rows(feeds, data="admin:in"), (Button("Add a feed", data="admin:how"), _HOME)))


def category_message(feeds: Sequence[StoredFeed], page: int) -> OutgoingMessage:
    """The feeds of one category, a button each."""
    lines = [capitalized(category_name(feeds[0])), f"{_count(len(feeds), 'feed')}. ★ in the starter set, ⚠ in trouble"]
    rows = feed_rows(feeds, [_label(feed) for feed in feeds], page, turn="admin:in", opens="admin:feed")
    return _message(lines, (*rows, (Button("‹ Catalog", data="admin:feeds"),)))


def feed_message(feed: StoredFeed, *, readers: int, now: datetime, head: str = "") -> OutgoingMessage:
    """One feed of the catalog, and what can be done with it."""
    lines = [
        feed_name(feed),
        *([head] if head else []),
        clean_field(feed.state.url, max_chars=MAX_LINE_CHARS),
        f"Category: {category_name(feed)}. Language: {_language(feed)}",
        *([capitalized(clean_field(feed.trust_note, max_chars=MAX_LINE_CHARS))] if feed.trust_note else []),
        "In the starter set, which new users are offered" if feed.is_default else "Not in the starter set",
        f"Followed in {_count(readers, 'chat')}" if readers else "Nobody follows it",
        _health_line(feed, readers, now),
        f"Its number: {feed.id}, as in /admin note {feed.id} and who stands behind it",
    ]
    starter = Button("Out of the starter set", data=f"admin:starter:{feed.id}:off")
    if not feed.is_default:
        starter = Button("Into the starter set", data=f"admin:starter:{feed.id}:on")
    remove = Button("Remove from the catalog", data=f"admin:remove:{feed.id}")
    back = Button(f"‹ {capitalized(category_name(feed))}", data=f"admin:in:{feed.id}:0")
    return _message(lines, ((starter,), (remove,), (back, _HOME)))


def listed_message(found: Listed) -> OutgoingMessage:
    """A feed has come into the catalog."""
    return feed_message(found.feed, readers=found.readers, now=found.at, head="It is in the catalog now.")


def removed_message(feed: StoredFeed, readers: int) -> OutgoingMessage:
    """A feed is out of the catalog."""
    keep = f"{_count(readers, 'chat')} {'follows' if readers == 1 else 'follow'} it and will go on getting it."
    text = f"“{feed_name(feed)}” is out of the catalog. {keep if readers else 'Nobody follows it.'}"
    again = f"admin:back:{feed.id}" + (":starter" if feed.is_default else "")
    row = (Button("Put it back", data=again), Button("‹ Catalog", data="admin:feeds"))
    return OutgoingMessage(FormattedText(text), (row,))


def rules_message(rules: FeedRules) -> OutgoingMessage:
    """Who may follow what, and how much."""
    lines = ["Rules", *_rule_lines(rules), "Another limit: /admin limit 75"]
    if rules.is_changed:
        lines.append("An admin changed them; the settings have others.")
    own = tuple(_toggle(_OWN_LABELS[who], who is rules.own_feeds, f"admin:own:{who}") for who in OwnFeeds)
    limits = tuple(_toggle(f"{n:,}", n == rules.max_per_chat, f"admin:limit:{n}") for n in LIMITS)
    reset = ((Button("As in the settings", data="admin:reset"),),) if rules.is_changed else ()
    return _message(lines, (own, limits, *reset, (_HOME,)))


def health_message(
    feeds: Sequence[StoredFeed], *, readers: Mapping[int, int], now: datetime, page: int
) -> OutgoingMessage:
    """How the followed feeds are doing, those in trouble first."""
    ordered = sorted(feeds, key=lambda feed: (not is_ill(feed), feed_name(feed).casefold()))
    pages = count_pages(ordered)
    page = min(max(0, page), pages - 1)
    shown = ordered[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    head = f"{_count(len(feeds), 'feed')} followed, {sum(map(is_ill, feeds))} in trouble"
    blocks: list[tuple[str, Block]] = [("", (Run(head, (Style("bold"),)),))]
    for feed in shown:
        count = readers.get(feed.id, 0)
        line = f"\n{_count(count, 'chat')}. {_health_line(feed, count, now)}"
        blocks.append(("\n\n", (Run(_label(feed), (Style("bold"),)), Run(line))))
    if not feeds:
        blocks.append(("\n", (Run("Nobody follows a feed yet, so none is checked."),)))
    return OutgoingMessage(split_blocks(blocks)[0], (*turns("admin:health", page, pages), (_HOME,)))


def _health_line(feed: StoredFeed, readers: int, now: datetime) -> str:
    health = describe_health(feed, readers=readers, now=now)
    trouble = f" Trouble: {clean_field(health.trouble, max_chars=MAX_LINE_CHARS)}." if health.trouble else ""
    status = "" if health.status == "active" else f" Status: {health.status}."
    return (
        f"Last read: {health.last_success}. Checked every {health.interval}, next: {health.next_poll}.{status}{trouble}"
    )


def _rule_lines(rules: FeedRules) -> list[str]:
    return [_OWN[rules.own_feeds], f"A chat may follow up to {_count(rules.max_per_chat, 'feed')}."]


def _language(feed: StoredFeed) -> str:
    return (language_name(feed.language) or clean_field(feed.language)) if feed.language else "not known"


def _label(feed: StoredFeed) -> str:
    return ("★ " if feed.is_default else "") + ("⚠ " if is_ill(feed) else "") + feed_label(feed)


def _toggle(text: str, is_on: bool, data: str) -> Button:
    return Button(f"✓ {text}" if is_on else text, data=data)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _message(lines: Sequence[str], keyboard: Keyboard) -> OutgoingMessage:
    """Lines under a bold first one."""
    blocks: list[tuple[str, Block]] = [
        ("\n" if n else "", (Run(line, () if n else (Style("bold"),)),)) for n, line in enumerate(lines)
    ]
    return OutgoingMessage(split_blocks(blocks)[0], keyboard)
