"""One key for the many addresses of one page. Never shown or opened: the reader gets the publisher's own link."""

from urllib.parse import urlsplit

from courlan import normalize_url

_MIRRORS = ("www.", "m.", "mobile.", "amp.")


def canonical_key(url: str) -> str:
    """A link without what differs between copies of it: scheme, "www.", tracking parameters, fragment, final slash.

    >>> canonical_key("https://www.example.org/news/1/?utm_source=rss&id=7#comments")
    'example.org/news/1?id=7'
    >>> canonical_key("http://m.example.org/news/1?id=7") == canonical_key("https://example.org/news/1/?id=7")
    True
    """
    try:
        parts = urlsplit(normalize_url(url.partition("#")[0]))
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    except ValueError:
        return url.strip()
    for prefix in _MIRRORS:
        host = host.removeprefix(prefix)
    path = parts.path.rstrip("/").removesuffix("/amp")
    return host + path + (f"?{parts.query}" if parts.query else "")
