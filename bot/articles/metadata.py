"""What a page says about itself: for people in its tags, for machines in JSON-LD."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from bot.articles.page import Page

MAX_NODES = 2000  # of JSON-LD
MAX_REFRESH_S = 10.0  # slower ones reload the page, they do not lead on
ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|WebPage)$")
ORGANIZATION_TYPES = re.compile(r"(?:NewsMedia)?Organization$")

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "cxenseparse:recs:publishtime", "datepublished",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "dcterms.modified", "lastmod", "datemodified")


class Declared:
    """The declarations of one page: `meta` by name or property, `nodes` of its JSON-LD."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if name and element.get("content"):
                self.meta.setdefault(name.strip().lower(), element.get("content").strip())
        self.nodes = list(islice(_json_ld(tree), MAX_NODES))

    @property
    def article(self) -> dict[str, Any]:
        """The node that describes the article, the most telling one; empty where there is none."""
        articles = [node for node in self.nodes if any(ARTICLE_TYPES.match(kind) for kind in types_of(node))]
        return max(articles, key=lambda node: ("datePublished" in node) + ("headline" in node), default={})

    def find_meta(self, *names: str) -> str | None:
        """The first of these that is set."""
        return next((self.meta[name] for name in names if self.meta.get(name)), None)


def build_page(tree: HtmlElement, url: str) -> Page:
    """A page without its text."""
    from trafilatura.metadata import extract_metadata

    declared = Declared(tree)
    article = declared.article
    guessed = extract_metadata(
        tree, url, date_config={"original_date": True, "extensive_search": False}, extensive=False
    )
    access = [node.get("isAccessibleForFree") for node in declared.nodes]
    html_class = tree.get("class") or ""
    return Page(
        title=_text(article.get("headline")) or declared.find_meta("og:title", "twitter:title") or guessed.title,
        author=_names(article.get("author")) or (guessed.author or "").replace("; ", ", ") or None,
        publisher=_names(article.get("publisher"))
        or declared.find_meta("og:site_name")
        or _organization(declared)
        or guessed.sitename,
        published=find_moment(article.get("datePublished"), *(declared.meta.get(name) for name in _PUBLISHED))
        or guessed.date,
        updated=find_moment(article.get("dateModified"), *(declared.meta.get(name) for name in _UPDATED)),
        language=find_language(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        description=declared.find_meta("og:description", "description", "twitter:description"),
        canonical_url=_canonical(declared, url),
        refresh_url=_refresh(tree, url),
        is_paid=any(str(value).lower() == "false" for value in access)
        or declared.find_meta("article:content_tier") in ("locked", "metered"),
        is_live=any("LiveBlogPosting" in types_of(node) for node in declared.nodes),
        is_amp=tree.get("amp") is not None or tree.get("⚡") is not None,
        is_translated="translated-" in html_class or ".translate.goog/" in url,
    )


def find_live_entries(tree: HtmlElement, *, most: int) -> list[tuple[str, str]]:
    """(headline, body) of a live blog's newest entries, the newest first."""
    dated: list[tuple[str, str, str]] = []
    for node in islice(_json_ld(tree), MAX_NODES):
        updates = node.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else []:
            body = _text(update.get("articleBody")) if isinstance(update, dict) else None
            if body:
                moment = find_moment(update.get("datePublished"), update.get("dateModified")) or ""
                dated.append((moment, _text(update.get("headline")) or "", body))
    dated.sort(key=lambda entry: entry[0], reverse=True)
    return [(headline, body) for _, headline, body in dated[:most]]


def types_of(node: dict[str, Any]) -> list[str]:
    """The JSON-LD types of a node."""
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def find_moment(*values: object) -> str | None:
    """The first ISO moment or date among them, as ISO text.

    >>> find_moment(None, "soon", "2024-02-30", "2024-03-01T08:00:00Z")
    '2024-03-01T08:00:00+00:00'
    """
    for value in values:
        if not isinstance(value, str):
            continue
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            continue
        if moment.tzinfo is None and "T" not in value:
            return moment.date().isoformat()
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    return None


def find_language(tag: str | None) -> str | None:
    """The language of a tag such as "de-AT"."""
    match = re.match(r"\s*([a-zA-Z]{2})(?:$|[-_\s])", tag or "")
    return match[1].lower() if match else None


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text or "")
        try:
            stack: list[Any] = [json.loads(text.rstrip(" ;\n\t"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack.extend(reversed(node))
            elif isinstance(node, dict):
                yield node
                stack.extend(
                    value
                    for key, value in node.items()
                    if key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
                )


def _names(value: Any) -> str | None:
    """Names of people or an organization: a text, a node, or a list of either."""
    values = value if isinstance(value, list) else [value]
    names = [_text(one.get("name") if isinstance(one, dict) else one) for one in values[:8]]
    kept = [name for name in dict.fromkeys(names) if name and not name.startswith(("http:", "https:"))]
    return ", ".join(kept) or None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _organization(declared: Declared) -> str | None:
    found = (_text(node.get("name")) for node in declared.nodes if any(map(ORGANIZATION_TYPES.match, types_of(node))))
    return next((name for name in found if name), None)


def _canonical(declared: Declared, url: str) -> str | None:
    links = declared.tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    told = str(links[0]) if links else declared.meta.get("og:url")
    return urljoin(url, told.strip()) if told else None


def _refresh(tree: HtmlElement, url: str) -> str | None:
    for element in tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']"):
        match = re.match(
            r"\s*([\d.]+)\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", element.get("content", ""), re.IGNORECASE
        )
        if match and match[1].count(".") < 2 and float(match[1] or 0) <= MAX_REFRESH_S:
            return urljoin(url, str(match[2]))
    return None
