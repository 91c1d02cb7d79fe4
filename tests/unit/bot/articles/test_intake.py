"""What messages ask to be read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.articles.intake import MAX_LINKS, find_parts, merge_parts
from bot.domain import FilePart, IncomingFile, IncomingMessage, LinkPart, Origin, TextEntity, TextPart

SENT_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHANNEL = Origin("channel", "City News", "https://t.me/citynews/7", SENT_AT)
PDF = IncomingFile("file-1", "report.pdf", "application/pdf", 1000)
ARTICLE = "The harbor reopened on Monday, officials said, and the first ferry left before dawn. " * 10
LINK = "https://news.example.org/harbor"


def message(text="", *entities, number=1, **fields):
    return IncomingMessage(
        chat_id=5,
        message_id=number,
        chat_type="private",
        sent_at=SENT_AT,
        user_id=9,
        text=text,
        entities=entities,
        **fields,
    )


def marked(text, words, url=None, kind=None):
    """The entity that marks `words` in `text`, as Telegram counts: UTF-16 code units."""
    before, _, _ = text.partition(words)
    size = len(words.encode("utf-16-le")) // 2
    return TextEntity(kind or ("text_link" if url else "url"), len(before.encode("utf-16-le")) // 2, size, url)


def test_a_pasted_text_is_one_text():
    assert find_parts(message(f"  {ARTICLE}")) == (TextPart(ARTICLE.strip()),)


def test_a_forward_keeps_its_origin():
    assert find_parts(message(ARTICLE, origin=CHANNEL)) == (TextPart(ARTICLE.strip(), CHANNEL),)


@pytest.mark.parametrize("text", ["", " \n", "/summarize", "@byline_bot"])
def test_nothing_to_read_gives_no_part(text):
    kind = "mention" if text.startswith("@") else "bot_command"
    entities = [marked(text, text, kind=kind)] if text.strip() else []
    assert find_parts(message(text, *entities)) == ()


def test_a_plain_link_is_a_page_to_fetch():
    assert find_parts(message(LINK, marked(LINK, LINK))) == (LinkPart(LINK),)


def test_offsets_count_utf16_units_behind_emoji():
    text = f"👩‍👩‍👧‍👦🇺🇦𝕏 look → {LINK} 🙂 and here"
    parts = find_parts(message(text, marked(text, LINK), marked(text, "here", "https://b.example.org/2")))
    assert [part.url for part in parts] == [LINK, "https://b.example.org/2"]


def test_a_link_hidden_behind_a_word_is_found_and_the_post_is_kept():
    text = "😀 Harbor reopens. Read more"
    (part,) = find_parts(message(text, marked(text, "Read more", LINK), origin=CHANNEL))
    assert part == LinkPart(LINK, CHANNEL, post_text=text)


def test_a_link_without_a_scheme_is_completed():
    text = "see news.example.org/harbor"
    assert find_parts(message(text, marked(text, "news.example.org/harbor")))[0].url == LINK


def test_a_link_that_telegram_did_not_mark_is_found():
    assert find_parts(message(f"({LINK})."))[0].url == LINK


@pytest.mark.parametrize("url", ["tg://resolve?domain=x", "mailto:a@example.org", "javascript:alert(1)"])
def test_links_of_other_schemes_are_no_pages(url):
    text = "Write to us today"
    assert find_parts(message(text, marked(text, "us", url))) == (TextPart(text, None, ()),)


@pytest.mark.parametrize(
    "address",
    ["ftp://files.example.org/a.txt", "mailto:ann@example.org", "magnet:?xt=urn:btih:ab1", "tg://resolve?domain=x"],
)
def test_an_address_of_another_scheme_alone_is_kept_so_that_somebody_says_why_it_is_not_opened(address):
    assert find_parts(message(f"look {address}")) == (LinkPart(address),)
    assert find_parts(message(address, marked(address, address))) == (LinkPart(address),)
    assert find_parts(message(f"{ARTICLE} {address}")) == (TextPart(f"{ARTICLE} {address}"),)
    assert find_parts(message(f"{address} {LINK}"))[0].url == LINK


@pytest.mark.parametrize("text", ["at 10:30: rain, at 11:00 sun", "Mayor: no comment", "news:yes"])
def test_a_colon_makes_no_address(text):
    assert find_parts(message(text)) == (TextPart(text),)


def test_several_links_are_several_pages_and_the_post_is_told_once():
    text = "Today: one two three"
    links = [marked(text, word, f"https://news.example.org/{word}") for word in ("one", "two", "three")]
    parts = find_parts(message(text, *links))
    assert [part.url for part in parts] == [f"https://news.example.org/{word}" for word in ("one", "two", "three")]
    assert [part.post_text for part in parts] == [text, "", ""]


def test_one_page_linked_twice_is_fetched_once():
    text = f"{LINK}?utm_source=tg here"
    parts = find_parts(message(text, marked(text, f"{LINK}?utm_source=tg"), marked(text, "here", LINK)))
    assert [part.url for part in parts] == [f"{LINK}?utm_source=tg"]


def test_links_keep_the_order_of_their_first_place():
    text = "one two three"
    urls = {"one": "https://a.example.org/1", "two": LINK, "three": "https://a.example.org/1"}
    parts = find_parts(message(text, *(marked(text, word, url) for word, url in urls.items())))
    assert [part.url for part in parts] == ["https://a.example.org/1", LINK]


def test_more_links_than_the_limit_are_cut():
    words = [f"w{n}x" for n in range(MAX_LINKS + 5)]
    text = " ".join(words)
    parts = find_parts(message(text, *(marked(text, word, f"https://example.org/{word}") for word in words)))
    assert len(parts) == MAX_LINKS


def test_a_long_post_is_the_article_and_its_links_are_provenance():
    text = f"{ARTICLE.strip()} See the Source of it.\n\n👉 Subscribe | @citynews\n#harbor"
    entities = (marked(text, "Source", LINK), marked(text, "Subscribe", "https://t.me/citynews"))
    handles = (marked(text, "@citynews", kind="mention"), marked(text, "#harbor", kind="hashtag"))
    (part,) = find_parts(message(text, *entities, *handles, origin=CHANNEL))
    assert part == TextPart(f"{ARTICLE.strip()} See the Source of it.", CHANNEL, (LINK,))


def test_a_channels_footer_is_not_an_article():
    text = "Harbor reopens: more. Join | Instagram | X | Site"
    footer = {
        "Join": "https://t.me/+abc",
        "Instagram": "https://www.instagram.com/citynews",
        "X": "https://x.com/citynews",
        "Site": "https://citynews.example.org/",
    }
    entities = [marked(text, word, url) for word, url in footer.items()]
    parts = find_parts(message(text, marked(text, "more", LINK), *entities))
    assert [part.url for part in parts] == [LINK]


@pytest.mark.parametrize(
    ("footer", "sources"),
    [
        ("https://t.me/citynews", ()),
        ("https://t.me/+abc", ()),
        ("https://x.com/citynews", ()),
        ("https://city.example.org/", ("https://city.example.org/",)),
        ("https://t.me/harbornews/5", ("https://t.me/harbornews/5",)),
    ],
)
def test_a_short_post_above_its_channels_own_link_is_the_article(footer, sources):
    text = "The harbor reopened on Monday after three months of repairs, and the first ferry left before dawn."
    (part,) = find_parts(
        message(f"{text}\n\nSubscribe", marked(f"{text}\n\nSubscribe", "Subscribe", footer), origin=CHANNEL)
    )
    assert part == TextPart(text, CHANNEL, sources)


def test_a_post_is_read_rather_than_the_channel_that_is_linked_beside_it():
    parts = find_parts(message("https://t.me/citynews/7 by https://t.me/citynews"))
    assert [part.url for part in parts] == ["https://t.me/citynews/7"]


def test_a_page_that_is_shared_through_telegram_is_no_footer():
    shared = "https://t.me/iv?url=https%3A%2F%2Fnews.example.org%2Fharbor&rhash=1"
    assert [part.url for part in find_parts(message(f"{shared} https://t.me/citynews"))] == [shared]


def test_a_front_page_is_read_when_it_is_all_there_is():
    assert find_parts(message("https://example.org/"))[0].url == "https://example.org/"


def test_a_link_behind_a_preview_is_found():
    """Bots and channels can show a preview of a link that stands nowhere in the text."""
    text = "Harbor reopens after three months."
    assert find_parts(message(text, origin=CHANNEL, preview_url=LINK)) == (LinkPart(LINK, CHANNEL, text),)
    (part,) = find_parts(message(f"{text} here", marked(f"{text} here", "here", LINK), preview_url="https://t.me/x"))
    assert part.url == LINK
    (post,) = find_parts(message(ARTICLE, preview_url=LINK))
    assert post == TextPart(ARTICLE.strip(), None, (LINK,))


def test_a_caption_is_read_like_a_text():
    """The text of an IncomingMessage is the caption where there is one."""
    text = "Photo: the harbor. Full story"
    (part,) = find_parts(message(text, marked(text, "Full story", LINK), media_group_id="a"))
    assert part.url == LINK


def test_a_file_is_read_with_its_caption():
    assert find_parts(message("the report", file=PDF, origin=CHANNEL)) == (FilePart(PDF, CHANNEL, "the report"),)


def test_a_command_in_front_is_no_part_of_the_text():
    text = f"/summarize@byline_bot {ARTICLE}"
    (part,) = find_parts(message(text, marked(text, "/summarize@byline_bot", kind="bot_command")))
    assert part.text == ARTICLE.strip()
    text = f"/summarize {LINK}"
    (part,) = find_parts(message(text, marked(text, "/summarize", kind="bot_command"), marked(text, LINK)))
    assert part == LinkPart(LINK)


def test_a_quote_is_read_and_the_comment_on_it_is_not():
    assert find_parts(message("is that so?", quote=ARTICLE)) == (TextPart(ARTICLE.strip()),)


def test_a_quoted_link_is_a_page_to_fetch():
    assert find_parts(message("what is this", quote=f"Look: {LINK}"))[0].url == LINK


def test_an_article_with_a_quote_above_it_is_the_article():
    assert find_parts(message(ARTICLE, quote="that thing")) == (TextPart(ARTICLE.strip()),)


def test_an_album_is_one_request_and_its_caption_is_told_once():
    caption = f"The harbor in pictures. {ARTICLE}"
    photos = [message(caption if n == 1 else "", number=n, media_group_id="album") for n in (1, 2, 3)]
    assert merge_parts(photos) == (TextPart(caption.strip()),)
    repeated = [message(caption, number=n, media_group_id="album") for n in (1, 2, 3)]
    assert merge_parts(repeated) == (TextPart(caption.strip()),)


def test_an_album_of_files_keeps_every_file_in_order():
    files = [replace(PDF, file_id=f"file-{n}") for n in range(3)]
    messages = [message("all three", number=n, media_group_id="a", file=file) for n, file in enumerate(files)]
    parts = merge_parts(messages[::-1])
    assert [part.file.file_id for part in parts] == ["file-0", "file-1", "file-2"]
    assert [part.caption for part in parts] == ["all three", "", ""]


def test_a_burst_of_forwards_is_one_request_in_order():
    forwards = [message(f"{n}. {ARTICLE}", number=n, origin=replace(CHANNEL, name=f"Channel {n}")) for n in range(10)]
    parts = merge_parts(forwards[::-1])
    assert [part.origin.name for part in parts] == [f"Channel {n}" for n in range(10)]


def test_a_page_and_a_text_sent_twice_are_read_once():
    texts = [message(ARTICLE, number=n, origin=CHANNEL) for n in (1, 2)]
    links = [message(LINK + query, number=3 + n) for n, query in enumerate(("", "?fbclid=x", "#top"))]
    assert merge_parts([*texts, *links]) == (TextPart(ARTICLE.strip(), CHANNEL), LinkPart(LINK))


def test_a_comment_beside_a_forward_is_left_out():
    parts = merge_parts([message("look at this"), message(ARTICLE, number=2, origin=CHANNEL)])
    assert parts == (TextPart(ARTICLE.strip(), CHANNEL),)
    assert merge_parts([message("look at this")]) == (TextPart("look at this"),)


def test_a_text_that_an_app_cut_in_two_is_one():
    first, second = (ARTICLE * 6)[:4096], "and that was all."
    assert merge_parts([message(first), message(second, number=2)]) == (TextPart(f"{first.strip()}\n{second}"),)
    other = message(second + ARTICLE, number=2, origin=CHANNEL)
    assert len(merge_parts([message(first), other])) == 2
