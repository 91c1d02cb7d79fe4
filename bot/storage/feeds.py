"""Feeds, what is due, and who may ask a host. Every moment is an argument: the poller owns the clock."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, RowMapping, case, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feeds.decide import FeedStatus, PollState
from bot.storage.feed_tables import feed_hosts, feeds, follows
from bot.storage.follows import settle_interval

CLAIM_FOR = timedelta(minutes=10)  # a poller that dies lets its hosts go after this


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A feed to be known from now on."""

    url: str
    title: str = ""
    site_url: str | None = None
    language: str | None = None
    category: str = ""
    trust_note: str = ""
    is_listed: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeed:
    """A feed as it is stored."""

    id: int
    host: str
    title: str
    site_url: str | None
    language: str | None
    category: str
    trust_note: str
    is_listed: bool
    is_default: bool
    state: PollState

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.title or self.state.url

    @property
    def is_first_sight(self) -> bool:
        """Whether nothing was ever read from it."""
        return self.state.last_success_at is None


def host_of(url: str) -> str:
    """The host whose patience a request to `url` uses up."""
    return (urlsplit(url).hostname or "").lower()


async def add_feed(transaction: AsyncConnection, feed: NewFeed, *, now: datetime) -> int:
    """Know a feed; one that is known keeps its state and takes what is said of it. Its id."""
    await add_feeds(transaction, [feed], now=now)
    return int((await transaction.execute(select(feeds.c.id).where(feeds.c.url == feed.url))).scalar_one())


async def add_feeds(transaction: AsyncConnection, new: Sequence[NewFeed], *, now: datetime) -> None:
    """Know many feeds, as `add_feed` does."""
    if not new:
        return
    rows = [asdict(feed) | {"host": host_of(feed.url), "next_poll_at": now, "added_at": now} for feed in new]
    statement = insert(feeds)
    said = statement.excluded
    changes: dict[str, Any] = {
        name: func.coalesce(func.nullif(said[name], ""), feeds.c[name])
        for name in ("title", "site_url", "language", "category", "trust_note")
    }
    changes |= {name: feeds.c[name] | said[name] for name in ("is_listed", "is_default")}
    await transaction.execute(statement.on_conflict_do_update(index_elements=["url"], set_=changes), rows)
    hosts = [{"host": host} for host in {row["host"] for row in rows}]
    await transaction.execute(insert(feed_hosts).on_conflict_do_nothing(), hosts)


async def find_feed(transaction: AsyncConnection, feed_id: int) -> StoredFeed | None:
    """A feed by its id."""
    row = (await transaction.execute(select(feeds).where(feeds.c.id == feed_id))).one_or_none()
    return _stored(row) if row else None


async def find_feed_by_url(transaction: AsyncConnection, url: str) -> StoredFeed | None:
    """A feed by its address."""
    row = (await transaction.execute(select(feeds).where(feeds.c.url == url))).one_or_none()
    return _stored(row) if row else None


async def list_feeds(transaction: AsyncConnection, *, only_listed: bool = False) -> list[StoredFeed]:
    """Every feed, or those of the catalog, by category and title."""
    statement = select(feeds).order_by(feeds.c.category, feeds.c.title, feeds.c.id)
    if only_listed:
        statement = statement.where(feeds.c.is_listed)
    return [_stored(row) for row in await transaction.execute(statement)]


async def count_readers(transaction: AsyncConnection) -> dict[int, int]:
    """How many chats read each feed, by its id."""
    statement = select(follows.c.feed_id, func.count()).where(~follows.c.is_paused).group_by(follows.c.feed_id)
    return {row[0]: row[1] for row in await transaction.execute(statement)}


async def polls_per_second(transaction: AsyncConnection) -> float:
    """How often all feeds that are followed want to be asked."""
    statement = select(func.sum(1.0 / func.greatest(feeds.c.interval_s, 3600))).where(_is_wanted())
    return float((await transaction.execute(statement)).scalar() or 0.0)


async def claim_due(transaction: AsyncConnection, *, now: datetime, limit: int | None) -> list[list[StoredFeed]]:
    """Take due feeds, the longest waiting first, with their hosts: nobody else gets these until `release_host`.

    Returns:
        One list for each host.
    """
    is_free = or_(feed_hosts.c.claimed_until.is_(None), feed_hosts.c.claimed_until <= now)
    is_open = or_(feed_hosts.c.held_until.is_(None), feed_hosts.c.held_until <= now)
    due = (
        select(feeds)
        .join(feed_hosts, feed_hosts.c.host == feeds.c.host)
        .where(_is_wanted(), feeds.c.next_poll_at <= now, is_free, is_open)
        .order_by(feeds.c.next_poll_at, feeds.c.id)
        .limit(limit)
    )
    found = [_stored(row) for row in await transaction.execute(due)]
    claim = (
        update(feed_hosts)
        .where(feed_hosts.c.host.in_(sorted({feed.host for feed in found})), is_free)
        .values(claimed_until=now + CLAIM_FOR)
        .returning(feed_hosts.c.host)
    )
    claimed = list((await transaction.execute(claim)).scalars())
    return [[feed for feed in found if feed.host == host] for host in claimed]


async def last_asked_at(transaction: AsyncConnection, host: str) -> datetime | None:
    """When a host was asked last, by any process."""
    return (await transaction.execute(select(feed_hosts.c.asked_at).where(feed_hosts.c.host == host))).scalar()


async def held_until(transaction: AsyncConnection, host: str) -> datetime | None:
    """Until when a host wants to be left alone; None where it does not."""
    return (await transaction.execute(select(feed_hosts.c.held_until).where(feed_hosts.c.host == host))).scalar()


async def hold_host(transaction: AsyncConnection, host: str, *, until: datetime) -> None:
    """Leave a host alone until then."""
    longest = func.greatest(func.coalesce(feed_hosts.c.held_until, until), until)
    statement = insert(feed_hosts).values(host=host, held_until=until)
    await transaction.execute(statement.on_conflict_do_update(index_elements=["host"], set_={"held_until": longest}))


async def release_host(transaction: AsyncConnection, host: str) -> None:
    """Let others ask a host."""
    await transaction.execute(update(feed_hosts).where(feed_hosts.c.host == host).values(claimed_until=None))


async def save_state(transaction: AsyncConnection, feed: StoredFeed, state: PollState, *, now: datetime) -> None:
    """Keep what one request taught. A feed that moved to the address of another becomes one with it."""
    twin = await find_feed_by_url(transaction, state.url) if state.url != feed.state.url else None
    if twin is not None:
        await _merge(transaction, feed.id, into=twin.id)
        return
    await transaction.execute(insert(feed_hosts).values(host=host_of(state.url)).on_conflict_do_nothing())
    await transaction.execute(update(feed_hosts).where(feed_hosts.c.host == feed.host).values(asked_at=now))
    await transaction.execute(
        update(feeds)
        .where(feeds.c.id == feed.id)
        .values(
            url=state.url,
            host=host_of(state.url),
            etag=state.etag,
            last_modified=state.last_modified,
            status=state.status.value,
            failures=state.failures,
            failing_since=state.failing_since,
            is_told=state.is_told,
            moved_to=state.moved_to,
            moved_count=state.moved_count,
            last_success_at=state.last_success_at,
            next_poll_at=state.next_poll_at or now,
            error=state.error,
        )
    )


async def describe_feed(
    transaction: AsyncConnection, feed_id: int, *, title: str, site_url: str | None, language: str | None
) -> None:
    """Take over what a feed says of itself, where no admin said it; a reader's name for it lasts until it is read."""
    by_reader = feeds.c.last_success_at.is_(None) & ~feeds.c.is_listed
    own = func.coalesce(func.nullif(title, ""), feeds.c.title)
    await transaction.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(
            title=case((by_reader, own), else_=func.coalesce(func.nullif(feeds.c.title, ""), title)),
            site_url=func.coalesce(feeds.c.site_url, site_url),
            language=func.coalesce(feeds.c.language, language),
        )
    )


async def revive_feed(transaction: AsyncConnection, feed_id: int, *, now: datetime) -> None:
    """Ask a feed that was given up again: somebody wants it."""
    await transaction.execute(
        update(feeds)
        .where(feeds.c.id == feed_id, feeds.c.status != FeedStatus.ACTIVE.value)
        .values(status=FeedStatus.ACTIVE.value, failures=0, failing_since=None, is_told=False, next_poll_at=now)
    )


async def remove_unwanted_feeds(transaction: AsyncConnection, *, before: datetime) -> int:
    """Forget feeds that nobody follows and no admin lists, added before then; how many."""
    followed = exists().where(follows.c.feed_id == feeds.c.id)
    statement = delete(feeds).where(~followed, ~feeds.c.is_listed, feeds.c.added_at < before)
    return (await transaction.execute(statement)).rowcount


def _is_wanted() -> Any:
    """Only feeds that somebody reads are asked."""
    reader = exists().where(follows.c.feed_id == feeds.c.id, ~follows.c.is_paused)
    return (feeds.c.status == FeedStatus.ACTIVE.value) & reader


async def _merge(transaction: AsyncConnection, feed_id: int, *, into: int) -> None:
    theirs = select(follows.c.chat_id).where(follows.c.feed_id == into)
    await transaction.execute(
        update(follows).where(follows.c.feed_id == feed_id, follows.c.chat_id.not_in(theirs)).values(feed_id=into)
    )
    listed = select(feeds.c.is_listed, feeds.c.is_default).where(feeds.c.id == feed_id)
    row = (await transaction.execute(listed)).one()
    await transaction.execute(
        update(feeds)
        .where(feeds.c.id == into)
        .values(is_listed=feeds.c.is_listed | row.is_listed, is_default=feeds.c.is_default | row.is_default)
    )
    await transaction.execute(delete(feeds).where(feeds.c.id == feed_id))
    await settle_interval(transaction, into)


def _stored(row: Row[Any]) -> StoredFeed:
    values: RowMapping = row._mapping
    names = ("id", "host", "title", "site_url", "language", "category", "trust_note")
    state = ("url", "etag", "last_modified", "failures", "failing_since", "is_told", "moved_to", "moved_count")
    moments = ("last_success_at", "next_poll_at", "error")
    return StoredFeed(
        **{name: values[name] for name in (*names, "is_listed", "is_default")},
        state=PollState(
            **{name: values[name] for name in (*state, *moments)},
            interval=timedelta(seconds=values["interval_s"]),
            status=FeedStatus(values["status"]),
        ),
    )
