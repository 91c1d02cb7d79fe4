"""What people may ask about themselves, with a look into every table afterwards."""

import asyncio
import io
import json
import logging
from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from bot.demo.bot_api import LocalBotApi
from bot.digests.longer import Lengthener
from bot.digests.schedule import Progress
from bot.digests.subscriber import Subscriber
from bot.digests.tell import Issue, StoryTeller
from bot.domain import FormattedText, IncomingFile
from bot.feeds.find import FeedFinder
from bot.feeds.opml import OpmlFeed, OpmlFile, build_opml, parse_opml
from bot.storage import digests as digest_store
from bot.storage.database import Database
from bot.storage.digests import NewDigest, NewStory
from bot.storage.feeds import NewFeed, add_feed
from bot.storage.follows import add_follow
from bot.storage.privacy import forget_person
from bot.storage.searches import NewSearch, add_search
from bot.storage.subscribers import save_subscriber
from bot.storage.users import Role, set_role
from bot.telegram.following_messages import found_message
from bot.telegram.privacy import FORGOTTEN, KEPT, PRIVATE_ONLY
from summarizer.document import Document, Span
from summarizer.summary import Citation, Kind, Length, Statement, Summary
from tests.integration.telegram.running_bot import RunningBot

ANN, BEN, GROUP, CHANNEL = 7_700_100_200, 8_800_100_200, -5_500_100, -6_600_100
WORD = {ANN: "zanzibar", BEN: "quetzal"}
NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


async def every_row(database: Database) -> dict[str, list[str]]:
    """All rows of all tables as text; queues of jobs and their events included."""
    async with database.transaction() as transaction:
        names = (
            await transaction.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
        ).scalars()
        return {
            name: sorted((await transaction.execute(text(f'SELECT t::text FROM "{name}" t'))).scalars())
            for name in names
        }


async def traces_of(database: Database, person: int) -> dict[str, list[str]]:
    found = {
        name: [row for row in rows if str(person) in row or WORD[person] in row]
        for name, rows in (await every_row(database)).items()
    }
    return {name: rows for name, rows in found.items() if rows}


async def let_in(database: Database, *people: int) -> None:
    async with database.transaction() as transaction:
        for person in people:
            await set_role(transaction, person, role=Role.USER, name=f"Reader {WORD[person]}")


async def plan_story(database: Database, person: int, *, deliver_to: int | None = None) -> tuple[Issue, Any]:
    """A digest of one story, ready to be told."""
    async with database.transaction() as transaction:
        subscriber = Subscriber(
            person, Progress.started(NOW), zone="UTC", times=(time(8),), topics=WORD[person], deliver_to=deliver_to
        )
        await save_subscriber(transaction, subscriber, now=NOW)
        new = NewDigest(chat_id=person, key="2026-05-01 08:00", due_at=NOW, since_at=NOW)
        digest_id = await digest_store.add_digest(transaction, new, now=NOW)
        assert digest_id
        digest = await digest_store.find_digest(transaction, digest_id)
        assert digest
        story = NewStory(
            number=1,
            title=f"Title {WORD[person]}",
            lead="Lead",
            entry_ids=(1,),
            vectors=np.ones((2, 4), np.float32),
            published_at=NOW,
        )
        opening = FormattedText(f"Digest {WORD[person]}")
        await digest_store.plan_digest(transaction, digest, [story], opening=opening, now=NOW)
        [planned] = await digest_store.list_stories(transaction, digest_id)
        return Issue(digest, subscriber), planned


def summary_of(person: int) -> Summary:
    line = f"The mayor of {WORD[person]} spoke."
    statement = Statement(line, Kind.STATED, (), (Citation(1, Span(0, len(line)), line),))
    return Summary("Headline", "en", "test", 0.0, (Document(line, url="https://paper.example/1"),), (statement,))


class Model:
    """A summary, and something that happens while it is made."""

    def __init__(self, person: int, database: Database, *, forget: bool = False) -> None:
        self.person, self.database, self.forget = person, database, forget

    async def summarize(self, documents: Any, *, length: Length) -> Summary:
        if self.forget:
            async with self.database.transaction() as transaction:
                await forget_person(transaction, self.person, update_id=0)
        return summary_of(self.person)

    async def encode(self, sentences: Any) -> Any:
        raise AssertionError


async def tell_digest(database: Database, person: int, *, deliver_to: int | None = None, forget: bool = False) -> int:
    issue, story = await plan_story(database, person, deliver_to=deliver_to)
    teller = StoryTeller(database=database, model=Model(person, database, forget=forget))
    documents = list(summary_of(person).documents)
    await teller.tell(issue, story, entries=[], documents=documents)
    return int(story.id)


async def live(api: LocalBotApi, bot: RunningBot, database: Database, person: int) -> None:
    """Everything that somebody may leave behind: chats, a group, feeds, a digest in a channel, dislikes, searches."""
    story_id = await tell_digest(database, person, deliver_to=CHANNEL)
    async with database.transaction() as transaction:
        feed_id = await add_feed(transaction, NewFeed(url="https://paper.example/rss"), now=NOW)
        await add_follow(transaction, person, feed_id)
        search = NewSearch(key=f"search:{person}", chat_id=person, kind="feed", query=WORD[person])
        await add_search(transaction, search)
        story = await digest_store.find_story(transaction, story_id)
        assert story
        await digest_store.add_dislike(transaction, story)
    before = len(api.answers(person))
    api.post_text(f"Rivers of {WORD[person]} rose, the mayor said.\nNobody was hurt.", chat_id=person)
    await api.wait_for(lambda: [m for m in api.answers(person)[before:] if "Rivers" in m["text"]])
    api.press("Evidence", chat_id=person)
    await api.wait_for(lambda: len(api.answers(person)) == before + 2)
    article = f"Bridges of {WORD[person]} closed overnight, and the mayor said that two roads would stay shut today."
    posted = api.post_text(article, chat_id=GROUP, user_id=person)
    api.post_text("/read", chat_id=GROUP, user_id=person, reply_to_message=posted)
    await api.wait_for(lambda: [m for m in api.answers(GROUP) if f"Bridges of {WORD[person]}" in m["text"]])
    api.post_text("/bursts off", chat_id=person)
    await api.wait_for(lambda: len(api.answers(person)) == before + 3)


@pytest.fixture
async def settled(api: LocalBotApi, bot: RunningBot, database: Database) -> RunningBot:
    """Two people who used everything."""
    for chat_id, kind in ((ANN, "private"), (BEN, "private"), (GROUP, "supergroup"), (CHANNEL, "channel")):
        api.add_chat(chat_id, kind)
    await let_in(database, ANN, BEN)
    await live(api, bot, database, ANN)
    await live(api, bot, database, BEN)
    await settle(bot, database)
    return bot


async def forget(api: LocalBotApi, person: int) -> None:
    api.post_text("/forget", chat_id=person)
    await api.wait_for(lambda: [m for m in api.answers(person) if "Shall I forget you?" in m["text"]])
    query = api.press("Forget me", chat_id=person)
    await api.wait_for(lambda: api.callback_answer(query))


async def test_nothing_of_a_person_is_left_and_others_keep_everything(
    caplog: pytest.LogCaptureFixture, api: LocalBotApi, settled: RunningBot, database: Database
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    before = await traces_of(database, BEN)
    known = set(await traces_of(database, ANN))
    assert known >= {"users", "chats", "subscribers", "follows", "searches", "dislikes", "digests", "stories"}
    assert known >= {"requests", "summaries", "updates", "outbox"}
    await forget(api, ANN)
    await settle(settled, database)
    assert await traces_of(database, ANN) == {}
    assert await traces_of(database, BEN) == before
    assert api.answers(ANN)[-1]["text"] == FORGOTTEN
    assert str(ANN) not in caplog.text
    assert WORD[ANN] not in caplog.text
    api.post_text("/help", chat_id=ANN)
    await api.wait_for(lambda: "only people whom its owner has let in" in api.answers(ANN)[-1]["text"])


async def test_forgetting_is_asked_once_and_may_be_declined(
    api: LocalBotApi, settled: RunningBot, database: Database
) -> None:
    before = (await every_row(database))["requests"]
    api.post_text("/forget", chat_id=ANN)
    await api.wait_for(lambda: "Shall I forget you?" in api.answers(ANN)[-1]["text"])
    query = api.press("Keep everything", chat_id=ANN)
    await api.wait_for(lambda: api.callback_answer(query))
    assert api.answers(ANN)[-1]["text"] == KEPT
    assert (await every_row(database))["requests"] == before


async def test_a_message_that_telegram_delivers_again_is_not_known_anew(
    api: LocalBotApi, settled: RunningBot, database: Database
) -> None:
    async with database.transaction() as transaction:
        is_message = "payload->'message' IS NOT NULL AND payload::text LIKE '%Rivers of zanzibar%'"
        statement = text(f"SELECT update_id, payload FROM updates WHERE {is_message}")
        update_id, payload = (await transaction.execute(statement)).one()
    await forget(api, ANN)
    await settled.inbox.add([{**payload, "update_id": update_id}])
    api.post_text("/help", chat_id=BEN)
    await api.wait_for(lambda: "Send me something" in api.answers(BEN)[-1]["text"])
    await settle(settled, database)
    assert await traces_of(database, ANN) == {}


async def test_an_article_that_is_being_read_leaves_nothing(
    api: LocalBotApi, bot: RunningBot, database: Database
) -> None:
    await let_in(database, ANN)
    bot.summaries.gate.clear()
    api.post_text(f"Rivers of {WORD[ANN]} rose, the mayor said.", chat_id=ANN)
    await bot.summaries.started.wait()
    await forget(api, ANN)
    bot.summaries.gate.set()
    await settle(bot, database)
    assert await traces_of(database, ANN) == {}
    assert not [m for m in api.answers(ANN) if "Rivers" in m["text"]]


async def test_a_digest_that_is_being_made_leaves_nothing(database: Database) -> None:
    await let_in(database, ANN)
    await tell_digest(database, ANN, forget=True)
    assert await traces_of(database, ANN) == {}


async def test_a_story_that_is_being_told_longer_leaves_nothing(database: Database) -> None:
    await let_in(database, ANN)
    await tell_digest(database, ANN)
    async with database.transaction() as transaction:
        (request_id,) = (await transaction.execute(text("SELECT id FROM requests"))).scalars()
    await Lengthener(database=database, model=Model(ANN, database, forget=True)).lengthen(request_id)
    assert await traces_of(database, ANN) == {}


async def test_a_list_of_feeds_that_is_being_imported_leaves_nothing(database: Database) -> None:
    await let_in(database, ANN)
    query = {"file_id": "f", "name": "feeds.opml", "mime_type": "", "size_bytes": 1}
    async with database.transaction() as transaction:
        search_id = await add_search(transaction, NewSearch(key="s", chat_id=ANN, kind="opml", query=query))
    assert search_id

    async def parse(_data: bytes) -> OpmlFile:
        async with database.transaction() as transaction:
            await forget_person(transaction, ANN, update_id=0)
        return parse_opml(build_opml([OpmlFeed("https://paper.example/rss", "Paper", None, ())]))

    async def download(_file: IncomingFile) -> bytes:
        return b""

    reader = SimpleNamespace(parse_opml=parse)
    poller: Any = SimpleNamespace(database=database, reader=reader, clock=lambda: NOW)
    rules: Any = SimpleNamespace(max_per_chat=10, own_feeds="everyone")
    await FeedFinder(poller=poller, download=download, tell=found_message, configured=rules).find(search_id)
    assert await traces_of(database, ANN) == {}


async def test_what_somebody_else_quoted_stays_without_the_persons_id(
    api: LocalBotApi, settled: RunningBot, database: Database
) -> None:
    quoted = api.post_text(
        "The museum in the north of the county opened on Friday, its director said, after two years of work.",
        chat_id=GROUP,
        user_id=ANN,
    )
    api.post_text("/read", chat_id=GROUP, user_id=BEN, reply_to_message=quoted)
    await api.wait_for(lambda: [m for m in api.answers(GROUP) if "museum" in m["text"]])
    await forget(api, ANN)
    await settle(settled, database)
    assert await traces_of(database, ANN) == {}
    assert [row for row in (await every_row(database))["requests"] if "museum" in row]


async def test_everything_about_a_person_comes_as_a_file_of_json(
    api: LocalBotApi, settled: RunningBot, database: Database
) -> None:
    api.post_text("/export_me", chat_id=ANN)
    file = await api.wait_for(lambda: next((m["document"] for m in api.answers(ANN) if "document" in m), None))
    found = json.load(io.BytesIO(api.state.files[file["file_id"]]["bytes"]))
    tables = {name for name, rows in found.items() if rows}
    assert tables >= set(await traces_of(database, ANN)) - {"procrastinate_jobs"}
    assert WORD[ANN] in json.dumps(found)
    assert WORD[BEN] not in json.dumps(found)
    assert found["feeds"][0]["url"] == "https://paper.example/rss"


@pytest.mark.parametrize("command", ["/forget", "/export_me"])
async def test_in_a_group_nothing_of_the_kind_is_told(api: LocalBotApi, bot: RunningBot, command: str) -> None:
    api.add_chat(GROUP, "supergroup")
    api.post_text(command, chat_id=GROUP, user_id=ANN)
    (answer,) = await api.wait_for(lambda: api.answers(GROUP))
    assert answer["text"] == PRIVATE_ONLY


async def settle(bot: RunningBot, database: Database) -> None:
    """Wait until no job is left, and nothing is on its way: a press is answered before its own job is over."""
    async with asyncio.timeout(120):
        while await has_work(bot, database):  # noqa: ASYNC110  nothing here is told of it
            await asyncio.sleep(0.02)


async def has_work(bot: RunningBot, database: Database) -> bool:
    if sum((await bot.jobs.counts()).values()):
        return True
    async with database.transaction() as transaction:
        is_on_its_way = text("SELECT EXISTS (SELECT FROM outbox WHERE state IN ('pending', 'sending'))")
        return bool((await transaction.execute(is_on_its_way)).scalar_one())
