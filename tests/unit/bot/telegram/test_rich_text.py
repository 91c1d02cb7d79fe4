"""Where a text that is too long for one message is cut, and what a cut leaves behind."""

import pytest

from bot.telegram.rich_text import (
    FIRST_STRONG_ISOLATE,
    MAX_UTF16_UNITS,
    POP_ISOLATE,
    Run,
    Style,
    clean_field,
    split_blocks,
    utf16_units,
)

BOLD, LINK = Style("bold"), Style("text_link", "https://paper.example/")


def words(units: int) -> str:
    """Words without a sentence's end, so many units long, with a blank behind the last."""
    return "four " * (units // 5)


def cut(*runs: Run) -> list[str]:
    return [message.text for message in split_blocks([("", runs)])]


def test_a_line_end_is_the_best_place() -> None:
    first, _ = cut(Run(words(2500) + "end\n" + words(500) + "It ends. " + words(2000)))

    assert first.endswith("end")


def test_a_sentence_end_is_better_than_a_later_blank() -> None:
    first, rest = cut(Run(words(2500) + "It ends. " + words(3000)))

    assert first.endswith("It ends.") and rest.startswith("four")


@pytest.mark.parametrize("marks", ["“”", "«»", '""'])
def test_a_quotation_is_not_parted_where_it_can_be_spared(marks: str) -> None:
    opening, closing = marks
    quotation = f"{opening}{words(1000)}It ends. {words(1000)}{closing}"
    first, rest = cut(Run(words(2500) + "It ends. " + quotation + words(500)))

    assert first.endswith("It ends.") and rest.startswith(opening)


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_behind_a_quotation_sentences_end_again(marks: str) -> None:
    opening, closing = marks
    first, _ = cut(Run(f"{opening}{words(1000)}{closing} " + words(2000) + "It ends. " + words(3000)))

    assert first.endswith("It ends.")


def test_a_link_is_not_parted_where_it_can_be_spared() -> None:
    first, rest = cut(Run(words(2500), (BOLD,)), Run(words(2000).strip(), (BOLD, LINK)), Run(" end", (BOLD,)))

    assert (first, rest) == (words(2500).strip(), words(2000).strip() + " end")


def test_a_style_is_not_parted_where_it_can_be_spared() -> None:
    first, _ = cut(Run(words(2500)), Run(words(2000), (BOLD,)))

    assert first == words(2500).strip()


def test_a_cut_style_goes_on_in_the_next_message() -> None:
    messages = split_blocks([("", (Run(words(6000), (BOLD,)),))])

    assert [[(e.type, e.offset, e.length) for e in m.entities] for m in messages] == [
        [("bold", 0, utf16_units(m.text))] for m in messages
    ]


def test_what_is_seen_as_one_character_is_never_parted() -> None:
    family = "👩\u200d👩\u200d👧"
    messages = cut(Run(family * 1000))

    assert "".join(messages) == family * 1000
    assert all(len(message) % len(family) == 0 and utf16_units(message) <= MAX_UTF16_UNITS for message in messages)


def test_a_small_block_does_not_stand_alone_before_a_large_one() -> None:
    texts = [m.text for m in split_blocks([("", (Run("Headline"),)), ("\n", (Run(words(4079)),))])]

    assert texts[0].startswith("Headline\nfour")


def test_a_cut_field_turns_nothing_behind_it() -> None:
    turned = f"{FIRST_STRONG_ISOLATE}{words(100)}{POP_ISOLATE}"
    kept = f"{FIRST_STRONG_ISOLATE}four{POP_ISOLATE} {words(100)}"

    assert clean_field(turned, max_chars=20) == "four four four…"
    assert clean_field(kept, max_chars=20) == f"{FIRST_STRONG_ISOLATE}four{POP_ISOLATE} four four…"
