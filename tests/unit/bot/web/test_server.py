from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from bot.errors import StorageError
from bot.web.server import MAX_UPDATE_BYTES, SECRET_HEADER, Webhook, build_web

UPDATE = {"update_id": 7, "message": {}}


class Inbox:
    def __init__(self, error: Exception | None = None) -> None:
        self.stored: list[dict[str, Any]] = []
        self.error = error

    async def add(self, payloads: Sequence[dict[str, Any]]) -> None:
        if self.error:
            raise self.error
        self.stored += payloads


def client(inbox: Inbox | None = None, health: Mapping[str, str] | None = None) -> httpx.AsyncClient:
    async def found() -> Mapping[str, str]:
        return health or {}

    async def metrics() -> str:
        return "byline_up 1\n"

    webhook = Webhook("/in", "secret", inbox.add) if inbox else None
    app = build_web(health=found, metrics=metrics, webhook=webhook)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")


async def test_an_update_with_the_secret_is_stored_before_the_answer() -> None:
    inbox = Inbox()
    answer = await client(inbox).post("/in", json=UPDATE, headers={SECRET_HEADER: "secret"})
    assert (answer.status_code, inbox.stored) == (200, [UPDATE])


async def test_without_the_secret_nothing_is_stored() -> None:
    inbox = Inbox()
    for headers in ({}, {SECRET_HEADER: "Secret"}, {SECRET_HEADER: "secret "}, {SECRET_HEADER: ""}):
        answer = await client(inbox).post("/in", json=UPDATE, headers=headers)
        assert answer.status_code == 403
    assert inbox.stored == []


async def test_an_update_that_cannot_be_stored_is_left_to_telegram() -> None:
    answer = await client(Inbox(StorageError("away"))).post("/in", json=UPDATE, headers={SECRET_HEADER: "secret"})
    assert answer.status_code == 503


async def test_what_is_no_update_is_refused() -> None:
    inbox = Inbox()
    headers = {SECRET_HEADER: "secret"}
    assert (await client(inbox).post("/in", content=b"{", headers=headers)).status_code == 400
    assert (await client(inbox).post("/in", content=b"\xff", headers=headers)).status_code == 400
    assert (await client(inbox).post("/in", content=b"x" * (MAX_UPDATE_BYTES + 1), headers=headers)).status_code == 413
    assert (await client(inbox).get("/in")).status_code == 405
    assert inbox.stored == []


async def test_health_is_503_while_anything_is_wrong() -> None:
    well = await client(health={"database": "ok", "model": "ok"}).get("/healthz")
    assert (well.status_code, well.json()) == (200, {"database": "ok", "model": "ok"})
    ill = await client(health={"database": "ok", "model": "loading"}).get("/healthz")
    assert ill.status_code == 503


async def test_metrics_are_plain_text_and_no_webhook_is_open_unless_configured() -> None:
    answer = await client().get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert (await client().post("/in", json=UPDATE)).status_code == 404
