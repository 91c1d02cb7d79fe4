"""A claim found by grammar: who, by which words, and what, all as words of one frame."""

from dataclasses import dataclass, field

from summarizer.attribution.borders import ended
from summarizer.attribution.frames import Frame
from summarizer.attribution.phrases import noun_phrase
from summarizer.attribution.tables import PEOPLE
from summarizer.document import Span
from summarizer.parser import Token

WITH_APPOSITION = True  # a source is the full noun phrase: "Ann Reed, a Democrat from Ohio"


@dataclass(slots=True)
class Claim:
    """What one cue reports; spans are the document's."""

    frame: Frame
    head: Token  # the verb, noun or adjective that reports
    cue: Span
    source: Span | None
    source_head: Token | None
    content: list[Span] = field(default_factory=list)
    owns_speech: bool = False  # a quotation beside it is its content
    has_speech: bool = False  # a quotation was given to it
    is_negative: bool = False
    is_speech: bool = True
    needs_source: bool = False  # an active verb without a subject reports nothing, unless a quotation stands beside it
    points_back: bool = False  # "This is stated by Reed": its content is the sentence before


def make_claim(frame: Frame, head: Token, cue: list[Token], source: Token | None, content: list[list[Token]]) -> Claim:
    """A claim from words; the words of each piece of content are taken from the first to the last."""
    ends = [ended(frame.tree, head, piece) for piece in content]
    pieces = [trimmed_content(run) for piece in ends for run in _real(frame, piece)]
    if source is not None and frame.is_stand_in(source):
        source = None
    spoken = noun_phrase(frame.tree, source, verb=head, with_apposition=WITH_APPOSITION) if source else []
    if spoken:
        spoken = _with_role(frame, spoken)
        # "Speaking in Dover, the mayor, Ann Reed said, "..."": the mayor is no part of what is said.
        named = {t.index for t in spoken}
        pieces = [p for p in pieces if not (frame.stand_ins and named & {t.index for t in p})]
    return Claim(
        frame=frame,
        head=head,
        cue=frame.span(cue[0], cue[-1]),
        source=frame.span(spoken[0], spoken[-1]) if spoken else None,
        source_head=source,
        content=[frame.span(piece[0], piece[-1]) for piece in pieces if piece],
    )


def _with_role(frame: Frame, spoken: list[Token]) -> list[Token]:
    """`Dover's mayor, Ann Reed said`: the role before a lone comma, which the parser left without a verb."""
    tree, first = frame.tree, spoken[0].index
    head = tree.head(tree.head(spoken[-1]))
    if head.index == first - 1 and head.lemma in PEOPLE and tree.head(spoken[-1]).dep == "relcl":
        return list(
            tree.tokens[tree.subtree(head)[0].index : spoken[-1].index + 1]
        )  # "The news agency TASS reported that"
    if first < 2 or tree.tokens[first - 1].text != "," or spoken[0].pos != "PROPN":
        return spoken
    role = tree.tokens[first - 2]
    if role.dep not in ("nsubj", "dep", "npadvmod", "ROOT") or role.lemma not in PEOPLE:
        return spoken
    return list(tree.tokens[tree.subtree(role)[0].index : spoken[-1].index + 1])


def trimmed_content(words: list[Token]) -> list[Token]:
    """Without commas and the like at the edges; quotation marks and brackets stay."""
    words = list(words)
    while words and (words[0].text in ",;:–—-." or words[0].dep == "cc"):
        words = words[1:]
    while words and (words[-1].text in ",;:–—-." or words[-1].dep == "cc"):
        words = words[:-1]
    return words if any(t.pos != "PUNCT" for t in words) else []


def _real(frame: Frame, words: list[Token]) -> list[list[Token]]:
    """The runs of words that are the document's own, without what stands for a quotation."""
    out: list[list[Token]] = [[]]
    for token in words:
        if frame.is_stand_in(token):
            out.append([])
        else:
            out[-1].append(token)
    return [run for run in out if run]
