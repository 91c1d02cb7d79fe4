"""Which entries of a fetched feed are news. Pure: the clock and what is known already are arguments."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.articles.address_key import build_address_key
from bot.feeds.parse import ParsedEntry

FIRST_SIGHT_ENTRIES = 5  # of a feed never seen before: the newest
MAX_FRESH_ENTRIES = 50  # of one document; a feed that lists more at once has changed its ids, not its news
FRESH_FOR = timedelta(days=3)  # an entry first seen when it is older is history
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # dates before the first feeds are nobody's
CLOCK_SKEW = timedelta(days=1)  # a date up to this far ahead is a wrong zone, further ahead nonsense
SIMILAR = 0.85  # Jaccard similarity of word triples
MIN_SIMILAR_WORDS = 20  # shorter texts repeat by chance: "Air alert in Kyiv"


class Verdict(StrEnum):
    """What an entry is to the feed's followers."""

    FRESH = "fresh"
    BACKLOG = "backlog"  # known from now on, never told
    DUPLICATE = "duplicate"  # tells what an entry known already tells
    CHANGED = "changed"  # known; its words are new


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry seen before."""

    entry_id: str
    words_hash: str
    url_key: str | None = None
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class EntryDecision:
    """An entry to store, and why. Entries that are known and unchanged have none."""

    entry: ParsedEntry
    verdict: Verdict
    published_at: datetime  # sane: the feed's claim, or now
    words_hash: str
    url_key: str | None


def decide_entries(
    known: Sequence[KnownEntry], entries: Iterable[ParsedEntry], *, now: datetime, is_first_sight: bool
) -> list[EntryDecision]:
    """What to do with each entry of a document, newest first."""
    hashes = {entry.entry_id: entry.words_hash for entry in known}
    twins = _Twins(known)
    limit = FIRST_SIGHT_ENTRIES if is_first_sight else MAX_FRESH_ENTRIES
    decisions: list[EntryDecision] = []
    dated = [(sane_published(entry, now), entry) for entry in entries]
    for published_at, entry in sorted(dated, key=lambda pair: pair[0], reverse=True):
        words = words_hash(entry)
        if hashes.get(entry.entry_id) == words:
            continue
        if entry.entry_id in hashes:
            verdict = Verdict.CHANGED
        elif limit <= 0 or now - published_at > FRESH_FOR:
            verdict = Verdict.BACKLOG
        elif twins.has(entry):
            verdict = Verdict.DUPLICATE
        else:
            verdict = Verdict.FRESH
            limit -= 1
            twins.add(entry)
        decisions.append(EntryDecision(entry, verdict, published_at, words, _url_key(entry)))
    return decisions


def sane_published(entry: ParsedEntry, now: datetime) -> datetime:
    """When an entry was published: its own word where that can be, else its update, else now; never ahead of now."""
    for claimed in (entry.published, entry.updated):
        if claimed and EARLIEST <= claimed <= now + CLOCK_SKEW:
            return min(claimed, now)
    return now


def words_hash(entry: ParsedEntry) -> str:
    """Changes when title or text do."""
    return hashlib.sha256(f"{entry.title}\n{entry.text}".encode("utf-8", "replace")).hexdigest()[:32]


class _Twins:
    """Finds entries that tell the same by link, or nearly word for word with the same numbers."""

    def __init__(self, known: Iterable[KnownEntry]) -> None:
        self._keys: set[str] = set()
        self._texts: list[tuple[frozenset[int], tuple[str, ...]]] = []
        for entry in known:
            self._keys.update([entry.url_key] if entry.url_key else [])
            self._texts.extend(_shingles(entry.title, entry.text))

    def add(self, entry: ParsedEntry) -> None:
        self._keys.update([key] if (key := _url_key(entry)) else [])
        self._texts.extend(_shingles(entry.title, entry.text))

    def has(self, entry: ParsedEntry) -> bool:
        if _url_key(entry) in self._keys:
            return True
        for own, numbers in _shingles(entry.title, entry.text):
            return any(
                numbers == other_numbers and len(own & other) >= SIMILAR * len(own | other)
                for other, other_numbers in self._texts
                if SIMILAR * len(own) <= len(other) <= len(own) / SIMILAR
            )
        return False


def _shingles(title: str, text: str) -> Iterator[tuple[frozenset[int], tuple[str, ...]]]:
    """Word triples and numbers of an entry's beginning; nothing where it is too short to compare."""
    words = re.findall(r"\w+", f"{title}\n{text[:2_000]}".casefold())
    if len(words) >= MIN_SIMILAR_WORDS:
        numbers = tuple(sorted({word for word in words if any(map(str.isdigit, word))}))
        yield frozenset(hash(triple) for triple in zip(words, words[1:], words[2:], strict=False)), numbers


def _url_key(entry: ParsedEntry) -> str | None:
    return build_address_key(entry.url) if entry.url else None
