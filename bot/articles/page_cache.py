"""Pages read before, for sites that can tell whether they changed. In memory, bounded by the text it holds."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.articles.gate import Fetched
from bot.articles.page import Page

MAX_CHARS = 4_000_000


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page, and the validators to ask with."""

    page: Page
    validators: dict[str, str]  # request headers


class PageCache:
    """The least recently used page goes first."""

    def __init__(self, max_chars: int = MAX_CHARS) -> None:
        self._max_chars = max_chars
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()

    def find(self, url: str) -> CachedPage | None:
        """The page as it was."""
        if url in self._pages:
            self._pages.move_to_end(url)
        return self._pages.get(url)

    def keep(self, fetched: Fetched, page: Page) -> None:
        """Remember a page whose site gave something to ask with."""
        asked = {"if-none-match": "etag", "if-modified-since": "last-modified"}
        validators = {ask: fetched.headers[told] for ask, told in asked.items() if fetched.headers.get(told)}
        if validators:
            self._pages[fetched.url] = CachedPage(page, validators)
            self._pages.move_to_end(fetched.url)
        while sum(len(cached.page.text) for cached in self._pages.values()) > self._max_chars:
            self._pages.popitem(last=False)
