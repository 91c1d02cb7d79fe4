"""The trained weights, from the file that comes with the project."""

from importlib.resources import files

from summarizer.errors import ModelError
from summarizer.tagging.network import Network

WEIGHTS = "tagger.safetensors"
WEIGHTS_SHA256 = "c458822f8c38b82826f315d02af29fe83ec13894531239ff37120b30e160f340"


def load_network() -> Network:
    """The tagger's network.

    Raises:
        ModelError: its file is missing, or is not the pinned one.
    """
    import hashlib

    from safetensors.numpy import load

    try:
        data = files("summarizer.tagging").joinpath(WEIGHTS).read_bytes()
    except OSError as error:
        raise ModelError(f"The tagger's weights cannot be read: {error.strerror}. Reinstall Byline.") from error
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise ModelError("The tagger's weights are not the pinned file; reinstall Byline.")
    return Network(load(data))
