"""Names that the operator pinned to an address."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.articles.gate import FetchGate
from bot.errors import UnsafeAddressError
from config.settings import FetchSettings, load_settings


def settings(**hosts: str) -> FetchSettings:
    return load_settings().fetch.model_copy(
        update={"hosts": {f"{name}.example": where for name, where in hosts.items()}}
    )


async def test_a_pinned_name_is_fetched_from_its_address_under_its_own_name(
    serve: Callable[..., Awaitable[Any]], answered: Callable[..., bytes]
) -> None:
    server = await serve(answered(b"news"))
    async with FetchGate(settings(paper=f"127.0.0.1:{server.port}")) as gate:
        fetched = await gate.fetch_content("http://paper.example/a")
    assert fetched.body == b"news"
    assert "host: paper.example\r\n" in server.requests[0].lower()


async def test_a_pinned_name_opens_no_way_to_its_neighbors(
    serve: Callable[..., Awaitable[Any]], answered: Callable[..., bytes]
) -> None:
    away = answered(status="302 Found", headers="Location: http://127.0.0.1/secret\r\n")
    server = await serve(away)
    async with FetchGate(settings(paper=f"127.0.0.1:{server.port}")) as gate:
        with pytest.raises(UnsafeAddressError):
            await gate.fetch_content("http://paper.example/a")
        with pytest.raises(UnsafeAddressError):
            await gate.fetch_content("http://127.0.0.1/")
    assert len(server.requests) == 1
