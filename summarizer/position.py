"""How early a statement stands: news comes first, but for interviews, and for stories that open with a scene.

"The first thing Dolores saw was the dog": the news stands behind the scene, in the first sentence that says when.
"""

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.document import AnnotatedDocument, Span
from summarizer.independence import unquoted
from summarizer.summary import Statement

FIRST_NEWS = range(
    3, 9
)  # statements before the news that make a scene; with fewer, or more, the article is told as it is
SCENE_COST = 4  # places that a scene's statements lose
_WHEN = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:[Yy]esterday|[Tt]oday|[Tt]onight)\b|"
    r"\b(?:[Tt]his|[Ll]ast|[Tt]his past)\s(?:morning|afternoon|evening|night|week|weekend|month|year)\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d|"
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept?|Oct|Nov|Dec)",
)
_NOW = re.compile(r"\b(?:is|are|has|have|will|says?|warns?|claims?)\b|n['’]t\b", re.I)


def find_positions(told: Sequence[tuple[int, Span, Statement]], articles: Sequence[AnnotatedDocument]) -> list[int]:
    """The place of each, given as (index of the document, unit, statement), among those of its document.

    In an interview no answer comes before another: the first is small talk.
    """
    news = [find_news([s.text for n, _, s in told if n == number]) for number in range(len(articles))]
    is_interview = [len({turn.name for turn in article.turns if turn.name}) == 1 for article in articles]
    seen: Counter[int] = Counter()
    out = []
    for number, span, _ in told:
        at = seen[number]
        out.append(at - news[number] if at >= news[number] else at + SCENE_COST)
        seen[number] += not is_interview[number] or articles[number].turn_of(span) is None
    return out


def find_news(texts: Sequence[str]) -> int:
    """Which statement the news begins with: the first, or behind a scene in the past tense the first that says when.

    >>> scene = ["The dog stood on the table.", "Ann Reed thought it was ill.", "Then the floor moved."]
    >>> find_news([*scene, "She was one of 900 people who lost their homes in a flood last week."])
    3
    >>> find_news(["A flood has killed nine people.", *scene[1:], "The dam was built last year."])
    0
    """
    if not texts or _NOW.search(unquoted(texts[0])):
        return 0
    at = next((i for i, text in enumerate(texts) if _WHEN.search(unquoted(text))), 0)
    return at if at in FIRST_NEWS else 0
