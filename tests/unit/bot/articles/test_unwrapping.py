"""Printed lines back to paragraphs."""

import pytest

from bot.articles.unwrapping import join_lines, join_pages

WIDE = "A line of the usual width of the page."


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([], []),
        (["One line."], ["One line."]),
        (["The mayor said that", "it would open.", "", "It did."], ["The mayor said that it would open.", "It did."]),
        (["The re-", "opening of the har-", "bor was late."], ["The reopening of the harbor was late."]),
        ([WIDE, WIDE, "The end.", WIDE[:-1], "goes on."], [f"{WIDE} {WIDE} The end.", f"{WIDE[:-1]} goes on."]),
        (["What we know so far:", "• one thing", "• another"], ["What we know so far:", "• one thing", "• another"]),
        (["It goes on past the", "", "end of a page."], ["It goes on past the end of a page."]),
    ],
)
def test_lines_become_paragraphs(lines, paragraphs):
    assert join_lines(lines) == paragraphs


def test_running_heads_and_page_numbers_go():
    pages = [f"City News\nReport {n} tells of the harbor on\nthat day.\nPage {n} of 4\n{n}" for n in range(1, 5)]
    text = join_pages(pages)
    assert "City News" not in text
    assert "Page" not in text
    assert text.count("tells of the harbor on that day.") == 4
