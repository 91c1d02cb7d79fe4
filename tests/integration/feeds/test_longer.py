"""Stories told longer, with the real model and database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.digests.longer import TOO_OLD, Lengthener
from bot.digests.tell import keep_summary
from bot.storage.retention import Retention
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.tables import outbox
from summarizer.document import Document
from summarizer.embedded import load_summarizer
from summarizer.summary import Length

GROUP, TOPIC = -100_500, 31
NOW = datetime(2026, 5, 1, tzinfo=UTC)
PEOPLE = ("Ilse Brandt", "Otto Falk", "Signe Holt", "Karel Bost", "Lea Moreau", "Vera Antal", "Pal Szabo", "Ines Dahl")
TEXT = " ".join(
    f"Engineer {name} said part {n} of the bridge at Kesh would cost {n + 3} million and be closed for {n + 5} weeks."
    for n, name in enumerate(PEOPLE)
)


class ThreadedModel:
    """The real summarizer, off the loop."""

    def __init__(self, summarizer) -> None:
        self.summarizer = summarizer

    async def summarize(self, documents, *, length):
        return await asyncio.to_thread(self.summarizer.summarize, documents, length=length)


@pytest.fixture(scope="module")
def model():
    return ThreadedModel(load_summarizer())


@pytest.fixture
def tell(database, model):
    """Tells a story short, in a forum topic of a group; its request and its summary."""

    async def tell_short():
        document = Document(TEXT, title="The bridge at Kesh", url="https://a.example/1")
        summary = await model.summarize([document], length=Length.SHORT)
        async with database.transaction() as tx:
            group = (await get_subscriber(tx, GROUP, now=NOW)).changed(NOW, thread_id=TOPIC)
            await save_subscriber(tx, group, now=NOW)
            return await keep_summary(tx, group, "story:1", summary, at=NOW), summary

    return tell_short


async def sent(database):
    async with database.transaction() as tx:
        return [row.payload for row in await tx.execute(select(outbox).order_by(outbox.c.id))]


async def test_longer_tells_more_of_the_same_articles_once_and_in_the_same_topic(database, model, tell):
    request_id, short = await tell()
    lengthener = Lengthener(database=database, model=model)
    await lengthener.lengthen(request_id)
    await lengthener.lengthen(request_id)
    [longer] = await sent(database)
    told = [name for name in PEOPLE if name in longer["content"]["text"]]
    assert len(told) > len([name for name in PEOPLE if any(name in one.text for one in short.statements)])
    assert longer["thread_id"] == TOPIC


async def test_a_story_whose_articles_were_deleted_says_so(database, model, tell):
    request_id, _ = await tell()
    await Retention(database, keep_texts=timedelta(0)).tidy()
    await Lengthener(database=database, model=model).lengthen(request_id)
    assert [one["content"]["text"] for one in await sent(database)] == [TOO_OLD.text]


async def test_a_story_that_is_gone_is_not_told(database, model):
    await Lengthener(database=database, model=model).lengthen(404)
    assert await sent(database) == []
