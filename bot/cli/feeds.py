"""`byline feeds`: the catalog, and the health of every feed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import new_typer
from bot.cli.service import in_database, prepared_settings
from bot.errors import FeedError
from bot.feeds.catalog import CatalogFeed, from_opml, parse_catalog
from bot.feeds.discover import page_url
from bot.feeds.health import describe_health
from bot.feeds.starter import list_catalog
from bot.storage.catalog import set_default, unlist_feed
from bot.storage.database import Database
from bot.storage.feed_rules import (
    MAX_LIMIT,
    FeedRules,
    OwnFeeds,
    allow_own_feeds,
    get_feed_rules,
    limit_feeds,
    reset_feed_rules,
)
from bot.storage.feeds import StoredFeed, count_readers, find_feed_by_url, list_feeds

Address = Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")]

feeds = new_typer(help="The catalog of feeds, and their health.", no_args_is_help=True)


@feeds.command()
def add(
    url: Address,
    title: Annotated[str, typer.Option(help="How lists name it; else as it names itself.")] = "",
    category: Annotated[str, typer.Option(help="world, science, ...")] = "",
    language: Annotated[str, typer.Option(help="ISO 639-1: en, de, uk, ...")] = "",
    trust: Annotated[str, typer.Option(help="Who stands behind it.")] = "",
    default: Annotated[bool | None, typer.Option(help="Offer it to chats that follow nothing yet.")] = None,
) -> None:
    """Put a feed into the catalog, or change what is said of it."""
    address = page_url(url)
    if address is None:
        raise FeedError(f"“{url}” is not a web address.")
    feed = CatalogFeed(
        url=address, title=title, category=category, language=language or None, trust=trust, is_default=default or False
    )

    async def change(database: Database) -> None:
        await _take_in(database, [feed])
        async with database.transaction() as transaction:
            known = await find_feed_by_url(transaction, address)
            if known is not None and default is not None:
                await set_default(transaction, known.id, is_default=default)

    in_database(change)
    typer.echo(f"{address} is in the catalog.")


@feeds.command()
def remove(url: Address) -> None:
    """Take a feed out of the catalog. Who follows it keeps it."""

    async def change(database: Database) -> str:
        async with database.transaction() as transaction:
            feed = await find_feed_by_url(transaction, page_url(url) or url)
            if feed is None or not feed.is_listed:
                raise FeedError(f"{url} is not in the catalog; `byline feeds list` shows what is.")
            await unlist_feed(transaction, feed.id)
            return feed.name

    typer.echo(f"“{in_database(change)}” is out of the catalog.")


@feeds.command("list")
def list_all() -> None:
    """Show the catalog."""
    listed = in_database(lambda database: _listed(database, only_listed=True))
    if not listed:
        typer.echo("The catalog is empty; `byline feeds import FILE` fills it.")
    for feed in listed:
        about = (feed.category, feed.language, feed.trust_note, "starter set" if feed.is_default else "")
        told = "; ".join(part for part in about if part)
        typer.echo(f"{feed.name}{f' ({told})' if told else ''}\n    {feed.state.url}")


@feeds.command()
def rules(
    limit: Annotated[int | None, typer.Option(min=1, max=MAX_LIMIT, help="Feeds that one chat may follow.")] = None,
    own: Annotated[OwnFeeds | None, typer.Option(help="Who may follow what is not in the catalog.")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Back to the settings.")] = False,
) -> None:
    """Show who may follow what, or change it.

    `/admin` in the chat shows the same.
    """

    async def change(database: Database) -> FeedRules:
        async with database.transaction() as transaction:
            if reset:
                await reset_feed_rules(transaction)
            if limit is not None:
                await limit_feeds(transaction, limit)
            if own is not None:
                await allow_own_feeds(transaction, own)
            return await get_feed_rules(transaction, prepared_settings().feeds)

    now = in_database(change)
    typer.echo(f"A chat may follow up to {now.max_per_chat} feeds.")
    typer.echo(f"What is not in the catalog may be followed by {now.own_feeds}.")
    if now.is_changed:
        typer.echo("Changed by an admin; --reset goes back to the settings.")


@feeds.command()
def check() -> None:
    """Ask the feeds that are due, and show every feed's health."""
    from rich.console import Console

    rows = in_database(_check)
    Console().print(_health(rows) if rows else "Nobody follows a feed yet.")


@feeds.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A catalog (.toml) or a list of feeds (.opml).")],
) -> None:
    """Put the feeds of a file into the catalog."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FeedError(f"{file}: {error.strerror}") from error
    found, problems = _parse(data)
    in_database(lambda database: _take_in(database, found))
    typer.echo(f"{len(found)} feeds are in the catalog.")
    for problem in problems:
        typer.echo(f"Not taken: {problem}", err=True)


@feeds.command()
def export(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; else standard output.")] = None,
) -> None:
    """Write the catalog as OPML."""
    from bot.feeds.opml import OpmlFeed, build_opml

    listed = in_database(lambda database: _listed(database, only_listed=True))
    opml = build_opml(
        OpmlFeed(feed.state.url, feed.title, feed.site_url, (feed.category,) if feed.category else ())
        for feed in listed
    )
    if file is None:
        typer.echo(opml.decode())
    else:
        file.write_bytes(opml)


def _parse(data: bytes) -> tuple[list[CatalogFeed], tuple[str, ...]]:
    if data.lstrip().startswith(b"<"):
        from bot.feeds.opml import parse_opml

        opml = parse_opml(data)
        more = (f"{opml.skipped:,} more",) if opml.skipped else ()
        return from_opml(opml.feeds), (*opml.problems, *more)
    return parse_catalog(data.decode("utf-8", "replace")), ()


async def _take_in(database: Database, found: list[CatalogFeed]) -> None:
    async with database.transaction() as transaction:
        await list_catalog(transaction, found, now=datetime.now(UTC))


async def _listed(database: Database, *, only_listed: bool) -> list[StoredFeed]:
    async with database.transaction() as transaction:
        return await list_feeds(transaction, only_listed=only_listed)


async def _check(database: Database) -> list[tuple[StoredFeed, int]]:
    """Ask what is due, with a progress bar; every feed with the number of its readers."""
    from rich.progress import Progress

    from bot.articles.gate import FetchGate
    from bot.articles.sandbox import Sandbox
    from bot.feed_service import PARSERS, tell_followers
    from bot.feeds.fetch import PARSE_LIMITS, FeedReader
    from bot.feeds.poll import FeedPoller

    now = datetime.now(UTC)
    async with database.transaction() as transaction:
        followed = await count_readers(transaction)
    known = [feed for feed in await _listed(database, only_listed=False) if followed.get(feed.id)]
    due = sum(feed.state.next_poll_at is None or feed.state.next_poll_at <= now for feed in known)
    async with FetchGate(prepared_settings().fetch) as gate, Sandbox(PARSE_LIMITS, size=1, preload=PARSERS) as sandbox:
        poller = FeedPoller(database=database, gate=gate, reader=FeedReader(sandbox), tell=tell_followers)
        with Progress(transient=True) as progress:
            task = progress.add_task("Asking feeds", total=due)
            while (asked := (await poller.poll_due(limit=16)).statuses.total()) > 0:
                progress.advance(task, asked)
    fresh = {feed.id: feed for feed in await _listed(database, only_listed=False)}
    return [(fresh.get(feed.id, feed), followed[feed.id]) for feed in known]


def _health(rows: list[tuple[StoredFeed, int]]) -> Any:
    from rich.table import Table

    table = Table("feed", "status", "readers", "last success", "every", "next", "trouble")
    now = datetime.now(UTC)
    for feed, readers in rows:
        shown = describe_health(feed, readers=readers, now=now)
        table.add_row(
            feed.name, shown.status, str(readers), shown.last_success, shown.interval, shown.next_poll, shown.trouble
        )
    return table
