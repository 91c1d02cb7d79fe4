"""From a part to a document, over real sockets and real parsing processes."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from bot.articles.gate import Fetched
from bot.articles.reader import ArticleReader, build_sandbox
from bot.domain import FilePart, IncomingFile, LinkPart, Origin, TextPart
from bot.errors import FetchError, UnreadableError, UnsafeAddressError, UnsupportedFileError

NOW = datetime(2026, 3, 10, tzinfo=UTC)
BODY = "".join(
    f"<p>The harbor was reopened on Monday, said the mayor, Ann Lee, and ferry number {n} left before dawn.</p>"
    for n in range(12)
)
HTML = "Content-Type: text/html; charset=utf-8\r\n"
ORIGIN = Origin("channel", "City News", "https://t.me/citynews/7", datetime(2026, 3, 9, tzinfo=UTC))
POST = "The harbor is open again after three months of repairs, the city says. Read more"


def page(body=BODY, head="", attributes=""):
    head = f"<head><title>Harbor reopens</title>{head}</head>"
    return f"<!doctype html><html {attributes}>{head}<body>{body}</body></html>".encode()


async def no_download(file):
    raise AssertionError("nothing to download")


@pytest.fixture
async def read(settings, loopback_gate):
    """`await read(part, download=..., **limits)`."""
    async with build_sandbox(settings, size=1) as sandbox:

        async def start(part, *, download=no_download, **limits):
            gate = await loopback_gate(**limits)
            chosen = settings.model_copy(update=limits)
            async with ArticleReader(chosen, download=download, gate=gate, sandbox=sandbox, now=lambda: NOW) as reader:
                return await reader.read(part)

        yield start


async def test_a_page_becomes_a_document(read, serve, answered):
    head = (
        '<meta property="og:site_name" content="City News"><link rel="canonical" href="/harbor">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbor reopens", '
        '"datePublished": "2026-03-09T08:00:00+01:00", "author": [{"name": "Ann Bo"}, {"name": "Cy Do"}]}</script>'
    )
    server = await serve(answered(page(f"<article><h1>Harbor reopens</h1>{BODY}</article>", head), headers=HTML))
    document = await read(LinkPart(server.url("/harbor?utm_source=tg")))
    assert document.text.startswith("The harbor was reopened on Monday")
    assert document.text.count("\n\n") == 11
    assert (document.title, document.publisher, document.author) == ("Harbor reopens", "City News", "Ann Bo, Cy Do")
    assert document.published_at == datetime(2026, 3, 9, 7, tzinfo=UTC)
    assert document.url == server.url("/harbor")
    assert document.notes == ()


async def test_the_links_own_address_is_shown_when_the_page_calls_itself_another_site(read, serve, answered):
    head = '<link rel="canonical" href="https://elsewhere.example.net/x">'
    server = await serve(answered(page(head=head), headers=HTML))
    assert (await read(LinkPart(server.url("/a?id=7")))).url == server.url("/a?id=7")


async def test_a_post_is_a_document_with_its_origin(read):
    document = await read(TextPart("Some text.", ORIGIN))
    assert (document.text, document.publisher, document.url) == ("Some text.", "City News", "https://t.me/citynews/7")
    assert document.published_at == ORIGIN.posted_at


async def test_what_is_left_of_a_page_that_cannot_be_opened_is_the_post(read, serve, answered):
    server = await serve(answered(status="404 Not Found"))
    document = await read(LinkPart(server.url("/gone"), ORIGIN, POST))
    assert (document.text, document.url) == (POST, ORIGIN.url)
    assert document.notes == (
        "Only the post was read, not the page it links to: I could not open that page: there is no such page (404).",
    )


async def test_without_a_post_the_reason_is_told(read, serve, answered):
    server = await serve(answered(status="404 Not Found"))
    with pytest.raises(FetchError, match=r"there is no such page .404.. Paste the text"):
        await read(LinkPart(server.url("/gone"), post_text="look"))


async def test_two_addresses_and_a_few_words_are_no_post(read, serve, answered):
    server = await serve(answered(status="404 Not Found"))
    words = f"see {server.url('/gone/with/the/wind')} and http://localhost/a/b/c/d both"
    with pytest.raises(FetchError, match="there is no such page"):
        await read(LinkPart(server.url("/gone/with/the/wind"), post_text=words))


async def test_a_private_address_is_told(read):
    with pytest.raises(UnsafeAddressError, match="private network"):
        await read(LinkPart("http://192.168.1.1/admin"))


async def test_a_meta_refresh_is_followed_through_the_gate(read, serve, answered):
    def signpost(url):
        return answered(
            page("<p>Moving on</p>", f'<meta http-equiv="Refresh" content="0; URL=\'{url}\'">'), headers=HTML
        )

    server = await serve(
        {"/a": signpost("b"), "/b": answered(page(), headers=HTML), "/evil": signpost("http://127.0.0.2/")}
    )
    assert (await read(LinkPart(server.url("/a")))).url == server.url("/b")
    with pytest.raises(UnsafeAddressError):
        await read(LinkPart(server.url("/evil")))


async def test_a_refresh_loop_ends_at_five_hops(read, serve, answered):
    head = '<meta http-equiv="refresh" content="0;url=/a">'
    server = await serve(answered(page("<p>Moving on</p>", head), headers=HTML))
    with pytest.raises(FetchError, match="kept sending me on"):
        await read(LinkPart(server.url("/a")))
    assert len(server.requests) == 6


async def test_refreshes_and_redirects_count_together(read, serve, answered):
    moved = {f"/{n}": answered(status="302 Found", headers=f"Location: /{n + 1}\r\n") for n in (1, 2, 4, 5)}
    signpost = answered(page("<p>On</p>", '<meta http-equiv="refresh" content="0;url=/4">'), headers=HTML)
    server = await serve(moved | {"/3": signpost, "/6": answered(page(), headers=HTML)})
    assert (await read(LinkPart(server.url("/1")))).url == server.url("/6")
    with pytest.raises(FetchError, match="kept sending me on"):
        await read(LinkPart(server.url("/1")), max_redirects=4)


async def test_an_amp_copy_leads_to_its_original(read, serve, answered):
    original = await serve(answered(page(), headers=HTML))
    head = f'<link rel="canonical" href="http://news.example.org:{original.port}/harbor">'
    copy = await serve(answered(page("<p>A copy of it.</p>" + BODY, head, attributes="⚡"), headers=HTML))

    async def resolve(host, port):
        return ["127.0.0.1"]

    document = await read(LinkPart(copy.url("/c/s/news.example.org/harbor")), resolve=resolve)
    assert document.url == f"http://news.example.org:{original.port}/harbor"
    assert "A copy of it." not in document.text


async def test_an_amp_copy_is_read_when_its_original_cannot_be(read, serve, answered):
    head = '<link rel="canonical" href="http://127.0.0.2/harbor">'
    copy = await serve(answered(page(head=head, attributes="amp"), headers=HTML))
    assert (await read(LinkPart(copy.url("/c")))).url == copy.url("/c")


async def test_a_removed_article_that_redirects_to_the_front_page_is_told(read, serve, answered):
    server = await serve(
        {"/2020/gone": answered(status="301 Moved", headers="Location: /\r\n"), "/": answered(page(), headers=HTML)}
    )
    with pytest.raises(FetchError, match="front page instead"):
        await read(LinkPart(server.url("/2020/gone")))
    assert (await read(LinkPart(server.url("/")))).title == "Harbor reopens"


async def test_a_paywalled_page_is_read_and_marked(read, serve, answered):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    body = BODY[: BODY.index("<p>", 400)] + "<p>Subscribe to continue reading this article.</p>"
    server = await serve(answered(page(body, head), headers=HTML))
    document = await read(LinkPart(server.url("/a")))
    assert document.notes == ("Partial: the page shows only the first paragraphs (paywall).",)
    assert "Subscribe" not in document.text


async def test_a_page_without_text_tells_its_teaser_and_says_so(read, serve, answered):
    teaser = "The harbor is open again after three months of repairs, the city says."
    head = f'<meta property="og:description" content="{teaser}">'
    body = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
    server = await serve({"/a": answered(page(body, head), headers=HTML), "/b": answered(page(body), headers=HTML)})
    document = await read(LinkPart(server.url("/a")))
    assert (document.title, document.text) == ("Harbor reopens", teaser)
    assert document.notes[0].startswith("Headline only")
    with pytest.raises(UnreadableError, match=r"with a script.*Paste the text"):
        await read(LinkPart(server.url("/b")))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>We use cookies to personalize ads. Accept all. Manage preferences.</p>", "cookie notice"),
        ("<h1>Just a moment...</h1><p>Checking your browser before you go on.</p>", "whether I am human"),
        ("<p>Please log in to continue.</p><p>Forgot your password?</p>", "log in"),
        ("<div></div>", "nothing to read"),
        ("", "nothing to read"),
    ],
)
async def test_walls_are_told_and_never_read(read, serve, answered, body, words):
    server = await serve(answered(page(body), headers=HTML))
    with pytest.raises(UnreadableError, match=f"{words}.*Paste the text"):
        await read(LinkPart(server.url("/a")))


async def test_an_old_article_is_marked(read, serve, answered):
    head = '<meta property="article:published_time" content="2023-03-01T08:00:00Z">'
    server = await serve(answered(page(head=head), headers=HTML))
    assert (await read(LinkPart(server.url("/a")))).notes == ("Old article: published 3 years ago.",)


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(100), "cannot read this kind of file"),
        ("application/octet-stream", bytes(range(256)) * 10, "cannot read this kind of file"),
        ("application/rss+xml", b"<rss></rss>", "a feed, not an article"),
        ("text/xml", b"<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='x'></feed>", "a feed, not an article"),
        ("text/html", b"", "nothing to read"),
    ],
)
async def test_what_is_no_article_is_told(read, serve, answered, content_type, body, words):
    server = await serve(answered(body, headers=f"Content-Type: {content_type}\r\n"))
    with pytest.raises((UnreadableError, UnsupportedFileError), match=words):
        await read(LinkPart(server.url("/a")))


async def test_a_plain_text_behind_a_link_is_read(read, serve, answered):
    text = "The harbor was reopened on Monday, said the mayor, Ann Lee, and the first ferry left before dawn."
    server = await serve(answered(text.encode(), headers="Content-Type: text/plain\r\n"))
    assert (await read(LinkPart(server.url("/a.txt")))).text == text


async def test_a_file_is_downloaded_and_read(read):
    asked = []

    async def download(file):
        asked.append(file.file_id)
        return b"The harbor was reopened on Monday."

    file = IncomingFile("file-1", "harbor report.txt", "text/plain", 34)
    document = await read(FilePart(file, ORIGIN), download=download)
    assert (document.text, document.title) == ("The harbor was reopened on Monday.", "harbor report")
    assert (document.publisher, document.url, asked) == ("City News", ORIGIN.url, ["file-1"])


async def test_a_file_whose_first_line_is_a_headline_is_not_called_by_its_name(read):
    async def download(file):
        return f"Couple cleared over silo collapse\n\n{POST}".encode()

    document = await read(FilePart(IncomingFile("f", "a.txt", "text/plain", 90)), download=download)
    assert (document.title, document.text.split("\n")[0]) == (None, "Couple cleared over silo collapse")


async def test_what_is_left_of_a_file_that_cannot_be_read_is_its_caption(read):
    async def download(file):
        return bytes(range(256))

    document = await read(FilePart(IncomingFile("f", "a.bin", "", 256), ORIGIN, POST), download=download)
    assert (document.text, document.url) == (POST, ORIGIN.url)
    assert document.notes[0].startswith("Only the caption was read, not the file: I cannot read this kind of file")


async def test_a_pdf_that_calls_itself_a_page_is_read_as_a_file(read, serve, answered):
    server = await serve(answered(b"%PDF-1.4 damaged", headers=HTML))
    with pytest.raises(UnreadableError, match="PDF is damaged"):
        await read(LinkPart(server.url("/a")))


async def test_a_page_without_a_content_type_is_known_by_its_bytes(read, serve, answered):
    server = await serve(answered(b"<!-- generated -->\n" + page()))
    assert (await read(LinkPart(server.url("/a")))).title == "Harbor reopens"


async def test_a_file_that_is_too_large_is_not_downloaded(read):
    with pytest.raises(UnsupportedFileError, match="too large: I can read files of up to 20 MB"):
        await read(FilePart(IncomingFile("file-1", "x.pdf", "application/pdf", 21 * 2**20)))


async def test_a_page_read_before_is_asked_for_with_its_validators(settings, serve, answered, loopback_gate):
    async def answering(head, writer):
        is_known = 'if-none-match: "v1"' in head
        known = answered(status="304 Not Modified", headers='ETag: "v1"\r\nConnection: close\r\n')
        writer.write(known if is_known else answered(page(), headers=HTML + 'ETag: "v1"\r\nConnection: close\r\n'))
        await writer.drain()

    server = await serve(answering)
    gate = await loopback_gate()
    async with (
        build_sandbox(settings, size=1) as sandbox,
        ArticleReader(settings, download=no_download, gate=gate, sandbox=sandbox) as reader,
    ):
        first = await reader.read(LinkPart(server.url("/a")))
        assert await reader.read(LinkPart(server.url("/a"))) == first
    assert ["if-none-match" in request for request in server.requests] == [False, True]


async def test_a_reader_opens_its_own_gate_and_sandbox(settings):
    async with ArticleReader(settings, download=no_download) as reader:
        assert (await reader.read_file(b"The harbor was reopened.", name="a.txt")).text == "The harbor was reopened."
        with pytest.raises(UnsafeAddressError):
            await reader.read(LinkPart("http://localhost/"))


class TelegramPages:
    """Telegram's edge: the page of a public post in its form for embedding."""

    def __init__(self, text):
        self.body = f"<html><body><p>Harbor News</p>{text}<a>Open in Telegram</a></body></html>".encode()
        self.asked = []

    async def fetch_content(self, url, *, headers, max_redirects):
        self.asked.append(url)
        return Fetched(url, url, 200, {"content-type": "text/html; charset=utf-8"}, self.body, ())


@pytest.fixture
async def read_on_telegram(settings):
    """`await read_on_telegram(url, html of the post)`: its document, and what was asked."""
    async with build_sandbox(settings, size=1) as sandbox:

        async def start(url, post):
            pages = TelegramPages(post)
            async with ArticleReader(
                settings, download=no_download, gate=pages, sandbox=sandbox, now=lambda: NOW
            ) as reader:
                return await reader.read(LinkPart(url)), pages.asked

        yield start


@pytest.mark.parametrize(
    "link", ["https://t.me/citynews/7", "https://telegram.me/s/citynews/7", "http://t.me/citynews/3/7"]
)
async def test_a_public_post_is_read_by_its_link(read_on_telegram, link):
    words = "The harbor was reopened on Monday, said the mayor, and the first ferry left before dawn with forty cars."
    document, asked = await read_on_telegram(link, f"<div class='tgme_widget_message_text'>{words}</div>")
    assert (document.text, document.url) == (words, link)
    assert asked == ["https://t.me/citynews/7?embed=1&mode=tme"]


async def test_a_post_that_shows_no_text_is_to_be_forwarded(read_on_telegram):
    with pytest.raises(UnreadableError, match=r"shows no text outside Telegram\. Forward me the post"):
        await read_on_telegram("https://t.me/citynews/7", "<div class='photo'></div>")


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://t.me/citynews", "/follow"),
        ("https://t.me/s/citynews", "/follow"),
        ("https://t.me/c/123456/7", "private chat"),
        ("https://t.me/+AbCdEf", "private chat"),
        ("https://t.me/addstickers/Harbor", "only inside Telegram"),
        ("tg://resolve?domain=citynews&post=7", "only inside Telegram"),
        ("ftp://files.example/a.txt", "only open links of the web"),
        ("magnet:?xt=urn:btih:abc", "only open links of the web"),
    ],
)
async def test_a_link_that_opens_nothing_to_read_is_told_before_anything_is_asked(read, link, told):
    with pytest.raises((UnreadableError, UnsafeAddressError), match=told):
        await read(LinkPart(link))


async def test_the_page_that_telegram_shows_or_shares_is_read_itself(read, serve, answered):
    server = await serve(answered(page(), headers=HTML))
    shared = f"https://t.me/share/url?url={quote(server.url('/harbor'), safe='')}&text=look"
    assert (await read(LinkPart(shared))).url == server.url("/harbor")
