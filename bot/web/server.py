"""The small web app of a bot or worker process: /healthz, /metrics, and the webhook where one is configured."""

import contextlib
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import StorageError

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
MAX_UPDATE_BYTES = 2_000_000
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates, and what it has to know."""

    path: str
    secret: str
    add: Callable[[Sequence[Payload]], Awaitable[None]]


def build_web(
    *,
    health: Callable[[], Awaitable[Mapping[str, str]]],
    metrics: Callable[[], Awaitable[str]],
    webhook: Webhook | None,
) -> Starlette:
    """The routes.

    Args:
        health: what was looked at -> "ok", or what is wrong with it.
        metrics: Prometheus text.
    """

    async def healthz(_request: Request) -> Response:
        found = await health()
        return JSONResponse(dict(found), status_code=200 if set(found.values()) <= {"ok"} else 503)

    async def metrics_text(_request: Request) -> Response:
        return PlainTextResponse(await metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    routes = [Route("/healthz", healthz), Route("/metrics", metrics_text)]
    if webhook:
        routes.append(Route(webhook.path, _taker(webhook), methods=["POST"]))
    return Starlette(routes=routes)


def _taker(webhook: Webhook) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        """200 only once the update is stored: Telegram repeats whatever gets another answer."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), webhook.secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except ValueError:
            return Response(status_code=400)
        try:
            await webhook.add([update] if isinstance(update, dict) else [])
        except StorageError as error:
            logger.warning("an update waits at Telegram: %s", error)
            return Response(status_code=503)
        return Response(status_code=200)

    return take


async def _body(request: Request) -> bytes | None:
    """The body; None where it is larger than any update."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_UPDATE_BYTES:
            return None
    return body


def open_socket(host: str, port: int) -> socket.socket | None:
    """A listening socket; None, and a warning, where the port is taken."""
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        logger.warning("no /healthz and /metrics: %s port %d: %s", host, port, error.strerror)
        return None
    # asyncio sets it only where a socket names its protocol; without it every answer waits 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class WebServer(uvicorn.Server):
    """uvicorn inside our own process: signals are ours."""

    def __init__(self, app: Starlette, listening: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        )
        self._listening = listening

    async def run_until_stopped(self) -> None:
        """Serve until `should_exit`."""
        await self.serve(sockets=[self._listening])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
