"""Links that lead to the same page."""

import pytest

from bot.articles.address_key import build_address_key

PAGE = "example.org/2026/harbor"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2026/harbor",
        "http://example.org/2026/harbor/",
        "https://www.example.org/2026/harbor#comments",
        "https://m.example.org/2026/harbor?utm_source=tg&utm_medium=social",
        "https://EXAMPLE.org:443/2026/harbor?fbclid=abc&gclid=1&at_medium=RSS&cmpid=x",
        "https://example.org/2026/harbor?&ref=home",
    ],
)
def test_spellings_of_one_page_have_one_key(url):
    assert build_address_key(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/?p=1", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org/"),
        ("https://a.example.org/", "https://b.example.org/"),
        ("https://m.org/", "https://www.org/"),
    ],
)
def test_different_pages_have_different_keys(one, other):
    assert build_address_key(one) != build_address_key(other)


def test_the_order_of_parameters_does_not_matter():
    assert build_address_key("https://example.org/?b=2&a=1") == build_address_key("https://example.org/?a=1&b=2")


@pytest.mark.parametrize("url", ["http://[", "http://example.org:99999/", "", "no link"])
def test_what_is_no_link_is_its_own_key_or_close_to_it(url):
    assert isinstance(build_address_key(url), str)
