"""What can be said of summaries without the scorer beside the project: simpler, by words, for news annotated in its format."""

import re
from collections.abc import Sequence
from typing import Any

from summarizer.faithfulness.cues import is_bare
from summarizer.faithfulness.quotes import fold
from summarizer.faithfulness.tokens import tokenize
from summarizer.naming import is_vague, key_words
from summarizer.quotation import find_quotes

Json = dict[str, Any]
COLUMNS = ("words_per_doc", "speaker kept", "claims told with it", "bare", "QF", "cited")
CONVEYED = 0.6  # of a claim's words of meaning, or of the statement's, from which the statement tells it


def measure(gold: Sequence[Json], results: Sequence[Json]) -> dict[str, float | None]:
    """speaker kept: of annotated claims told, those whose statement names the speaker outside the claim's words. claims told
    with it: the same, of all annotated claims. bare: statements about "she" or "the report". QF: quotations found verbatim in
    the article. cited: statements with a citation whose text stands at its offsets.
    """
    by_id = {r["id"]: r for r in results}
    kept = told = claims = words = bare = statements = quotes = verbatim = cited = 0
    for d in gold:
        result = by_id.get(d["id"], {"statements": []})
        texts = [s["text"] for s in result["statements"]]
        statements += len(texts)
        words += sum(len(t.split()) for t in texts)
        bare += sum(map(is_bare, texts))
        cited += sum(any(_is_intact(c, d["text"]) for c in s["citations"]) for s in result["statements"])
        found = [q.of(t)[1:-1].rstrip(",.;: ") for t in texts for q in find_quotes(t)[0]]
        quotes += len(found)
        verbatim += sum(fold(q) in fold(d["text"]) for q in found)
        for a in d["attributions"]:
            name = _name(a)
            claims += bool(name)
            tellers = [t for t in texts if name and _tells(t, a["content"]["text"])]
            told += bool(tellers)
            kept += any(_names(t, name, a["content"]["text"]) for t in tellers)
    shares = (
        words / max(1, len(gold)), _share(kept, told), _share(kept, claims), _share(bare, statements),
        _share(verbatim, quotes), _share(cited, statements),
    )  # fmt: skip
    return dict(zip(COLUMNS, shares, strict=True))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _is_intact(citation: Json, text: str) -> bool:
    return bool(text[citation["start"] : citation["end"]] == citation["text"])


def _name(attribution: Json) -> str:
    """Who speaks, by the name people gave; empty where nobody could tell."""
    resolved = attribution.get("source_resolved_gold") or attribution.get("source_resolved_auto")
    source = attribution["source"] or {"text": ""}
    return str(resolved["text"]) if resolved else "" if is_vague(source["text"]) else source["text"]


def _stems(text: str) -> set[str]:
    return {t.stem for t in tokenize(text) if t.is_content}


def _tells(statement: str, content: str) -> bool:
    mine, theirs = _stems(statement), _stems(content)
    shared = len(mine & theirs)
    return shared >= 3 and (shared >= CONVEYED * len(theirs) or shared >= CONVEYED * len(mine))


def _names(statement: str, name: str, content: str) -> bool:
    """Whether a word of the name stands in the statement more often than in the claim."""
    return any(_count(word, statement) > _count(word, content) for word in key_words(name))


def _count(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}\b", text))
