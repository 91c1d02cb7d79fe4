"""What a line of a document is: headline, subheading, bullet, boilerplate or running text. Judged by form alone."""

import re
from collections.abc import Iterator, Sequence

from summarizer.document import SentenceKind, Span

HEADLINE_WORDS = 30  # a first line of more words without a full stop is a sentence somebody forgot to end
SUBHEAD_WORDS = 10
BOILERPLATE_CHARS = 300
WRAP_CHARS = range(50, 101)  # lines of hard-wrapped text files

BULLET = re.compile(r"\s*(?:[•◦▪▫‣⁃●○■□◆➤►✔✓*·]\s|[-+]\s(?!.*\s-\s)|\(?\d{1,2}[.)]\s(?!\w+ \d{4}))")
_END = re.compile(r"(?:[.!?…。！？।:;,–—-]|--)['\"”’»“)\]]*$")
_BOILERPLATE = re.compile(
    r"""^\W*(?:
      (?:file\ )?(?:image|photo|picture|photograph|video|illustration|graphic|screenshot|caption)s?
          (?:\ (?:credits?|by|courtesy|from|via)\b.*|\s*[:;|©].*)
    | (?:credits?|source|sources|foto|bild|фото|zdjęcie)\s*[:;|].{0,120}
    | (?:written\ |reported\ |edited\ |posted\ |story\ |words\ )?by\ (?:[A-Z][\w.'’-]+(?:,?\s(?:and\ )?)?){2,8}
          (?:,.{0,60}|[|•–—-].{0,60})?
    | (?:read|see|watch|listen|learn)\ (?:also|more|next|now)\b.{0,200}
    | (?:also\ read|related(?:\ (?:articles?|news|stories|content|topics))?|recommended|more\ on\ this|don['’]t\ miss
        |lire\ aussi|lesen\ sie\ auch|читайте\ также|читайте\ також|czytaj\ (?:też|także|również)|lea\ también)
          \b\s*(?::.{0,200})?
    | (?:please\ )?(?:sign\ up|subscribe|register|log\ in|follow\ us|share\ this|share\ on|click\ here|tap\ here
        |download\ (?:the|our)\ app|support\ us|donate)\b.{0,160}
    | .{0,80}\b(?:we|site|website|page)\ uses?\ cookies\b.*
    | .{0,60}\b(?:accept|manage|reject)\ (?:all\ )?cookies\b.*
    | .{0,80}\bnewsletters?\b.{0,40}\b(?:sign\ up|subscribe|inbox)\b.*
    | .{0,120}\ball\ rights\ reserved\b.*
    | (?:©|\(c\)|copyright)\s.{0,120}
    | (?:[\w&'’-]+\ ){1,4}(?:[>›»]\ (?:[\w&'’-]+\ ?){1,4})+
    | advertisement|advertising|sponsored|(?:skip|jump)\ to\ (?:the\ )?(?:main\ )?content|table\ of\ contents
    | (?:last\ )?(?:updated|published|posted)(?:\ (?:on|at))?\s*:?\s.{0,20}\d.{0,30}
    | (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?
        (?:(?:\d{1,2}\.?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?:\d{1,2},?\s)?\d{4})
    )\W*$""",
    re.I | re.X,
)
_CREDIT = re.compile(r"(?:^|[.;]\s*)(?:image|photo|picture|foto|credit)s?\s*[:;]\s*[^.:;]{2,80}\.?$", re.I)
_AGENCY = re.compile(r"(?:/|\bvia |\bfor )(?:Getty Images|AP|AFP|Reuters|EPA|Bloomberg)\W*$")
# "MARROW (Inland Press) – ", "Oct 24 (Inland) - ", "PORT SELBY, May 4 — ": where and for whom it was written.
_MONTH = r"(?:Jan|Feb|March|Mar|Apr|April|May|June|July|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?:,?\s\d{{4}})?"
_WIRE = r"(?:\([A-Z][\w.&/ -]{1,25}\)|/[A-Z][\w ]{1,20}/)"
_AGENCY_ONLY = r"(?:\((?:[A-Z]{2,6}|dpa|Reuters|Bloomberg|Xinhua|Kyodo|Interfax)\)|/[A-Z]{2,6}/)"
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}(?:,\s(?!\d)[\w. ]{2,25}?)?"
DATELINE = re.compile(
    rf"(?:(?:{_CITY}(?:,\s{_DAY})?|{_DAY}),?\s?(?:{_WIRE}\s?)?|"
    rf"(?:[A-Z][\w.’'-]+\s?){{1,3}}(?:,\s[A-Z][\w ]{{2,20}})?(?:,\s{_DAY})?,?\s{_AGENCY_ONLY}\s?)"
    r"[–—-]{1,2}\s+(?=[\"“‘'„A-ZÀ-Þ\d])"
)
_BACK_MATTER = re.compile(
    r"(?:about\s(?:the\s)?(?:[A-Z][\w.&-]*\s?){1,6}|(?:cautionary|safe\sharbor|forward[ -]looking)\b.{0,60}|"
    r"most\s(?:read|popular|viewed|shared)|trending(?:\snow)?|popular\snow|more\sstories|you\smay\salso\slike|recommended\sfor\syou|"
    r"(?:media\s|press\s|investor\s)?(?:contacts?|notes?\sto\seditors?)|disclaimer|disclosures?)\W*$",
    re.I,
)
_LABEL = re.compile(r"(?:[^\W\d_][\w’'.-]*[ (]?){1,5}(?:\([\d-]{3,9}\))?:\s+")
LISTED = 0.8  # share of capitalized words and numbers from which what follows a label is a list: a line-up, a cast
MIN_LISTED = 3
_BREAK = re.compile(r"(?:\r\n|[\n\r\v\f\x85\u2028\u2029])")


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """One span a paragraph, without blanks at its edges: a line, or the joined lines of a hard-wrapped block."""
    out: list[Span] = []
    for block in _blocks(_lines(text)):
        if _is_wrapped(text, block):
            out.append(Span(block[0].start, block[-1].end))
        else:
            out += block
    return tuple(out)


def _lines(text: str) -> Iterator[Span | None]:
    """Trimmed lines in order, None for a blank one."""
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        line = text[start:end]
        bare = line.strip()
        first = start + len(line) - len(line.lstrip())
        yield Span(first, first + len(bare)) if bare else None
        start = after


def _blocks(lines: Iterator[Span | None]) -> Iterator[list[Span]]:
    block: list[Span] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_wrapped(text: str, block: Sequence[Span]) -> bool:
    """Whether the lines of a block are one paragraph cut at a column, and not one paragraph a line."""
    head = [line.of(text) for line in block[:-1]]
    if len(head) < 2 or any(len(line) not in WRAP_CHARS or BULLET.match(line) for line in head):
        return False
    return sum(bool(_END.search(line)) for line in head) <= len(head) / 2


def find_kind(line: str, *, is_first: bool, is_only: bool = False, title: str | None = None) -> SentenceKind:
    """What part a paragraph plays."""
    if is_first and title and _folded(line).startswith(_folded(title)) and len(line) < len(title) + 40:
        return SentenceKind.HEADLINE  # a dateline may stand behind the title
    is_short = len(line) <= BOILERPLATE_CHARS
    is_credit = _CREDIT.search(line[-200:]) or _AGENCY.search(line[-40:])
    if (is_short and _BOILERPLATE.match(line)) or is_credit or (not is_first and _is_listing(line)):
        return SentenceKind.BOILERPLATE
    if is_only:
        return SentenceKind.BULLET if BULLET.match(line) else SentenceKind.BODY
    if is_first and _is_headline(line):
        return SentenceKind.HEADLINE
    if BULLET.match(line):
        return SentenceKind.BULLET
    is_subhead = is_short and len(line.split()) <= SUBHEAD_WORDS and not _END.search(line) and _opens_big(line)
    return SentenceKind.SUBHEAD if is_subhead else SentenceKind.BODY


def _is_headline(line: str) -> bool:
    """A short line without a final full stop, which may be a quotation."""
    if len(line) > 400 or len(line.split()) > HEADLINE_WORDS:
        return False
    return not _END.search(line) or bool(re.search(r"[^.…]['\"”’»“]$|[.!?…][”\"»“]$", line)) or line[-1] in "?!"


def _is_listing(line: str) -> bool:
    """Whether a line is a label and names: a line-up, the officials of a match, a cast.

    >>> _is_listing("Marrow (4-4-2): Reed 7, Hale 6 (Kane 60)."), _is_listing("Reed: The bridge will stay closed.")
    (True, False)
    """
    label = None if any(mark in line for mark in '“”„«»"') else _LABEL.match(line)
    listed = re.findall(r"[\w’'.-]+", line[label.end() :]) if label else []
    return len(listed) >= MIN_LISTED and sum(not w[0].islower() for w in listed) >= LISTED * len(listed)


def opens_back_matter(line: str) -> bool:
    """Whether a subheading opens what a press release says about itself: "About Harrow Mills", "Contacts"."""
    return _BACK_MATTER.match(line) is not None


def _opens_big(line: str) -> bool:
    first = next((c for c in line if c.isalpha()), "")
    return bool(first) and not first.islower()


def _folded(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))
