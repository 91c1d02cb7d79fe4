import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import select, update

from bot.demo.bot_api import USER_ID, FloodLimits, LocalBotApi
from bot.domain import FormattedText, OutgoingMessage, TextEntity
from bot.storage import outbox as store
from bot.storage.database import Database
from bot.storage.leadership import leadership
from bot.storage.outbox import Draft
from bot.storage.tables import chats, outbox
from bot.telegram.application import build_bot
from bot.telegram.client import TelegramClient
from bot.telegram.outbox import REPEAT_MARK, OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.rich_text import Run, split_blocks


class Sending:
    """A sender at work on its own, without a bot around it."""

    def __init__(self, api: LocalBotApi, url: str, database: Database) -> None:
        self.database = database
        self._url = url
        self._bot = build_bot(api.token, api.base_url)
        pace = Pace(messages_per_second=30, group_messages_per_minute=20)
        self.sender = OutboxSender(database=database, client=TelegramClient(self._bot), pace=pace)
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        is_leading = asyncio.Event()
        self._task = asyncio.create_task(self._run(is_leading))
        await is_leading.wait()

    async def _run(self, is_leading: asyncio.Event) -> None:
        async with leadership(self._url) as held:
            is_leading.set()
            await self.sender.run(held, stop=self._stop)

    async def stop(self) -> None:
        self._stop.set()
        if self._task:
            await self._task
            self._task = None
        await self._bot.request.shutdown()

    async def die(self) -> None:
        """End in the middle of whatever is being sent."""
        assert self._task
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def draft(self, *drafts: Draft) -> None:
        async with self.database.transaction() as transaction:
            await store.enqueue(transaction, drafts)

    async def states(self) -> list[str]:
        async with self.database.transaction() as transaction:
            return list((await transaction.execute(select(outbox.c.state).order_by(outbox.c.id))).scalars())

    async def parked(self) -> list[int]:
        async with self.database.transaction() as transaction:
            found = await transaction.execute(select(chats.c.chat_id).where(chats.c.parked_at.is_not(None)))
            return list(found.scalars())

    async def wait_for(self, states: list[str]) -> None:
        async with asyncio.timeout(120):
            while await self.states() != states:  # noqa: ASYNC110  nothing here is told of it
                await asyncio.sleep(0.01)


@pytest.fixture
async def sending(api: LocalBotApi, database_url: str, database: Database) -> AsyncIterator[Sending]:
    made = Sending(api, database_url, database)
    yield made
    await made.stop()


def draft(key: str, text: str = "", *, chat_id: int = USER_ID, replaces: str | None = None) -> Draft:
    message = OutgoingMessage(FormattedText(text or key))
    return Draft(key=key, chat_id=chat_id, message=message, replaces=replaces)


def ack(key: str = "ack") -> Draft:
    return Draft(key=key, chat_id=USER_ID, message=OutgoingMessage(FormattedText("Reading …")), is_disposable=True)


def texts(api: LocalBotApi, chat_id: int = USER_ID) -> Sequence[str]:
    return [message["text"] for message in api.answers(chat_id)]


async def test_messages_of_a_chat_arrive_once_and_in_order(api: LocalBotApi, sending: Sending) -> None:
    await sending.start()
    await sending.draft(draft("a"), draft("b"))
    await sending.draft(draft("a", "a again"), draft("c"))
    await api.wait_for(lambda: texts(api) == ["a", "b", "c"])


async def test_an_answer_takes_the_place_of_its_acknowledgement(api: LocalBotApi, sending: Sending) -> None:
    await sending.start()
    await sending.draft(ack())
    await api.wait_for(lambda: texts(api) == ["Reading …"])
    await sending.draft(draft("answer", replaces="ack"))
    await api.wait_for(lambda: texts(api) == ["answer"])


async def test_an_acknowledgement_that_waits_gives_way_to_its_answer(api: LocalBotApi, sending: Sending) -> None:
    await sending.draft(ack())
    await sending.draft(draft("answer", replaces="ack"))
    await sending.start()
    await api.wait_for(lambda: texts(api) == ["answer"])
    assert not api.calls_of("editMessageText")


async def test_an_answer_whose_acknowledgement_was_deleted_is_a_new_message(api: LocalBotApi, sending: Sending) -> None:
    await sending.start()
    await sending.draft(ack())
    (sent,) = await api.wait_for(api.answers)
    del api.state.messages[USER_ID][sent["message_id"]]
    await sending.draft(draft("answer", replaces="ack"))
    await api.wait_for(lambda: texts(api) == ["answer"])


async def test_a_send_without_an_answer_is_repeated_once_and_marked(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    await sending.start()
    await sending.draft(draft("a"), draft("b"))
    await api.wait_for(lambda: texts(api) == ["a", f"{REPEAT_MARK}\na", "b"])


async def test_a_repeat_is_never_repeated_whatever_gets_lost(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    api.answer_then_drop("editMessageText")
    await sending.start()
    await sending.draft(draft("a"))
    await sending.wait_for(["sent"])
    assert len(api.calls_of("editMessageText")) == 2
    assert texts(api) == ["a", f"{REPEAT_MARK}\na"]


async def test_the_mark_moves_the_entities_along(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    await sending.start()
    content = FormattedText("Mayor spoke", (TextEntity("bold", 0, 5),))
    await sending.draft(Draft(key="a", chat_id=USER_ID, message=OutgoingMessage(content)))
    await api.wait_for(lambda: api.calls_of("editMessageText"))
    entities = await api.wait_for(lambda: api.answers()[1].get("entities"))
    bold = next(entity for entity in entities if entity["type"] == "bold")
    assert (bold["offset"], bold["length"]) == (len(REPEAT_MARK) + 1, 5)


async def test_an_acknowledgement_that_may_have_arrived_is_not_repeated(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    await sending.start()
    await sending.draft(ack(), draft("b"))
    await api.wait_for(lambda: texts(api) == ["Reading …", "b"])


async def test_the_fullest_message_is_repeated_with_its_mark(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    await sending.start()
    full = split_blocks([("", (Run("Rivers rose overnight. " * 500),))])[0]
    await sending.draft(Draft(key="a", chat_id=USER_ID, message=OutgoingMessage(full)))
    await api.wait_for(lambda: texts(api) == [full.text, f"{REPEAT_MARK}\n{full.text}"])


@pytest.mark.parametrize("is_sent", [True, False])
async def test_what_an_acknowledgement_says_may_change(api: LocalBotApi, sending: Sending, is_sent: bool) -> None:
    await sending.draft(ack())
    if is_sent:
        await sending.start()
        await api.wait_for(lambda: texts(api) == ["Reading …"])
    async with sending.database.transaction() as transaction:
        await store.reword(transaction, draft("ack", "In line."))
        await store.reword(transaction, draft("unknown", "Nothing."))
    if not is_sent:
        await sending.start()
    await api.wait_for(lambda: texts(api) == ["In line."])
    await sending.draft(draft("answer", replaces="ack"))
    await api.wait_for(lambda: texts(api) == ["answer"])
    assert len(api.calls_of("sendMessage")) == 1


async def test_an_acknowledgement_that_nobody_may_have_seen_stays_as_it_is(api: LocalBotApi, sending: Sending) -> None:
    api.answer_then_drop("sendMessage")
    await sending.start()
    await sending.draft(ack())
    await sending.wait_for(["skipped"])
    async with sending.database.transaction() as transaction:
        await store.reword(transaction, draft("ack", "In line."))
    assert await sending.states() == ["skipped"]


async def test_an_edit_without_an_answer_is_simply_done_again(api: LocalBotApi, sending: Sending) -> None:
    await sending.start()
    await sending.draft(ack())
    await api.wait_for(lambda: texts(api) == ["Reading …"])
    api.answer_then_drop("editMessageText")
    await sending.draft(draft("answer", replaces="ack"))
    await api.wait_for(lambda: len(api.calls_of("editMessageText")) == 2)
    assert texts(api) == ["answer"]


async def test_what_was_being_sent_at_a_crash_is_repeated_once_and_marked(
    api: LocalBotApi, sending: Sending, database_url: str, database: Database
) -> None:
    api.answer_late("sendMessage", 60)
    await sending.start()
    await sending.draft(draft("a"), draft("b"))
    await api.wait_for(lambda: texts(api) == ["a"])
    await sending.die()
    follower = Sending(api, database_url, database)
    await follower.start()
    await api.wait_for(lambda: texts(api) == ["a", f"{REPEAT_MARK}\na", "b"])
    await follower.stop()


async def test_a_shutdown_waits_for_the_message_on_its_way(
    api: LocalBotApi, sending: Sending, database_url: str, database: Database
) -> None:
    api.answer_late("sendMessage", 1)
    await sending.start()
    await sending.draft(draft("a"), draft("b"))
    await api.wait_for(lambda: texts(api) == ["a"])
    await sending.stop()
    assert await sending.states() == ["sent", "pending"]
    follower = Sending(api, database_url, database)
    await follower.start()
    await api.wait_for(lambda: texts(api) == ["a", "b"])
    await follower.stop()


async def test_a_chat_that_blocked_the_bot_gets_nothing_until_it_writes_again(
    api: LocalBotApi, sending: Sending
) -> None:
    api.block(USER_ID)
    api.add_chat(2002)
    await sending.start()
    await sending.draft(draft("a"), draft("b"), draft("other", chat_id=2002))
    await api.wait_for(lambda: texts(api, 2002) == ["other"])
    async with asyncio.timeout(120):
        while not await sending.parked():  # noqa: ASYNC110  nothing here is told of it
            await asyncio.sleep(0.01)
    await sending.draft(draft("c"))
    api.post_text("I am back")
    assert len([c for c in api.calls_of("sendMessage") if c.chat_id == USER_ID]) == 1
    async with sending.database.transaction() as transaction:
        await store.unpark_chat(transaction, USER_ID)
    await api.wait_for(lambda: texts(api) == ["a", "b", "c"])


async def test_what_waits_for_a_migrated_group_goes_to_its_new_id(api: LocalBotApi, sending: Sending) -> None:
    api.add_chat(-5, "group")
    api.migrate(-5, -1005)
    await sending.start()
    await sending.draft(draft("a", chat_id=-5), draft("b", chat_id=-5))
    await api.wait_for(lambda: texts(api, -1005) == ["a", "b"])


async def test_refused_entities_arrive_as_plain_text(api: LocalBotApi, sending: Sending) -> None:
    await sending.start()
    broken = FormattedText("short", (TextEntity("bold", 3, 40),))
    await sending.draft(Draft(key="a", chat_id=USER_ID, message=OutgoingMessage(broken)))
    await api.wait_for(lambda: texts(api) == ["short"])


async def test_a_message_that_is_never_taken_is_kept_aside_and_the_next_goes_out(
    api: LocalBotApi, sending: Sending
) -> None:
    await sending.start()
    await sending.draft(draft("a", "x" * 5000), draft("b"))
    await sending.wait_for(["refused", "sent"])
    assert texts(api) == ["b"]


async def test_too_many_requests_hold_one_chat_only(api: LocalBotApi, sending: Sending) -> None:
    api.add_chat(2002)
    api.fail("sendMessage", 429, "Too Many Requests: retry after 3600", chat_id=USER_ID, retry_after=3600)
    await sending.start()
    await sending.draft(draft("a"), draft("b", chat_id=2002))
    await api.wait_for(lambda: texts(api, 2002) == ["b"])
    await api.wait_for(lambda: [call for call in api.calls_of("sendMessage") if call.chat_id == USER_ID])
    assert texts(api) == []


async def test_a_chat_is_held_for_as_long_as_telegram_says(api: LocalBotApi, sending: Sending) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 3", chat_id=USER_ID, retry_after=3)
    await sending.start()
    await sending.draft(draft("a"))
    await api.wait_for(lambda: texts(api) == ["a"])
    first, second = (call.at for call in api.calls_of("sendMessage") if call.chat_id == USER_ID)
    assert second - first >= 3


async def test_telegrams_limits_are_never_met(database_url: str, database: Database) -> None:
    limits = FloodLimits(messages_per_second=10, chat_messages_per_second=1, group_messages_per_minute=3)
    async with LocalBotApi(flood=limits) as api:
        chats = [*range(101, 121), -7]
        for chat_id in chats:
            api.add_chat(chat_id, "private" if chat_id > 0 else "group")
        sending = Sending(api, database_url, database)
        sending.sender._pace = Pace(messages_per_second=10, group_messages_per_minute=3)
        await sending.start()
        await sending.draft(*(draft(f"{chat}-{n}", chat_id=chat) for n in range(3) for chat in chats))
        await api.wait_for(lambda: len(api.calls_of("sendMessage")) == 3 * len(chats))
        await sending.stop()
        assert {call.status for call in api.calls_of("sendMessage")} == {200}


async def test_two_senders_never_send_at_once(api: LocalBotApi, sending: Sending, database_url: str) -> None:
    await sending.start()
    standby = Sending(api, database_url, sending.database)
    waiting = asyncio.create_task(standby.start())
    await sending.draft(draft("a"))
    await api.wait_for(lambda: texts(api) == ["a"])
    assert not waiting.done()
    await sending.stop()
    await asyncio.wait_for(waiting, 120)
    await standby.draft(draft("b"))
    await api.wait_for(lambda: texts(api) == ["a", "b"])
    await standby.stop()


async def test_a_row_that_this_version_cannot_read_does_not_stop_the_chat(api: LocalBotApi, sending: Sending) -> None:
    await sending.draft(draft("a"), draft("b"))
    async with sending.database.transaction() as transaction:
        await transaction.execute(update(outbox).where(outbox.c.key == "a").values(payload={"unknown": 1}))
    await sending.start()
    await api.wait_for(lambda: texts(api) == ["b"])
