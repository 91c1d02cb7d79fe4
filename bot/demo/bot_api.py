"""A Telegram on this machine: the Bot API on a loopback port, and the people who write to the bot.

The unchanged bot talks to it through its `telegram.api_url` setting. `LocalBotApi` serves from a thread of its own, so
the calls below work from tests and from async code alike, while the bot runs in this process or in another:

    async with LocalBotApi() as api:                     # or: with LocalBotApi() as api
        ...start the bot with BYLINE_TELEGRAM_API_URL=api.base_url, BYLINE_TELEGRAM_TOKEN=api.token...
        api.post_text("Some article")
        answer, = await api.wait_for(lambda: api.answers())
        api.press("Evidence")

Messages, updates and entities are the Bot API's own JSON objects. What it refuses, and how: `bot.demo.rules`.
"""

import asyncio
import contextlib
import copy
import itertools
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

from bot.demo.bot_server import BotServer
from bot.demo.methods import store_file
from bot.demo.rules import ApiError, JsonObject, with_automatic_entities
from bot.demo.state import BOT_USER, Call, Fault, FloodLimits, TelegramState

HOST = "127.0.0.1"
TOKEN = "123456:local-bot-api-token-of-35-characters"  # noqa: S105  opens nothing but this process
USER_ID = 1001  # who writes when no chat_id is given, in their private chat
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
KEEP_ALIVE_S = 600  # the client hangs up first: a server may do it while the next request is on its way
WAIT_TIMEOUT_S = 120.0  # only ever waited out when what is waited for never comes
ADMIN_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
T = TypeVar("T")


class LocalBotApi:
    """The Bot API on loopback, controlled from Python. Every method may be called from any thread."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        flood: FloodLimits | None = None,
        build_app: Callable[["LocalBotApi"], Any] | None = None,
    ) -> None:
        """`port` 0 takes a free one; `flood` makes it answer 429; `build_app` may add routes to the server's own.

        Raises:
            OSError: the port is taken.
        """
        self.token = token
        self.state = TelegramState(flood=flood)
        self.server = BotServer(self.state, token)
        self._build_app = build_app or _plain_app
        self._socket = socket.create_server((HOST, port))  # from here on the port is ours
        # asyncio sets it only where a socket names its protocol; without it every answer waits 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread: threading.Thread | None = None
        self._uvicorn: Any = None
        self._query_ids = itertools.count(1)

    # Life

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, name="local-bot-api", daemon=True)
        self._thread.start()
        end = time.monotonic() + START_TIMEOUT_S
        while not (self._uvicorn and self._uvicorn.started):
            if not self._thread.is_alive() or time.monotonic() > end:
                raise RuntimeError("the local Bot API did not start")
            time.sleep(0.005)
        return self

    def __exit__(self, *_exc: object) -> None:
        assert self._uvicorn and self._thread
        self._uvicorn.should_exit = True
        self.server.close_polls()
        self.state.notify()
        self._thread.join(STOP_TIMEOUT_S)

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.to_thread(self.__exit__, *exc)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def base_url(self) -> str:
        """The value of the bot's setting `telegram.api_url`."""
        return f"http://{HOST}:{self.port}"

    def _serve(self) -> None:
        import uvicorn

        config = uvicorn.Config(
            self._build_app(self), log_config=None, access_log=False, log_level="critical", lifespan="off",
            timeout_graceful_shutdown=1, timeout_keep_alive=KEEP_ALIVE_S,
        )  # fmt: skip
        server = uvicorn.Server(config)

        async def main() -> None:
            async with self.server.running():
                self._uvicorn = server
                await server.serve(sockets=[self._socket])

        with contextlib.closing(self._socket):
            asyncio.run(main())

    # People and chats

    def add_chat(self, chat_id: int, chat_type: str = "private", **fields: Any) -> JsonObject:
        """Make a chat known to the bot; `fields` are the Chat object's (title, username, first_name, ...)."""
        name = {"first_name": "Reader"} if chat_type == "private" else {"title": f"{chat_type} {chat_id}"}
        with self.state.lock:
            return self.state.chats.setdefault(chat_id, {"id": chat_id, "type": chat_type, **name, **fields})

    def add_member(self, chat_id: int, user_id: int, status: str = "member", **rights: bool) -> None:
        """Say what somebody, or the bot, is in a chat: getChatMember tells it. `rights` are its fields."""
        with self.state.lock:
            self._user(user_id)
            usual = dict.fromkeys(ADMIN_RIGHTS, False) if status == "administrator" else {}
            self.state.members[chat_id, user_id] = {"status": status, **usual, **rights}

    def post(self, *, chat_id: int = USER_ID, user_id: int | None = None, **fields: Any) -> JsonObject:
        """A message of a person, or of a channel; `fields` are the Message object's. Returns the message.

        An unknown chat is made: private for a positive id, else a supergroup.
        """
        with self.state.lock:
            chat = self.state.chats.get(chat_id) or self.add_chat(chat_id, "private" if chat_id > 0 else "supergroup")
            self.state.blocked.discard(chat_id)
            if chat["type"] == "channel":
                message = self.state.new_message(chat, sender_chat=chat, **fields)
                self.state.add_update({"channel_post": message})
            else:
                sender = self._user(user_id or (chat_id if chat_id > 0 else USER_ID))
                message = self.state.new_message(chat, **{"from": sender}, **fields)
                self.state.add_update({"message": message})
            return copy.deepcopy(message)

    def _user(self, user_id: int) -> JsonObject:
        new = {"id": user_id, "is_bot": False, "first_name": f"Reader {user_id}", "language_code": "en"}
        return self.state.users.setdefault(user_id, new)

    def post_text(self, text: str, *, entities: Sequence[JsonObject] = (), **fields: Any) -> JsonObject:
        """A text message; bare links, commands and mentions are marked as a client would.

        `fields`: chat_id, user_id, and the Message object's: forward_origin, quote, reply_to_message, ...
        """
        if found := with_automatic_entities(text, list(entities)):
            fields["entities"] = found
        return self.post(text=text, **fields)

    def post_file(self, body: bytes, *, name: str, mime_type: str, caption: str = "", **fields: Any) -> JsonObject:
        """A document, with a caption."""
        with self.state.lock:
            document = store_file(self.state, body, name=name, mime_type=mime_type)
        return self.post(document=document, **_captioned(caption, fields))

    def post_photo(self, caption: str = "", **fields: Any) -> JsonObject:
        """A photo (one gray pixel), with a caption; `caption_entities` as `entities` of post_text."""
        with self.state.lock:
            file = store_file(self.state, b"P5 1 1 255 \x80", name="photo", mime_type="image/jpeg")
        size = {key: file[key] for key in ("file_id", "file_unique_id", "file_size")} | {"width": 1, "height": 1}
        return self.post(photo=[size], **_captioned(caption, fields))

    def post_album(self, captions: Sequence[str], **fields: Any) -> list[JsonObject]:
        """Photos that belong together: one update each, sharing a media_group_id."""
        group = f"album-{next(self._query_ids)}"
        return [self.post_photo(caption, media_group_id=group, **fields) for caption in captions]

    def post_raw(self, update: JsonObject, *, times: int = 1) -> int:
        """Queue any update as it stands, also one that no parser takes, also several times. Returns its update_id."""
        with self.state.lock:
            update_id = self.state.add_update(update)
            for _ in range(times - 1):
                self.state.add_update({**update, "update_id": update_id})
            return update_id

    def press(self, button: str, *, chat_id: int = USER_ID, message_id: int | None = None, **fields: Any) -> str:
        """Press the newest button with this callback data or this text. Returns the query's id (see `callback_answer`).

        Raises:
            LookupError: no message of the chat shows it.
        """
        with self.state.lock:
            newest_first = reversed(list(self.state.messages[chat_id].values()))
            message, data = _find_button([m for m in newest_first if message_id in (None, m["message_id"])], button)
            query_id = f"query-{next(self._query_ids)}"
            self.state.callback_answers[query_id] = None
            sender = self._user(fields.get("user_id") or (chat_id if chat_id > 0 else USER_ID))
            query = {"id": query_id, "from": sender, "chat_instance": str(chat_id), "message": message, "data": data}
            self.state.add_update({"callback_query": copy.deepcopy(query)})
            return query_id

    def block(self, chat_id: int = USER_ID) -> None:
        """The person blocks the bot (or the group throws it out): 403 until they write again."""
        with self.state.lock:
            self.state.blocked.add(chat_id)
            old, new = ("member", "kicked")
            self.state.add_update({"my_chat_member": self._membership(chat_id, old, new)})

    def _membership(self, chat_id: int, old: str, new: str) -> JsonObject:
        def member(status: str) -> JsonObject:
            return {"user": BOT_USER, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        sender = self._user(chat_id if chat_id > 0 else USER_ID)
        about = {"chat": self.state.chats[chat_id], "from": sender, "date": int(time.time())}
        return {**about, "old_chat_member": member(old), "new_chat_member": member(new)}

    def migrate(self, chat_id: int, new_chat_id: int) -> None:
        """The group becomes a supergroup: sends to the old id are refused and name the new one."""
        with self.state.lock:
            old = self.state.chats[chat_id]
            self.add_chat(new_chat_id, "supergroup", title=old.get("title", "group"))
            self.post(chat_id=chat_id, migrate_to_chat_id=new_chat_id)
            self.post(chat_id=new_chat_id, migrate_from_chat_id=chat_id)
            self.state.migrated[chat_id] = new_chat_id

    # What goes wrong

    def fail(self, method: str, status: int, description: str, *, times: int = 1, **options: Any) -> None:
        """The next `times` calls of `method` ("*": any but getUpdates) are refused, without effect.

        `options`: chat_id (only calls for that chat), retry_after and migrate_to_chat_id (told with the refusal).
        """
        chat_id = options.pop("chat_id", None)
        error = ApiError(status, description, **options)
        self._plan(Fault(method, times, error=error, chat_id=chat_id))

    def answer_then_drop(self, method: str, *, times: int = 1) -> None:
        """The next calls are carried out, but the connection breaks within the answer: the bot cannot know."""
        self._plan(Fault(method, times, is_dropped=True))

    def answer_late(self, method: str, delay_s: float, *, times: int = 1) -> None:
        """The next calls are carried out at once and answered `delay_s` later."""
        self._plan(Fault(method, times, delay_s=delay_s))

    def _plan(self, fault: Fault) -> None:
        with self.state.lock:
            self.state.faults.append(fault)

    # What happened

    @property
    def calls(self) -> list[Call]:
        """Every request answered so far, in order; getUpdates too."""
        with self.state.lock:
            return list(self.state.calls)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def messages(self, chat_id: int = USER_ID) -> list[JsonObject]:
        """The chat as it looks now: oldest first, edits in place, deleted ones gone."""
        with self.state.lock:
            return copy.deepcopy(list(self.state.messages[chat_id].values()))

    def answers(self, chat_id: int = USER_ID) -> list[JsonObject]:
        """The bot's messages of the chat."""
        return [m for m in self.messages(chat_id) if m.get("from", BOT_USER)["id"] == BOT_USER["id"]]

    def callback_answer(self, query_id: str) -> JsonObject | None:
        """How the bot answered a pressed button; None: not yet."""
        with self.state.lock:
            return self.state.callback_answers[query_id]

    @property
    def pending_updates(self) -> int:
        """Updates that the bot has not confirmed."""
        with self.state.lock:
            return len(self.state.updates)

    def wait_until(self, ready: Callable[[], T], timeout: float = WAIT_TIMEOUT_S) -> T:
        """What `ready` returns, once that is true.

        Raises:
            TimeoutError: it was not in time; the message shows the last calls.
        """
        end = time.monotonic() + timeout
        while not (result := ready()):
            if time.monotonic() > end:
                raise TimeoutError(self._last_calls())
            time.sleep(0.01)
        return result

    async def wait_for(self, ready: Callable[[], T], timeout: float = WAIT_TIMEOUT_S) -> T:  # noqa: ASYNC109  tests read so
        """`wait_until` for async code; the loop stays free."""
        end = time.monotonic() + timeout
        while not (result := ready()):
            if time.monotonic() > end:
                raise TimeoutError(self._last_calls())
            await asyncio.sleep(0.01)
        return result

    def _last_calls(self) -> str:
        names = [f"{call.method} {call.status}" for call in self.calls if call.method != "getUpdates"]
        return f"not in time; the bot's last calls: {', '.join(names[-8:]) or 'none'}"


def channel_origin(title: str, username: str | None = None, message_id: int = 1) -> JsonObject:
    """A `forward_origin`: a post of a channel, public where it has a username."""
    name = {"username": username} if username else {}
    chat = {"id": -1_000_000_000_000 - sum(map(ord, title)), "type": "channel", "title": title, **name}
    return {"type": "channel", "date": int(time.time()) - 60, "chat": chat, "message_id": message_id}


def hidden_user_origin(name: str) -> JsonObject:
    """A `forward_origin`: a person who hides their account."""
    return {"type": "hidden_user", "date": int(time.time()) - 60, "sender_user_name": name}


def _plain_app(api: LocalBotApi) -> Any:
    from starlette.applications import Starlette

    return Starlette(routes=api.server.routes())


def _captioned(caption: str, fields: JsonObject) -> JsonObject:
    if not caption:
        return fields
    found = with_automatic_entities(caption, list(fields.pop("caption_entities", [])))
    return {**fields, "caption": caption} | ({"caption_entities": found} if found else {})


def _find_button(messages: Sequence[JsonObject], wanted: str) -> tuple[JsonObject, str]:
    for message in messages:
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if "callback_data" in button and wanted in (button["callback_data"], button["text"]):
                    return message, button["callback_data"]
    raise LookupError(f"no message shows a button {wanted!r}")
