// The chat: messages in order, edits in place, typing, drafts, and staying at the end while the reader is there.

import { bubble } from "./bubble.js";
import { element } from "./element.js";
import { renderText } from "./entities.js";
import { pressButton } from "./server.js";

const NEAR_END_PX = 160;
const PRESS_TIMEOUT_MS = 15_000;
const TOAST_MS = 3000;
const READING_MS = 45; // a letter

const timeline = document.getElementById("timeline");
const list = document.getElementById("messages");
const empty = document.getElementById("empty");
const status = document.getElementById("status");
const toEnd = document.getElementById("to-end");
const toast = document.getElementById("toast");

const items = new Map();
const pressed = new Map(); // query id -> the key that waits
const early = new Map(); // query id -> an answer that was here before the id of its query
const typing = element("li", { className: "message in typing" },
  element("div", { className: "bubble", ariaLabel: "Byline is typing" }, element("i"), element("i"), element("i")));
const draft = element("li", { className: "message in draft" });
let toastTimer = 0;

export function startTimeline(onInspect) {
  toEnd.addEventListener("click", () => scrollToEnd("smooth"));
  timeline.addEventListener("scroll", () => (toEnd.hidden = isNearEnd()), { passive: true });
  new ResizeObserver(() => (toEnd.hidden = isNearEnd())).observe(timeline);
  list.addEventListener("click", openPost);
  const handlers = { onPress: press, onInspect };
  return (change) => apply(change, handlers);
}

export function setConnected(isConnected) {
  document.body.classList.toggle("offline", !isConnected);
  if (!isConnected) status.textContent = "connecting…";
}

export function showToast(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), TOAST_MS + text.length * READING_MS);
}

function apply(change, handlers) {
  const stay = isNearEnd();
  for (const id of change.removed) remove(id);
  for (const message of change.messages) put(message, handlers);
  for (const answer of change.answers) release(answer);
  showActivity(change);
  markRuns();
  empty.hidden = items.size > 0;
  timeline.ariaBusy = "false"; // the first change brings all there is
  const own = change.messages.some((message) => !message.from?.is_bot && !message.edit_date);
  if (stay || own) scrollToEnd("auto");
}

function put(message, handlers) {
  const item = bubble(message, handlers);
  const old = items.get(message.message_id);
  if (old) old.replaceWith(item);
  else list.append(item);
  items.set(message.message_id, item);
}

function remove(id) {
  items.get(id)?.remove();
  items.delete(id);
}

function showActivity({ is_typing: isTyping, draft: drafted }) {
  status.textContent = isTyping || drafted ? "typing…" : "bot";
  status.classList.toggle("active", isTyping || Boolean(drafted));
  if (drafted?.text) {
    const text = element("div", { className: "text", dir: "auto" }, renderText(drafted.text, drafted.entities));
    draft.replaceChildren(element("div", { className: "bubble", ariaLabel: "Byline is writing" }, text));
    list.append(draft);
  } else draft.remove();
  if (isTyping && !drafted?.text) list.append(typing);
  else typing.remove();
}

// Only the last of several messages by the same side has a tail.
function markRuns() {
  const all = [...list.children];
  all.forEach((item, index) => {
    const next = all[index + 1];
    item.classList.toggle("last", !next || next.classList.contains("in") !== item.classList.contains("in"));
  });
}

// A t.me link to a post that was forwarded here leads to it, as in Telegram.
function openPost(event) {
  const [, username, post] = event.target.closest("a")?.href.match(/^https:\/\/t\.me\/(\w+)\/(\d+)/) ?? [];
  const item = username && list.querySelector(`[data-post="${username}/${post}"]`);
  if (!item) return;
  event.preventDefault();
  item.scrollIntoView({ block: "start", behavior: "smooth" });
  item.classList.add("found");
  setTimeout(() => item.classList.remove("found"), 1500);
}

async function press(messageId, data, key) {
  key.classList.add("waiting");
  key.disabled = true;
  setTimeout(() => free(key), PRESS_TIMEOUT_MS);
  try {
    const { query_id: queryId } = await pressButton(messageId, data);
    pressed.set(queryId, key);
    if (early.has(queryId)) release(early.get(queryId));
  } catch (error) {
    free(key);
    showToast(error.message);
  }
}

function release(answer) {
  const { query_id: queryId, text } = answer;
  const key = pressed.get(queryId);
  if (!key) {
    early.set(queryId, answer);
    return;
  }
  pressed.delete(queryId);
  early.delete(queryId);
  free(key);
  if (text) showToast(text);
}

function free(key) {
  key.classList.remove("waiting");
  key.disabled = false;
}

function isNearEnd() {
  return timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < NEAR_END_PX;
}

function scrollToEnd(behavior) {
  timeline.scrollTo({ top: timeline.scrollHeight, behavior });
}
