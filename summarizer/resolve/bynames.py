"""Who in a text is called what: by surname, by rank or trade, by the words of a name."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from summarizer.resolve import names
from summarizer.resolve.mentions import Entity

_Calls = dict[str, list[tuple[int, Entity]]]  # by word: where each one is first called so, in text order


class Bynames:
    """The named ones of one text, looked up without going through all of them."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._surnames: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            self._surnames[entity.fullest.last].append(entity)
        self._offices = _calls(
            (title, m.span.start, e)
            for e in entities
            for m in e.mentions
            if not m.titles & names.NOT_IN_OFFICE
            for title in m.titles
        )
        self._words = _calls(
            (word, m.span.start, e)
            for e in entities
            for m in e.mentions
            for word in m.titles | {w.lower() for w in m.words}
        )

    def by_surname(self, word: str) -> Sequence[Entity]:
        """Those whose full name ends with a word."""
        return self._surnames.get(word, ())

    def in_office(self, title: str, *, before: int) -> Sequence[Entity]:
        """Those who are given a title before a place, and not as a former or would-be one."""
        return _found(self._offices, (title,), before)

    def by_words(self, wanted: Iterable[str], *, before: int) -> Sequence[Entity]:
        """Those that before a place bear one of these words, in the name or beside it."""
        return _found(self._words, wanted, before)


def _calls(called: Iterable[tuple[str, int, Entity]]) -> _Calls:
    first: dict[tuple[str, Entity], int] = {}
    for word, place, entity in called:
        first[word, entity] = min(place, first.get((word, entity), place))
    out: defaultdict[str, list[tuple[int, Entity]]] = defaultdict(list)
    for (word, entity), place in sorted(first.items(), key=lambda item: item[1]):
        out[word].append((place, entity))
    return dict(out)


def _found(calls: _Calls, wanted: Iterable[str], before: int) -> Sequence[Entity]:
    near = (calls.get(word, ()) for word in wanted)
    found = (some[: bisect_left(some, before, key=lambda call: call[0])] for some in near)
    return list(dict.fromkeys(entity for some in found for _, entity in some))
