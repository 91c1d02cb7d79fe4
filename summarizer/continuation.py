"""What goes on with somebody's account: "According to him, two people died. Nine more were injured."

Told by form alone: the sentence before opens with "According to", or was itself such a continuation, and this one counts on
or counts among what it told, or is "noted" by nobody.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizer.document import Attribution, Sentence, SentenceKind, Span

REACH = 60  # characters from the beginning of a sentence in which "According to" names whom the paragraph follows
_OPENS = re.compile(r"\W*(?:Also,? )?According to\b", re.I)
_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|dozens|hundreds|some|many|most|\d+)"
)
_GOES_ON = re.compile(
    rf"""\W*(?:(?:(?:at\ least|about|another|a\ further|up\ to)\ ){{0,2}}{_NUMBER}\ (?:more|others?|of\ (?:them|these|those))\b
        | (?:another|a\ further)\ {_NUMBER}\b | among\ (?:them|the\ (?:dead|injured|wounded|killed|victims))\b
        | also\b | in\ addition\b
        | it\ (?:is|was)\ (?:also\ )?(?:noted|specified|emphasized|stressed|reported|clarified|indicated|added)\b)""",
    re.I | re.X,
)


def continue_accounts(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """The attributions with those of the sentences that go on with an account, in text order."""
    out = list(attributions)
    spoken = _by_sentence(sentences, attributions)
    account: Attribution | None = None
    paragraph = -1
    for number, sentence in enumerate(sentences):
        if sentence.paragraph != paragraph or sentence.kind is not SentenceKind.BODY:
            account, paragraph = None, sentence.paragraph
        own = spoken.get(number, ())
        if _OPENS.match(sentence.span.of(text)):
            opening = Span(sentence.span.start, sentence.span.start + REACH)
            account = next(
                (a for a in own if a.source and a.source.overlaps(opening) and a.quote.value == "indirect"), None
            )
        elif own or re.search(r"[“”„«»\"]", sentence.span.of(text)):
            account = None
        elif account is not None and _GOES_ON.match(sentence.span.of(text)):
            out.append(replace(account, content=(sentence.span,), name_span=account.name_span or account.source))
    return tuple(sorted(out, key=lambda a: a.hull))


def _by_sentence(sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> Mapping[int, list[Attribution]]:
    """The attributions by the sentence that their source stands in."""
    starts = [s.span.start for s in sentences]
    out: defaultdict[int, list[Attribution]] = defaultdict(list)
    for a in attributions:
        number = bisect_right(starts, a.source.start) - 1 if a.source else -1
        if a.source and number >= 0 and sentences[number].span.contains(a.source):
            out[number].append(a)
    return out
