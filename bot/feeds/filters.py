"""Topics: words that an entry must, or must not, hold. Matched in linear time by RE2, whatever people type.

Written as people write them, apart by commas: `climate, interest rates, -football, elect*, /inflat(ion|ed)/`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.errors import FeedError

MAX_TOPICS = 50
MAX_TOPIC_CHARS = 80
_EDGE_BEFORE, _EDGE_AFTER = r"(?:^|[^\pL\pM\pN_])", r"(?:[^\pL\pM\pN_]|$)"


@dataclass(frozen=True, slots=True)
class Topics:
    """What somebody wants to read of, and what not; each a word, a phrase, `begin*`, or `/a regular expression/`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join([*self.include, *(f"-{topic}" for topic in self.exclude)])

    def admits(self, text: str) -> bool:
        """Whether an entry with this text is wanted: nothing excluded in it, and one included topic if there are any."""
        if self.exclude and _compiled(self.exclude).search(text):
            return False
        return not self.include or bool(_compiled(self.include).search(text))

    def count_in(self, text: str) -> int:
        """How many of the included topics `text` holds."""
        return sum(bool(_compiled((topic,)).search(text)) for topic in self.include)


def parse_topics(text: str) -> Topics:
    """Topics as typed.

    Raises:
        FeedError: too many, too long, or an expression that RE2 does not take.
    """
    typed = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    include = tuple(dict.fromkeys(part.removeprefix("+").strip() for part in typed if not part.startswith("-")))
    exclude = tuple(dict.fromkeys(part.removeprefix("-").strip() for part in typed if part.startswith("-")))
    topics = Topics(tuple(filter(None, include)), tuple(filter(None, exclude)))
    every = topics.include + topics.exclude
    if len(every) > MAX_TOPICS:
        raise FeedError(f"That is {len(every)} topics; {MAX_TOPICS} is the most.")
    for topic in every:
        if len(topic) > MAX_TOPIC_CHARS:
            raise FeedError(f"“{topic[:20]}…” is too long: a topic has at most {MAX_TOPIC_CHARS} characters.")
        _check(topic)
    return topics


def _check(topic: str) -> None:
    import re2

    if not any(map(str.isalnum, topic)):
        raise FeedError(f"“{topic}” has no letters to look for.")
    try:
        _compiled((topic,))
    except re2.error as error:
        raise FeedError(f"“{topic}” is not an expression that I can search for.") from error


@lru_cache(maxsize=512)
def _compiled(topics: tuple[str, ...]) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 4 << 20
    return re2.compile("|".join(_pattern(topic) for topic in topics), options)


def _pattern(topic: str) -> str:
    import re2

    if len(topic) > 2 and topic.startswith("/") and topic.endswith("/"):
        return f"(?:{topic[1:-1]})"
    word = topic.removesuffix("*")
    escaped = r"\s+".join(re2.escape(part) for part in word.split())
    return _EDGE_BEFORE + escaped + ("" if topic.endswith("*") else _EDGE_AFTER)
