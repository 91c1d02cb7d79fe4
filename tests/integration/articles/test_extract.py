"""Pages that try to hang, swell or fool the extraction, in the real sandbox with its real limits."""

import asyncio
import json

import pytest

from bot.articles.page import Page, Wall
from bot.articles.reader import build_sandbox
from bot.articles.sandbox import Limits
from bot.errors import ParseFailedError, UnreadableError
from config.settings import load_settings

SENTENCE = "The harbor was reopened on Monday, said the mayor, Ann Lee, and ferry number {n} left before dawn."
BODY = "".join(f"<p>{SENTENCE.format(n=n)}</p>" for n in range(12))


@pytest.fixture
async def sandbox():
    async with build_sandbox(load_settings().fetch, size=1) as sandbox:
        yield sandbox


@pytest.fixture
def extract(sandbox, settings):
    patient = Limits(settings.parse_timeout_s, settings.parse_memory_mb)

    async def run(
        html, *, url="https://news.example.org/harbor", header_charset=None, max_text_bytes=2_000_000, limits=patient
    ):
        found = await sandbox.run(
            "bot.articles.extract:extract_page",
            html if isinstance(html, bytes) else html.encode(),
            limits=limits,
            url=url,
            header_charset=header_charset,
            max_text_bytes=max_text_bytes,
        )
        return Page.from_json(found)

    return run


async def test_hidden_words_never_reach_the_text(extract):
    hidden = [
        '<p style="display:none">PLANTED one is a long enough sentence to be taken for a paragraph.</p>',
        '<p class="ghost">PLANTED two is a long enough sentence to be taken for a paragraph.</p>',
        '<p style="color:#fff">PLANTED three is a long enough sentence to be taken for a paragraph.</p>',
        "<!-- PLANTED four is a long enough sentence to be taken for a paragraph. -->",
        '<p>Seen <span style="font-size:0">PLANTED five</span> words that a reader of the page sees.</p>',
        '<p aria-hidden="true">PLANTED six is a long enough sentence to be taken for a paragraph.</p>',
        '<div style="position:absolute;left:-9999px"><p>PLANTED seven is a long enough sentence.</p></div>',
    ]
    data = json.dumps({"@type": "NewsArticle", "headline": "Harbor", "articleBody": "PLANTED eight. " * 50})
    head = f'<style>.ghost {{ opacity: 0 }}</style><script type="application/ld+json">{data}</script>'
    page = await extract(f"<html><head>{head}</head><body><article>{BODY}{''.join(hidden)}</article></body></html>")
    assert "PLANTED" not in page.text
    assert "Seen words that a reader" in page.text
    assert page.text.count("reopened") == 12


async def test_an_article_only_machines_can_read_is_not_read(extract):
    """A reader of the page does not see it, so it could say anything."""
    data = json.dumps({"@type": "NewsArticle", "headline": "Harbor", "articleBody": "PLANTED words. " * 50})
    page = await extract(f'<html><head><script type="application/ld+json">{data}</script></head><body></body></html>')
    assert page.text == ""


async def test_comments_menus_and_related_links_are_no_article(extract):
    page = await extract(
        "<html><body><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World news</a></li></ul></nav>"
        f"<article><h1>Harbor reopens</h1>{BODY}</article>"
        "<aside class='related'><h3>Read also</h3><a href='/x'>Another story about the ferry</a></aside>"
        "<section id='comments'><div class='comment'><p>First! I think that this is all wrong.</p></div></section>"
        "<footer>All rights reserved. Cookie policy.</footer></body></html>"
    )
    assert page.text.split("\n\n") == [SENTENCE.format(n=n) for n in range(12)]


async def test_a_live_blog_tells_its_newest_entries_that_a_reader_sees(extract):
    bodies = {n: f"Entry number {n} says that the harbor is open and the ferries sail again." for n in range(1, 30)}
    updates = [
        {"headline": f"Update {n}", "articleBody": body, "datePublished": f"2026-03-01T00:{n:02}:00Z"}
        for n, body in bodies.items()
    ]
    updates.append({"headline": "x", "articleBody": "PLANTED entry nobody sees.", "datePublished": "2027-01-01"})
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "Harbor live", "liveBlogUpdate": updates})
    shown = "".join(f"<div><h3>Update {n}</h3><p>{body}</p></div>" for n, body in bodies.items())
    page = await extract(
        f'<html><head><script type="application/ld+json">{data}</script></head><body><main>{shown}</main></body></html>'
    )
    assert page.is_live
    paragraphs = page.text.split("\n\n")
    assert paragraphs[:2] == ["Update 29", bodies[29]]
    assert "PLANTED" not in page.text
    assert "Entry number 29" in page.text
    assert "Entry number 5 " not in page.text


async def test_a_telegram_post_is_read_from_its_embedded_form(extract):
    html = (
        "<html><head><title>Telegram Widget</title></head><body><div class='tgme_widget_message_bubble'>"
        "<a class='tgme_widget_message_owner_name' href='https://t.me/citynews'><span>City News</span></a>"
        "<div class='tgme_widget_message_text js-message_text' dir='auto'><b>Harbor open</b><br/><br/>It is, "
        "<a href='https://news.example.org/a'>says the mayor</a>.</div><span>1.2K views</span></div></body></html>"
    )
    page = await extract(html, url="https://t.me/citynews/7?embed=1&mode=tme")
    assert (page.text, page.title, page.publisher) == ("Harbor open\n\nIt is, says the mayor.", None, "City News")
    assert (await extract(html)).publisher != "City News"  # any other page may show such a post


@pytest.mark.parametrize("charset", [None, "iso-8859-1", "utf-8"])
async def test_binary_data_that_calls_itself_a_page_is_no_article(extract, charset):
    with pytest.raises(UnreadableError, match="no text"):
        await extract(b"<html><body><p>" + bytes(range(256)) * 40, header_charset=charset)


async def test_wrong_labels_do_not_spoil_the_letters(extract):
    russian = "Мэр сообщил в понедельник, что порт снова открыт, и первый паром ушёл до рассвета. "
    html = (
        f"<html><head><meta charset='utf-8'></head><body><article>{f'<p>{russian * 2}</p>' * 6}</article></body></html>"
    )
    assert russian.strip() in (await extract(html.encode("windows-1251"), header_charset="utf-8")).text


async def test_letters_that_cannot_be_told_are_no_article(extract):
    body = b"<html><body><article><p>" + b"\x81\xfe\xff read? " * 40 + b"</p></article></body></html>"
    with pytest.raises(UnreadableError, match="character set"):
        await extract(b"\xef\xbb\xbf" + body, header_charset="utf-8")


async def test_replacement_characters_in_the_page_itself_are_no_article(extract):
    body = f"<p>{'Th� h�rb�r w�s r��p�n�d. ' * 10}</p>" * 5
    with pytest.raises(UnreadableError, match="character set"):
        await extract(f"<html><body><article>{body}</article></body></html>")


async def test_a_page_over_the_limit_is_cut_behind_its_scripts(extract):
    scripts = f"<script>{'x' * 50_000}</script>" * 4
    html = f"<html><body>{scripts}<article>{BODY}</article></body></html>"
    page = await extract(html, max_text_bytes=40_000)
    assert (page.text.count("reopened"), page.is_shortened) == (12, False)
    page = await extract(f"<html><body><article>{BODY * 100}</article></body></html>", max_text_bytes=40_000)
    assert (page.is_shortened, page.is_cut) == (True, True)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<div><p>" * 50_000 + "deep" + "</p></div>" * 50_000,
        "<b><i><u>" * 60_000,
        "<a href='" * 50_000,
        f"<p {' '.join(f'a{n}=b' for n in range(100_000))}>x</p>",
        f"<p {' '.join('style=color:red' for n in range(50_000))}>x</p>",
        f"<p style='{'color:red;' * 200_000}'>x</p>",
        "<table>" * 5_000 + "<tr><td>x",
        f"<style>{'a{' * 100_000}</style><p>x</p>",
        f"<style>{'/*' * 100_000}</style><p>x</p>",
        f"<style>{'.a .b .c .d .e {display:none} ' * 20_000}</style>{'<div class=a>' * 200}{'<p class=e>x</p>' * 5_000}",
        "<script>" * 100_000,
        "<!--" * 200_000,
        "<svg><style>" * 50_000,
        "&" * 1_000_000,
        "&amp;" * 400_000,
        f"<html><head><script type='application/ld+json'>{'[' * 200_000}</script></head><body>{BODY}</body></html>",
        f"<html><head><script type='application/ld+json'>{json.dumps([{'@type': 'Article'}] * 50_000)}</script></head></html>",
        "<p>" + "word " * 400_000,
        "<p>" + "x" * 1_900_000,
        f"<html><body>{'<p>A short paragraph of text, said the mayor.</p>' * 40_000}</body></html>",
        f"<html><body>{'<a href=/x>link</a> ' * 90_000}</body></html>",
        f"<html><body>{'<ul><li>item' * 20_000}</body></html>",
        f"<html><body>{'<br>' * 400_000}</body></html>",
        "<title>" + "t" * 1_000_000,
        "<meta name=date content='2026-03-01'>" * 50_000,
        "\0" * 1_000_000,
        "<" * 1_000_000,
        "<p>\u202e\u2066\U000e0041" * 100_000,
    ],
    ids=range(29),
)
async def test_hostile_pages_end_in_time_and_the_next_page_is_read(extract, html):
    """Whatever comes out, a page or an error for people: no hang, no crash, and the sandbox goes on."""
    try:
        page = await extract(html, limits=None)
        assert len(page.text) <= 2_000_000
    except UnreadableError as error:
        assert str(error)
    assert (await extract(f"<html><body><article>{BODY}</article></body></html>")).text.count("reopened") == 12


async def test_the_loop_goes_on_while_a_page_hangs_the_parser(sandbox):
    """Ticks arrive all the time that a child burns; with parsing on the loop there would be none."""
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.ensure_future(tick())
    with pytest.raises(ParseFailedError):
        await sandbox.run("builtins:eval", b"[None for _ in iter(int, 1)]")
    ticking.cancel()
    assert ticks > 10


async def test_walls_are_known(extract):
    page = await extract("<html><body><h1>Just a moment...</h1><p>Checking your browser.</p></body></html>")
    assert page.wall is Wall.ROBOT
