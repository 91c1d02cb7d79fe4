"""Can it be told without its neighbors? What dangles, points back, or is somebody's words without a speaker."""

import re

from summarizer.naming import FIRST_PERSON, PAPERS, is_small, key_words
from summarizer.quotation import find_quotes

MIN_WORDS = 5  # a shorter sentence is a fragment
MAX_WORDS = 100  # a longer one is a list or a wall of text, and no summary
MIN_NAME_WORDS = 2  # capitalized words before a quotation from which a name is among them
SCARE_QUOTE_WORDS = 3  # a longer quotation is somebody's: “soft” landing is nobody's
_CREDIT = re.compile(r"\b(?:image|photo|photograph|picture|credit|illustration)s?\s?:", re.I)
# What is said of the text, not of the news: how it was made, what was wrong in it, whom to write to.
_HOUSE = re.compile(
    r"""^\W*(?:this|the|our)\ (?:interview|conversation|transcript|article|story|report|text|answers?|piece|post|page)
        \ (?:has|have|was|were)\ (?:been\ )?(?:\w+ly\ )?
        (?:edited|condensed|shortened|abridged|amended|translated|updated|corrected)\b(?:\ \S+){0,7}$
    | ^\W*(?:the\ following|what\ follows|below)\ is\ (?:an?|the)\ (?:\w+\ )?transcript\b
    | ^\W*(?:he|she|they)\ (?:spoke|talked|sat\ down)\ (?:to|with)\ (?:\S+\ ?){1,5}$
    | ^\W*(?:thank\ you|thanks|good\ (?:morning|afternoon|evening))\b(?:\ \S+){0,5}$
    | \b(?:earlier|previous|original|first)\ version\ of\ (?:this|the)\b | \bcontributed\ (?:to\ this|reporting)\b
    | ^\W*see\ the\ [\w\ ]{3,40}\ for\ (?:more|further)\ (?:details|information)\b
    | \b(?:views|opinions)\ expressed\b.{0,40}\b(?:own|author|not\ necessarily)\b | \bforward-looking\ statements\b
    | ^\W*(?:for\ (?:more|further)\ information | if\ you\ (?:found|notice|see|have)\b | reach\ (?:reporter|\w+\ at)
        | corrections?: | (?:additional\ )?(?:reporting|writing|editing)\ by\b
        | here(?:['’]s|\ is|\ are)\ (?:what|everything|how)\b
        | follow\b.{0,60}\bon\ (?:X|Twitter|Facebook|Instagram|Telegram|TikTok)\b | [$€£]?1\ =\ )
    | ^(?-i:(?:[A-Z][\w.'’-]+\ ){2,3})(?:covers|is\ a\ (?:reporter|correspondent|columnist|staff\ writer)|reports\ on)\b
    | \banyone\ with\ information\b | \bselect\ (?:a\ piece\ of|the)\ text\b
    | \bwe\ (?:apologi[sz]e|regret)\ (?:for\ )?(?:the|this|any)\ (?:error|mistake)""",
    re.I | re.X,
)
# An order to a machine that was planted in the text, and the marks of its dialog.
_ORDER = re.compile(
    r"""<\|[^|]{1,40}\|> | \[/?INST\] | ^\W*(?:system|assistant|user|instructions?)\s*: | \boutput\ only\b
    | \b(?:ignore|disregard|forget)\ (?:(?:all|any|the|your)\ )*(?:previous|prior|above|earlier)
        \ (?:instructions?|prompts?|rules?|messages?)\b
    | \byou\ are\ (?:now\ )?an?\ (?:ai|assistant)\b""",
    re.I | re.X,
)
_SILENCE = re.compile(
    r"\b(?:declin|refus)\w+ to comment\b|\bcould not (?:immediately )?be reached\b|"
    r"\b(?:did|has|have|had|does|do)(?: not|n['’]t) (?:immediately )?(?:respond|repl\w+|comment\w*)\b",
    re.I,
)
MAX_SILENCE = 14  # words of a sentence that only says that somebody said nothing
_DANGLING = re.compile(
    r"(?:(?:he|she|they|him|them|his|her|their|its|we|i|our|my|you|your)\b|"
    r"it\b(?!(?:['’]s| is| was| remains| seems| appears| will be)\b.{0,40}\b(?:that|whether|if|how|why|when|to)\b)|"
    r"(?:this|that|these|those)\b(?!\s(?:week|month|year|morning|afternoon|evening|summer|winter|spring|autumn|fall)\b)|"
    r"(?:both|neither|either)\b(?! (?:\w+ ){1,2}(?:and|or|in|of|from|at|who|that)\b)|"
    r"(?:such|the (?:latter|former(?!\s[a-z])|two|three|pair|duo|other|others|same))\b|"
    rf"the (?:{'|'.join(sorted(PAPERS))})s?\b(?! (?:by|from|of|in|on|published|released|issued)\b)|"
    r"(?:\w+\s){1,2}of (?:them|these|those|whom|which)\b|"
    r"(?:there|here)(?:['’]s|\sis|\sare)?\s(?:he|she|they|it)\b)",
    re.I,
)
# “Although they will try,” ISW wrote: the sentence that this belongs to was cut off by a full stop.
_HALF_SENTENCE = re.compile(r"[“„«\"](?:although|though|because|which|while|whereas|unless)\b[^”»\"]{0,60}[”»\"]", re.I)
# An answer that completes its question: Reed said: “When the police took the boat.”
_FRAGMENT = re.compile(r":\s[“\"](?:when|because|if|although|though|which|until|unless)\b[^,:;”\"]*[”\"]$", re.I)
# "X announced this on Monday", "X rejected that.": what was announced stands in another sentence.
_POINTS_BACK = re.compile(
    r"\b(?:said|says|sa(?:y|id) so|announc\w+|confirm\w*|reject\w*|den(?:y|ies|ied)|report\w*|state[sd]?|wrote|told|"
    r"explain\w*|disput\w*|repeat\w*|stress\w*|point\w* out|comment\w* on|agree\w* with)\s(?:\w+\s)?(?:this|that|it|them|so)"
    r"(?=\s*(?:[.,;]|$|(?:at|in|on|to|during|when|by|after|before|yesterday|today)\b))",
    re.I,
)


def is_tellable(sentence: str) -> bool:
    """Whether a sentence is one: some words, no question to the reader, no credit, no word of the editors', no order."""
    plain = sentence.rstrip("\"'”’»)] ")
    is_whole = MIN_WORDS <= len(sentence.split()) <= MAX_WORDS and not plain.endswith(("?", ":", ";", "--", "—", "–"))
    is_whole = is_whole and re.match(r"\W*(?:\.\.\.|…)", sentence) is None  # its beginning is missing
    is_silence = len(sentence.split()) <= MAX_SILENCE and _SILENCE.search(sentence) is not None
    return is_whole and not is_silence and not any(p.search(sentence) for p in (_CREDIT, _HOUSE, _ORDER))


def is_dangling(told: str) -> bool:
    """Whether a statement begins with something the reader has not read, quotations apart."""
    if _HALF_SENTENCE.match(told) or _FRAGMENT.search(told):
        return True
    plain = re.sub(r"^[“„«\"][^“”„«»\"]*[”»“\"][\s,.]*", "", told).strip()
    return bool(plain) and is_small(plain.split()[0]) and _DANGLING.match(plain) is not None


def points_back(told: str) -> bool:
    """Whether what somebody said is only "this": it stands in another sentence."""
    return _POINTS_BACK.search(unquoted(told)) is not None


def looks_spoken(sentence: str) -> bool:
    """Whether a sentence without a known speaker is somebody's words: quoted, half quoted, or in the first person."""
    quotes, stray, unclosed = find_quotes(sentence)
    if stray is not None or unclosed is not None or sentence[:1] in "–—-":
        return True
    if any(len(q.of(sentence).split()) > SCARE_QUOTE_WORDS and not _has_subject(sentence[: q.start]) for q in quotes):
        return True
    return any(is_small(w) and w.lower() in FIRST_PERSON for w in re.findall(r"\w+", unquoted(sentence)))


def unquoted(sentence: str) -> str:
    """The words outside quotation marks."""
    plain = re.sub(r"[“„«\"][^“”„«»\"]*[”»“\"]", " ", sentence)
    for quote in reversed(find_quotes(plain)[0]):  # single marks
        plain = f"{plain[: quote.start]} {plain[quote.end :]}"
    return plain


def _has_subject(before: str) -> bool:
    """Whether the words before a quotation name somebody: "Ann Reed studies “the slow life of moors”"."""
    words_before = re.findall(r"[\w’'-]+", before)
    return len(words_before) >= MIN_WORDS and words_before[0][:1].isupper() and len(key_words(before)) >= MIN_NAME_WORDS
