"""What the chat sees of following feeds: messages and keyboards (pure)."""

from collections.abc import Sequence
from datetime import timedelta

from bot.digests.subscriber import Subscriber
from bot.domain import Button, FormattedText, Keyboard, OutgoingMessage
from bot.feeds.decide import FeedStatus, Notice
from bot.feeds.feed_lists import Cataloged, Imported
from bot.feeds.find import MAX_MATCHES, Choice, Failed, Found, Listed, Preview
from bot.storage.feeds import StoredFeed
from bot.storage.follows import Follow
from bot.telegram.admin_messages import listed_message
from bot.telegram.digest_messages import ASK_ZONE
from bot.telegram.list_messages import cataloged_message, imported_message
from bot.telegram.rich_text import Block, Run, Style, clean_field, split_blocks

PAGE_SIZE = 8
MAX_NAME_CHARS = 60
MAX_TITLE_CHARS = 150
INTERVALS = (1, 3, 6, 12, 24)  # hours
BOLD = Style("bold")
HOW_TO_FOLLOW = """What shall I follow? Send /follow with
• a site: /follow example.org
• a feed's address
• a Telegram channel: /follow @name
• a name from the catalog: /follow guardian
or send a list of feeds as an OPML file."""
HOW_TO_CHOOSE = (
    "What shall I follow? Send /follow and a name from the catalog, as in /follow guardian, or choose from it."
)
CATALOG_ROW = (Button("Choose from the catalog", data="catalog:home"),)
PLACE_ROW = (Button("Where to deliver", data="digest:where"),)


def found_message(found: Found, search_id: int) -> OutgoingMessage:
    """What a search found."""
    match found:
        case Preview():
            return preview_message(found)
        case Choice():
            buttons = [(link.title or link.url, f"pick:{search_id}:{n}") for n, link in enumerate(found.links)]
            return _choice(buttons)
        case Imported():
            return imported_message(found)
        case Cataloged():
            return cataloged_message(found)
        case Listed():
            return listed_message(found)
        case Failed():
            return OutgoingMessage(FormattedText(found.reason))


def catalog_choice(feeds: Sequence[StoredFeed]) -> OutgoingMessage:
    """Several feeds of the catalog; somebody has to say which."""
    return _choice([(feed.name, f"follow:look:{feed.id}") for feed in feeds[:MAX_MATCHES]])


def _choice(named: Sequence[tuple[str, str]]) -> OutgoingMessage:
    rows = tuple(
        (Button(clean_field(name, max_chars=MAX_NAME_CHARS) or "Untitled", data=data),) for name, data in named
    )
    return OutgoingMessage(FormattedText("There are several feeds. Which one?"), rows)


def preview_message(found: Preview) -> OutgoingMessage:
    """A feed, and how to follow it."""
    titles = [clean_field(entry.title, max_chars=MAX_TITLE_CHARS) for entry in found.entries]
    blocks: list[tuple[str, Block]] = [("", (Run(_name(found.feed.name), (BOLD,)),))]
    if note := clean_field(found.feed.trust_note, max_chars=MAX_TITLE_CHARS):
        blocks.append(("\n", (Run(note),)))
    blocks += [("\n", (Run(f"• {title or 'Untitled'}"),)) for title in titles]
    question, row = _question(found)
    blocks.append(("\n\n", (Run(question),)))
    return OutgoingMessage(split_blocks(blocks)[0], (row,))


def _question(found: Preview) -> tuple[str, tuple[Button, ...]]:
    if found.follow is None:
        feed_id = found.feed.id
        row = Button("In the digest", data=f"follow:digest:{feed_id}"), Button("At once", data=f"follow:now:{feed_id}")
        return "Shall I tell you in the digest, or at once?", row
    how = "at once" if found.follow.delivery == "now" else "in the digest"
    paused = "; it is paused" if found.follow.is_paused else ""
    return f"You follow it already, {how}{paused}.", (Button("Change it", data=f"feed:open:{found.follow.id}"),)


def followed_text(name: str, kind: str, *, place: str) -> str:
    """A feed is followed now."""
    where = f", delivered to {place}" if place else ""
    how = "each entry at once" if kind == "now" else "in your digest"
    return f"You follow “{_name(name)}” now: {how}{where}."


def how_to_follow_message(*, has_own: bool) -> OutgoingMessage:
    """What /follow takes; `has_own`: from somebody who may also follow what is not in the catalog."""
    return OutgoingMessage(FormattedText(HOW_TO_FOLLOW if has_own else HOW_TO_CHOOSE), (CATALOG_ROW,))


def nothing_followed_message(starter: Sequence[StoredFeed]) -> OutgoingMessage:
    """What a chat without feeds may begin with."""
    text = f"You follow no feeds yet. {HOW_TO_FOLLOW}"
    rows: Keyboard = (CATALOG_ROW,)
    if starter:
        text += f"\n\nThe starter set: {', '.join(_name(feed.name) for feed in starter)}."
        rows = ((Button("Begin with the starter set", data="follow:starter:0"),), CATALOG_ROW)
    return OutgoingMessage(split_blocks([("", (Run(text),))])[0], rows)


def feeds_message(follows: Sequence[Follow], subscriber: Subscriber, page: int = 0) -> OutgoingMessage:
    """What a chat follows, a button each; where it is told, and what it waits for."""
    pages = (len(follows) + PAGE_SIZE - 1) // PAGE_SIZE
    page = min(max(0, page), pages - 1)
    shown = follows[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows = [(Button(_label(follow), data=f"feed:open:{follow.id}"),) for follow in shown]
    turns = [Button("‹", data=f"feeds:{page - 1}")] if page else []
    turns += [Button("›", data=f"feeds:{page + 1}")] if page < pages - 1 else []
    keyboard: Keyboard = (*rows, *((tuple(turns),) if turns else ()), CATALOG_ROW, PLACE_ROW)
    count = f"You follow {len(follows)} feed{'s' * (len(follows) != 1)}."
    lines = [f"{count} Tap one to change it. /feeds export gives them as a file."]
    if subscriber.place:
        lines.append(f"Delivered to {subscriber.place}; /digest to here brings it back.")
    if subscriber.zone is None:
        lines.append(ASK_ZONE)
    return OutgoingMessage(FormattedText("\n".join(lines)), keyboard)


def unfollow_choice(meant: Sequence[Follow], said: str) -> OutgoingMessage:
    """Which of several feeds somebody means to unfollow, or that it is none."""
    if not meant:
        text = (
            f"You follow nothing called “{clean_field(said, max_chars=MAX_NAME_CHARS)}”; /feeds shows what you follow."
        )
        return OutgoingMessage(FormattedText(text))
    rows = tuple((Button(_label(follow), data=f"feed:open:{follow.id}"),) for follow in meant[:MAX_MATCHES])
    return OutgoingMessage(FormattedText("Which one?"), rows)


def feed_message(follow: Follow) -> OutgoingMessage:
    """One followed feed, and what can be done with it."""
    hours = int(follow.interval / timedelta(hours=1))
    lines = [
        _name(follow.name),
        clean_field(follow.url),
        "Posted at once" if follow.delivery == "now" else "Told in the digest",
        _asked(follow),
    ]
    if follow.topics:
        lines.append(f"Only what fits {clean_field(follow.topics)}")
    if follow.is_paused:
        lines.append("Paused")
    if trouble := _trouble(follow.status, follow.error):
        lines.append(trouble)
    blocks: list[tuple[str, Block]] = [
        ("\n" if n else "", (Run(line, () if n else (BOLD,)),)) for n, line in enumerate(lines)
    ]
    return OutgoingMessage(split_blocks(blocks)[0], _feed_keyboard(follow, hours))


def feed_topics_message(follow: Follow) -> OutgoingMessage:
    """Which entries of a feed count, and how to say so."""
    text = f"""From “{_name(follow.name)}” you get {f"what fits {clean_field(follow.topics)}" if follow.topics else "everything"}.

/topics {follow.id}: climate, interest rates, elect* – only what tells of one of these
/topics {follow.id}: -football – nothing that tells of this
/topics {follow.id}: off – everything"""
    everything = (Button("Everything", data=f"feed:everything:{follow.id}"),)
    back = (Button("‹ Back", data=f"feed:open:{follow.id}"),)
    return OutgoingMessage(FormattedText(text), (everything, back) if follow.topics else (back,))


def _asked(follow: Follow) -> str:
    hours = int(follow.interval / timedelta(hours=1))
    asked = f"Checked every {hours}\N{NO-BREAK SPACE}h" if hours > 1 else "Checked every hour"
    return f"{asked}; others have it checked more often" if follow.feed_interval < follow.interval else asked


def _feed_keyboard(follow: Follow, hours: int) -> Keyboard:
    def button(text: str, action: str) -> Button:
        return Button(text, data=f"feed:{action}:{follow.id}")

    slower = next((one for one in INTERVALS if one > hours), INTERVALS[0])
    return (
        (
            button("In the digest", "digest") if follow.delivery == "now" else button("At once", "now"),
            button("Resume", "resume") if follow.is_paused else button("Pause", "pause"),
        ),
        (
            button(f"Check every {slower}\N{NO-BREAK SPACE}h" if slower > 1 else "Check every hour", f"every{slower}"),
            button("Topics", "topics"),
        ),
        (button("Unfollow", "unfollow"),),
        (Button("‹ All feeds", data="feeds:0"),),
    )


def notice_text(feed: StoredFeed, notice: Notice) -> FormattedText:
    """What the followers of a feed in trouble are told, once."""
    name = _name(feed.name)
    if notice is Notice.GONE:
        return FormattedText(
            f"“{name}” is gone for good, its server says. I stopped asking for it. /feeds lists the others."
        )
    return FormattedText(
        f"“{name}” has not been readable for a week ({feed.state.error or 'no answer'}). I try it once a day for some weeks"
        " more, then stop. /feeds lets you unfollow it."
    )


def _trouble(status: FeedStatus, error: str | None) -> str:
    if status is FeedStatus.GONE:
        return "Gone for good, its server says."
    if status is FeedStatus.STOPPED:
        return f"Given up: {error or 'it did not answer for a month'}."
    return f"Trouble: {error}." if error else ""


def _label(follow: Follow) -> str:
    marks = ("⏸ " if follow.is_paused else "") + ("⚠ " if _trouble(follow.status, follow.error) else "")
    return f"{marks}{_name(follow.name)}"


def _name(name: str) -> str:
    return clean_field(name, max_chars=MAX_NAME_CHARS) or "Untitled feed"
