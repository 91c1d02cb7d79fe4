"""The names of what can be wrong with a statement."""

from enum import StrEnum


class Failure(StrEnum):
    """One way in which a statement says more, less or other than its evidence."""

    SPEAKER_DROPPED = "speaker dropped"  # a claim told as a fact
    WRONG_SPEAKER = "wrong speaker"
    CROSSED_CLAIMS = "crossed claims"  # the speaker of one passage with the content of another
    UNRESOLVED_SPEAKER = "unresolved speaker"  # "she", "the report"
    CUE_CHANGED = "cue changed"  # "hopes", "estimates" or "claims" made something else
    INVENTED_NAME = "invented name"
    INVENTED_NUMBER = "invented number"
    QUANTITY_CHANGED = "quantity changed"  # the number is there, with another unit, currency, sign or noun
    DATE_CHANGED = "date changed"
    NEGATION_FLIPPED = "negation flipped"
    HEDGE_LOST = "hedge lost"
    HEDGE_ADDED = "hedge added"
    ALTERED_QUOTE = "altered quote"
    UNBALANCED_QUOTES = "unbalanced quotation marks"
    UNSUPPORTED = "unsupported"  # says things its evidence does not, or has no evidence
