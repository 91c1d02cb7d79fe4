"""Which stories a digest tells, and in which order (pure)."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bot.digests.cluster import cluster
from bot.digests.likeness import Telling, is_roundup
from bot.feeds.filters import Topics
from bot.storage.digests import NewStory, StoredStory
from bot.storage.entries import StoredEntry

Vectors = NDArray[np.float32]

HALF_LIFE = timedelta(hours=12)  # of an entry's newness
SOURCE_WEIGHT, RECENCY_WEIGHT, TOPIC_WEIGHT, DISLIKE_WEIGHT, UPDATE_WEIGHT = 1.0, 1.5, 1.0, 4.0, -0.5
MAX_TOPIC_HITS = 2
DISLIKED_FROM = 0.4  # likeness to a story somebody wants fewer of
ONE_FEED_SHARE = 0.5  # of a digest that one feed may fill while others have something to tell


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the reader of a digest wants."""

    stories: int
    topics: Topics = field(default_factory=Topics)
    disliked: tuple[Vectors, ...] = ()  # leads of stories to have fewer of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that could be told."""

    entries: tuple[StoredEntry, ...]  # the most typical first, then the newest of each further feed
    vectors: Vectors  # of the first entry's title and lead
    updates_id: int | None = None

    @property
    def feeds(self) -> set[int]:
        """Who tells it."""
        return {entry.feed_id for entry in self.entries}

    @property
    def published_at(self) -> datetime:
        """When it was told last."""
        return max(entry.published_at for entry in self.entries)


def telling_of(entry: StoredEntry) -> Telling:
    """What of an entry is compared."""
    return Telling(entry.title, entry.text, entry.published_at)


def is_wanted(entry: StoredEntry, topics: Topics, follow_topics: Topics, language: str | None) -> bool:
    """Whether an entry may be told to a reader at all: the chat's exclusions, the follow's topics, the language."""
    words = f"{entry.title}\n{entry.text}"
    if language and entry.language and entry.language != language:
        return False
    return Topics(exclude=topics.exclude).admits(words) and follow_topics.admits(words)


def find_candidates(
    entries: Sequence[StoredEntry], told: Sequence[StoredStory], *, titles: Vectors, leads: Vectors
) -> list[Candidate]:
    """New entries grouped into stories; a group that meets a story told before carries it on.

    Args:
        titles: vectors of the entries' titles. *Shape:* (entries, dimensions).
        leads: vectors of their leads. *Shape:* as `titles`.
    """
    if not entries:
        return []
    tellings = [telling_of(entry) for entry in entries]
    tellings += [
        Telling(story.title, story.lead.removeprefix(story.title + ". "), story.published_at) for story in told
    ]
    all_titles = np.vstack([titles, *(story.vectors[:1] for story in told)])
    all_leads = np.vstack([leads, *(story.vectors[1:] for story in told)])
    found = []
    for group in cluster(tellings, titles=all_titles, leads=all_leads):
        fresh = [n for n in group if n < len(entries)]
        before = [told[n - len(entries)].id for n in group if n >= len(entries)]
        if fresh:
            first = _most_typical(fresh, leads)
            rest = _one_a_feed((entries[n] for n in fresh if n != first), entries[first].feed_id)
            vectors = np.stack([titles[first], leads[first]])
            found.append(Candidate((entries[first], *rest), vectors, max(before, default=None)))
    return found


def choose(candidates: Iterable[Candidate], wishes: Wishes, now: datetime) -> list[NewStory]:
    """The stories to tell, the most important first; one feed does not fill a digest that others could share."""
    ranked = sorted(candidates, key=lambda c: (score(c, wishes, now), c.entries[0].id), reverse=True)
    most = max(1, math.ceil(wishes.stories * ONE_FEED_SHARE))
    counts: Counter[int] = Counter()
    chosen: list[Candidate] = []
    spare: list[Candidate] = []
    for candidate in ranked:
        [alone] = candidate.feeds if len(candidate.feeds) == 1 else [None]
        has_room = alone is None or counts[alone] < most
        (chosen if has_room and len(chosen) < wishes.stories else spare).append(candidate)
        counts[alone or 0] += 1
    chosen += spare[: wishes.stories - len(chosen)]
    return [_story(number, candidate) for number, candidate in enumerate(chosen, 1)]


def score(candidate: Candidate, wishes: Wishes, now: datetime) -> float:
    """How much a story matters to this reader."""
    age = max(timedelta(0), now - candidate.published_at)
    words = "\n".join(f"{entry.title}\n{entry.text}" for entry in candidate.entries)
    nearest = max((float(vector @ candidate.vectors[1]) for vector in wishes.disliked), default=0.0)
    total: float = (
        SOURCE_WEIGHT * math.log2(1 + len(candidate.feeds))
        + RECENCY_WEIGHT * 0.5 ** (age / HALF_LIFE)
        + TOPIC_WEIGHT * min(MAX_TOPIC_HITS, wishes.topics.count_in(words))
        - DISLIKE_WEIGHT * max(0.0, nearest - DISLIKED_FROM)
        + UPDATE_WEIGHT * (candidate.updates_id is not None)
        - 3.0 * is_roundup(candidate.entries[0].title)  # its stories are told one by one
    )
    return total


def _story(number: int, candidate: Candidate) -> NewStory:
    first = candidate.entries[0]
    return NewStory(
        number=number,
        title=first.title,
        lead=telling_of(first).lead,
        entry_ids=tuple(entry.id for entry in candidate.entries),
        vectors=candidate.vectors,
        published_at=candidate.published_at,
        updates_id=candidate.updates_id,
    )


def _most_typical(group: Sequence[int], leads: Vectors) -> int:
    """The entry nearest to all others of its story: its headline fits them best."""
    likeness = leads[list(group)] @ leads[list(group)].T
    return group[int(likeness.mean(axis=1).argmax())]


def _one_a_feed(entries: Iterable[StoredEntry], first_feed: int) -> list[StoredEntry]:
    """The newest entry of each further feed."""
    newest: dict[int, StoredEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.published_at):
        newest[entry.feed_id] = entry
    newest.pop(first_feed, None)
    return sorted(newest.values(), key=lambda entry: entry.published_at, reverse=True)
