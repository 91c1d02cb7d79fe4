"""Words that a reader of the page does not see."""

import pytest
from lxml.html import fromstring

from bot.articles.visible import remove_hidden


def visible(body, style=""):
    tree = fromstring(f"<html><head><style>{style}</style></head><body>{body}</body></html>")
    remove_hidden(tree)
    return " ".join(" ".join(tree.find("body").itertext()).split())


HIDDEN_BY_STYLE = [
    "display:none",
    "DISPLAY : None !important",
    "visibility:hidden",
    "visibility: collapse",
    "opacity:0",
    "opacity:0.01",
    "opacity: 0%",
    "font-size:0",
    "font-size: 0px",
    "font-size:.5px",
    "font-size:1px",
    "color:#fff",
    "color:white",
    "color:#FEFEFE",
    "color:rgb(255, 255, 255)",
    "color:rgba(0,0,0,0)",
    "color:transparent",
    "color:#00000000",
    "color:#123456;background-color:#123456",
    "color:black;background:#000",
    "background:rgb(10,20,30) none;color:#0a141e",
    "position:absolute;left:-9999px",
    "position:fixed; top: -100em",
    "position:absolute;clip:rect(0 0 0 0)",
    "text-indent:-9999px",
    "margin-left:-2000px",
    "transform:scale(0)",
    "transform: translateX(-9999px)",
    "clip-path:inset(100%)",
    "width:1px;height:1px;overflow:hidden",
    "width:0;height:0",
    "max-height:0;overflow:hidden",
    "height:0px;overflow-y:hidden",
]


@pytest.mark.parametrize("style", HIDDEN_BY_STYLE)
def test_what_a_style_hides_is_removed_and_what_stands_around_it_stays(style):
    assert visible(f'before <p style="{style}">PLANTED <b>PLANTED</b></p> after') == "before after"


@pytest.mark.parametrize("style", HIDDEN_BY_STYLE)
def test_what_a_style_rule_hides_is_removed(style):
    assert visible('one <p class="a x">PLANTED</p><p>two</p>', f"b{{}} .x, #none {{ {style} }}") == "one two"


@pytest.mark.parametrize(
    "body",
    [
        "<!-- PLANTED -->",
        "<p hidden>PLANTED</p>",
        "<p hidden='hidden'>PLANTED</p>",
        "<div aria-hidden='true'><p>PLANTED</p></div>",
        "<script>PLANTED</script>",
        "<style>PLANTED</style>",
        "<template><p>PLANTED</p></template>",
        "<noscript><p>PLANTED</p></noscript>",
        "<textarea>PLANTED</textarea>",
        "<svg><text>PLANTED</text></svg>",
        "<dialog>PLANTED</dialog>",
        "<iframe>PLANTED</iframe>",
        "<span class='sr-only'>PLANTED</span>",
        "<span class='u visually-hidden'>PLANTED</span>",
        "<font color='white'>PLANTED</font>",
        "<table bgcolor='#000000'><tr><td style='color:#000'>PLANTED</td></tr></table>",
        "<div style='background:#222'><p><span style='color:#222'>PLANTED</span></p></div>",
        "<div style='visibility:hidden'><p>PLANTED</p></div>",
        "<p style='font-size:0'><b style='font-size:2em'>PLANTED</b></p>",
    ],
)
def test_other_ways_to_hide(body):
    assert visible(f"one {body} two") == "one two"


@pytest.mark.parametrize(
    "body",
    [
        "<p style='color:#fff;background:#000'>seen</p>",
        "<div style='background-color:#003366'><p style='color:white'>seen</p></div>",
        "<div style='background:url(x.png)'><p style='color:white'>seen</p></div>",
        "<p style='color:var(--text)'>seen</p>",
        "<p style='font-size:0'><b style='font-size:16px'>seen</b></p>",
        "<p style='visibility:hidden'><b style='visibility:visible'>seen</b></p>",
        "<p style='opacity:1'>seen</p>",
        "<p style='opacity:0.9;display:block'>seen</p>",
        "<p style='margin-left:-20px;text-indent:-1em'>seen</p>",
        "<p style='width:0'>seen</p>",
        "<p style='overflow:hidden;max-width:800px'>seen</p>",
        "<p style='left:-9999px'>seen</p>",
        "<p hidden='until-found'>seen</p>",
        "<p aria-hidden='false'>seen</p>",
        "<dialog open>seen</dialog>",
        "<details><summary>seen</summary></details>",
        "<p style='color'>seen</p>",
        "<p style=';;:;color:;'>seen</p>",
    ],
)
def test_what_is_seen_stays(body):
    assert visible(body) == "seen"


@pytest.mark.parametrize(
    ("rule", "is_seen"),
    [
        (".x{display:none}", False),
        ("p.x{display:none}", False),
        ("div p.x{display:none}", False),
        ("div > .x{display:none}", False),
        ("#i{display:none}", False),
        ("[data-a=b]{display:none}", False),
        ("[data-a]{display:none}", False),
        ("*{display:none}", False),
        ("@media screen{.x{display:none}}", False),
        ("/* .y{ */ .x{display:none}", False),
        ("@import 'a.css'; .x{display:none}", False),
        ("@keyframes k{from{opacity:0}} .x{display:none}", False),
        (".x{display:none} .x{display:block}", True),
        ("@media print{.x{display:none}}", True),
        ("@media (max-width: 600px){.x{display:none}}", True),
        ("@keyframes k{from{display:none}}", True),
        ("@supports (x:y){.x{display:none}}", True),
        (".y .x{display:none}", True),
        ("section > .x{display:none}", True),
        (".x:hover{display:none}", True),
        (".x::after{display:none}", True),
        ("span.x{display:none}", True),
        (".xx{display:none}", True),
        ("body{display:none} html{visibility:hidden}", True),
        (".x{color:red", True),
        ("}}}{{{", True),
    ],
)
def test_style_rules_apply_as_in_a_browser(rule, is_seen):
    body = '<div><p class="x y-not" id="i" data-a="b">WORDS</p></div>'
    assert visible(body, rule) == ("WORDS" if is_seen else "")


def test_style_sheets_for_print_and_in_noscript_do_not_count():
    body = "<style media=print>p{display:none}</style><noscript><style>p{display:none}</style></noscript><p>seen</p>"
    assert visible(body) == "seen"


def test_deep_nesting_is_no_problem():
    assert visible("<div>" * 5000 + "deep" + "</div>" * 5000) in ("deep", "")


def test_a_style_sheet_that_matches_everything_a_thousand_times_ends():
    style = "".join(f"* p{{opacity:{n}}} " for n in range(1, 3000))
    assert visible("<p>x</p>" * 3000, style).startswith("x x")
