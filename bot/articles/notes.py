"""What a reader must know about how completely a page was read, in one short line each. Pure; `now` is an argument."""

from datetime import UTC, datetime, timedelta

from bot.articles.page import Page, Wall

PAID_WORDS = 300  # a page that is not free but shows more than this shows its article
OLD_AFTER = timedelta(days=180)

HEADLINE_ONLY = "Headline only: the page showed no article text, just its own teaser."
PASTE = "Paste the text and I will read it."

WALLS = {
    Wall.SCRIPT: f"I found nothing to read: that page draws its text with a script, which I do not run. {PASTE}",
    Wall.CONSENT: f"I found only a cookie notice on that page. {PASTE}",
    Wall.ROBOT: f"That site lets no programs in: it asked whether I am human. {PASTE}",
    Wall.LOGIN: f"That page asks to log in before it shows anything. {PASTE}",
    Wall.NONE: f"I found nothing to read on that page. {PASTE}",
}


def decide_notes(page: Page, *, now: datetime) -> tuple[str, ...]:
    """The notes for a page whose text was read."""
    notes: list[str] = []
    is_stub = page.is_paid and len(page.text.split()) < PAID_WORDS
    if is_stub or (page.is_paid and page.is_cut):
        notes.append("Partial: the page shows only the first paragraphs (paywall).")
    elif page.is_shortened:
        notes.append("Partial: it is very long, so only its beginning was read.")
    elif page.is_cut:
        notes.append("Partial: the page shows only a part of the article.")
    if page.is_live:
        notes.append("Live page: only its newest entries were read.")
    if page.is_translated:
        notes.append("Machine translation: this is not the wording of the original.")
    published_at = parse_moment(page.published)
    if published_at is not None and now - published_at >= OLD_AFTER:
        notes.append(f"Old article: published {tell_age(now - published_at)} ago.")
    return tuple(notes)


def parse_moment(text: str | None) -> datetime | None:
    """An ISO date or moment as an aware one."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def tell_age(age: timedelta) -> str:
    """A long time in words.

    >>> tell_age(timedelta(days=200)), tell_age(timedelta(days=400)), tell_age(timedelta(days=1200))
    ('7 months', 'a year', '3 years')
    """
    if age < timedelta(days=360):
        return f"{round(age.days / 30.4)} months"
    years = round(age.days / 365.25)
    return "a year" if years <= 1 else f"{years} years"
