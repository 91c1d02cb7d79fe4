"""What the chat sees of a file with feeds: what to do with it, and what came of it (pure)."""

from collections.abc import Sequence

from bot.domain import Button, FormattedText, OutgoingMessage
from bot.feeds.feed_lists import Cataloged, Imported
from bot.feeds.opml import MAX_OPML_BYTES, OpmlFile
from bot.telegram.digest_messages import ASK_ZONE
from bot.telegram.rich_text import Run, clean_field, split_blocks

MAX_NAME_CHARS = 60
MAX_PROBLEMS = 20  # told one by one, so that the message is one
READING = "I am reading the list …"
NO_LISTS = "Lists of feeds are not taken here. /follow shows the catalog."
TOO_LARGE = f"That file is too large: a list of feeds has at most {MAX_OPML_BYTES // 1_000_000} MB."


def list_question(name: str, search_id: int, *, has_own: bool) -> OutgoingMessage:
    """Whether an admin wants to follow the feeds of a file; `has_own`: what is not in the catalog may be followed."""
    text = f"“{clean_field(name, max_chars=MAX_NAME_CHARS)}”: what shall I do with its feeds?"
    here = ((Button("Follow them here", data=f"list:here:{search_id}"),),) if has_own else ()
    catalog = (Button("Put them into the catalog", data=f"list:catalog:{search_id}"),)
    return OutgoingMessage(FormattedText(text), (*here, catalog))


def imported_message(found: Imported) -> OutgoingMessage:
    """The feeds of a file are followed."""
    lines = [
        f"You follow {_count(found.added, 'more feed')} now." if found.added else "You follow no more than before."
    ]
    if found.known:
        lines.append(f"{found.known:,} you followed before.")
    if found.over_limit:
        verb = "was" if found.over_limit == 1 else "were"
        lines.append(f"{found.over_limit:,} {verb} too many: a chat may follow {found.limit:,} here.")
    if found.added and not found.has_zone:
        lines += ["", ASK_ZONE]
    return _message([*lines, *_problems(found.file)])


def cataloged_message(found: Cataloged) -> OutgoingMessage:
    """The feeds of a file are in the catalog."""
    lines = [f"{_count(found.added, 'feed')} came into the catalog, each under the folder that it stood in."]
    if found.known:
        lines.append(f"{found.known:,} {'was' if found.known == 1 else 'were'} in it before.")
    return _message([*lines, "/admin feeds shows it.", *_problems(found.file)])


def _problems(file: OpmlFile) -> list[str]:
    """What could not be taken, one by one."""
    if not file.problems:
        return []
    told = file.problems[:MAX_PROBLEMS]
    more = len(file.problems) - len(told) + file.skipped
    rest = [f"• and {more:,} more"] if more else []
    return ["", "Not taken:", *(f"• {clean_field(problem, max_chars=150)}" for problem in told), *rest]


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'s' * (number != 1)}"


def _message(lines: Sequence[str]) -> OutgoingMessage:
    return OutgoingMessage(split_blocks([("\n" if n else "", (Run(line or " "),)) for n, line in enumerate(lines)])[0])
