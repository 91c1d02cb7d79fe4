from datetime import timedelta

import pytest
from sqlalchemy import Table, func, insert, select, update

from bot.domain import FormattedText, OutgoingMessage
from bot.storage.database import Database
from bot.storage.outbox import Draft, enqueue
from bot.storage.requests import NewRequest, add_request, add_summary, find_request, find_summary
from bot.storage.retention import Retention
from bot.storage.tables import burst_messages, outbox, requests, summaries, updates
from bot.storage.updates import add_updates
from bot.telegram.answer_messages import answer_key
from summarizer.document import Document, Span
from summarizer.summary import Citation, Kind, Length, Statement, Summary

SENTENCE = "The mayor said so."
DOCUMENT = Document(f"{SENTENCE} And more \x00 of it.", url="https://a.example/", language="en")
SUMMARY = Summary(
    "Headline",
    "en",
    "test",
    0.0,
    (DOCUMENT,),
    (Statement(SENTENCE, Kind.STATED, (), (Citation(1, Span(0, len(SENTENCE)), SENTENCE, DOCUMENT.url),)),),
)


@pytest.fixture
async def request_id(database: Database) -> int:
    async with database.transaction() as transaction:
        request = NewRequest(key="k", chat_id=1, reply_to=2, messages=(), length=Length.MEDIUM)
        added = await add_request(transaction, request)
        assert added
        await add_summary(transaction, added, length=Length.MEDIUM, summary=SUMMARY)
        await add_updates(transaction, [{"update_id": 1}, {"update_id": 2}])
        await enqueue(transaction, [Draft(key="a", chat_id=1, message=OutgoingMessage(FormattedText("x")))])
        return added


async def age(database: Database, days: int) -> None:
    async with database.transaction() as transaction:
        for table, column in ((updates, "received_at"), (requests, "created_at"), (summaries, "created_at"),
                              (outbox, "created_at")):  # fmt: skip
            await transaction.execute(update(table).values({column: func.now() - timedelta(days=days)}))


async def count(database: Database, table: Table) -> int:
    async with database.transaction() as transaction:
        return (await transaction.execute(select(func.count()).select_from(table))).scalar_one()


async def test_texts_older_than_allowed_are_gone_and_citations_keep_quote_and_link(
    database: Database, request_id: int
) -> None:
    await age(database, 31)
    await Retention(database, keep_texts=timedelta(days=30)).tidy()
    async with database.transaction() as transaction:
        stored = await find_summary(transaction, request_id)
        request = await find_request(transaction, request_id)
        kept = (await transaction.execute(select(summaries.c.summary))).scalar_one()
    assert stored
    assert stored.summary.documents[0].text == ""
    assert stored.summary.statements[0].citations[0] == SUMMARY.statements[0].citations[0]
    assert request
    assert request.messages == ()
    assert "And more" not in str(kept)
    assert await count(database, updates) == 0
    assert await count(database, outbox) == 0


async def test_what_is_younger_stays(database: Database, request_id: int) -> None:
    await age(database, 29)
    await Retention(database, keep_texts=timedelta(days=30)).tidy()
    async with database.transaction() as transaction:
        stored = await find_summary(transaction, request_id)
    assert stored
    assert stored.summary == SUMMARY
    assert await count(database, updates) == 2
    assert await count(database, outbox) == 1


async def test_traces_of_what_is_done_go_after_two_days(database: Database, request_id: int) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(update(updates).where(updates.c.update_id == 1).values(state="done"))
        await transaction.execute(update(outbox).values(state="sent"))
    await age(database, 3)
    await Retention(database, keep_texts=timedelta(days=30)).tidy()
    assert await count(database, updates) == 1
    assert await count(database, outbox) == 0


async def test_traces_of_the_last_two_days_stay(database: Database, request_id: int) -> None:
    """By them a repeat is told from something new."""
    async with database.transaction() as transaction:
        await transaction.execute(update(updates).values(state="done"))
        await transaction.execute(update(outbox).values(state="sent"))
        burst = {"chat_id": 1, "message_id": 2, "request_id": request_id}
        await transaction.execute(insert(burst_messages).values(burst))
    await age(database, 1)
    await Retention(database, keep_texts=timedelta(days=30)).tidy()

    assert [await count(database, table) for table in (updates, outbox, burst_messages)] == [2, 1, 1]


async def test_a_sent_answer_stays_as_long_as_its_texts(database: Database, request_id: int) -> None:
    """Shorter and Longer are edited into it."""
    async with database.transaction() as transaction:
        await transaction.execute(update(outbox).values(state="sent", key=answer_key(request_id, 0)))
    await age(database, 29)
    await Retention(database, keep_texts=timedelta(days=30)).tidy()

    assert await count(database, outbox) == 1
