"""What sites ask of programs."""

import pytest

from bot.articles.robots import Robots
from bot.errors import UnsafeAddressError

RULES = b"User-agent: *\nDisallow: /private\n\nUser-agent: Byline\nDisallow: /no\n"


async def test_rules_are_obeyed_and_asked_for_once(serve, answered, loopback_gate):
    server = await serve({"/robots.txt": answered(RULES)})
    robots = Robots(await loopback_gate())
    assert await robots.allows(server.url("/news/1"))
    assert not await robots.allows(server.url("/no/2"))
    assert await robots.allows(server.url("/private/3"))  # the rules for us go before those for everybody
    assert server.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "is_allowed"),
    [("404 Not Found", True), ("403 Forbidden", True), ("500 Oops", False), ("429 Slow", False)],
)
async def test_without_rules_a_page_may_be_read_but_not_while_a_site_is_in_trouble(
    serve, answered, loopback_gate, status, is_allowed
):
    server = await serve(answered(status=status))
    assert await Robots(await loopback_gate()).allows(server.url("/a")) is is_allowed


async def test_a_site_that_cannot_be_reached_is_left_alone(loopback_gate, unused_port):
    assert not await Robots(await loopback_gate()).allows(f"http://127.0.0.1:{unused_port}/a")


async def test_a_private_address_is_told(loopback_gate):
    with pytest.raises(UnsafeAddressError):
        await Robots(await loopback_gate()).allows("http://10.0.0.1/a")
