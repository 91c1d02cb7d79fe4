// What the page asks of the demo server, and what it hears from it.

async function ask(path, options = {}) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.status === 204 ? null : answer.json();
}

function postJson(path, value) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
}

export const loadSamples = () => ask("/chat/samples");
export const loadAnswer = (messageId) => ask(`/chat/answers/${messageId}`);
export const loadClock = () => ask("/chat/clock");
export const moveClock = () => ask("/chat/clock/next-digest", { method: "POST" });
export const sendMessage = (message) => postJson("/chat/messages", message);
export const pressButton = (messageId, data) => postJson("/chat/presses", { message_id: messageId, data });

export function sendFile(file, caption) {
  const headers = {
    "Content-Type": "application/octet-stream",
    "X-File-Name": encodeURIComponent(file.name),
    "X-File-Type": file.type || "application/octet-stream",
    "X-Caption": encodeURIComponent(caption),
  };
  return ask("/chat/files", { method: "POST", headers, body: file });
}

// Calls `onChange` with what changed in the chat; the browser reconnects by itself, and then everything comes again.
export function listen(onChange, onConnected) {
  const source = new EventSource("/chat/events");
  source.addEventListener("open", () => onConnected(true));
  source.addEventListener("error", () => onConnected(false));
  source.addEventListener("message", (event) => onChange(JSON.parse(event.data)));
}
