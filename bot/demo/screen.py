"""A message as a terminal shows it: entities become styles, quotes get a bar, buttons stand in a row (pure)."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.demo.rules import JsonObject, utf16_units

STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "spoiler": "reverse",
    "code": "cyan",
    "pre": "cyan",
    "url": "blue underline",
    "mention": "blue",
    "bot_command": "blue",
    "text_link": "blue",
}
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
QUOTE_BAR = Text("▎", style="magenta")


def message_text(message: JsonObject) -> Text:
    """The message with its entities as styles; links can be clicked where the terminal knows how."""
    plain = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    text = Text(plain)
    quoted: list[tuple[int, int]] = []
    for entity in entities:
        start, end = _characters(plain, entity)
        if entity["type"] in QUOTES:
            quoted.append((start, end))
            text.stylize("dim", start, end)
        elif style := STYLES.get(entity["type"]):
            text.stylize(f"{style} link {entity['url']}" if entity.get("url") else style, start, end)
    return _barred(text, quoted)


def message_panel(message: JsonObject, *, title: str, is_bot: bool) -> RenderableType:
    """A bubble; the bot's has its buttons below."""
    border = "green" if is_bot else "bright_black"
    panel = Panel(message_text(message), title=title, title_align="left", border_style=border, padding=(0, 1))
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return Group(panel, *(Text("  ".join(f"[ {button['text']} ]" for button in row), style="blue") for row in rows))


def _characters(text: str, entity: JsonObject) -> tuple[int, int]:
    """The entity's range in characters; it counts UTF-16 units."""
    borders = {0: 0}
    units = 0
    for index, character in enumerate(text, 1):
        units += utf16_units(character)
        borders[units] = index
    return borders[entity["offset"]], borders[entity["offset"] + entity["length"]]


def _barred(text: Text, quoted: list[tuple[int, int]]) -> Text:
    """The text with a bar before each line of a quote."""
    out = Text()
    at = 0
    for line in text.split("\n", allow_blank=True):
        if out.plain or at:
            out.append("\n")
        if any(start <= at < end for start, end in quoted):
            out.append_text(QUOTE_BAR)
        out.append_text(line)
        at += len(line.plain) + 1
    return out
