"""Where digests go, what that place is called, and who may press what there."""

import numpy as np
import pytest

from bot.demo.bot_api import USER_ID
from bot.demo.state import BOT_USER
from bot.domain import FormattedText
from bot.storage.digests import NewDigest, NewStory, add_digest, find_digest, find_story, list_stories, plan_digest
from bot.storage.feeds import NewFeed, add_feed
from bot.storage.follows import add_follow, list_follows
from bot.storage.moves import move_settings
from bot.storage.subscribers import get_subscriber, save_subscriber
from bot.storage.users import Role, set_role
from bot.telegram.presses import NOT_FOR_YOU
from tests.integration.feeds.following_bot import buttons

GROUP, TOPIC, STRANGER = -1_005_000, 31, 9_009
IN_TOPIC = {
    "chat_id": GROUP,
    "user_id": USER_ID,
    "message_thread_id": TOPIC,
    "is_topic_message": True,
}


@pytest.fixture
def group(feed_chat):
    """A group with topics, where USER_ID is an admin and the bot a member."""
    feed_chat.api.add_chat(GROUP, "supergroup", title="Harbor friends", username="harbor_friends", is_forum=True)
    feed_chat.api.add_member(GROUP, BOT_USER["id"], "member")
    feed_chat.api.add_member(GROUP, USER_ID, "administrator")
    return feed_chat


def opened_by(title: str) -> dict:
    """The message that opened a topic, which Telegram sends along with every other one in it."""
    about = {"name": title, "icon_color": 7_322_096}
    chat = {"id": GROUP, "type": "supergroup", "title": "Harbor friends"}
    return {"message_id": TOPIC, "date": 1_770_000_000, "chat": chat, "forum_topic_created": about}


async def digest_story(transaction, chat_id: int, *, now) -> int:
    """A digest with one story; the story's id."""
    digest = NewDigest(chat_id=chat_id, key="2026-05-01 08:00", due_at=now, since_at=now, is_late=False)
    stored = await find_digest(transaction, await add_digest(transaction, digest, now=now))
    story = NewStory(
        number=1, title="Ferry", lead="Ferry.", entry_ids=(), vectors=np.zeros((2, 3), np.float32), published_at=now
    )
    await plan_digest(transaction, stored, [story], opening=FormattedText("Your digest"), now=now)
    return (await list_stories(transaction, stored.id))[0].id


async def in_topic(chat, text: str, **fields):
    """What the bot answers to a message in the topic, with the parameters of its call."""
    before = len(chat.api.answers(GROUP))
    chat.api.post_text(text, **{**IN_TOPIC, **fields})
    answer = (await chat.api.wait_for(lambda: chat.api.answers(GROUP)[before:]))[0]
    [call] = [one for one in chat.api.calls_of("sendMessage") if one.params["text"] == answer["text"]][-1:]
    return answer["text"], call.params.get("message_thread_id")


async def test_a_topic_is_called_by_its_name_and_answered_in_it(group):
    text, thread_id = await in_topic(group, "/digest", reply_to_message=opened_by("Weather"))
    assert "Delivered to the topic “Weather”; /digest to here brings it back" in text and thread_id == TOPIC
    text, thread_id = await in_topic(group, "/digest to here", reply_to_message=opened_by("Weather"))
    assert text.startswith("Your digest goes to the topic “Weather” now") and thread_id == TOPIC
    for command in ("/feeds", "/follow", "/topics", "/zone"):
        assert (await in_topic(group, command))[1] == TOPIC


async def test_a_later_command_in_the_topic_keeps_its_name(group):
    await in_topic(group, "/digest", reply_to_message=opened_by("Weather"))
    text, _ = await in_topic(group, "/digest stories 5")
    assert "Delivered to the topic “Weather”" in text


async def test_a_look_from_another_topic_does_not_move_the_digest(group):
    await in_topic(group, "/digest", reply_to_message=opened_by("Weather"))
    text, thread_id = await in_topic(group, "/digest", message_thread_id=47)
    assert "Delivered to the topic “Weather”" in text and thread_id == 47
    text, _ = await in_topic(group, "/digest to here", message_thread_id=47)
    assert text.startswith("Your digest goes to topic 47 now")


async def test_what_is_searched_in_a_topic_is_found_in_it(group, world):
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One"))
    text, thread_id = await in_topic(group, f"/follow {world.url('news.example')}")
    assert "Shall I tell you" in text and thread_id == TOPIC


@pytest.mark.parametrize("link", [f"https://t.me/harbor_friends/{TOPIC}", f"t.me/c/5000/{TOPIC}"])
async def test_a_topic_is_named_by_its_link(group, link):
    group.api.add_chat(-1_005_000, "supergroup", title="Harbor friends", username="harbor_friends", is_forum=True)
    told = await group.ask(f"/digest to {link}")
    assert told["text"].startswith("Your digest goes to “Harbor friends”, topic 31 now")
    assert "Delivered to “Harbor friends”, topic 31" in (await group.ask("/digest"))["text"]


async def test_the_chat_that_a_digest_goes_to_is_named_in_every_list(group, world):
    world.sites["news.example"] = lambda _: world.reply(200, world.rss("One"))
    await group.ask("/digest to @harbor_friends")
    await group.ask(f"/follow {world.url('news.example')}")
    await group.press("At once")
    await group.answer("each entry at once, delivered to “Harbor friends”.")
    assert "\nDelivered to “Harbor friends”; /digest to here brings it back." in (await group.ask("/feeds"))["text"]
    await group.ask("/digest")
    await group.press("Where to")
    await group.answer("Delivered to “Harbor friends”.")
    await group.press("Bring it back here")
    assert "Delivered" not in (await group.ask("/feeds"))["text"]


@pytest.mark.parametrize(
    "data",
    [
        "story:less:1",
        "story:longer:1",
        "evidence:1",
        "length:1:long",
        "digest:switch",
        "feeds:0",
        "source:1",
        "admin:home",
    ],
)
async def test_a_stranger_who_presses_a_button_is_told_whom_it_is_for(feed_chat, data):
    api = feed_chat.api
    api.add_chat(-77, "channel", title="Our paper")
    sent = api.post(chat_id=-77, text="A story")
    api.state.users[STRANGER] = {"id": STRANGER, "is_bot": False, "first_name": "Stranger"}
    api.state.callback_answers["theirs"] = None
    before = len(api.answers(-77))
    query = {"id": "theirs", "from": api.state.users[STRANGER], "chat_instance": "1", "message": sent, "data": data}
    api.post_raw({"callback_query": query})
    shown = await api.wait_for(lambda: api.callback_answer("theirs"))
    assert (shown["text"], shown["show_alert"]) == (NOT_FOR_YOU, True)
    assert len(api.answers(-77)) == before


async def test_a_button_that_means_nothing_any_more_says_so(feed_chat, database):
    async with database.transaction() as tx:
        await set_role(tx, USER_ID, role=Role.OWNER)
    await feed_chat.ask("/digest")
    api = feed_chat.api
    for data in ("evidence:987654", "story:less:987654", "source:987654", "feed:open:987654", "pick:9:0", "follow:x:1"):
        api.state.callback_answers["old"] = None
        sent = api.answers()[-1]
        query = {"id": "old", "from": api.state.users[USER_ID], "chat_instance": "1", "message": sent, "data": data}
        api.post_raw({"callback_query": query})
        assert (await api.wait_for(lambda: api.callback_answer("old")))["text"]
    assert buttons(api.answers()[-1])


async def test_a_group_that_becomes_a_supergroup_keeps_its_feeds_and_digest(feed_chat, database, clock):
    old, new = -5, -1_005_005
    feed_chat.api.add_chat(old, "group", title="Harbor friends")
    async with database.transaction() as tx:
        for name in ("Harbor", "Inland"):
            feed_id = await add_feed(tx, NewFeed(url=f"https://{name}.example/rss", title=name), now=clock())
            await add_follow(tx, old, feed_id)
        await add_follow(tx, new, feed_id, delivery="now")  # followed there before the word of the move came
        subscriber = await get_subscriber(tx, old, now=clock())
        await save_subscriber(tx, subscriber.changed(clock(), zone="Asia/Tokyo"), now=clock())
        other = await get_subscriber(tx, USER_ID, now=clock())
        await save_subscriber(tx, other.delivered(clock(), to=old, topic=None, title="Friends"), now=clock())
        story = await digest_story(tx, old, now=clock())
    feed_chat.api.migrate(old, new)
    feed_chat.api.post_text("/feeds", chat_id=new)
    [listed] = await feed_chat.api.wait_for(lambda: feed_chat.api.answers(new))
    assert buttons(listed)[:2] == ["Harbor", "Inland"]
    async with database.transaction() as tx:
        assert [follow.delivery for follow in await list_follows(tx, new)] == ["digest", "now"]
        assert await list_follows(tx, old) == []
        assert (await get_subscriber(tx, new, now=clock())).zone == "Asia/Tokyo"
        assert (await get_subscriber(tx, USER_ID, now=clock())).target_chat_id == new
        assert (await find_story(tx, story)).chat_id == new
        await move_settings(tx, old, new_id=new)
        assert len(await list_follows(tx, new)) == 2
