"""A digest as messages: a line that opens it, then a message for each story (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain import Button, FormattedText, Keyboard, TextEntity
from bot.storage.entries import StoredEntry
from bot.telegram.render import render_summary
from bot.telegram.rich_text import MAX_ENTITIES, MAX_UTF16_UNITS, Run, Style, clean_field, split_blocks, utf16_units
from summarizer.document import Document
from summarizer.summary import Summary

MAX_NAME_CHARS = 60
UPDATE = "Update: "
NO_FEEDS = "You follow no feeds yet, so there is nothing to tell. /follow and the name of a site begins."


def render_opening(
    *, stories: int, entries: int, feeds: int, due_at: datetime, zone: tzinfo, is_late: bool
) -> FormattedText:
    """The first message: what day it is, how much there is, and why it is late."""
    local = due_at.astimezone(zone)
    day = f"{local:%A}, {local.day} {local:%B}"
    late = f"\nThis is the digest of {local:%H:%M}. It is late: I was not running." if is_late else ""
    if not stories:
        return FormattedText(f"{day}: nothing new in the {_count(feeds, 'feed')} you follow.{late}")
    title = f"Your digest, {day}"
    rest = f"{_count(stories, 'story', 'stories')} from {_count(entries, 'new entry', 'new entries')} of {_count(feeds, 'feed')}"
    return FormattedText(f"{title}\n{rest}{late}", (TextEntity("bold", 0, utf16_units(title)),))


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


def story_keyboard(story_id: int, *, request_id: int | None, url: str | None) -> Keyboard:
    """Evidence, Longer, Open, Less like this."""
    row = []
    if request_id is not None:
        row += [Button("Evidence", data=f"evidence:{request_id}"), Button("Longer", data=f"story:longer:{story_id}")]
    if url:
        row.append(Button("Open", url=url))
    return (tuple(row), (Button("Less like this", data=f"story:less:{story_id}"),))


def _also(entries: Sequence[StoredEntry]) -> FormattedText | None:
    runs = [Run("Also: ")]
    for number, entry in enumerate(entries):
        name = clean_field(entry.feed_title, max_chars=MAX_NAME_CHARS) or "another feed"
        runs += [Run(", ")] if number else []
        runs.append(Run(name, (Style("text_link", entry.url),) if entry.url else ()))
    return split_blocks([("", tuple(runs))])[0] if entries else None


def _joined(content: FormattedText, line: FormattedText) -> FormattedText:
    """The line below the content, or the content alone where both do not fit into one message."""
    text = f"{content.text}\n{line.text}"
    shift = utf16_units(content.text) + 1
    entities = (*content.entities, *(replace(entity, offset=entity.offset + shift) for entity in line.entities))
    fits = utf16_units(text) <= MAX_UTF16_UNITS and len(entities) <= MAX_ENTITIES
    return FormattedText(text, entities) if fits else content


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
