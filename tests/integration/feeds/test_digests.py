"""From feeds and pages on loopback to the messages of a digest, with the real model and database."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.articles.reader import ArticleReader
from bot.digests.due import begin_digest
from bot.storage import digests, entries
from bot.storage.outbox import park_chat, unpark_chat
from bot.storage.requests import find_summary
from config.settings import load_settings
from summarizer.embedded import load_summarizer
from tests.integration.feeds.following_bot import patient
from tests.integration.feeds.newsroom import CHAT, Bot, Newsroom, ThreadedModel

HOUR = timedelta(hours=1)
FERRY = {
    "north.example": (
        "Ferry Stella sinks on Lake Morava, 22 missing",
        "The ferry Stella sank in a storm on Lake Morava on Friday with 70 people on board. “We have pulled 48 people"
        " from the water,” coast guard commander Ilse Brandt said. Twenty-two passengers were missing, she added."
        " The weather service had warned of high waves on Thursday evening, its director Otto Falk said.",
    ),
    "daily.example": (
        "Dozens rescued after Lake Morava ferry goes down",
        "Fishing boats rescued dozens of people after the ferry Stella went down on Lake Morava on Friday. Transport"
        " minister Karel Bost said the ferry had passed an inspection in March. The coast guard said 22 people were"
        " still missing.",
    ),
}
RATES = (
    "Bank of Norland keeps its rate at 4.25 percent",
    "The Bank of Norland left its key interest rate at 4.25 percent on Friday. Governor Signe Holt said strong wage"
    " growth kept the bank from cutting the rate. Economists had expected the decision.",
)
PHONES = (
    "Parliament of Lorn bans phones in schools",
    "The parliament of Lorn banned phones in schools on Saturday. Education minister Pal Szabo said pupils would"
    " learn better. The opposition called the law a waste of time.",
)


@pytest.fixture(scope="module")
def summarizer():
    return load_summarizer()


@pytest.fixture
def newsroom(world):
    return Newsroom(world)


@pytest.fixture
async def bot(database, gate, feed_reader, clock, summarizer):
    async def download(_file):
        raise AssertionError("nothing is downloaded")

    async with ArticleReader(patient(load_settings().fetch), download=download, gate=gate, now=clock) as reader:
        yield Bot(database, gate, feed_reader, reader, clock, summarizer)


@pytest.fixture
async def subscribed(bot, newsroom, world):
    """A chat that follows three outlets, with a digest at eight in Berlin."""
    for host, article in FERRY.items():
        newsroom.publish(host, article)
    newsroom.publish("money.example", RATES)
    for host in (*FERRY, "money.example"):
        await bot.follow(world.url(host))
    await bot.change(zone="Europe/Berlin", times=(time(8),))
    return bot


async def test_a_digest_tells_each_event_once_with_all_its_sources(subscribed, clock):
    await subscribed.run()
    assert await subscribed.texts() == []
    clock.now += 6 * HOUR
    await subscribed.run()
    opening, first, second = await subscribed.texts()
    assert opening == "Your digest, Friday, 1 May\nFrom 3 new entries of its 3 feeds."
    assert "north.example" in first and "daily.example" in first
    assert "Holt" in second and "money.example" in second
    assert "Lake Morava" not in second
    keys = [row.key for row in await subscribed.messages()]
    assert [key.rpartition(":")[2] for key in keys] == ["0", "1.0", "2.0"]
    assert [row.payload["is_silent"] for row in await subscribed.messages()] == [False, True, True]


async def test_evidence_of_a_story_can_be_shown(subscribed, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    row = (await subscribed.messages())[1]
    request_id = int(row.payload["keyboard"][0][0]["data"].removeprefix("evidence:"))
    async with subscribed.database.transaction() as tx:
        stored = await find_summary(tx, request_id)
    assert stored and stored.chat_id == CHAT
    for statement in stored.summary.statements:
        for citation in statement.citations:
            text = stored.summary.documents[citation.document - 1].text
            assert citation.span.of(text) == citation.text


async def test_a_digest_cut_off_in_the_middle_goes_on_with_the_same_stories(subscribed, clock):
    clock.now += 6 * HOUR
    await subscribed.poller.poll_due()
    await subscribed.ticker.tick()
    [digest_id] = subscribed.digest_ids

    class Failing(ThreadedModel):
        calls = 0

        async def summarize(self, documents, *, length):
            Failing.calls += 1
            if Failing.calls == 2:
                raise asyncio.CancelledError
            return await super().summarize(documents, length=length)

    failing = replace(subscribed.maker, model=Failing(subscribed.maker.model._summarizer))
    with pytest.raises(asyncio.CancelledError):
        await failing.make(digest_id)
    assert len(await subscribed.texts()) == 2
    await asyncio.gather(subscribed.maker.make(digest_id), subscribed.maker.make(digest_id))
    await subscribed.maker.make(digest_id)
    assert len(await subscribed.texts()) == 3


async def test_ten_ticks_at_once_begin_one_digest(subscribed, clock):
    clock.now += 6 * HOUR
    await asyncio.gather(*(subscribed.ticker.tick() for _ in range(10)))
    assert len(subscribed.digest_ids) == 1


async def test_a_quiet_day_is_one_line(subscribed, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    clock.now += 24 * HOUR
    await subscribed.run()
    assert (await subscribed.texts())[3:] == ["Saturday, 2 May: nothing new in the 3 feeds of your digest."]


async def test_a_late_digest_says_so(subscribed, clock):
    clock.now += 11 * HOUR
    await subscribed.run()
    [opening, *_] = await subscribed.texts()
    assert opening.endswith("This is the digest of 08:00. It is late: I was not running.")


async def test_a_story_told_yesterday_comes_back_only_with_what_is_new(subscribed, newsroom, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    captain = (
        "Captain of ferry Stella detained after sinking on Lake Morava",
        "Police detained the captain of the ferry Stella on Saturday, a day after it sank on Lake Morava. Prosecutor Lea"
        " Moreau said the captain had ignored two storm warnings. The coast guard said 22 people were still missing.",
    )
    newsroom.publish("north.example", FERRY["north.example"], captain)
    clock.now += 24 * HOUR
    await subscribed.run()
    _, update = (await subscribed.texts())[3:]
    assert update.startswith("Update: ")
    assert "Moreau" in update and "still missing" not in update


async def test_a_story_that_only_repeats_is_dropped(subscribed, newsroom, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    _, text = FERRY["north.example"]
    newsroom.publish("third.example", ("Ferry Stella: 22 missing after sinking on Lake Morava", text))
    await subscribed.follow(newsroom.world.url("third.example"))
    clock.now += 24 * HOUR
    await subscribed.run()
    assert (await subscribed.texts())[3:] == ["Saturday, 2 May: nothing new in the 4 feeds of your digest."]


async def test_a_site_that_asks_programs_not_to_read_it_is_told_from_its_feed(bot, newsroom, world, clock):
    newsroom.publish("shy.example", RATES)
    newsroom.robots["shy.example"] = b"User-agent: *\nDisallow: /"
    await bot.follow(world.url("shy.example"))
    await bot.change(zone="UTC", times=(time(1),))
    clock.now += HOUR
    await bot.run()
    _, story = await bot.texts()
    assert "its site asks programs not to read it" in story
    assert not [request for request in world.asked("shy.example") if request.path == "/0"]


async def test_an_article_that_cannot_be_opened_is_still_told(bot, newsroom, world, clock):
    newsroom.publish("broken.example", RATES)
    plain = newsroom.answer
    world.sites["broken.example"] = lambda r: world.reply(500) if r.path == "/0" else plain(r)
    await bot.follow(world.url("broken.example"))
    await bot.change(zone="UTC", times=(time(1),))
    clock.now += HOUR
    await bot.run()
    _, story = await bot.texts()
    assert RATES[0] in story and "Only the feed's own words were read" in story


async def test_excluded_topics_and_other_languages_stay_out(subscribed, clock):
    await subscribed.change(topics="-ferry")
    clock.now += 6 * HOUR
    await subscribed.run()
    assert (await subscribed.texts())[0].endswith("From 1 new entry of its 3 feeds.")


async def test_a_digest_asked_for_comes_at_once_and_the_next_repeats_nothing(subscribed, clock):
    await subscribed.poller.poll_due()
    async with subscribed.database.transaction() as tx:
        digest_id = await begin_digest(tx, CHAT, key="now:1", now=clock())
        assert await begin_digest(tx, CHAT, key="now:1", now=clock()) is None
    await subscribed.maker.make(digest_id)
    assert len(await subscribed.texts()) == 3
    clock.now += 6 * HOUR
    await subscribed.run()
    assert (await subscribed.texts())[3:] == ["Friday, 1 May: nothing new in the 3 feeds of your digest."]


async def test_less_like_this_moves_such_stories_back(subscribed, newsroom, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    async with subscribed.database.transaction() as tx:
        _rates, ferry = await digests.told_stories(tx, CHAT, since=clock() - 9 * HOUR)
        assert "erry" in ferry.title
        await digests.add_dislike(tx, ferry)
    boat = (
        "Ferry Luna capsizes off Cape Tarsi, dozens missing",
        "The ferry Luna capsized off Cape Tarsi on Saturday in high waves. Rescuers searched for dozens of passengers."
        " “We heard screams in the dark,” fisherman Ivo Lind said.",
    )
    newsroom.publish("north.example", FERRY["north.example"], boat)
    newsroom.publish("daily.example", FERRY["daily.example"], PHONES)
    clock.now += 24 * HOUR
    await subscribed.run()
    _, first, second = (await subscribed.texts())[3:]
    assert "phones" in first and "Luna" in second


async def test_a_feed_followed_now_is_posted_at_once(bot, newsroom, world, clock):
    newsroom.publish("north.example")
    await bot.follow(world.url("north.example"), delivery="now")
    await bot.run()
    newsroom.publish("north.example", FERRY["north.example"])
    clock.now += 2 * HOUR
    await bot.run()
    await bot.run()
    [post] = await bot.texts()
    assert "Brandt" in post and "north.example" in post


async def test_a_burst_is_one_message_and_quiet_hours_hold_it(bot, newsroom, world, clock):
    await bot.change(zone="UTC", quiet=(time(0), time(4)))
    newsroom.publish("north.example")
    await bot.follow(world.url("north.example"), delivery="now")
    await bot.run()
    newsroom.publish("north.example", *((f"Title number {n}", "Words.") for n in range(6)))
    clock.now += 2 * HOUR
    await bot.run()
    assert await bot.texts() == []
    clock.now += 2 * HOUR
    await bot.run()
    [post] = await bot.texts()
    assert post.startswith("6 new from north.example") and "• Title number 5" in post


async def test_a_long_burst_loses_nothing(bot, newsroom, world, clock):
    newsroom.publish("north.example")
    await bot.follow(world.url("north.example"), delivery="now")
    await bot.run()
    newsroom.publish("north.example", *((f"Title number {n}.", "Words.") for n in range(40)))
    clock.now += 2 * HOUR
    await bot.run()
    await bot.ticker.tick()
    await bot.run()
    first, second = await bot.texts()
    assert first.startswith("30 new from north.example") and second.startswith("10 new from north.example")
    assert all(f"• Title number {n}." in first + second for n in range(40))


async def test_a_chat_that_blocked_the_bot_is_not_buried_when_it_comes_back(subscribed, newsroom, world, clock):
    newsroom.publish("now.example")
    await subscribed.follow(world.url("now.example"), delivery="now")
    clock.now += 6 * HOUR
    await subscribed.run()
    told = len(await subscribed.texts())
    async with subscribed.database.transaction() as tx:
        await park_chat(tx, CHAT)
    newsroom.publish("now.example", RATES)
    newsroom.publish("money.example", RATES, PHONES)
    for _ in range(3):
        clock.now += 24 * HOUR
        await subscribed.run()
    async with subscribed.database.transaction() as tx:
        await unpark_chat(tx, CHAT)
    await subscribed.run()
    assert len(await subscribed.texts()) == told
    clock.now += 24 * HOUR
    await subscribed.run()
    opening, story = (await subscribed.texts())[told:]
    assert opening == "Your digest, Tuesday, 5 May\nFrom 1 new entry of its 3 feeds." and "phones" in story


async def test_texts_are_forgotten_and_do_not_come_back_as_news(subscribed, clock):
    clock.now += 6 * HOUR
    await subscribed.run()
    async with subscribed.database.transaction() as tx:
        assert await entries.forget_texts(tx, before=clock() + HOUR) == 3
    clock.now += 24 * HOUR
    await subscribed.run()
    assert "nothing new" in (await subscribed.texts())[-1]
