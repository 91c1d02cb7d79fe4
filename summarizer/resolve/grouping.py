"""Which mentions are of one person or body: surnames and full names, acronyms and what they stand for."""

import re
from collections.abc import Collection, Sequence

from summarizer.resolve import names
from summarizer.resolve.mentions import Entity, Mention

_SHORT = re.compile(r"\s?\(([A-Z][A-Za-z&.]{1,8})\)")


def group_mentions(text: str, mentions: Sequence[Mention]) -> list[Entity]:
    """Mentions of the same name together: surnames to full names, acronyms to what they stand for."""
    entities: list[Entity] = []
    by_word: dict[str, list[Entity]] = {}  # first and last words of full names
    for mention in sorted(mentions, key=lambda m: (-len(m.words), m.span)):
        entity = _only([e for e in by_word.get(mention.last, ()) if _is_same(e, mention)], mention)
        if entity is None:
            entity = Entity()
            entities.append(entity)
            for word in {mention.words[0], mention.last}:
                by_word.setdefault(word, []).append(entity)
        entity.add([mention])
    entities = _join_acronyms(text, entities)
    for entity in entities:
        entity.mentions.sort(key=lambda m: m.span)
        entity.gender = _gender(entity)
    return sorted(entities, key=lambda e: e.mentions[0].span)


def _only(fitting: Sequence[Entity], mention: Mention) -> Entity | None:
    """The one that a mention is of: of a couple with one surname, "Mrs Reed" is not the husband."""
    gender = _title_gender(mention.titles)
    fitting = [e for e in fitting if not gender or _gender(e) in (None, gender)]
    if len(fitting) > 1 and gender:
        fitting = [e for e in fitting if _gender(e) == gender] or fitting
    return fitting[0] if fitting else None


def _title_gender(titles: Collection[str]) -> str | None:
    marks = {"f": names.FEMALE_WORDS, "m": names.MALE_WORDS}
    return next((gender for gender, known in marks.items() if not known.isdisjoint(titles)), None)


def _is_same(entity: Entity, mention: Mention) -> bool:
    full = entity.mentions[0]
    if mention.words == full.words:
        return True
    if len(mention.words) == 1:
        if full.last == mention.last:
            return True
        return (
            full.words[0] == mention.last
            and not {w.lower() for w in full.words} & names.ORGANIZATION_WORDS
            | {w.lower() for w in mention.words} & names.PLACES
        )
    return full.last == mention.last and full.words[0] == mention.words[0]


def _join_acronyms(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """`Institute for the Study of War (ISW)`: the letters in brackets are the same body."""
    by_word: dict[str, set[Entity]] = {}  # who is called so, and by nothing else
    for entity in entities:
        for mention in entity.mentions:
            if len(mention.words) == 1:
                by_word.setdefault(mention.last, set()).add(entity)
    joined: set[Entity] = set()
    for entity in entities:
        short = next((found.group(1) for m in entity.mentions if (found := _SHORT.match(text, m.span.end))), None)
        if short is None:
            continue
        entity.acronym = short
        for other in by_word.get(short, set()) - joined - {entity}:
            entity.add(other.mentions)
            joined.add(other)
            for word in {m.last for m in other.mentions if len(m.words) == 1}:
                by_word[word].add(entity)
    return [e for e in entities if e not in joined]


def _gender(entity: Entity) -> str | None:
    """By "Mr" and "Mrs", else by the first name, else by what somebody is: "her husband, director Owen Quill"."""
    first = entity.fullest.words[0].lower() if len(entity.fullest.words) > 1 else ""
    if told := _title_gender(entity.titles & names.COURTESIES):
        return told
    if first in names.FEMALE_NAMES:
        return "f"
    return "m" if first in names.MALE_NAMES else _title_gender(entity.titles)
