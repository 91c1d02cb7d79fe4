"""Walls and cut-off articles."""

import pytest

from bot.articles.page import Wall
from bot.articles.walls import cut_pitch, find_wall

STORY = "The harbor was reopened on Monday, said the mayor, Ann Lee, and the first ferry left before dawn. " * 12


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        (
            "We and our 842 partners store cookies and use personalized ads. Accept all or manage preferences.",
            Wall.CONSENT,
        ),
        ("We value your privacy. This site uses cookies. Cookie policy. Reject all.", Wall.CONSENT),
        ("Wir verwenden Cookies. Mit Ihrer Einwilligung ... Alle akzeptieren", Wall.CONSENT),
        ("Just a moment... Ray ID: 89f", Wall.ROBOT),
        ("Please verify you are human by completing the captcha below.", Wall.ROBOT),
        ("Access denied. You do not have permission.", Wall.ROBOT),
        ("Please enable JavaScript to view this page.", Wall.SCRIPT),
        ("This app requires JavaScript.", Wall.SCRIPT),
        ("Sign in to continue. Forgot password? Create an account.", Wall.LOGIN),
        ("The harbor was reopened on Monday.", Wall.NONE),
        ("The court ruled on cookie consent on Monday. " + STORY, Wall.NONE),
        ("We use cookies. Accept all. " + STORY, Wall.NONE),
        ("", Wall.NONE),
    ],
)
def test_walls_are_told_from_articles(text, wall):
    assert find_wall(text, page_text=text) is wall


def test_a_page_without_an_article_is_judged_by_what_it_shows():
    assert find_wall("", page_text="We use cookies. Accept all.") is Wall.CONSENT


@pytest.mark.parametrize(
    "pitch",
    [
        "Subscribe to continue reading.",
        "Sign in or register to read the full story.",
        "This article is for subscribers.",
        "This story is available only to members.",
        "Already a subscriber? Log in.",
        "You have reached your limit of free articles.",
        "Start your free trial today.",
        "Weiterlesen mit Plus.",
    ],
)
def test_a_pitch_at_the_end_is_removed_and_told(pitch):
    assert cut_pitch([STORY, "Second.", pitch]) == ([STORY, "Second."], True)
    assert cut_pitch([STORY, pitch, "Already have a subscription? Sign in."]) == ([STORY], True)


@pytest.mark.parametrize(
    "end", ["and the mayor then…", "and the mayor then...", "and the mayor [...]", "then [+1234 chars]"]
)
def test_a_text_that_breaks_off_is_told(end):
    assert cut_pitch([STORY, end]) == ([STORY, end], True)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [STORY],
        ["Readers must subscribe to read on, the publisher said.", STORY],
        [STORY + "The new rule makes readers subscribe to continue reading, which the publisher called fair."],
        [],
    ],
)
def test_a_whole_article_is_whole(paragraphs):
    assert cut_pitch(paragraphs) == (paragraphs, False)
