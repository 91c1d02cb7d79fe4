"""News of our own invention, annotated by hand (tests/cases/news), as the gold lines the attribution scorer reads.

    python -m benchmarks.own_news --out build/own_news.jsonl [--half dev|held]

The conventions of the annotation and of its markup are in tests/cases/news/README.md.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Fragment = tuple[int, int]

NEWS = Path(__file__).parents[1] / "tests" / "cases" / "news"
PRONOUNS = frozenset("i we you he she it they who which me us him her them my our your his its their one".split())
DIRECT_SHARE = 0.9  # of the letters of the content that stand inside quotation marks

_BRACE = re.compile(r"\{(?P<head>[^{}|\n]*)\||(?P<stray>[{|])|\}")
_HEAD = re.compile(r"(?P<part>[sck])(?P<ids>\d+(?:,\d+)*)(?P<flag>[~!]?)(?:=(?P<name>[^=]+))?")
_HEAD_END = re.compile(r"\s(?:of|for|at|from|in|with|on|to|who|which|that)\s")
_TITLE_QUOTE = re.compile(r"(?<!\w)['‘](?=\w)[^'‘’\n]*(?:['’](?=\w)[^'‘’\n]*)*['’](?!\w)")


class MarkupError(ValueError):
    """Markup that says nothing definite; the message names the line and the mark."""


@dataclass
class _Marks:
    """What one number marks in an article."""

    fragments: dict[str, list[Fragment]] = field(default_factory=lambda: {"s": [], "c": [], "k": []})
    name: str | None = None
    is_nominal: bool = False
    is_negative: bool = False


def read_articles(folder: Path = NEWS, *, half: str | None = None) -> list[Json]:
    """The annotated articles, by name; only dev_* or held_* where a half is asked for."""
    paths = sorted(folder.glob(f"{half or '*'}_*.txt"))
    return [parse_article(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def parse_article(name: str, markup: str) -> Json:
    """One gold record.

    Raises:
        MarkupError: A mark is malformed, never closed or says too little; a name does not occur in the text.
    """
    try:
        text, marks = _strip_marks(markup.strip())
        attributions = [_build_attribution(number, m, text) for number, m in sorted(marks.items())]
    except MarkupError as error:
        raise MarkupError(f"{name}: {error}") from error
    for attribution in attributions:
        attribution["nested"] = any(_is_within(attribution, other) for other in attributions)
    title = text.partition("\n")[0]
    return {"id": name, "genre": name.split("_")[1], "title": title, "text": text, "attributions": attributions}


def _strip_marks(markup: str) -> tuple[str, dict[int, _Marks]]:
    text, at, opened = "", 0, list[tuple[re.Match[str], int]]()
    marks: dict[int, _Marks] = defaultdict(_Marks)
    for brace in _BRACE.finditer(markup):
        text, at = text + markup[at : brace.start()], brace.end()
        where = f"line {markup.count(chr(10), 0, brace.start()) + 1}"
        if brace["stray"]:
            raise MarkupError(f"{where}: a {brace['stray']} that opens no mark; a mark is {{s1|words}}")
        if brace["head"] is not None:
            head = _HEAD.fullmatch(brace["head"])
            if not head:
                raise MarkupError(f"{where}: {brace[0]} is no mark; write s, c or k, a number, a bar")
            opened.append((head, len(text)))
        elif not opened:
            raise MarkupError(f"{where}: a closing brace without a mark")
        else:
            head, start = opened.pop()
            _add(marks, head, (start, _checked_end(text, start, f"{where}: {{{head[0]}|")))
    if opened:
        raise MarkupError(f"{{{opened[-1][0][0]}| is never closed")
    return text + markup[at:], marks


def _checked_end(text: str, start: int, mark: str) -> int:
    if text[start:].strip() != text[start:] or not text[start:]:
        raise MarkupError(f"{mark} is empty, or begins or ends with a blank")
    return len(text)


def _add(marks: dict[int, _Marks], head: re.Match[str], fragment: Fragment) -> None:
    part, flag, name = head["part"], head["flag"], head["name"]
    if (flag == "~" or name) and part != "s":
        raise MarkupError(f"{{{head[0]}|: only a source has a name or is nominal")
    if flag == "!" and part != "c":
        raise MarkupError(f"{{{head[0]}|: only a cue is negative")
    for number in map(int, head["ids"].split(",")):
        mine = marks[number]
        if name and mine.name not in (None, name):
            raise MarkupError(f"{{{head[0]}|: attribution {number} has another name already, {mine.name}")
        mine.fragments[part].append(fragment)
        mine.name = mine.name or name
        mine.is_nominal |= flag == "~"
        mine.is_negative |= flag == "!"


def _build_attribution(number: int, marks: _Marks, text: str) -> Json:
    source, cue, content = (_build_part(marks.fragments[part], text) for part in "sck")
    if not content:
        raise MarkupError(f"attribution {number} has no content ({{k{number}|)")
    if not source and not cue:
        raise MarkupError(f"attribution {number} has neither source nor cue")
    record = {
        "id": f"A{number}",
        "source": source,
        "cue": cue,
        "content": content,
        "polarity": "negative" if marks.is_negative else "positive",
        "quote": _decide_quote(marks.fragments["k"], text),
        "source_kind": _decide_source_kind(source["text"], marks.is_nominal) if source else "none",
    }
    if marks.name:
        at = text.find(marks.name)
        if at < 0:
            raise MarkupError(f"attribution {number}: the name {marks.name!r} is not in the text")
        record["source_resolved_gold"] = {"text": marks.name, "start": at, "end": at + len(marks.name)}
    return record


def _build_part(fragments: list[Fragment], text: str) -> Json | None:
    """A span; one in several fragments has them as `spans`, and the hull as its own offsets."""
    if not fragments:
        return None
    ordered = sorted(fragments)
    spans = [{"text": text[start:end], "start": start, "end": end} for start, end in ordered]
    if len(spans) == 1:
        return spans[0]
    joined = " ... ".join(str(span["text"]) for span in spans)
    return {"text": joined, "start": ordered[0][0], "end": ordered[-1][1], "spans": spans}


def _decide_quote(content: list[Fragment], text: str) -> str:
    quoted = _quoted_positions(text)
    letters = [i for start, end in content for i in range(start, end) if text[i].isalnum()]
    inside = sum(i in quoted for i in letters)
    return "direct" if inside >= DIRECT_SHARE * len(letters) else "mixed" if inside else "indirect"


def _quoted_positions(text: str) -> set[int]:
    """Positions inside quotation marks; a quotation open at the end of a paragraph ends there. Single ones: in the title."""
    out = {i for quote in _TITLE_QUOTE.finditer(text.partition("\n")[0]) for i in range(*quote.span())}
    is_open = False
    for i, character in enumerate(text):
        if character in '"“”':
            is_open = character == "“" or (character == '"' and not is_open)
        elif character == "\n":
            is_open = False
        elif is_open:
            out.add(i)
    return out


def _decide_source_kind(source: str, is_nominal: bool) -> str:
    """Named when the head of the phrase, or of its apposition, is capitalized ("the clerk, Ann Reed")."""
    if source.lower() in PRONOUNS:
        return "pronoun"
    heads = (_HEAD_END.split(piece)[0].split() for piece in source.split(","))
    named = any(words and words[-1].strip('"“”()')[:1].isupper() for words in heads)
    return "named" if named and not is_nominal else "nominal"


def _is_within(inner: Json, outer: Json) -> bool:
    """Does the inner attribution, its source or cue included, stand inside the content of the outer one?"""
    anchor = inner["cue"] or inner["source"]
    if inner is outer:
        return False
    spans = outer["content"].get("spans") or [outer["content"]]
    return any(span["start"] <= anchor["start"] and anchor["end"] <= span["end"] for span in spans)


def build_counts(records: Iterable[Json]) -> Counter[str]:
    """How much there is, by kind."""
    counts: Counter[str] = Counter()
    for record in records:
        counts.update({"documents": 1, "words": len(record["text"].split())})
        for a in record["attributions"]:
            counts.update(("attributions", a["quote"], f"source {a['source_kind']}", f"polarity {a['polarity']}"))
            flags = {"without a cue": not a["cue"], "nested": a["nested"], "name given": "source_resolved_gold" in a}
            counts.update(key for key, holds in flags.items() if holds)
            counts["content in several fragments"] += "spans" in a["content"]
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/own_news.jsonl"))
    parser.add_argument("--half", choices=("dev", "held"))
    arguments = parser.parse_args()
    try:
        records = read_articles(half=arguments.half)
    except MarkupError as error:
        print(f"own_news: {error}", file=sys.stderr)
        return 2
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    arguments.out.write_text(lines, encoding="utf-8")
    for key, count in sorted(build_counts(records).items()):
        print(f"{count:7} {key}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
