"""Public Telegram posts named by their link: their page shows the text only in the form that is made for embedding."""

import re

from lxml.html import HtmlElement

_POST = re.compile(r"https?://(?:t|telegram)\.me/(?:s/)?(\w{4,}/\d+)/?(?:\?[^#]*)?(?:#.*)?", re.IGNORECASE)


def find_embedded_url(url: str) -> str | None:
    """The address of a post's text, None where `url` is no post.

    >>> find_embedded_url("https://t.me/s/citynews/7?single")
    'https://t.me/citynews/7?embed=1&mode=tme'
    """
    match = _POST.fullmatch(url)
    return f"https://t.me/{match[1]}?embed=1&mode=tme" if match else None


def find_post(tree: HtmlElement, url: str) -> HtmlElement | None:
    """The element that holds the text of an embedded post, where the page is one."""
    if not _POST.fullmatch(url):
        return None
    found = tree.xpath("//div[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')]")
    return found[-1] if found else None


def find_channel(tree: HtmlElement, url: str) -> str | None:
    """The name of the channel of an embedded post."""
    if not _POST.fullmatch(url):
        return None
    found = tree.xpath("//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_owner_name ')]")
    return " ".join(found[0].text_content().split()) or None if found else None
