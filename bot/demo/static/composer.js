// Writing to the bot: text, pasted or typed; a file, dropped or chosen; a forward from a channel.

import { sendFile, sendMessage } from "./server.js";
import { showToast } from "./timeline.js";

const MAX_FIELD_PX = 220;
const MAX_FILE_BYTES = 20 * 2 ** 20; // what Telegram lets a bot download

const form = document.getElementById("composer");
const field = document.getElementById("text");
const fileInput = document.getElementById("file");
const dialog = document.getElementById("forward-dialog");
const forwardForm = document.getElementById("forward-form");
const chat = document.querySelector(".chat");

export function startComposer() {
  form.addEventListener("submit", submit);
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  document.getElementById("attach").addEventListener("click", () => fileInput.click());
  fileInput.addEventListener("change", () => post([...fileInput.files]));
  document.getElementById("forward").addEventListener("click", () => dialog.showModal());
  document.getElementById("forward-cancel").addEventListener("click", () => dialog.close());
  forwardForm.addEventListener("submit", forward);
  takeDrops();
}

export async function sendText(message) {
  try {
    await sendMessage(message);
    return true;
  } catch (error) {
    showToast(error.message);
    return false;
  }
}

async function submit(event) {
  event.preventDefault();
  const text = field.value.trim();
  if (text && (await sendText({ text }))) {
    field.value = "";
    grow();
  }
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, MAX_FIELD_PX)}px`;
}

async function forward() {
  const values = Object.fromEntries(new FormData(forwardForm));
  const text = values.text.trim();
  const entities = values.url ? [{ type: "text_link", offset: 0, length: firstWords(text), url: values.url }] : [];
  if (await sendText({ text, entities, channel: { title: values.title, username: values.username } })) {
    forwardForm.elements.text.value = "";
  }
}

// The first three words, at most a line: what a channel hides its link behind.
function firstWords(text) {
  return text.match(/^\S+(?: \S+){0,2}/)[0].length;
}

function takeDrops() {
  chat.addEventListener("dragover", (event) => {
    event.preventDefault();
    chat.classList.add("dropping");
  });
  chat.addEventListener("dragleave", (event) => {
    if (!chat.contains(event.relatedTarget)) chat.classList.remove("dropping");
  });
  chat.addEventListener("drop", (event) => {
    event.preventDefault();
    chat.classList.remove("dropping");
    post([...event.dataTransfer.files]);
  });
}

async function post(files) {
  for (const file of files) {
    if (file.size > MAX_FILE_BYTES) {
      showToast(`${file.name} is larger than the 20 MB that Telegram allows.`);
      continue;
    }
    try {
      await sendFile(file, field.value.trim());
    } catch (error) {
      showToast(error.message);
    }
  }
  fileInput.value = "";
}
