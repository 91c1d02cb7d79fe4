"""The methods of the Bot API that the bot uses, as plain functions over the state; one entry in METHODS each."""

import itertools
import time
from collections.abc import Callable
from typing import Any

from bot.demo.rules import (
    MAX_CAPTION_UTF16_UNITS,
    ApiError,
    JsonObject,
    bad_request,
    checked_keyboard,
    checked_text,
    utf16_units,
)
from bot.demo.state import BOT_USER, TelegramState

MAX_DOWNLOAD_BYTES = 20 * 2**20
MAX_CALLBACK_ANSWER_UTF16_UNITS = 200
CHAT_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
_FILE_NUMBERS = itertools.count(1)

Method = Callable[[TelegramState, JsonObject], Any]


def get_me(_state: TelegramState, _params: JsonObject) -> JsonObject:
    return BOT_USER


def send_message(state: TelegramState, params: JsonObject) -> JsonObject:
    chat = state.get_chat(params.get("chat_id"))
    text, entities = _formatted(params)
    return _post(state, chat, params, {"text": text, **({"entities": entities} if entities else {})})


def send_document(state: TelegramState, params: JsonObject) -> JsonObject:
    chat = state.get_chat(params.get("chat_id"))
    name, body, mime_type = _uploaded(params)
    document = store_file(state, body, name=name, mime_type=mime_type)
    content: JsonObject = {"document": document}
    if params.get("caption"):
        given = params.get("caption_entities")
        content["caption"], entities = checked_text(params["caption"], given, limit=MAX_CAPTION_UTF16_UNITS)
        content |= {"caption_entities": entities} if entities else {}
    return _post(state, chat, params, content)


def edit_message_text(state: TelegramState, params: JsonObject) -> JsonObject:
    message = _own_message(state, params, "edit")
    text, entities = _formatted(params)
    keyboard = checked_keyboard(params.get("reply_markup"))
    new = {"text": text, "entities": entities, "reply_markup": keyboard}
    return _edit(state, message, {key: value for key, value in new.items() if value})


def edit_message_reply_markup(state: TelegramState, params: JsonObject) -> JsonObject:
    message = _own_message(state, params, "edit")
    keyboard = checked_keyboard(params.get("reply_markup"))
    kept = {key: message[key] for key in ("text", "entities") if key in message}
    return _edit(state, message, kept | ({"reply_markup": keyboard} if keyboard else {}))


def delete_message(state: TelegramState, params: JsonObject) -> bool:
    chat = state.get_chat(params.get("chat_id"))
    if state.messages[chat["id"]].pop(params.get("message_id", 0), None) is None:
        raise bad_request("message to delete not found")
    return True


def send_message_draft(state: TelegramState, params: JsonObject) -> bool:
    chat = state.get_chat(params.get("chat_id"))
    if chat["type"] != "private":
        raise bad_request("drafts can be sent to private chats only")
    if not params.get("draft_id"):
        raise bad_request("draft identifier must be non-zero")
    text, entities = _formatted(params) if params.get("text") else ("", [])
    draft = {"draft_id": params["draft_id"], "text": text, "entities": entities, "at": time.monotonic()}
    state.drafts[chat["id"]] = draft
    return True


def send_chat_action(state: TelegramState, params: JsonObject) -> bool:
    chat = state.get_chat(params.get("chat_id"))
    if params.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.actions[chat["id"]] = (params["action"], time.monotonic())
    return True


def answer_callback_query(state: TelegramState, params: JsonObject) -> bool:
    query_id = params.get("callback_query_id", "")
    if query_id not in state.callback_answers:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_units(params.get("text", "")) > MAX_CALLBACK_ANSWER_UTF16_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    state.callback_answers[query_id] = params
    return True


def get_file(state: TelegramState, params: JsonObject) -> JsonObject:
    file = state.files.get(params.get("file_id", ""))
    if file is None:
        raise bad_request("invalid file_id")
    if file["file_size"] > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {key: file[key] for key in ("file_id", "file_unique_id", "file_size", "file_path")}


def get_chat(state: TelegramState, params: JsonObject) -> JsonObject:
    chat = state.get_chat(params.get("chat_id"))
    return {**chat, "accent_color_id": 0, "max_reaction_count": 0, "accepted_gift_types": _NO_GIFTS}


def get_chat_member(state: TelegramState, params: JsonObject) -> JsonObject:
    chat, user_id = state.get_chat(params.get("chat_id")), params.get("user_id", 0)
    user = BOT_USER if user_id == BOT_USER["id"] else state.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    return {"status": "left", "user": user} | state.members.get((chat["id"], user_id), {})


_NO_GIFTS = dict.fromkeys(
    ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"], False
)


def set_webhook(state: TelegramState, params: JsonObject) -> bool:
    if params.get("drop_pending_updates"):
        state.updates.clear()
    if "allowed_updates" in params:
        state.allowed_updates = params["allowed_updates"]
    state.webhook = {key: params[key] for key in ("url", "secret_token") if params.get(key)}
    return True


def delete_webhook(state: TelegramState, params: JsonObject) -> bool:
    return set_webhook(state, {"drop_pending_updates": params.get("drop_pending_updates")})


def get_webhook_info(state: TelegramState, _params: JsonObject) -> JsonObject:
    url = state.webhook.get("url", "")
    return {"url": url, "has_custom_certificate": False, "pending_update_count": len(state.updates)}


def set_my_commands(state: TelegramState, params: JsonObject) -> bool:
    commands = params.get("commands", [])
    for command in commands:
        if not 1 <= len(command.get("command", "")) <= 32 or not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_INVALID")
    state.settings["commands"] = commands
    return True


def get_my_commands(state: TelegramState, _params: JsonObject) -> list[JsonObject]:
    return list(state.settings.get("commands", []))


def remember(state: TelegramState, params: JsonObject) -> bool:
    """A setting that changes nothing here; kept for whoever asks what was set."""
    state.settings |= params
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendMessageDraft": send_message_draft,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": remember,
    "setMyShortDescription": remember,
    "setChatMenuButton": remember,
}


def store_file(state: TelegramState, body: bytes, *, name: str, mime_type: str) -> JsonObject:
    """Keep a file; returns the Document object that a message carries."""
    file_id = f"file-{next(_FILE_NUMBERS)}"
    about: JsonObject = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(body)}
    state.files[file_id] = {**about, "file_path": f"documents/{file_id}", "bytes": body}
    return {**about, "file_name": name, "mime_type": mime_type}


def _formatted(params: JsonObject) -> tuple[str, list[JsonObject]]:
    if params.get("parse_mode"):
        raise bad_request("unsupported parse_mode")
    return checked_text(str(params.get("text", "")), params.get("entities"))


def _post(state: TelegramState, chat: JsonObject, params: JsonObject, content: JsonObject) -> JsonObject:
    """A message of the bot; whatever it was typing or drafting there is over."""
    keyboard = checked_keyboard(params.get("reply_markup"))
    reply_to = _reply_to(state, chat, params)
    state.check_flood(chat)
    state.actions.pop(chat["id"], None)
    state.drafts.pop(chat["id"], None)
    sender = {"sender_chat": chat} if chat["type"] == "channel" else {"from": _as_sender()}
    extra: JsonObject = {key: params[key] for key in ("message_thread_id", "link_preview_options") if params.get(key)}
    extra |= {"reply_markup": keyboard} if keyboard else {}
    extra |= {"reply_to_message": reply_to} if reply_to else {}
    return state.new_message(chat, **sender, **content, **extra)


def _as_sender() -> JsonObject:
    return {key: BOT_USER[key] for key in ("id", "is_bot", "first_name", "username")}


def _reply_to(state: TelegramState, chat: JsonObject, params: JsonObject) -> JsonObject | None:
    wanted = params.get("reply_parameters") or {}
    message = state.messages[chat["id"]].get(wanted.get("message_id", 0))
    if message is None:
        if wanted and not wanted.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return None
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _own_message(state: TelegramState, params: JsonObject, verb: str) -> JsonObject:
    chat = state.get_chat(params.get("chat_id"))
    message = state.messages[chat["id"]].get(params.get("message_id", 0))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.get("from", BOT_USER)["id"] != BOT_USER["id"]:
        raise bad_request(f"message can't be {verb}ed")
    return message


def _edit(state: TelegramState, message: JsonObject, new: JsonObject) -> JsonObject:
    keys = ("text", "entities", "reply_markup")
    if {key: message[key] for key in keys if key in message} == new:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"
        )
    for key in keys:
        message.pop(key, None)
    message |= {**new, "edit_date": int(time.time())}
    state.actions.pop(message["chat"]["id"], None)
    return message


def _uploaded(params: JsonObject) -> tuple[str, bytes, str]:
    """The file of a sendDocument: its own part, or the part that attach:// names."""
    value = params.get("document")
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if not isinstance(value, tuple):
        raise bad_request("there is no document in the request")
    name, body, mime_type = value
    if not body:
        raise ApiError(400, "Bad Request: file must be non-empty")
    return name, body, mime_type
