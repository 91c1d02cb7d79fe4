import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.normalize import MIN_LINES_TO_UNWRAP, normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\r\n\r\nBody", "Title\n\nBody"),
        ("a\u00a0b\u2009c", "a b c"),
        ("pay\u200bpal", "paypal"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("soft\u00adhyphen", "softhyphen"),
        ("h\u200di", "hi"),
        ("nul\x00l", "null"),
        ("“Kept,” she said – ‘as printed’", "“Kept,” she said – ‘as printed’"),
        ("&lt;b&gt; & <b>", "&lt;b&gt; & <b>"),
        ("mended â€œquoteâ€\x9d", "mended “quote”"),
        ("e\u0301", "é"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("👩\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_each_kind_of_dirt_has_one_clean_form(text: str, expected: str) -> None:
    assert normalize(text) == expected


LINE = "The council of Marrow said on Tuesday that the bridge would stay"


def test_lines_wrapped_at_a_fixed_width_become_a_paragraph() -> None:
    wrapped = "\n".join([LINE] * (MIN_LINES_TO_UNWRAP + 1))
    assert normalize(wrapped) == wrapped.replace("\n", " ")


def test_wrapped_paragraphs_and_bullets_stay_apart() -> None:
    wrapped = "\n".join([*[LINE] * 5, "closed.", "", *[LINE] * 5, "• one point", "• another"])
    assert normalize(wrapped).splitlines() == [
        f"{LINE} " * 5 + "closed.",
        "",
        " ".join([LINE] * 5),
        "• one point",
        "• another",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [LINE] * MIN_LINES_TO_UNWRAP,  # too few to learn a width from
        [f"{LINE}."] * 8,  # a paragraph a line
        [LINE, "a short one"] * 5,  # no width
        [f"{LINE} {LINE}"] * 8,  # wider than anybody wraps
        [LINE[:29]] * 8,  # narrower: a list, a verse
        [LINE, ""] * 8,  # a headline a paragraph
    ],
)
def test_lines_that_nobody_wrapped_stay_lines(lines: list[str]) -> None:
    assert normalize("\n".join(lines)) == "\n".join(lines).strip()


def test_a_list_of_short_lines_stays_a_list() -> None:
    lines = "\n".join(f"• point {i}" for i in range(12))
    assert normalize(lines) == lines


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
