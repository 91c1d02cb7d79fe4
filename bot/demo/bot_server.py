"""The HTTP side of the local Bot API: requests in, Telegram's envelope out, long polls, webhooks, downloads, faults."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.methods import METHODS
from bot.demo.rules import ApiError, JsonObject, bad_request
from bot.demo.state import Call, Fault, TelegramState

MAX_POLL_S = 50.0
MAX_UPDATES = 100
WEBHOOK_RETRY_S = (0.1, 0.2, 0.5, 1.0)  # then again and again by the last; Telegram waits up to two minutes
PLAIN_TEXT = frozenset({"text", "caption", "callback_query_id", "file_id", "url", "secret_token", "description"})


@dataclass
class BotServer:
    """The routes of one bot with one token."""

    state: TelegramState
    token: str
    _wakers: set[asyncio.Event] = field(default_factory=set)
    _poller: object = None
    is_closing: bool = False

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Within it long polls wake and webhooks are delivered."""
        loop = asyncio.get_running_loop()
        listener = _Listener(loop, self._wake)
        self.state.changed.append(listener)
        webhooks = asyncio.create_task(self._deliver_webhooks(), name="local-webhooks")
        try:
            yield
        finally:
            self.state.changed.remove(listener)
            webhooks.cancel()
            await asyncio.wait([webhooks])

    def close_polls(self) -> None:
        """Answer the waiting poll, so that the server can stop."""
        self.is_closing = True
        self._wake()

    def _wake(self) -> None:
        for event in self._wakers:
            event.set()

    async def changed(self, timeout_s: float) -> None:
        """Return at the next change, or after the time."""
        event = asyncio.Event()
        self._wakers.add(event)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), timeout_s)
        finally:
            self._wakers.discard(event)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        try:
            params = await _params(request)
        except ValueError:
            return _refusal(bad_request("can't parse the request's parameters"))
        with self.state.lock:
            fault = self.state.take_fault(method, params)
        try:
            if fault and fault.error:
                raise fault.error
            result = await self._answer(method, params)
        except ApiError as error:
            self._log(method, params, error.status)
            return _refusal(error)
        self._log(method, params, 200)
        return await _delivered(result, fault)

    def _log(self, method: str, params: JsonObject, status: int) -> None:
        with self.state.lock:
            self.state.calls.append(Call(method, params, time.monotonic(), status))
            self.state.notify()

    async def _answer(self, method: str, params: JsonObject) -> bytes:
        """The result as JSON: it is written under the lock, as later edits change the same objects."""
        if method == "getUpdates":
            return json.dumps(await self._get_updates(params)).encode()
        if method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        with self.state.lock:
            return json.dumps(METHODS[method](self.state, params)).encode()

    async def _get_updates(self, params: JsonObject) -> list[JsonObject]:
        """A long poll; a newer one, or a webhook, ends it with 409."""
        me = self._poller = object()
        self._wake()
        with self.state.lock:
            if "allowed_updates" in params:
                self.state.allowed_updates = params["allowed_updates"]
            if "offset" in params:
                self.state.confirm(params["offset"])
        limit = min(max(params.get("limit", MAX_UPDATES), 1), MAX_UPDATES)
        end = time.monotonic() + min(params.get("timeout", 0), MAX_POLL_S)
        while True:
            with self.state.lock:
                if self.state.webhook:
                    reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
                    raise ApiError(409, f"Conflict: {reason}")
                batch = list(self.state.updates)[:limit]
            if self._poller is not me:
                reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
                raise ApiError(409, f"Conflict: {reason}")
            left_s = end - time.monotonic()
            if batch or left_s <= 0 or self.is_closing:
                return batch
            await self.changed(left_s)

    async def _deliver_webhooks(self) -> None:
        """Post each update, in order, until it is taken with a 2xx answer."""
        failures = 0
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            while True:
                with self.state.lock:
                    hook = dict(self.state.webhook)
                    update = self.state.updates[0] if hook and self.state.updates else None
                if update is None:
                    await self.changed(MAX_POLL_S)
                    continue
                if await _posted(client, hook, update):
                    failures = 0
                    with self.state.lock, contextlib.suppress(ValueError):
                        self.state.updates.remove(update)
                else:
                    await asyncio.sleep(WEBHOOK_RETRY_S[min(failures, len(WEBHOOK_RETRY_S) - 1)])
                    failures += 1

    async def _download(self, request: Request) -> Response:
        path = request.path_params["path"]
        with self.state.lock:
            file = next((file for file in self.state.files.values() if file["file_path"] == path), None)
        if request.path_params["token"] != self.token or file is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(file["bytes"], media_type="application/octet-stream")


@dataclass(frozen=True)
class _Listener:
    """Wakes the server's loop from whichever thread changed the state."""

    loop: asyncio.AbstractEventLoop
    wake: Any

    def __call__(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self.loop.call_soon_threadsafe(self.wake)


async def _params(request: Request) -> JsonObject:
    """What was sent, whichever way: JSON, form or multipart (values there are JSON), query; files as tuples."""
    out: JsonObject = {key: _decoded(key, value) for key, value in request.query_params.items()}
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError(body)
        return out | {key: _decoded(key, value) if isinstance(value, str) else value for key, value in body.items()}
    if request.method == "POST" and kind:
        async with request.form() as form:
            for key, value in form.multi_items():
                if isinstance(value, str):
                    out[key] = _decoded(key, value)
                else:
                    name, mime_type = value.filename or "file", value.content_type or "application/octet-stream"
                    out[key] = (name, await value.read(), mime_type)
    return out


def _decoded(key: str, value: str) -> Any:
    if key in PLAIN_TEXT:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _refusal(error: ApiError) -> Response:
    body: JsonObject = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return JSONResponse(body, status_code=error.status)


async def _delivered(result: bytes, fault: Fault | None) -> Response:
    body = b'{"ok":true,"result":' + result + b"}"
    if fault and fault.is_dropped:
        return StreamingResponse(_cut(body), headers={"content-length": str(len(body))})
    if fault:
        await asyncio.sleep(fault.delay_s)
    return Response(body, media_type="application/json")


async def _cut(body: bytes) -> AsyncIterator[bytes]:
    """Half of the answer; the server then finds it incomplete and closes the connection."""
    yield body[: len(body) // 2]


async def _posted(client: httpx.AsyncClient, hook: JsonObject, update: JsonObject) -> bool:
    secret = hook.get("secret_token")
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    try:
        answer = await client.post(hook["url"], json=update, headers=headers)
    except httpx.HTTPError:
        return False
    return answer.is_success
