"""The chat page in front of the local Bot API: static files, one stream of changes, and what the page may send.

The page talks to this process only; the bot stays a stranger to it and sees nothing but the Bot API.
"""

import json
import re
import time
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from bot.demo.bot_api import USER_ID, LocalBotApi, channel_origin
from bot.demo.demo_clock import DemoClock
from bot.demo.loopback_guard import LoopbackGuard
from bot.demo.outlets import Outlets
from bot.demo.rules import ApiError, JsonObject, checked_text
from bot.demo.samples import Sample
from bot.demo.state import TelegramState

STATIC = Path(__file__).with_name("static")
TYPING_S = 5.0  # how long a chat action shows
DRAFT_S = 30.0
KEEPALIVE_S = 15.0
MAX_BODY_BYTES = 21 * 2**20
MAX_MESSAGE_UTF16_UNITS = 4096  # longer texts are sent as several messages, as every client does
EVIDENCE = re.compile(r"evidence:(\d+)")

AFTER_DUE = timedelta(seconds=1)


class Records(Protocol):
    """What the page may know of the bot beyond its messages."""

    def find_answer(self, request_id: int, shown: str) -> Awaitable[JsonObject | None]:
        """The JSON contract, with text and trace, of the answer that reads `shown`."""

    def find_next_digest(self) -> Awaitable[datetime | None]:
        """When the next digest is due."""


class ChatPage:
    """The routes of the page for one reader, USER_ID."""

    def __init__(self, samples: tuple[Sample, ...], *, records: Records, clock: DemoClock) -> None:
        self._samples = {sample.name: sample for sample in samples}
        self._outlets = Outlets(samples)
        self._records = records
        self._clock = clock

    @property
    def hosts(self) -> list[str]:
        """Names that the bot must be able to reach at the page's address: the samples' outlets."""
        return self._outlets.hosts

    def build_app(self, api: LocalBotApi) -> Any:
        """The page and the Bot API on one address."""
        self._api = api
        api.add_chat(USER_ID)
        routes = [
            *api.server.routes(),
            *self._outlets.routes(),
            Route("/", self._index),
            Route("/chat/events", self._events),
            Route("/chat/samples", self._list_samples),
            Route("/chat/clock", self._tell_time),
            Route("/chat/clock/next-digest", self._move_time, methods=["POST"]),
            Route("/chat/messages", self._post_message, methods=["POST"]),
            Route("/chat/files", self._post_file, methods=["POST"]),
            Route("/chat/presses", self._press, methods=["POST"]),
            Route("/chat/answers/{message_id:int}", self._answer),
        ]
        app = Starlette(routes=routes, middleware=[Middleware(LoopbackGuard, port=lambda: api.port)])
        app.mount("/static", StaticFiles(directory=STATIC))
        return self._outlets.under_own_names(app)

    async def _index(self, _request: Request) -> Response:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def _list_samples(self, _request: Request) -> Response:
        fields = ("name", "headline", "outlet", "look_for", "site")
        return JSONResponse([{field: getattr(sample, field) for field in fields} for sample in self._samples.values()])

    async def _post_message(self, request: Request) -> Response:
        """A sample by its name, forwarded or as a link; or a text, with a channel that it is forwarded from."""
        wanted = await _json(request)
        if wanted is None:
            return _refused("That is not a message.")
        if wanted.get("sample") in self._samples:
            sample = self._samples[wanted["sample"]]
            number = list(self._samples).index(sample.name) + 1
            self._api.post_text(**({"text": sample.url} if wanted.get("as_link") else sample.as_forward(number)))
            return Response(status_code=204)
        links = [entity for entity in wanted.get("entities", []) if entity.get("type") == "text_link"]
        pieces = split_text(str(wanted.get("text", "")).strip())
        try:
            checked = [checked_text(piece, None if number else links) for number, piece in enumerate(pieces)]
        except ApiError as error:
            return _refused(error.description)
        channel = wanted.get("channel")
        origin = channel and {"forward_origin": channel_origin(channel["title"], channel.get("username") or None)}
        for text, entities in checked:
            self._api.post_text(text, entities=entities, **(origin or {}))
        return Response(status_code=204)

    async def _post_file(self, request: Request) -> Response:
        body = await request.body()
        if not body or len(body) > MAX_BODY_BYTES:
            return _refused("The file is empty, or larger than the 20 MB that Telegram allows.")
        name = unquote(request.headers.get("x-file-name", "file"))
        mime_type = request.headers.get("x-file-type", "application/octet-stream")
        self._api.post_file(body, name=name, mime_type=mime_type, caption=unquote(request.headers.get("x-caption", "")))
        return Response(status_code=204)

    async def _press(self, request: Request) -> Response:
        wanted = await _json(request)
        try:
            query_id = self._api.press(wanted["data"], message_id=wanted["message_id"]) if wanted else ""
        except LookupError:
            return _refused("That button is gone.")
        return JSONResponse({"query_id": query_id})

    async def _answer(self, request: Request) -> Response:
        """The stored summary behind an answer; its Evidence button says which."""
        message_id = request.path_params["message_id"]
        message = next((m for m in self._api.messages() if m["message_id"] == message_id), {})
        found = EVIDENCE.search(json.dumps(message.get("reply_markup", {})))
        answer = await self._records.find_answer(int(found[1]), message["text"]) if found else None
        return JSONResponse(answer) if answer else _refused("That answer is no longer kept.")

    async def _tell_time(self, _request: Request) -> Response:
        next_digest_at = await self._records.find_next_digest()
        moments = {"now": self._clock.now(), "next_digest_at": next_digest_at}
        return JSONResponse({name: moment and moment.isoformat() for name, moment in moments.items()})

    async def _move_time(self, request: Request) -> Response:
        """On to the moment of the next digest."""
        next_digest_at = await self._records.find_next_digest()
        if next_digest_at is None:
            return _refused("There is no digest to wait for yet: follow an outlet, and set a time zone.")
        self._clock.move_to(next_digest_at + AFTER_DUE)
        return await self._tell_time(request)

    async def _events(self, _request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=headers)

    async def _changes(self) -> AsyncIterator[str]:
        """What changed since the last event; the first holds everything."""
        shown = Shown()
        server = self._api.server
        while not server.is_closing:
            change = shown.difference(self._api.state)
            yield f"data: {json.dumps(change)}\n\n" if change else ": still here\n\n"
            await server.changed(TYPING_S if shown.is_active else KEEPALIVE_S)


class Shown:
    """What one open page has been told already."""

    def __init__(self) -> None:
        self._messages: dict[int, str] = {}
        self._answered: set[str] = set()
        self._activity: JsonObject | None = None

    @property
    def is_active(self) -> bool:
        """Whether something shows that ends by itself."""
        return bool(self._activity and (self._activity["is_typing"] or self._activity["draft"]))

    def difference(self, state: TelegramState) -> JsonObject | None:
        """New and edited messages, deleted ones, typing, answered buttons; None where nothing changed."""
        with state.lock:
            now = {number: json.dumps(message) for number, message in state.messages[USER_ID].items()}
            answers = {q: a for q, a in state.callback_answers.items() if a is not None and q not in self._answered}
            activity = _activity(state)
        changed = [text for number, text in now.items() if self._messages.get(number) != text]
        removed = [number for number in self._messages if number not in now]
        is_same = not (changed or removed or answers) and activity == self._activity
        self._messages, self._activity = now, activity
        self._answered |= answers.keys()
        if is_same:
            return None
        told = [{"query_id": query_id, "text": answer.get("text", "")} for query_id, answer in answers.items()]
        return {"messages": [json.loads(text) for text in changed], "removed": removed, "answers": told, **activity}


def split_text(text: str) -> list[str]:
    """A long text as a client sends it: parts of 4,096 UTF-16 units, cut between lines or words."""
    out = []
    while len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_MESSAGE_UTF16_UNITS:
        fitting = text.encode("utf-16-le", "surrogatepass")[: 2 * MAX_MESSAGE_UTF16_UNITS].decode("utf-16-le", "ignore")
        at = max(fitting.rfind("\n"), fitting.rfind(" ")) if fitting.strip() else -1
        at = at if at > len(fitting) // 2 else len(fitting)
        out.append(text[:at].strip())
        text = text[at:].strip()
    return [*out, text]


def _activity(state: TelegramState) -> JsonObject:
    now = time.monotonic()
    action, since = state.actions.get(USER_ID, ("", 0.0))
    draft = state.drafts.get(USER_ID)
    is_fresh = draft is not None and now - draft["at"] < DRAFT_S
    return {
        "is_typing": action == "typing" and now - since < TYPING_S,
        "draft": {key: draft[key] for key in ("text", "entities")} if draft and is_fresh else None,
    }


async def _json(request: Request) -> JsonObject | None:
    """The body; None where it is no JSON object."""
    try:
        value = json.loads(await request.body())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _refused(reason: str) -> Response:
    return PlainTextResponse(reason, status_code=400)
