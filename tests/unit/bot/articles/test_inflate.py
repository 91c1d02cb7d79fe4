"""Unpacking within a bound."""

import gzip
import tracemalloc
import zlib

import pytest

from bot.articles.inflate import BoundedBody, TooLargeError


def _packed(data: bytes, size: int = 7) -> list[bytes]:
    packed = gzip.compress(data)
    return [packed[i : i + size] for i in range(0, len(packed), size)]


def test_exactly_the_limit_is_taken_and_one_more_byte_is_not():
    for is_gzip in (True, False):
        body = BoundedBody(1000, is_gzip=is_gzip)
        for piece in _packed(b"x" * 1000) if is_gzip else [b"x" * 500] * 2:
            body.add(piece)
        assert body.close() == b"x" * 1000
    body = BoundedBody(1000, is_gzip=True)
    with pytest.raises(TooLargeError):
        for piece in _packed(b"x" * 1001):
            body.add(piece)


def test_several_members_and_padding_are_one_body():
    body = BoundedBody(1000, is_gzip=True)
    body.add(gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20))
    assert body.close() == b"one two"


def test_many_empty_members_count_as_received_bytes():
    body = BoundedBody(1000, is_gzip=True)
    with pytest.raises(TooLargeError):
        body.add(gzip.compress(b"") * 100)


def test_a_bomb_takes_no_more_memory_than_the_limit():
    bomb = gzip.compress(bytes(100_000_000))
    body = BoundedBody(10_000_000, is_gzip=True)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            body.add(bomb)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 32_000_000


def test_what_is_not_gzip_is_an_error():
    with pytest.raises(zlib.error):
        BoundedBody(1000, is_gzip=True).add(b"plain text")
