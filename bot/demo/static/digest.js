// Following outlets, and the clock that brings the next digest.

import { sendText } from "./composer.js";
import { element } from "./element.js";
import { loadClock, moveClock } from "./server.js";
import { showToast } from "./timeline.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const MOMENT = new Intl.DateTimeFormat("en-GB", { weekday: "long", hour: "2-digit", minute: "2-digit" });
const REFRESH_MS = 20_000;

const nowLine = document.getElementById("clock-now");
const nextLine = document.getElementById("clock-next");
const setZone = document.getElementById("set-zone");
const move = document.getElementById("move-clock");

export function startDigests(samples, onSent) {
  const outlets = new Map(samples.map((sample) => [sample.site, sample.outlet]));
  const list = document.getElementById("outlets");
  for (const [site, outlet] of outlets) {
    const follow = element("button", { type: "button", className: "small-button" }, "Follow");
    follow.ariaLabel = `Follow ${outlet}`;
    follow.addEventListener("click", () => sendText({ text: `/follow ${site}` }).then(onSent));
    list.append(element("li", {}, element("span", {}, outlet), follow));
  }
  setZone.textContent = `My time zone is ${ZONE}`;
  setZone.addEventListener("click", () => sendText({ text: `/zone ${ZONE}` }).then(onSent));
  move.addEventListener("click", goToNextDigest);
  setInterval(showClock, REFRESH_MS);
  showClock();
}

export async function showClock() {
  try {
    show(await loadClock());
  } catch {
    move.disabled = true; // the bot is still starting, or gone; the chat says which
  }
}

async function goToNextDigest() {
  try {
    show(await moveClock());
  } catch (error) {
    showToast(error.message);
  }
}

function show({ now, next_digest_at: next }) {
  nowLine.textContent = `For the bot it is ${MOMENT.format(new Date(now))}.`;
  nextLine.textContent = next ? `The next digest comes on ${MOMENT.format(new Date(next))}.` : "No digest is due yet.";
  setZone.hidden = Boolean(next);
  move.disabled = !next;
}
