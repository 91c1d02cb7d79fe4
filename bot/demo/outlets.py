"""The outlets of the samples as sites on loopback: article pages that the bot can fetch, and a reader can open."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from string import Template

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.samples import Sample

AGE = timedelta(minutes=40)  # how much older each sample is than the one before it in the list

PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$headline</title>
<link rel="canonical" href="$url">
<link rel="stylesheet" href="/static/outlet.css">
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


class Outlets:
    """Every sample at its own address, and below `/outlets/<username>/` for a browser on this machine."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        newest = datetime.now(UTC).replace(microsecond=0) - AGE
        self._samples: Mapping[tuple[str, str], tuple[Sample, datetime]] = {
            (sample.username, sample.name): (sample, newest - AGE * number) for number, sample in enumerate(samples)
        }

    @property
    def hosts(self) -> list[str]:
        """The names to be pinned to the demo's address."""
        return sorted({sample.host for sample, _ in self._samples.values()})

    def routes(self) -> list[Route]:
        """For a browser on this machine."""
        return [Route("/outlets/{username}/{name}", self._local_page)]

    def under_own_names(self, app: ASGIApp) -> ASGIApp:
        """`app`, with what is asked under the name of an outlet answered here: that is how the bot comes."""

        async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
            host = Headers(scope=scope).get("host", "") if scope["type"] == "http" else ""
            answer = self._page(host, scope["path"].strip("/")) if host in self.hosts else app
            await answer(scope, receive, send)

        return dispatch

    async def _local_page(self, request: Request) -> Response:
        return self._page(request.path_params["username"], request.path_params["name"])

    def _page(self, host: str, name: str) -> Response:
        found = self._samples.get((host.removesuffix(".example"), name))
        return HTMLResponse(render_page(*found)) if found else PlainTextResponse("There is no such page.", 404)


def render_page(sample: Sample, published_at: datetime) -> str:
    """The article's page, with the metadata that news sites give."""
    _, _, body = sample.text.partition("\n")
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in body.splitlines() if line.strip())
    values = {
        "headline": sample.headline,
        "outlet": sample.outlet,
        "author": sample.author,
        "url": sample.url,
        "published": published_at.isoformat(),
        "day": f"{published_at:%d %B %Y}",
    }
    return PAGE.substitute({key: escape(value) for key, value in values.items()}, paragraphs=paragraphs)
