"""What the local Telegram remembers: chats, messages, updates not yet confirmed, files, faults. Guarded by one lock."""

import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.demo.rules import ApiError, JsonObject

BOT_USER: JsonObject = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Byline",
    "username": "byline_demo_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
# Without an explicit list Telegram leaves these out.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FLOOD_SLACK_S = 0.05  # a sender that spaces its messages exactly must not fail by the jitter of a loaded machine


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, as it arrived."""

    method: str
    params: JsonObject
    at: float  # time.monotonic(), seconds
    status: int  # 200, or the error code it was answered with

    @property
    def chat_id(self) -> int | None:
        return self.params.get("chat_id")


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` calls of a method ("*": any but getUpdates)."""

    method: str
    times: int
    error: ApiError | None = None
    chat_id: int | None = None  # None: any
    is_dropped: bool = False  # carried out, then the connection breaks before the answer
    delay_s: float = 0.0  # carried out at once, answered so much later

    def fits(self, method: str, params: JsonObject) -> bool:
        named = self.method == method or (self.method == "*" and method != "getUpdates")
        return self.times > 0 and named and (self.chat_id is None or self.chat_id == params.get("chat_id"))


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How much the bot may send; beyond it the answer is 429."""

    messages_per_second: int = 30
    chat_messages_per_second: int = 1
    group_messages_per_minute: int = 20


@dataclass
class TelegramState:
    """Every public attribute is read and changed under `lock`."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    chats: dict[int, JsonObject] = field(default_factory=dict)
    users: dict[int, JsonObject] = field(default_factory=dict)
    messages: dict[int, dict[int, JsonObject]] = field(default_factory=lambda: defaultdict(dict))
    members: dict[tuple[int, int], JsonObject] = field(default_factory=dict)  # chat id, user id -> ChatMember
    drafts: dict[int, JsonObject] = field(default_factory=dict)  # chat id -> draft_id, text, entities, at
    actions: dict[int, tuple[str, float]] = field(default_factory=dict)  # chat id -> action, time.monotonic()
    files: dict[str, JsonObject] = field(default_factory=dict)  # file id -> File object and its "bytes"
    callback_answers: dict[str, JsonObject | None] = field(default_factory=dict)  # query id -> answer, None: not yet
    settings: JsonObject = field(default_factory=dict)  # what setMyCommands and its like left behind
    updates: deque[JsonObject] = field(default_factory=deque)
    allowed_updates: list[str] | None = None
    webhook: JsonObject = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    flood: FloodLimits | None = None
    calls: list[Call] = field(default_factory=list)
    changed: list[Callable[[], None]] = field(default_factory=list)  # called after every change, from any thread

    def __post_init__(self) -> None:
        self._message_ids = itertools.count(1)
        self._update_ids = itertools.count(700_000_001)
        self._sent_at: list[tuple[float, int]] = []

    def notify(self) -> None:
        """Tell whoever waits that something changed."""
        for listener in list(self.changed):
            listener()

    def get_chat(self, chat_id: Any) -> JsonObject:
        """The chat with this id or "@username".

        Raises:
            ApiError: there is none, the bot was blocked there, or it moved.
        """
        if isinstance(chat_id, str):
            named = (chat for chat in self.chats.values() if f"@{chat.get('username')}".lower() == chat_id.lower())
            chat_id = next((chat["id"] for chat in named), None)
        if chat_id in self.migrated:
            moved = self.migrated[chat_id]
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, migrate_to_chat_id=moved)
        chat = self.chats.get(chat_id)
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            where = "by the user" if chat["type"] == "private" else f"from the {chat['type']} chat"
            raise ApiError(403, f"Forbidden: bot was {'blocked' if chat['type'] == 'private' else 'kicked'} {where}")
        return chat

    def new_message(self, chat: JsonObject, **fields: Any) -> JsonObject:
        """Store a message of the chat; its id is unique over all chats."""
        message = {"message_id": next(self._message_ids), "date": int(time.time()), "chat": chat, **fields}
        self.messages[chat["id"]][message["message_id"]] = message
        return message

    def add_update(self, update: JsonObject) -> int:
        """Queue an update, unless the bot did not ask for its kind; returns its id."""
        update_id = int(update.get("update_id") or next(self._update_ids))
        kinds = update.keys() - {"update_id"}
        allowed = self.allowed_updates
        if not (kinds - set(allowed) if allowed else kinds & NOT_BY_DEFAULT):
            self.updates.append({"update_id": update_id, **update})
        self.notify()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps only the last so many."""
        if offset < 0:
            while len(self.updates) > -offset:
                self.updates.popleft()
        else:
            self.updates = deque(update for update in self.updates if update["update_id"] >= offset)

    def take_fault(self, method: str, params: JsonObject) -> Fault | None:
        """The fault planned for this call, used up once."""
        fault = next((fault for fault in self.faults if fault.fits(method, params)), None)
        if fault:
            fault.times -= 1
        return fault

    def check_flood(self, chat: JsonObject) -> None:
        """Count one message sent to the chat.

        Raises:
            ApiError: 429, with the seconds to wait.
        """
        if self.flood is None:
            return
        now, chat_id = time.monotonic(), chat["id"]
        self._sent_at = [(at, to) for at, to in self._sent_at if now - at < 60]
        everywhere = [at for at, _ in self._sent_at]
        here = [at for at, to in self._sent_at if to == chat_id]
        rules = [(everywhere, self.flood.messages_per_second, 1.0), (here, self.flood.chat_messages_per_second, 1.0)]
        if chat["type"] != "private":
            rules.append((here, self.flood.group_messages_per_minute, 60.0))
        for sent, limit, window_s in rules:
            recent = [at for at in sent if now - at < window_s - FLOOD_SLACK_S]
            if len(recent) >= limit:
                wait = max(1, round(window_s - (now - recent[0])))
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        self._sent_at.append((now, chat_id))
