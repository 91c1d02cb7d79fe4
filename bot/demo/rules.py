"""What the Bot API refuses, and in which words: texts, entities and keyboards (pure).

Stricter than Telegram where Telegram forgives in silence (more than 100 entities, crossing or empty entities): a bot
that passes here passes there. Parse modes are refused: this project sends text plus entities, never markup.
"""

import re
from typing import Any

MAX_TEXT_UTF16_UNITS = 4096
MAX_CAPTION_UTF16_UNITS = 1024
MAX_TEXT_BYTES = 32 * 1024
MAX_ENTITIES = 100
MAX_CALLBACK_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8

ENTITY_TYPES = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote "
    "expandable_blockquote code pre text_link text_mention custom_emoji date_time".split()
)
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
# What a Telegram client marks by itself in any text; the rest of its list is of no use to a news bot.
AUTOMATIC = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"»”]+[^\s<>\"»”.,;:!?)\]'’])|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w+)?)"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{4,31})"
)
# td/telegram/MessageEntity.cpp, clean_input_string: turned to a space, or removed, before anything is counted.
TO_SPACE = frozenset(map(chr, {*range(9), 11, 12, *range(14, 32)}))
REMOVED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060-\u206f\ufeff\u00ad\u3164\u2800]*")

JsonObject = dict[str, Any]


class ApiError(Exception):
    """A refusal, as the Bot API words it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters  # retry_after in seconds, migrate_to_chat_id


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def utf16_units(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")


def checked_text(
    text: str, entities: list[JsonObject] | None, *, limit: int = MAX_TEXT_UTF16_UNITS
) -> tuple[str, list[JsonObject]]:
    """The text and entities as Telegram would store them: cleaned, trimmed, links marked.

    Raises:
        ApiError: Telegram would refuse them.
    """
    _check_size(text)
    given = [_checked_entity(entity) for entity in entities or []]
    if len(given) > MAX_ENTITIES:
        raise bad_request("can't parse entities: too many entities")
    _check_ranges(text, given)
    _check_nesting(given)
    text, given = _cleaned(text, given)
    if INVISIBLE.fullmatch(text):
        raise bad_request("message text is empty")
    if utf16_units(text) > limit:
        raise bad_request("message is too long" if limit == MAX_TEXT_UTF16_UNITS else "message caption is too long")
    return text, with_automatic_entities(text, given)


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > MAX_TEXT_BYTES:
        raise bad_request("message is too long")


def _checked_entity(entity: JsonObject) -> JsonObject:
    if entity.get("type") not in ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if any(type(entity.get(key)) is not int or entity[key] < low for key, low in (("offset", 0), ("length", 1))):
        raise bad_request(f"can't parse MessageEntity: wrong offset or length in {entity['type']}")
    if entity["type"] == "text_link" and not re.match(r"https?://[^\s/]*[.:][^\s]*$|tg://", entity.get("url", "")):
        raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL")
    return dict(entity)


def _check_ranges(text: str, entities: list[JsonObject]) -> None:
    """Every entity begins and ends between two characters of the text, counted in UTF-16 units."""
    borders, units = {0}, 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        borders.add(units)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start >= units:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > units:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
            )
        if start not in borders:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {start}")
        if end not in borders:
            raise bad_request(f"entity ends in a middle of a UTF-16 symbol at UTF-16 offset {end}")


def _check_nesting(entities: list[JsonObject]) -> None:
    open_entities: list[JsonObject] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        open_entities = [e for e in open_entities if e["offset"] + e["length"] > start]
        for outer in open_entities:
            if outer["offset"] + outer["length"] < end:
                raise bad_request(f"can't parse entities: {outer['type']} and {entity['type']} cross at {start}")
            if outer["type"] in {"code", "pre"} or {outer["type"], entity["type"]} <= QUOTES:
                raise bad_request(f"can't parse entities: {entity['type']} inside {outer['type']} at {start}")
        open_entities.append(entity)


def _cleaned(text: str, entities: list[JsonObject]) -> tuple[str, list[JsonObject]]:
    """Without the characters that Telegram removes and without blanks at the ends; entities moved along."""
    kept: list[str] = []
    moved, old, new = {0: 0}, 0, 0  # UTF-16 offset before -> after
    leading = len(text) - len(text.lstrip())
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        old += width
        if index >= leading and character not in REMOVED:
            kept.append(" " if character in TO_SPACE else character)
            new += width
        moved[old] = new
    out = "".join(kept).rstrip()
    units = utf16_units(out)
    for entity in entities:
        start = min(moved[entity["offset"]], units)
        end = min(moved[entity["offset"] + entity["length"]], units)
        entity |= {"offset": start, "length": end - start}
    return out, [entity for entity in entities if entity["length"]]


def with_automatic_entities(text: str, entities: list[JsonObject]) -> list[JsonObject]:
    """`entities` plus the bare links, commands and mentions that Telegram marks by itself, in text order."""
    out = list(entities)
    for match in AUTOMATIC.finditer(text):
        start, length = utf16_units(text[: match.start()]), utf16_units(match[0])
        crossing = (e for e in entities if e["type"] not in QUOTES and e["type"] not in {"bold", "italic"})
        if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in crossing):
            out.append({"type": str(match.lastgroup), "offset": start, "length": length})
    return sorted(out, key=lambda e: (e["offset"], -e["length"]))


def checked_keyboard(markup: JsonObject | None) -> JsonObject | None:
    """An inline keyboard as it would be stored; None where it has no button.

    Raises:
        ApiError: Telegram would refuse it.
    """
    rows: list[list[JsonObject]] = (markup or {}).get("inline_keyboard") or []
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: JsonObject) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must not be empty')
    if len(button.keys() & {"callback_data", "url", "copy_text", "switch_inline_query"}) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://", button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
