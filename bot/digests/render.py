"""A digest as messages: a line that opens it, then a message for each story (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain import Button, FormattedText, Keyboard, TextEntity
from bot.storage.entries import StoredEntry
from bot.telegram.render import MONTHS, render_summary
from bot.telegram.rich_text import MAX_ENTITIES, MAX_UTF16_UNITS, Run, Style, clean_field, split_blocks, utf16_units
from summarizer.document import Document
from summarizer.summary import Summary

MAX_NAME_CHARS = 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")  # strftime follows the machine
UPDATE = "Update: "
NOT_IN_DIGEST = "Nothing that you follow is in your digest: it is told at once, or paused. /feeds changes that."
NO_FEEDS = "You follow no feeds yet, so there is nothing to tell. /follow and the name of a site begins."


def render_opening(*, entries: int, feeds: int, due_at: datetime, zone: tzinfo, is_late: bool) -> FormattedText:
    """The first message: what day it is, how much was read for it, and why it is late."""
    title = f"Your digest, {_day(due_at, zone)}"
    rest = f"From {_count(entries, 'new entry', 'new entries')} of its {_count(feeds, 'feed')}."
    late = f"\nThis is the digest of {due_at.astimezone(zone):%H:%M}. It is late: I was not running." if is_late else ""
    return FormattedText(f"{title}\n{rest}{late}", (TextEntity("bold", 0, utf16_units(title)),))


def render_quiet(*, feeds: int, unread: int, others: int, due_at: datetime, zone: tzinfo) -> FormattedText:
    """All there is to say on a day without news; `unread` of its feeds were never read, `others` are not in it."""
    if not feeds:
        return FormattedText(NOT_IN_DIGEST if others else NO_FEEDS)
    line = f"{_day(due_at, zone)}: nothing new in the {_count(feeds, 'feed')} of your digest."
    if unread:
        which = "it" if feeds == 1 else "any of them" if unread == feeds else f"{unread} of them"
        line += f" I have not read {which} yet; try /digest now in a few minutes."
    return FormattedText(line)


def render_story(
    summary: Summary, *, others: Sequence[StoredEntry] = (), is_update: bool = False
) -> tuple[FormattedText, ...]:
    """A story: its summary with all sources; `others` tell it too and were not read."""
    if is_update:
        summary = replace(summary, headline=UPDATE + summary.headline)
    contents = render_summary(summary)
    line = _also(others)
    return (*contents[:-1], _joined(contents[-1], line)) if line else contents


def headline_only(document: Document, reason: str) -> Summary:
    """A story of which nothing but the headline can be told."""
    told = replace(document, notes=(*document.notes, reason))
    return Summary(
        headline=document.title or document.url or "Untitled",
        language=document.language or "und",
        model="",
        seconds=0.0,
        documents=(told,),
        statements=(),
    )


def story_keyboard(story_id: int | None, *, request_id: int | None, url: str | None) -> Keyboard:
    """Evidence, Longer, Open; Less like this under a story of a digest."""
    row = []
    if request_id is not None:
        row += [Button("Evidence", data=f"evidence:{request_id}"), Button("Longer", data=f"story:longer:{request_id}")]
    if url:
        row.append(Button("Open", url=url))
    less = (Button("Less like this", data=f"story:less:{story_id}"),) if story_id is not None else ()
    return tuple(buttons for buttons in (tuple(row), less) if buttons)


def render_burst(feed: str, entries: Sequence[StoredEntry]) -> tuple[FormattedText, ...]:
    """Many new entries of one feed as a list of links."""
    name = clean_field(feed, max_chars=MAX_NAME_CHARS)
    head = Run(f"{len(entries)} new from {name}", (Style("bold"),))
    lines = [(Run("• "), Run(clean_field(e.title) or "Untitled", _linked(e.url))) for e in entries]
    return split_blocks([("", (head,)), *(("\n", line) for line in lines)])


def _linked(url: str | None) -> tuple[Style, ...]:
    return (Style("text_link", url),) if url else ()


def _also(entries: Sequence[StoredEntry]) -> FormattedText | None:
    runs = [Run("Also: ")]
    for number, entry in enumerate(entries):
        name = clean_field(entry.feed_title, max_chars=MAX_NAME_CHARS) or "another feed"
        runs += [Run(", ")] if number else []
        runs.append(Run(name, _linked(entry.url)))
    return split_blocks([("", tuple(runs))])[0] if entries else None


def _joined(content: FormattedText, line: FormattedText) -> FormattedText:
    """The line below the content, or the content alone where both do not fit into one message."""
    text = f"{content.text}\n{line.text}"
    shift = utf16_units(content.text) + 1
    entities = (*content.entities, *(replace(entity, offset=entity.offset + shift) for entity in line.entities))
    fits = utf16_units(text) <= MAX_UTF16_UNITS and len(entities) <= MAX_ENTITIES
    return FormattedText(text, entities) if fits else content


def _day(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
