"""robots.txt: whether a site lets programs read a page that no person asked for. What a user names is fetched regardless."""

import asyncio
from collections import OrderedDict
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from bot.articles.gate import FetchGate
from bot.errors import FetchError, UnsafeAddressError

AGENT = "Byline"
MAX_BYTES = 500_000  # as much as large search engines read
KEPT_SITES = 1000
KEPT_S = 24 * 3600.0

EVERYTHING = "User-agent: *\nAllow: /"
NOTHING = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of sites, asked for once a day."""

    def __init__(self, gate: FetchGate) -> None:
        self._gate = gate
        self._rules: OrderedDict[str, tuple[float, RobotFileParser]] = OrderedDict()

    async def allows(self, url: str) -> bool:
        """Whether `url` may be fetched: yes where there are no rules, no where they cannot be told just now.

        Raises:
            UnsafeAddressError: `url` is never fetched.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        now_s = asyncio.get_running_loop().time()
        fetched_at_s, rules = self._rules.get(site, (float("-inf"), None))
        if rules is None or now_s - fetched_at_s > KEPT_S:
            rules = await self._fetch_rules(site)
            self._rules[site] = (now_s, rules)
            while len(self._rules) > KEPT_SITES:
                self._rules.popitem(last=False)
        return rules.can_fetch(AGENT, url)

    async def _fetch_rules(self, site: str) -> RobotFileParser:
        try:
            fetched = await self._gate.fetch(f"{site}/robots.txt")
        except UnsafeAddressError:
            raise
        except FetchError:
            return _parse(NOTHING)
        if 200 <= fetched.status < 300:
            return _parse(fetched.body[:MAX_BYTES].decode("utf-8", "replace"))
        return _parse(NOTHING if fetched.status >= 500 or fetched.status == 429 else EVERYTHING)


def _parse(text: str) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules
