"""Pages read before."""

from bot.articles.gate import Fetched
from bot.articles.page import Page
from bot.articles.page_cache import PageCache


def fetched(url, **headers):
    return Fetched(url, url, 200, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def test_a_page_is_found_with_what_to_ask_with():
    cache = PageCache()
    cache.keep(fetched("a", etag='"1"', last_modified="yesterday"), Page("text"))
    found = cache.find("a")
    assert found.page == Page("text")
    assert found.validators == {"if-none-match": '"1"', "if-modified-since": "yesterday"}


def test_a_page_without_validators_is_not_kept():
    cache = PageCache()
    cache.keep(fetched("a"), Page("text"))
    assert cache.find("a") is None


def test_the_least_used_page_goes_first_when_the_text_grows_too_long():
    cache = PageCache(max_chars=30)
    for url in "abc":
        cache.keep(fetched(url, etag="1"), Page("x" * 10))
    cache.find("a")
    cache.keep(fetched("d", etag="1"), Page("x" * 10))
    assert [url for url in "abcd" if cache.find(url)] == ["a", "c", "d"]
    cache.keep(fetched("e", etag="1"), Page("x" * 31))
    assert not any(cache.find(url) for url in "abcde")
