"""`The trial begins in May, a spokeswoman for the court, Mira Stokke, said`: read by commas where the parser loses its way."""

from collections.abc import Sequence

from summarizer.attribution import tables
from summarizer.attribution.claims import Claim, make_claim
from summarizer.attribution.frames import Frame
from summarizer.attribution.grammar import verb_group
from summarizer.document import Span
from summarizer.parser import Token, Tree

_SUBORDINATE = frozenset(
    "if when after before as while although though because since once unless until whether".split()
)
_FINITE = ("VBD", "VBZ", "VBP", "MD")
MIN_CLAUSE = 3  # words of the statement before its speaker


def trailing_claim(frame: Frame, verb: Token) -> Claim | None:
    """The claim of a verb behind "statement, role, name," or "statement, name, role,", None where that is not its form."""
    tree = frame.tree
    group = verb_group(tree, verb)
    if verb.lemma not in tables.SPEECH or verb.tag not in ("VBD", "VBN", "VBZ") or frame.speech:
        return None
    if group[0].index < 2 or tree.tokens[group[0].index - 1].text != "," or not _closes(tree, verb):
        return None
    first, name = _speaker(tree, group[0].index - 1)
    if name is None or not _is_statement(tree, tree.tokens[:first]):
        return None
    claim = make_claim(frame, verb, group, None, [list(tree.tokens[: first - 1])])
    claim.source = frame.span(tree.tokens[first], tree.tokens[group[0].index - 2])
    claim.source_head = name
    claim.owns_speech = True
    return claim


def name_before(tree: Tree, verb: Token) -> Token | None:
    """`commuter Ann Gill, 41, said she`: the name before an age, where the parser found no subject."""
    comma = verb.index - 1
    if comma < 2 or tree.tokens[comma].text != "," or not tree.is_root(verb):
        return None
    start, inner = _segment(tree, comma)
    name = tree.tokens[start - 2] if start >= 2 else None
    is_age = len(inner) == 1 and inner[0].pos == "NUM"
    return name if is_age and name is not None and name.pos == "PROPN" else None


def speaker_before(frame: Frame, verb: Token) -> tuple[Span, Token] | None:
    """`"...," the authority's director, Renata Cruz, said`: the words between a quotation and its cue."""
    tree, first = frame.tree, verb_group(frame.tree, verb)[0].index
    if first < 2 or tree.tokens[first - 1].text != ",":
        return None
    start, name = _speaker(tree, first - 1)
    if name is None or not start or not frame.is_stand_in(tree.tokens[start - 1]):
        return None
    return frame.span(tree.tokens[start], tree.tokens[first - 2]), name


def _closes(tree: Tree, verb: Token) -> bool:
    """Behind the verb nothing but who hears it, when and where; no statement and nothing that is said."""
    rest = tree.tokens[verb.index + 1 :]
    if any(t.tag in _FINITE or t.text in (":", '"', "“") or t.low == "that" for t in rest):
        return False
    first = next((t for t in rest if t.pos != "ADV"), None)
    hears = verb.lemma in tables.ADDRESSING
    return first is None or hears or first.pos in ("ADP", "PUNCT") or first.tag in ("NNP", "CD") or first.low == "late"


def _speaker(tree: Tree, comma: int) -> tuple[int, Token | None]:
    """Where the speaker before this comma begins, and the last word of the name; role and name in either order."""
    last, inner = _segment(tree, comma)
    before, _ = _segment(tree, last - 1) if last else (0, [])
    outer = list(tree.tokens[before : max(0, last - 1)])
    is_aside = bool(inner) and (inner[0].low in ("who", "whose") or (len(inner) == 1 and inner[0].pos == "NUM"))
    if not outer or not before or _has_verb(tree, outer):
        return 0, None
    if _is_name(inner) and _is_role(outer):
        return before, inner[-1]
    names = _leading_name(outer)
    if names and (is_aside or (_is_role(inner) and not _has_verb(tree, inner))):
        return before, names[-1]
    return 0, None


def _segment(tree: Tree, comma: int) -> tuple[int, list[Token]]:
    """The words between this comma and the one before it."""
    start = comma
    while start > 0 and tree.tokens[start - 1].text not in (",", ";", ":"):
        start -= 1
    return start, list(tree.tokens[start:comma])


def _is_name(words: Sequence[Token]) -> bool:
    return 1 <= len(words) <= 6 and all(t.pos == "PROPN" or t.low in ("de", "van", "von", "al", "-") for t in words)


def _leading_name(words: Sequence[Token]) -> list[Token]:
    """The name that a phrase opens with: "Ole Dahl of the Marrow police"."""
    out: list[Token] = []
    for token in words:
        if token.pos != "PROPN":
            break
        out.append(token)
    follows = words[len(out) :]
    return out if len(out) > 1 and (not follows or follows[0].low in ("of", "from", "at", "for", "(")) else []


def _is_role(words: Sequence[Token]) -> bool:
    """`a spokeswoman for the court`, `the police chief of Marrow`, `its president`."""
    head = []
    for token in words:
        if token.pos == "ADP":
            break
        head.append(token)
    return bool(head) and head[-1].pos in ("NOUN", "PROPN") and head[-1].lemma in tables.PEOPLE


def _has_verb(tree: Tree, words: Sequence[Token]) -> bool:
    return any(t.tag in _FINITE for t in words)


def _is_statement(tree: Tree, words: Sequence[Token]) -> bool:
    """A main clause: a finite verb, and no conjunction that makes it depend on another."""
    opens = words[0].low if words else ""
    return len(words) >= MIN_CLAUSE and opens not in _SUBORDINATE and _has_verb(tree, words)
