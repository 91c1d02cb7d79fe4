"""What to say to a message in which there is nothing to read (pure)."""

from telegram import Message

NOTHING_TO_READ = (
    "I found nothing to read in that. Forward an article, send a link, or paste the text. /help says more."
)
NO_PICTURES = "I cannot read pictures. Send the text, or a link to the article."
NO_SOUND = "I cannot watch or listen. Send the text, or a link to the article."
UNKNOWN_COMMAND = "I do not know that command. /help says what I can do."


def hint_for(message: Message) -> str:
    """What to do, in one line."""
    if message.photo:
        return NO_PICTURES
    if any((message.voice, message.audio, message.video, message.video_note, message.animation)):
        return NO_SOUND
    is_order = any(entity.type == "bot_command" and entity.offset == 0 for entity in message.entities)
    is_known = (message.text or "").startswith("/read")
    return UNKNOWN_COMMAND if is_order and not is_known else NOTHING_TO_READ
