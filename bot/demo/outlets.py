"""The outlets of the samples as sites on loopback: front page, feed and articles, for the bot and for a browser."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from string import Template
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.samples import Sample

AGE = timedelta(minutes=40)  # how much older each sample is than the one before it in the list
FEED_PATH = "feed.xml"

PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$headline</title>
<link rel="canonical" href="$url">
<link rel="stylesheet" href="/static/outlet.css">
<link rel="alternate" type="application/rss+xml" title="$outlet" href="$site/feed.xml">
<meta property="og:type" content="article">
<meta property="og:title" content="$headline">
<meta property="og:site_name" content="$outlet">
<meta property="og:url" content="$url">
<meta name="author" content="$author">
<meta property="article:published_time" content="$published">
</head>
<body>
<header><p class="outlet">$outlet</p></header>
<main><article>
<h1>$headline</h1>
<p class="byline">By $author, <time datetime="$published">$day</time></p>
$paragraphs
</article></main>
</body>
</html>
""")
FRONT_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>$outlet</title>
<link rel="stylesheet" href="/static/outlet.css">
<link rel="alternate" type="application/rss+xml" title="$outlet" href="$site/feed.xml">
</head>
<body><header><p class="outlet">$outlet</p></header><main><ul>$items</ul></main></body>
</html>
""")
FEED = Template("""\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>$outlet</title><link>$site/</link><description>News of $outlet</description><language>en</language>
$items</channel></rss>
""")
ITEM = Template("""\
<item><title>$headline</title><link>$url</link><guid>$url</guid><pubDate>$rfc_date</pubDate>
<dc:creator>$author</dc:creator><description>$lead</description></item>
""")


class Article(NamedTuple):
    """A sample, and when its outlet says that it was published."""

    sample: Sample
    published_at: datetime


class Outlets:
    """Every outlet under its own name, and below `/outlets/<username>/` for a browser on this machine."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        newest = datetime.now(UTC).replace(microsecond=0) - AGE
        self._articles = [Article(sample, newest - AGE * number) for number, sample in enumerate(samples)]

    @property
    def hosts(self) -> list[str]:
        """The names to be pinned to the demo's address."""
        return sorted({article.sample.host for article in self._articles})

    def routes(self) -> list[Route]:
        """For a browser on this machine."""
        return [Route("/outlets/{username}/{path:path}", self._local_page)]

    def under_own_names(self, app: ASGIApp) -> ASGIApp:
        """`app`, with what is asked under the name of an outlet answered here: that is how the bot comes."""

        async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
            host = Headers(scope=scope).get("host", "") if scope["type"] == "http" else ""
            answer = self._answer(host, scope["path"].strip("/")) if host in self.hosts else app
            await answer(scope, receive, send)

        return dispatch

    async def _local_page(self, request: Request) -> Response:
        return self._answer(f"{request.path_params['username']}.example", request.path_params["path"].strip("/"))

    def _answer(self, host: str, path: str) -> Response:
        articles = [article for article in self._articles if article.sample.host == host]
        if articles and not path:
            return HTMLResponse(render_front_page(articles))
        if articles and path == FEED_PATH:
            return Response(render_feed(articles), media_type="application/rss+xml")
        found = next((article for article in articles if article.sample.name == path), None)
        return HTMLResponse(render_page(found)) if found else PlainTextResponse("There is no such page.", 404)


def render_page(article: Article) -> str:
    """The article's page, with the metadata that news sites give."""
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in _paragraphs(article))
    return PAGE.substitute(_values(article), paragraphs=paragraphs)


def render_front_page(articles: Sequence[Article]) -> str:
    """The outlet's headlines, and where its feed is."""
    items = "".join(f'<li><a href="{escape(a.sample.url)}">{escape(a.sample.headline)}</a></li>' for a in articles)
    return FRONT_PAGE.substitute(_values(articles[0]), items=items)


def render_feed(articles: Sequence[Article]) -> str:
    """The outlet's RSS feed, each entry with its first paragraph."""
    items = "".join(ITEM.substitute(_values(article), lead=escape(_paragraphs(article)[0])) for article in articles)
    return FEED.substitute(_values(articles[0]), items=items)


def _values(article: Article) -> dict[str, str]:
    sample, at = article
    values = {
        "headline": sample.headline,
        "outlet": sample.outlet,
        "author": sample.author,
        "url": sample.url,
        "site": sample.site,
        "published": at.isoformat(),
        "day": f"{at:%d %B %Y}",
        "rfc_date": format_datetime(at),
    }
    return {key: escape(value) for key, value in values.items()}


def _paragraphs(article: Article) -> list[str]:
    _, _, body = article.sample.text.partition("\n")
    return [line for line in body.splitlines() if line.strip()]
