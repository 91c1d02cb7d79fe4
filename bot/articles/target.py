"""A link, taken apart and checked before anything is looked up: scheme, host, port, no credentials, no disguise."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, urljoin, urlsplit

import idna

from bot.articles.addresses import Address, is_public
from bot.articles.telegram_posts import ONLY_IN_TELEGRAM
from bot.errors import UnsafeAddressError

WEB_PORTS = frozenset({80, 443})
MAX_URL_CHARS = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

# Names that never belong to the public internet (IANA's special-use domain names, and what networks use at home).
PRIVATE_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid", "alt")

_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")  # a last label like this makes browsers and libc read the host as an address
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # parsers disagree about them
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"

NOT_AN_ADDRESS = "That is not a web address that I can open."
NOT_THE_WEB = "I only open links of the web (http and https). Send me the file itself, or paste the text."
PRIVATE_ADDRESS = "That link points into a private network, so I did not open it."


@dataclass(frozen=True, slots=True)
class Target:
    """A link that may be asked for, as far as can be told without looking its name up."""

    scheme: str  # "http" or "https"
    host: str  # ASCII, lower case; an IPv6 address without its brackets
    port: int
    path: str  # path and query, percent-encoded
    address: Address | None  # where the host is one

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole link, without its fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def parse_target(
    url: str, *, is_allowed: Callable[[Address], bool] = is_public, ports: Container[int] = WEB_PORTS
) -> Target:
    """The parts of a link.

    Raises:
        UnsafeAddressError: it is malformed, disguised, private, or of a scheme or port that is never fetched.
    """
    url = url.strip(" \t\r\n")
    if len(url) > MAX_URL_CHARS or _CONTROL.search(url):
        raise UnsafeAddressError(NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnsafeAddressError(NOT_AN_ADDRESS) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise UnsafeAddressError(ONLY_IN_TELEGRAM if parts.scheme == "tg" else NOT_THE_WEB)
    if "@" in parts.netloc:
        raise UnsafeAddressError("I do not open links that carry a user name or a password.")
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise UnsafeAddressError(f"I do not open links to port {port}, only to the usual ports of the web.")
    host, address = _parse_host(parts.netloc, parts.hostname or "")
    if address is not None and not is_allowed(address):
        raise UnsafeAddressError(PRIVATE_ADDRESS)
    path = quote(parts.path or "/", safe=_PATH_SAFE)
    query = f"?{quote(parts.query, safe=_PATH_SAFE + '?')}" if parts.query else ""
    return Target(parts.scheme, host, port, path + query, address)


def join_target(base: Target, location: str) -> str:
    """Where a redirect or a link on a page leads, seen from `base`."""
    return urljoin(base.url, location.strip())


def _parse_host(netloc: str, host: str) -> tuple[str, Address | None]:
    if netloc.startswith("["):
        return _parse_ipv6(netloc, host)
    name = _to_ascii(host.removesuffix(".").lower())
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UnsafeAddressError(NOT_AN_ADDRESS)
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return name, ip_address(name)
        except ValueError as error:  # decimal, octal, hexadecimal, shortened
            raise UnsafeAddressError(PRIVATE_ADDRESS) from error
    if len(labels) == 1 or any(f".{name}".endswith(f".{suffix}") for suffix in PRIVATE_SUFFIXES):
        raise UnsafeAddressError(PRIVATE_ADDRESS)
    return name, None


def _parse_ipv6(netloc: str, host: str) -> tuple[str, Address]:
    literal = netloc[1:].partition("]")[0]
    try:
        if "%" in literal:  # a zone names one of our own network cards
            raise ValueError("zone")
        address = IPv6Address(literal)
    except ValueError as error:
        raise UnsafeAddressError(NOT_AN_ADDRESS) from error
    return host, address


def _to_ascii(host: str) -> str:
    """The name in ASCII; circled digits, full-width letters and ideographic dots are refused, not translated."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, strict=True).decode("ascii")
    except idna.IDNAError as error:
        raise UnsafeAddressError(NOT_AN_ADDRESS) from error
