// A message's text and entities as DOM nodes. Offsets are UTF-16 units, as JavaScript strings count.

import { element } from "./element.js";
import { icon } from "./icons.js";

const QUOTES = new Set(["blockquote", "expandable_blockquote"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

export function renderText(text, entities = []) {
  const inOrder = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, inOrder);
  return fragment;
}

function fill(parent, text, start, end, entities) {
  let at = start;
  while (entities.length) {
    const [outer, ...rest] = entities;
    const outerEnd = Math.min(outer.offset + outer.length, end);
    const inner = rest.filter((e) => e.offset < outerEnd);
    entities = rest.filter((e) => e.offset >= outerEnd);
    const isQuote = QUOTES.has(outer.type);
    appendText(parent, text.slice(at, outer.offset), { endsBeforeQuote: isQuote });
    const [node, inside] = elementFor(outer, text.slice(outer.offset, outerEnd));
    fill(inside, text, outer.offset, outerEnd, inner);
    parent.append(node);
    at = outerEnd;
    if (isQuote && text[at] === "\n") at += 1;
  }
  appendText(parent, text.slice(at, end), {});
}

function appendText(parent, text, { endsBeforeQuote }) {
  const shown = endsBeforeQuote && text.endsWith("\n") ? text.slice(0, -1) : text;
  if (shown) parent.append(shown);
}

// The node to insert, and the node that takes what stands inside it.
function elementFor(entity, text) {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(/^https?:/i.test(text) ? text : `https://${text}`);
  if (QUOTES.has(entity.type)) return quote(entity.type === "expandable_blockquote");
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return twice(element("button", { type: "button", className: "command" }));
  if (entity.type in TAGS) return twice(element(TAGS[entity.type]));
  return twice(element("span", { className: "marked" }));
}

function twice(node) {
  return [node, node];
}

function link(url) {
  if (!/^https?:\/\//i.test(url)) return twice(element("span"));
  return twice(element("a", { href: onThisMachine(url), target: "_blank", rel: "noopener nofollow", title: url }));
}

// The samples' outlets have names that only the bot can look up; their pages are served here too.
export function onThisMachine(url) {
  return url.replace(/^http:\/\/(\w+)\.example(?=\/|$)/, "/outlets/$1");
}

function spoiler() {
  const node = element("span", { className: "spoiler", role: "button", tabIndex: 0, ariaLabel: "Hidden text" });
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show, { once: true });
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return twice(node);
}

function quote(isExpandable) {
  const body = element("div", { className: "quote-text" });
  const node = element("blockquote", { className: "quote" }, body);
  if (isExpandable) makeExpandable(node, body);
  return [node, body];
}

function makeExpandable(node, body) {
  const toggle = element("button", { type: "button", className: "quote-toggle", ariaExpanded: "false" }, icon("down"));
  toggle.ariaLabel = "Show the whole quote";
  node.classList.add("expandable");
  node.append(toggle);
  node.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const isOpen = node.classList.toggle("open");
    toggle.ariaExpanded = String(isOpen);
    toggle.ariaLabel = isOpen ? "Show less of the quote" : "Show the whole quote";
  });
  // A quote of three lines or fewer has nothing to expand.
  new ResizeObserver(() => {
    toggle.hidden = !node.classList.contains("open") && body.scrollHeight <= body.clientHeight + 1;
  }).observe(body);
}
