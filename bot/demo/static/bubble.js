// One message as a list item: bubble, time, buttons.

import { element } from "./element.js";
import { onThisMachine, renderText } from "./entities.js";
import { icon } from "./icons.js";

const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });

export function bubble(message, { onPress, onInspect }) {
  const isOut = !message.from?.is_bot;
  const item = element("li", { className: `message ${isOut ? "out" : "in"}` });
  item.dataset.messageId = message.message_id;
  const { chat, message_id: post } = message.forward_origin ?? {};
  if (chat?.username) item.dataset.post = `${chat.username}/${post}`;
  const box = element("article", { className: "bubble", ariaLabel: isOut ? "You" : "Byline" });
  box.append(...forwardedFrom(message), ...attachment(message), textOf(message), meta(message, isOut));
  item.append(box);
  if (hasEvidence(message)) item.append(inspectButton(message, onInspect));
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length) item.append(keyboard(message, rows, onPress));
  return item;
}

export function hasEvidence(message) {
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
  return buttons.some((button) => button.callback_data?.startsWith("evidence:"));
}

function textOf(message) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  return element("div", { className: "text", dir: "auto" }, renderText(text, entities));
}

function forwardedFrom(message) {
  const origin = message.forward_origin;
  if (!origin) return [];
  const name = origin.chat?.title ?? origin.sender_user_name ?? origin.sender_user?.first_name ?? "somebody";
  return [element("p", { className: "forwarded" }, "Forwarded from ", element("b", { dir: "auto" }, name))];
}

function attachment(message) {
  if (!message.document) return [];
  const { file_name: name, file_size: size } = message.document;
  const about = element("span", {}, element("b", { dir: "auto" }, name), element("small", {}, sizeOf(size)));
  return [element("p", { className: "file" }, element("span", { className: "file-icon" }, icon("file")), about)];
}

function sizeOf(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

function meta(message, isOut) {
  const at = new Date(message.date * 1000);
  const time = element("time", { dateTime: at.toISOString() }, TIME.format(at));
  const line = element("span", { className: "meta" }, message.edit_date && isOut ? "edited " : "", time);
  if (isOut) line.append(icon("check"));
  return line;
}

function inspectButton(message, onInspect) {
  const button = element("button", { type: "button", className: "inspect", title: "Where it comes from" }, icon("search"));
  button.ariaLabel = "Inspect this answer";
  button.addEventListener("click", () => onInspect(message.message_id));
  return button;
}

function keyboard(message, rows, onPress) {
  const box = element("div", { className: "keyboard", role: "group", ariaLabel: "Buttons" });
  for (const row of rows) {
    const line = element("div", { className: "keyboard-row" });
    for (const button of row) line.append(button.url ? urlButton(button) : dataButton(message, button, onPress));
    box.append(line);
  }
  return box;
}

function urlButton(button) {
  return element("a", { href: onThisMachine(button.url), target: "_blank", rel: "noopener", className: "key" }, button.text);
}

function dataButton(message, button, onPress) {
  const key = element("button", { type: "button", className: "key" }, button.text);
  key.dataset.data = button.callback_data;
  key.addEventListener("click", () => onPress(message.message_id, button.callback_data, key));
  return key;
}
