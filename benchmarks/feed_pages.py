"""What the feeds of the benchmarks hold: ten events, each told by five outlets in an article of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime

STORIES, OUTLETS = 10, 5
PEOPLE = (
    "Ilse Brandt,Otto Falk,Signe Holt,Karel Bost,Lea Moreau,Vera Antal,Pal Szabo,Ines Dahl,Rosa Lind,Hanna Frost".split(
        ","
    )
)
PLACES = "Brenn,Pell,Mirov,Kesh,Calder,Tolma,Ostra,Sarvan,Hala,Dorn".split(",")
SUBJECTS = (
    "a ferry sank in a storm;the harbor office;the coast guard"
    "|the central bank held its rate;the central bank;economists"
    "|a wildfire crossed the ridge;the fire service;residents"
    "|the council voted to close the bridge;the council;engineers"
    "|a museum was robbed of jewels;the police;art experts"
    "|a school banned phones;the ministry;teachers"
    "|two trains collided in a tunnel;the rail operator;passengers"
    "|a vaccine cut deaths by a third;the health agency;researchers"
    "|miners were trapped underground;the mine's owner;rescuers"
    "|a cup final ended in extra time;the club;supporters"
).split("|")


def feed_page(host: str, entries: Sequence[tuple[str, str, str]]) -> bytes:
    """An RSS feed of (path, title, summary)."""
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    items = "".join(
        f"<item><title>{title}</title><link>{path}</link><guid>{host}{path}</guid><pubDate>{now}</pubDate>"
        f"<description>{text}</description></item>"
        for path, title, text in entries
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


def article(story: int, outlet: int) -> tuple[str, str]:
    """Title and text of one outlet's article about one event: some 700 words."""
    what, office, others = SUBJECTS[story].split(";")
    place, first, second = PLACES[story], PEOPLE[story], PEOPLE[(story + 3) % len(PEOPLE)]
    title = [
        f"In {place}, {what}",
        f"{place}: {what}, {office} says",
        f"{first} on the news from {place}: {what}",
        f"{place} wakes up to the news that {what}",
        f"What is known of {place}, where {what}",
    ][outlet]
    lead = f"In {place}, {what} on Monday, {office} said. {first} of {office} called it the hardest day in {story + 3} years."
    body = [
        f"“We did what we could in {place},” {first} said on Monday evening in answer to question {n} of {others}."
        f" {second} said that part {n} of the inquiry would take {n + 2} weeks and cost {n * (story + 2)} million."
        f" According to {office}, {n * 7 + outlet} people asked for help after {what}. The weather stayed calm that day."
        for n in range(1, 11)
    ]
    return title, " ".join([lead, *body])


def outlet_pages(port: str = "") -> dict[tuple[str, str], bytes]:
    """Feeds and articles of the outlets by host and path."""
    pages = {}
    for outlet in range(OUTLETS):
        host = f"outlet{outlet}.example"
        entries = []
        for story in range(STORIES):
            title, text = article(story, outlet)
            paragraphs = "".join(f"<p>{part}.</p>" for part in text.rstrip(".").split(". "))
            pages[host, f"/{story}"] = (
                f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
            ).encode()
            entries.append((f"http://{host}{port}/{story}", title, text[:300]))
        pages[host, "/rss"] = feed_page(host, entries)
    return pages
