// Puts the page together.

import { startComposer, sendText } from "./composer.js";
import { showClock, startDigests } from "./digest.js";
import { element } from "./element.js";
import { icon, placeIcons } from "./icons.js";
import { startInspector, inspect } from "./inspector.js";
import { listen, loadSamples } from "./server.js";
import { setConnected, showToast, startTimeline } from "./timeline.js";

const app = document.getElementById("app");

placeIcons(document);
startTheme();
startDrawer();
startComposer();
startInspector();
const showChange = startTimeline(inspect);
listen((change) => {
  showChange(change);
  showClock();
}, setConnected);
document.getElementById("messages").addEventListener("click", (event) => {
  const command = event.target.closest(".command");
  if (command) sendText({ text: command.textContent });
});
loadSamples().then((samples) => {
  showSamples(samples);
  startDigests(samples, closeDrawer);
}, (error) => showToast(error.message));

function showSamples(samples) {
  const list = document.getElementById("samples");
  for (const sample of samples) {
    const button = element("button", { type: "button", className: "sample" },
      element("span", { className: `avatar tone-${tone(sample.outlet)}`, ariaHidden: "true" }, sample.outlet[0]),
      element("span", { className: "sample-text" },
        element("span", { className: "sample-outlet" }, sample.outlet),
        element("span", { className: "sample-headline" }, sample.headline),
        element("span", { className: "sample-look" }, sample.look_for)));
    const asLink = element("button", { type: "button", className: "icon-button as-link", title: "Send only the link" },
      icon("link"));
    asLink.ariaLabel = `Send only the link: ${sample.headline}`;
    const send = (message) => () => {
      sendText({ sample: sample.name, ...message });
      closeDrawer();
    };
    button.addEventListener("click", send({}));
    asLink.addEventListener("click", send({ as_link: true }));
    list.append(element("li", { className: "sample-row" }, button, asLink));
  }
}

function tone(name) {
  return [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}

function startTheme() {
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const theme = localStorage.getItem("theme");
    if (theme) document.documentElement.dataset.theme = theme;
    button.ariaPressed = String((theme ?? (system.matches ? "dark" : "light")) === "dark");
  };
  button.addEventListener("click", () => {
    localStorage.setItem("theme", button.ariaPressed === "true" ? "light" : "dark");
    show();
  });
  system.addEventListener("change", show);
  show();
}

// On a phone the list slides over the chat.
function startDrawer() {
  const open = document.getElementById("side-open");
  const close = document.getElementById("side-close");
  open.addEventListener("click", () => {
    app.classList.add("side-shown");
    close.focus();
  });
  close.addEventListener("click", () => {
    closeDrawer();
    open.focus();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
}

function closeDrawer() {
  app.classList.remove("side-shown");
}
