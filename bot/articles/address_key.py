"""When are two links the same page? A key for telling, never for showing or fetching."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# What senders add to see where a reader comes from. The publisher's own parameters (?id=7, ?p=2) stay.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|pk_\w+|mtm_\w+|hsa_\w+|ns_\w+|mc_[ce]id|(?:fb|g|dc|ms|tw|yc|i|wick|tt)clid|gbraid|wbraid|gclsrc|_ga|_gl|igshid?|"
    r"ref|ref_src|ref_url|referrer|cmpid?|campaign|ocid|ito|sr_share|smid|share|shared?_from|soc_(?:src|trk)|spm|"
    r"partner|traffic_source|guccounter|guce_referrer(?:_sig)?|__twitter_impression|embeds_referring_euri|feature|si"
)
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


def build_address_key(url: str) -> str:
    """The same text for links that lead to the same page: no scheme, "www.", tracking or fragment.

    >>> build_address_key("https://www.example.org/a/?utm_source=tg&id=7#top")
    'example.org/a?id=7'
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    kept = sorted(
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k.lower())
    )
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{_MOBILE.sub('', host)}{port}{parts.path.rstrip('/')}{query}"
