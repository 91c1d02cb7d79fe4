"""Which sentences matter: central to the documents, early, about the title, with a speaker, with figures."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.encoder import Vectors

_OUTCOME = re.compile(
    r"\d|\b(?:kill|die|dead|injur|win|won|los[et]|elect|approv|reject|arrest|charg|convict|sentenc|agree|ban|launch|"
    r"announc|decid|collaps|resign|vot)\w*\b",
    re.I,
)
_DENIAL = re.compile(r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es|ed)|dismiss(?:es|ed))\b", re.I)
_INSTRUCTION = re.compile(
    r"\b(?:ignore (?:all |any |the )?(?:previous|prior|above)|system prompt|as an ai|"
    r"you (?:must|should|are) (?:now )?(?:tell|visit|say|reply|respond|summari[sz]e|an? (?:ai|assistant))|"
    r"(?:ai|assistant|chatbot|language model)s?\b.{0,40}\b(?:tell|visit|instruct|reply|respond|must|should)|"
    r"click here|subscribe|sign up|newsletter|read (?:also|more)|cookies?|all rights reserved)\b|"
    r"<\||https?://|\bwww\.",
    re.I,
)


_LED = re.compile(r"[^“„«\"]{3,80}\b\w+: [“„«\"][^“”„«»\"]*[”»\"]")
_LEANING = re.compile(
    r"(?:^|:\s)[“„«\"](?:so|but|and|they|he|she|it|this|that|these|those|then|also|because|although|yes|no|well)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts; made by benchmarks/tune_salience.py."""

    centrality: float = 1.2
    position: float = 1.6
    title: float = 2.0
    speaker: float = 0.25  # somebody is named as the source
    outcome: float = 0.2
    denial: float = 0.6  # times the likeness to the title: what the accused say is news where the accusation is
    instruction: float = -3.0  # boilerplate and injected orders rank last
    repetition: float = 0.9  # of the likeness to what is chosen already
    new_speaker: float = 0.3  # several speakers beat one
    leaning: float = -0.5  # a quotation that leans on what was said before it: “So we did that.”
    led: float = -1.2  # a sentence from the middle of a long quotation or answer: Reed said: “...”
    brevity: float = -0.06  # a word under FEW_WORDS
    substance: float = 0.05  # a word that carries meaning, up to ENOUGH_SUBSTANCE
    words: float = -0.006  # a word over AMPLE_WORDS


ENOUGH_SUBSTANCE = 8  # words of four letters and more; a fuller statement is not a better one
MAX_ENCODED = 100  # statements of one summary that get a vector
ENCODED_A_DOCUMENT = 30  # of them; measured on articles with up to 62: the same summaries, to a word in a hundred
AMPLE_WORDS = 28  # a longer sentence costs the reader more than it usually gives
FEW_WORDS = 10  # a shorter statement seldom says enough
POSITION_DECAY = 4.0  # sentences after which the advantage of standing early has fallen to about a third


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a sentence that can be told."""

    text: str
    document: int
    position: int  # index among the document's sentences that can be told, from 0
    speaker: str | None  # by name; None where the document speaks


def shortlist(texts: Sequence[str], positions: Sequence[int], *, documents: int = 1) -> list[int]:
    """The texts worth encoding, in order: all, or of very long documents those whose words are used most, early first.

    Encoding is what a summary costs; a sentence that shares few words with the rest is not central by its vector either.

    Args:
        positions: of each text among those of its document.
        documents: how many they come from.
    """
    most = min(MAX_ENCODED, ENCODED_A_DOCUMENT * documents)
    if len(texts) <= most:
        return list(range(len(texts)))
    bags = [set(re.findall(r"\w{4,}", t.lower())) for t in texts]
    spread = Counter(word for bag in bags for word in bag)
    shared = [sum(spread[w] for w in bag) / (len(bag) + 4) for bag in bags]
    top = max(shared)
    value = [s / top + float(np.exp(-at / (most / 4))) for at, s in zip(positions, shared, strict=True)]
    return sorted(sorted(range(len(texts)), key=lambda i: -value[i])[:most])


def score(candidates: Sequence[Candidate], vectors: Vectors, titles: Vectors, weights: Weights) -> Vectors:
    """How much each candidate matters by itself, higher is more.

    Args:
        vectors: of the candidates. *Shape:* (candidates, dimensions), unit length.
        titles: of the documents' titles, zeros where there is none. *Shape:* (documents, dimensions).

    Returns:
        *Shape:* (candidates,)
    """
    central = vectors @ vectors.mean(axis=0)
    central = (central - central.min()) / max(float(np.ptp(central)), 1e-6)
    out = weights.centrality * central
    for i, c in enumerate(candidates):
        out[i] += weights.position * float(np.exp(-c.position / POSITION_DECAY))
        out[i] += weights.title * float(vectors[i] @ titles[c.document])
        out[i] += weights.speaker * (c.speaker is not None)
        out[i] += weights.outcome * (_OUTCOME.search(c.text) is not None)
        is_denial = c.speaker is not None and _DENIAL.search(c.text) is not None
        out[i] += weights.denial * is_denial * max(0.0, float(vectors[i] @ titles[c.document]))
        out[i] += weights.instruction * (_INSTRUCTION.search(c.text) is not None)
        out[i] += weights.brevity * max(0, FEW_WORDS - len(c.text.split()))
        out[i] += weights.led * (_LED.match(c.text) is not None)
        out[i] += weights.leaning * (_LEANING.search(c.text) is not None)
        out[i] += weights.substance * min(ENOUGH_SUBSTANCE, len(re.findall(r"\w{4,}", c.text)))
        out[i] += weights.words * max(0, len(c.text.split()) - AMPLE_WORDS)
    return np.asarray(out, dtype=np.float32)


def rank(candidates: Sequence[Candidate], vectors: Vectors, scores: Vectors, weights: Weights) -> list[int]:
    """All candidates, most worth telling first: each is chosen for what it adds to those before it.

    The order does not depend on how many are told, so a short summary is the beginning of the long one.
    """
    left = list(range(len(candidates)))
    likeness = np.zeros(len(candidates), dtype=np.float32)
    heard: set[tuple[int, str | None]] = set()
    documents: dict[int, int] = {}
    order: list[int] = []
    while left:
        gains = [
            float(scores[i])
            - weights.repetition * float(likeness[i])
            + weights.new_speaker * (candidates[i].speaker is not None and (0, candidates[i].speaker) not in heard)
            - documents.get(candidates[i].document, 0) / max(1, len(order))
            for i in left
        ]
        best = left.pop(int(np.argmax(gains)))
        order.append(best)
        heard.add((0, candidates[best].speaker))
        documents[candidates[best].document] = documents.get(candidates[best].document, 0) + 1
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return order
