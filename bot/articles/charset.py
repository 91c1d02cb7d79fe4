"""Bytes to text when the labels lie: the first charset that reads the words without holes wins."""

import codecs
import re
from collections.abc import Iterator

MAX_DAMAGE = 0.01  # share of characters that could not be decoded
MAX_CONTROL = 0.01  # share of control characters
DETECTED_BYTES = 32_000
META_BYTES = 4096

REPLACEMENT = "\ufffd"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-z0-9_:.\-]{2,40})", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:script|style)\b[^>]{0,2000}>[^<]*|<[^>]{0,2000}>", re.IGNORECASE)

# Browsers read these labels as their larger sisters, and pages rely on it.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


class UndecodableError(ValueError):
    """No charset reads these bytes."""


def decode_text(data: bytes, *, header_charset: str | None = None) -> str:
    """The text, by byte order mark, escapes, strict UTF-8, header, meta tag, and a guess, in this order.

    Raises:
        UndecodableError: more than MAX_DAMAGE of the words stay unreadable in each of them.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(charset, "replace"))
    if _ISO_2022_JP.search(data[:META_BYTES]):
        text = data.decode("iso2022_jp_2", "replace")
        if find_damage(text) <= MAX_DAMAGE:
            return text
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)  # a character cut off at the end is no error
    except UnicodeDecodeError:
        pass
    for charset in _charsets(data, header_charset):
        text = data.decode(charset, "replace")
        if find_damage(text) <= MAX_DAMAGE:
            return text
    raise UndecodableError("no charset fits")


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text in any charset: too many control characters in front."""
    head = data[:4096]
    return not head.startswith(_WIDE_BOMS) and len(_CONTROL.findall(head)) > len(head) * MAX_CONTROL


def find_damage(text: str) -> float:
    """The share of unreadable characters among the words; markup is not counted, it would hide them."""
    damaged = text.count(REPLACEMENT)
    if not damaged:
        return 0.0
    words = len(_MARKUP.sub("", text)) - 1
    return damaged / max(1, words)


def _checked(text: str) -> str:
    if find_damage(text) > MAX_DAMAGE:
        raise UndecodableError("damaged")
    return text


def _charsets(data: bytes, header_charset: str | None) -> Iterator[str]:
    """Candidates in order: told by the header, by the page, guessed."""
    head = data[:META_BYTES]
    meta = _META.search(head) or _XML.search(head)
    for label in (header_charset, meta[1].decode("ascii") if meta else None):
        charset = find_codec(label)
        if charset:
            yield charset
    guessed = _guess(data)
    if guessed:
        yield guessed


def find_codec(label: str | None) -> str | None:
    """Python's name of a text charset, None where there is no such charset."""
    try:
        codec = codecs.lookup((label or "").strip().lower())
    except (LookupError, ValueError):
        return None
    is_text: bool = getattr(codec, "_is_text_encoding", True)  # not rot13, not zlib
    return _WIDER.get(codec.name, codec.name) if is_text and codec.name not in ("idna", "punycode") else None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    words = re.sub(rb"<[^>]{0,2000}>|[\x00-\x40]{3,}", b" ", data[: 8 * DETECTED_BYTES])
    best = from_bytes(words[:DETECTED_BYTES]).best()
    return find_codec(best.encoding) if best else None
