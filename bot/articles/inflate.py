"""Unpack a gzip stream without ever holding more than was allowed: a 10 kB bomb stays 10 kB."""

import zlib

CHUNK_BYTES = 64 * 1024


class TooLargeError(Exception):
    """More bytes than allowed."""


class BoundedBody:
    """Collects a body piece by piece, unpacked, up to `max_bytes`."""

    def __init__(self, max_bytes: int, *, is_gzip: bool) -> None:
        self._max_bytes = max_bytes
        self._raw_bytes = 0
        self._body = bytearray()
        self._gzip = _gzip() if is_gzip else None

    def add(self, raw: bytes) -> None:
        """Take in the next piece as it came from the wire.

        Raises:
            TooLargeError: the body, packed or unpacked, exceeds the maximum.
            zlib.error: it is not gzip.
        """
        self._raw_bytes += len(raw)
        if self._raw_bytes > self._max_bytes:
            raise TooLargeError
        if self._gzip is None:
            self._body += raw
            return
        while raw:
            room = self._max_bytes - len(self._body) + 1  # one more than allowed, to see that there is more
            self._body += self._gzip.decompress(raw, min(room, CHUNK_BYTES))
            if len(self._body) > self._max_bytes:
                raise TooLargeError
            raw = self._gzip.unconsumed_tail
            if self._gzip.eof:  # another member may follow; zeros are padding
                raw = self._gzip.unused_data.lstrip(b"\0")
                self._gzip = _gzip()

    def close(self) -> bytes:
        """The whole body."""
        return bytes(self._body)


def _gzip() -> "zlib._Decompress":
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
