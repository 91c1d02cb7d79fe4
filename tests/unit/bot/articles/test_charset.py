"""Bytes whose labels lie."""

import codecs

import pytest

from bot.articles.charset import MAX_DAMAGE, UndecodableError, decode_text, find_codec, find_damage

RUSSIAN = "Мэр сообщил в понедельник, что порт снова открыт, и первый паром ушёл до рассвета. " * 8
GERMAN = "Der Bürgermeister sagte am Montag, der Hafen sei für größere Schiffe wieder geöffnet. " * 8
JAPANESE = "市長は月曜日、港が再開され、最初のフェリーが夜明け前に出発したと述べた。" * 8


def page(text, meta=""):
    return f'<html><head><meta charset="{meta}"></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("charset", "header", "meta"),
    [
        ("utf-8", None, ""),
        ("utf-8", "iso-8859-1", "windows-1252"),  # strict UTF-8 beats both labels
        ("utf-8", "utf-16", "ascii"),
        ("utf-8-sig", "windows-1251", ""),
        ("utf-16", "utf-8", "utf-8"),  # with its byte order mark
        ("utf-32", "utf-8", ""),
        ("windows-1251", "windows-1251", ""),
        ("windows-1251", "Windows-1251 ", "utf-8"),
        ("windows-1251", None, "windows-1251"),
        ("windows-1251", "utf-8", "windows-1251"),  # the header lies, the page does not
        ("windows-1251", "no-such-charset", "cp1251"),
        ("windows-1251", "utf-8", "utf-8"),  # both lie: a guess
        ("windows-1251", None, ""),
        ("koi8-r", "koi8-r", "windows-1251"),  # the header goes first
    ],
)
def test_the_words_are_read_whatever_the_labels_say(charset, header, meta):
    text = page(RUSSIAN, meta)
    assert decode_text(text.encode(charset), header_charset=header) == text


@pytest.mark.parametrize(
    ("text", "charset", "header"),
    [
        (GERMAN, "latin-1", "iso-8859-1"),
        (GERMAN, "latin-1", None),
        (GERMAN + "“€”", "cp1252", "iso-8859-1"),  # browsers read the label so
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", None),
        (JAPANESE, "iso2022_jp", "utf-8"),  # its escapes are plain ASCII to UTF-8
        ("市长星期一表示港口重新开放。" * 8, "gb18030", "gb2312"),
    ],
)
def test_other_scripts(text, charset, header):
    assert decode_text(text.encode(charset), header_charset=header) == text


def test_a_character_cut_off_at_the_end_is_no_damage():
    assert decode_text("Київ".encode()[:-1]) == "Киї"


@pytest.mark.parametrize("data", [codecs.BOM_UTF8 + b"\xff\xfe\xfd" * 50, codecs.BOM_UTF16_LE + b"\x00\xd8" * 50])
def test_what_stays_full_of_holes_is_refused(data):
    with pytest.raises(UndecodableError):
        decode_text(data)


def test_a_wrong_charset_is_noticed_behind_much_markup():
    """A share of the whole page would hide it: a thousand letters among a megabyte of tags."""
    markup = '<div class="abcdefgh"></div>' * 10_000
    data = page(RUSSIAN + markup).encode("windows-1251")
    assert RUSSIAN in decode_text(data, header_charset="utf-8")


def test_damage_is_a_share_of_the_words():
    assert find_damage("x" * 99 + "\ufffd") == pytest.approx(0.01, rel=0.02)
    assert find_damage("<p class='very long tag'>" * 100 + "ab\ufffd") > MAX_DAMAGE
    assert find_damage("clean") == 0


@pytest.mark.parametrize("label", [None, "", "no-such", "rot13", "zlib", "hex", "idna", "punycode", "\0"])
def test_what_is_no_charset_is_no_codec(label):
    assert find_codec(label) is None


def test_a_small_fault_does_not_refuse_a_page():
    data = ("Plain words of a page. " * 50).encode() + b"\xff" + b" and more"
    assert "Plain words" in decode_text(data, header_charset="utf-8")
