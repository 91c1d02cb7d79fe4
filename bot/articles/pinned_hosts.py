"""Names that the person who runs the bot has given an address, as in /etc/hosts: dialed there, whatever it is.

Everything else goes through the checks. Nothing a user or a page says can add a name.
"""

from collections.abc import Iterable, Mapping

import httpcore


class PinnedHosts(httpcore.AsyncNetworkBackend):
    """httpcore's seam for opening connections, around the checked one."""

    def __init__(self, checked: httpcore.AsyncNetworkBackend, hosts: Mapping[str, str]) -> None:
        """`hosts` maps a name in lower case to "address:port"."""
        self._checked = checked
        self._hosts = {name: _parse(where) for name, where in hosts.items()}
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the pinned address, else as the checked backend does."""
        if host in self._hosts:
            address, port = self._hosts[host]
            return await self._inner.connect_tcp(address, port, timeout=timeout)
        return await self._checked.connect_tcp(host, port, timeout, local_address, socket_options)


def _parse(where: str) -> tuple[str, int]:
    address, _, port = where.rpartition(":")
    return address.strip("[]"), int(port)
