"""What the chat sees of its digests' settings: messages and keyboards (pure)."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.digests.render import DAYS
from bot.digests.subscriber import Subscriber
from bot.domain import Button, FormattedText, Keyboard, OutgoingMessage, TextEntity
from bot.feeds.languages import language_name
from bot.telegram.delivery_place import HOW_TO_CHOOSE
from bot.telegram.rich_text import utf16_units
from summarizer.summary import Length

SHORT_DAYS = tuple(day[:2] for day in DAYS)
STORY_COUNTS = (3, 5, 7, 10, 15)
QUIET_HOURS = (None, (time(22), time(7)), (time(23), time(7)), (time(23), time(8)))
ASK_ZONE = (
    "To send your digest at the right hour I need your time zone: send /zone and your city, as in /zone Lisbon,"
    " or share your location."
)
NO_SUCH_PLACE = "I know no such place. Send /zone and the next large city, your country, or a name like Europe/Lisbon."


def digest_message(subscriber: Subscriber, now: datetime) -> OutgoingMessage:
    """The settings, and when the next digest comes."""
    title = "Your digest"
    lines = [title, *_wishes(subscriber), "", _next(subscriber, now)]
    text = "\n".join(lines)
    return OutgoingMessage(FormattedText(text, (TextEntity("bold", 0, utf16_units(title)),)), _menu(subscriber))


def _wishes(subscriber: Subscriber) -> list[str]:
    days = "every day"
    if len(subscriber.weekdays) < 7:
        days = ", ".join(DAYS[day] for day in sorted(subscriber.weekdays)) or "never"
    lines = [
        f"Times: {format_times(subscriber.times)}, {days}",
        f"Time zone: {subscriber.zone or 'not known yet'}",
        f"Stories: at most {subscriber.stories}, {subscriber.length.value}",
        f"Quiet hours: {_quiet(subscriber.quiet)}",
    ]
    if subscriber.topics:
        lines.append(f"Topics: {subscriber.topics}")
    if subscriber.language:
        name = language_name(subscriber.language) or subscriber.language
        lines.append(f"Language: {name} only; /digest language any takes all")
    if subscriber.is_silent:
        lines.append("Without a sound")
    if subscriber.place:
        lines.append(f"Delivered to {subscriber.place}; /digest to here brings it back")
    return lines


def _next(subscriber: Subscriber, now: datetime) -> str:
    if not subscriber.is_on:
        return "Switched off. /digest now makes one at once."
    if subscriber.zone is None:
        return ASK_ZONE
    at = subscriber.next_due_at(now)
    if at is None:
        return "With no weekday chosen none will come."
    local = at.astimezone(ZoneInfo(subscriber.zone))
    return f"The next one: {DAYS[local.weekday()]}, {local:%H:%M}."


def _menu(subscriber: Subscriber) -> Keyboard:
    return (
        (Button("Times", data="digest:times"), Button("Weekdays", data="digest:days")),
        (Button("Stories", data="digest:stories"), Button("Length", data="digest:length")),
        (
            Button("Quiet hours", data="digest:quiet"),
            Button("With sound" if subscriber.is_silent else "Without sound", data="digest:silent"),
            Button("Where to", data="digest:where"),
        ),
        (
            Button("Switch off" if subscriber.is_on else "Switch on", data="digest:switch"),
            Button("Make one now", data="digest:now"),
        ),
    )


def times_message(subscriber: Subscriber) -> OutgoingMessage:
    """Full hours to tap; other times are typed."""
    chosen = set(subscriber.times)
    hours = [_toggle(f"{hour:02}", time(hour) in chosen, f"digest:time:{hour}") for hour in range(24)]
    rows = tuple(tuple(hours[first : first + 6]) for first in range(0, 24, 6))
    text = f"At which hours? Now: {format_times(subscriber.times)}.\nOther times: /digest 07:45 18:30"
    return OutgoingMessage(FormattedText(text), (*rows, _BACK))


def days_message(subscriber: Subscriber) -> OutgoingMessage:
    """The days of the week."""
    days = tuple(_toggle(name, n in subscriber.weekdays, f"digest:day:{n}") for n, name in enumerate(SHORT_DAYS))
    return OutgoingMessage(FormattedText("On which days?"), (days[:4], days[4:], _BACK))


def stories_message(subscriber: Subscriber) -> OutgoingMessage:
    """How many stories."""
    row = tuple(_toggle(str(n), n == subscriber.stories, f"digest:count:{n}") for n in STORY_COUNTS)
    return OutgoingMessage(FormattedText("How many stories at most?"), (row, _BACK))


def length_message(subscriber: Subscriber) -> OutgoingMessage:
    """How long each story is."""
    row = tuple(_toggle(one.value, one is subscriber.length, f"digest:long:{one.value}") for one in Length)
    return OutgoingMessage(FormattedText("How long is a story?"), (row, _BACK))


def quiet_message(subscriber: Subscriber) -> OutgoingMessage:
    """When nothing may arrive."""
    rows = [
        (_toggle(_quiet(hours), hours == subscriber.quiet, f"digest:hush:{n}"),) for n, hours in enumerate(QUIET_HOURS)
    ]
    text = "When shall nothing arrive? Digests wait for the end of these hours.\nOther hours: /digest quiet 21:30-06:45"
    return OutgoingMessage(FormattedText(text), (*rows, _BACK))


def where_message(subscriber: Subscriber) -> OutgoingMessage:
    """Where digests go, and how another place is chosen."""
    text = f"Delivered to {subscriber.place or 'this chat'}.\n\n{HOW_TO_CHOOSE}"
    here = ((Button("Bring it back here", data="digest:here"),),) if subscriber.place else ()
    return OutgoingMessage(FormattedText(text), (*here, _BACK))


def zone_message(zone: str, now: datetime) -> OutgoingMessage:
    """A zone is set; the time there shows whether it is right."""
    local = now.astimezone(ZoneInfo(zone))
    return OutgoingMessage(
        FormattedText(f"Your time zone: {zone}. It is {local:%H:%M} there now; if not, send /zone and another city.")
    )


def place_text(place: str) -> str:
    """Where digests go from now on; "": to the chat they were set up in."""
    if not place:
        return "Your digest comes here now."
    return f"Your digest goes to {place} now, and so does what you follow at once. /digest to here brings it back."


def zone_choice(zones: Sequence[str]) -> OutgoingMessage:
    """Several zones; somebody has to say which."""
    rows = tuple((Button(zone.replace("_", " "), data=f"zone:{zone}"),) for zone in zones)
    return OutgoingMessage(FormattedText("Which of these?"), rows)


def format_times(times: Sequence[time]) -> str:
    """`08:00, 18:30`"""
    return ", ".join(f"{at:%H:%M}" for at in times)


def _quiet(hours: tuple[time, time] | None) -> str:
    return f"{hours[0]:%H:%M} to {hours[1]:%H:%M}" if hours else "none"


def _toggle(text: str, is_on: bool, data: str) -> Button:
    return Button(f"✓ {text}" if is_on else text, data=data)


_BACK = (Button("‹ Back", data="digest:back"),)
