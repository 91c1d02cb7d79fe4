"""What pages say about themselves."""

import json

import pytest
from lxml.html import fromstring

from bot.articles.metadata import build_page, find_language, find_live_entries, find_moment

URL = "https://news.example.org/world/harbor"


def built(head="", *, attributes="", url=URL):
    return build_page(fromstring(f"<html {attributes}><head>{head}</head><body><h1>Heading</h1></body></html>"), url)


def ld(data):
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Harbor reopens",
    "author": [{"@type": "Person", "name": "Ann Bo"}, {"name": "Cy Do"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "City News"},
    "datePublished": "2026-03-01T08:00:00Z",
    "dateModified": "2026-03-02T09:30:00+02:00",
}


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE,
        [{"@type": "WebSite", "name": "x"}, ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "NewsArticle"]},
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        json.dumps(ARTICLE) + ";",
    ],
)
def test_machine_readable_articles_are_understood(data):
    page = built(ld(data))
    assert (page.title, page.author, page.publisher) == ("Harbor reopens", "Ann Bo, Cy Do", "City News")
    assert page.published == "2026-03-01T08:00:00+00:00"
    assert page.updated == "2026-03-02T09:30:00+02:00"


def test_meta_tags_are_understood():
    head = (
        '<meta property="og:title" content="Harbor reopens"><meta property="og:site_name" content="City News">'
        '<meta name="author" content="Ann Bo"><meta property="article:published_time" content="2026-03-01">'
        '<meta name="description" content="A teaser."><link rel="Canonical" href="/harbor">'
    )
    page = built(head, attributes='lang="en-GB"')
    assert (page.title, page.author, page.publisher) == ("Harbor reopens", "Ann Bo", "City News")
    assert (page.published, page.description, page.language) == ("2026-03-01", "A teaser.", "en")
    assert page.canonical_url == "https://news.example.org/harbor"


def test_a_bare_page_tells_its_heading_and_its_host():
    page = built()
    assert (page.title, page.author, page.published) == ("Heading", None, None)
    assert page.publisher in (None, "news.example.org")


@pytest.mark.parametrize("value", [False, "False", "false"])
def test_a_page_that_is_not_free_is_known(value):
    assert built(ld(ARTICLE | {"isAccessibleForFree": value})).is_paid
    part = {"@type": "WebPageElement", "isAccessibleForFree": value, "cssSelector": ".paywall"}
    assert built(ld(ARTICLE | {"hasPart": part})).is_paid


@pytest.mark.parametrize("value", [True, "True", None])
def test_a_free_page_is_free(value):
    assert not built(ld(ARTICLE | {"isAccessibleForFree": value})).is_paid


def test_a_metered_page_is_known():
    assert built('<meta property="article:content_tier" content="metered">').is_paid


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("0;url=/new", "https://news.example.org/new"),
        ("0; URL='https://example.net/x'", "https://example.net/x"),
        ("3, url=next", "https://news.example.org/world/next"),
        ("0;/new", "https://news.example.org/new"),
        ("600;url=/new", None),
        ("600", None),
        ("", None),
        ("x;url=/new", None),
    ],
)
def test_a_page_may_send_on(content, url):
    assert built(f'<meta http-equiv="REFRESH" content="{content}">').refresh_url == url


def test_amp_copies_and_translations_are_known():
    assert built(attributes="amp").is_amp
    assert built(attributes="⚡").is_amp
    assert not built().is_amp
    assert built(attributes='class="translated-ltr"').is_translated
    assert built(url="https://news-example-org.translate.goog/x").is_translated


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"x"',
        "[" * 5000,
        '{"@type": 5, "author": {"name": ["x"]}, "headline": {"a": 1}, "@graph": {"@graph": null}}',
        '{"@type": "NewsArticle", "datePublished": 7, "author": [[["x"]]], "publisher": [null], "headline": ""}',
        '{"@type": "LiveBlogPosting", "liveBlogUpdate": [1, null, {"articleBody": 5}]}',
    ],
)
def test_nonsense_is_passed_over(data):
    assert built(ld(data)).title in ("Heading", None)


def test_live_entries_come_newest_first_and_no_more_than_asked():
    updates = [
        {"headline": f"H{n}", "articleBody": f"Body {n}", "datePublished": f"2026-03-01T{n:02}:00:00Z"}
        for n in (3, 9, 5)
    ]
    tree = fromstring(
        f"<html><head>{ld({'@type': 'LiveBlogPosting', 'liveBlogUpdate': updates})}</head><body></body></html>"
    )
    assert find_live_entries(tree, most=2) == [("H9", "Body 9"), ("H5", "Body 5")]
    assert build_page(tree, URL).is_live


@pytest.mark.parametrize(
    ("values", "moment"),
    [
        (("2026-03-01",), "2026-03-01"),
        (("2026-03-01T08:00:00Z",), "2026-03-01T08:00:00+00:00"),
        (("2026-03-01T08:00",), "2026-03-01T08:00:00+00:00"),
        ((None, 5, "yesterday", "2026-13-01", "20260301T080000+0100"), "2026-03-01T08:00:00+01:00"),
        ((None,), None),
    ],
)
def test_the_first_moment_that_is_one_counts(values, moment):
    assert find_moment(*values) == moment


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("de-AT", "de"), ("PT_br", "pt"), ("", None), (None, None), ("eng", None)]
)
def test_language_tags(tag, language):
    assert find_language(tag) == language
