"""Markup to text: what a reader would see, and nothing else."""

import pytest

from bot.feeds.markup import MAX_TEXT_CHARS, MAX_TITLE_CHARS, clean_text, clean_title


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<b>Bold</b> move", "Bold move"),
        ("AT&amp;amp;T rises", "AT&T rises"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Line\n  break", "Line break"),
        ("&lt;script&gt;alert(1)&lt;/script&gt; news", "alert(1) news"),
        ("pay\u200bload \u202etxt", "payload txt"),
    ],
)
def test_titles_are_plain_text_on_one_line(markup: str, title: str) -> None:
    assert clean_title(markup) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = clean_title("word " * 500)
    assert title.endswith("word…") and len(title) <= MAX_TITLE_CHARS + 1


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">secret</p>',
        '<div style="font-size:0px"><p>secret</p></div>',
        "<script>secret</script>",
        "<!-- secret -->",
        "<p hidden>secret</p>",
        '<span aria-hidden="true">secret</span>',
        '<p style="visibility: hidden">secret <b>secret</b></p>',
    ],
)
def test_hidden_text_is_left_out_and_its_neighbors_stay(hidden: str) -> None:
    assert clean_text(f"<p>Before.</p>{hidden}<p>After.</p>") == "Before.\n\nAfter."


def test_small_print_is_not_hidden() -> None:
    assert clean_text('<p style="font-size:0.8em">Small.</p>') == "Small."


def test_inline_markup_does_not_break_words_or_lines() -> None:
    assert clean_text('<p>A <a href="x">link</a>,\n <b>b</b>old.</p>') == "A link, bold."


def test_deep_nesting_does_not_break() -> None:
    assert "x" in clean_text("<div>" * 200 + "x" + "</div>" * 200)
    clean_text("<div>" * 20_000 + "x")


def test_text_is_bounded() -> None:
    assert len(clean_text("<p>word</p>" * 100_000)) <= MAX_TEXT_CHARS


def test_plain_text_stays() -> None:
    assert clean_text("5 > 3 &amp; more") == "5 > 3 & more"
