// The selected answer beside its article: every statement with the words it rests on, speakers in their colors.

import { element } from "./element.js";
import { loadAnswer } from "./server.js";
import { showToast } from "./timeline.js";

const TONES = 6;

const app = document.getElementById("app");
const panel = document.getElementById("inspector");
const body = document.getElementById("inspector-body");

let opener = null;

export function startInspector() {
  document.getElementById("inspector-close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  body.addEventListener("click", showStatement);
}

export async function inspect(messageId) {
  let answer;
  try {
    answer = await loadAnswer(messageId);
  } catch (error) {
    showToast(error.message);
    return;
  }
  opener = document.activeElement;
  const tones = tonesOf(answer.statements);
  body.replaceChildren(
    element("section", { className: "told", tabIndex: 0, ariaLabel: "The answer" },
      ...facts(answer), ...statements(answer, tones), ...repairs(answer), ...stages(answer)),
    element("section", { className: "read", tabIndex: 0, ariaLabel: "The article" }, ...documents(answer, tones)));
  body.scrollTop = 0;
  app.classList.add("inspecting");
  document.querySelector(".message.inspected")?.classList.remove("inspected");
  const item = document.querySelector(`[data-message-id="${messageId}"]`);
  item.classList.add("inspected");
  item.scrollIntoView({ block: "start" });
  document.getElementById("inspector-close").focus();
}

function close() {
  app.classList.remove("inspecting");
  document.querySelector(".message.inspected")?.classList.remove("inspected");
  opener?.focus();
}

// Each speaker a color, in order of appearance.
function tonesOf(statements) {
  const names = statements.flatMap((statement) => statement.attributions.map((said) => said.source));
  return new Map([...new Set(names)].map((name, index) => [name, `tone-${index % TONES}`]));
}

function toneOf(statement, tones) {
  return tones.get(statement.attributions[0]?.source) ?? "tone-none";
}

function facts(answer) {
  const count = answer.documents.reduce((sum, d) => sum + words(d.text), 0);
  const told = answer.statements.reduce((sum, s) => sum + words(s.text), 0);
  const line = `${count} words told in ${told} · ${Math.round(answer.seconds * 1000)} ms · ${answer.model}`;
  return [element("h3", {}, "The answer"), element("p", { className: "facts" }, line)];
}

function words(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

function statements(answer, tones) {
  const list = element("ol", { className: "statements" });
  answer.statements.forEach((statement, index) => {
    const button = element("button", { type: "button", className: `statement ${toneOf(statement, tones)}` });
    const text = element("span", { className: "statement-text" }, ...withSpeakers(statement, tones));
    button.append(element("span", { className: "number" }, String(index + 1)), text);
    const light = (isOn) => () => highlight(index, isOn);
    button.addEventListener("mouseenter", light(true));
    button.addEventListener("mouseleave", light(false));
    button.addEventListener("focus", light(true));
    button.addEventListener("blur", light(false));
    button.addEventListener("click", () => showEvidence(index));
    list.append(element("li", {}, button));
  });
  return [list];
}

function withSpeakers({ text, attributions }, tones) {
  const found = attributions
    .map((said) => ({ ...findName(text, said), tone: tones.get(said.source) }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start);
  const out = [];
  let at = 0;
  for (const { start, end, tone } of found) {
    if (start < at) continue;
    out.push(text.slice(at, start), element("span", { className: `speaker ${tone}` }, text.slice(start, end)));
    at = end;
  }
  return [...out, text.slice(at)];
}

// Where the statement names its speaker: as a reader would, as the article does, or by the surname.
function findName(text, { source, mention }) {
  for (const name of [source, mention, source.split(" ").at(-1)]) {
    const start = text.toLowerCase().indexOf(name.toLowerCase());
    if (start >= 0) return { start, end: start + name.length };
  }
  return { start: -1 };
}

function documents(answer, tones) {
  return answer.documents.flatMap((document) => {
    const name = document.publisher ?? document.title ?? "The article";
    const prefix = answer.documents.length > 1 ? `[${document.number}] ` : "";
    return [
      element("h3", { dir: "auto" }, prefix + name),
      ...document.notes.map((note) => element("p", { className: "note" }, note)),
      element("div", { className: "article", dir: "auto" }, ...marked(document, answer.statements, tones)),
    ];
  });
}

// The document's text, cut wherever a citation begins or ends; each piece knows the statements that rest on it.
function marked({ number, text }, statements, tones) {
  const points = [...text]; // citations count characters, not UTF-16 units
  const cited = statements.flatMap((statement, index) => statement.citations
    .filter((citation) => citation.document === number)
    .map(({ start, end }) => ({ start, end, index, tone: toneOf(statement, tones) })));
  const cuts = [...new Set([0, points.length, ...cited.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const piece = points.slice(cuts[i], end).join("");
    const here = cited.filter((c) => c.start <= cuts[i] && end <= c.end);
    if (!here.length) return piece;
    const mark = element("mark", { className: here[0].tone }, piece);
    mark.dataset.statements = ` ${here.map((c) => c.index).join(" ")} `;
    if (here.some((c) => c.start === cuts[i])) {
      mark.prepend(element("sup", {}, [...new Set(here.map((c) => c.index + 1))].join(" ")));
    }
    return mark;
  });
}

// A tap on a marked passage leads back to the first statement that rests on it.
function showStatement(event) {
  const index = event.target.closest?.("mark")?.dataset.statements?.trim().split(" ")[0];
  if (index !== undefined) body.querySelectorAll(".statement")[index].focus();
}

function marksOf(index) {
  return body.querySelectorAll(`mark[data-statements~="${index}"]`);
}

function highlight(index, isOn) {
  for (const mark of marksOf(index)) mark.classList.toggle("lit", isOn);
}

function showEvidence(index) {
  marksOf(index)[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
}

function repairs(answer) {
  if (!answer.repairs?.length) return [];
  const list = element("ul", { className: "repairs" });
  for (const { drafted, reasons, action } of answer.repairs) {
    list.append(element("li", {}, element("q", {}, drafted), element("small", {}, `${action}: ${reasons.join(", ")}`)));
  }
  return [element("h3", {}, "What the check repaired"), list];
}

function stages(answer) {
  if (!answer.stages?.length) return [];
  const longest = Math.max(...answer.stages.map((stage) => stage.seconds));
  const list = element("dl", { className: "stages" });
  for (const { name, seconds } of answer.stages) {
    const bar = element("span", { className: "stage-bar" });
    bar.style.width = `${Math.max((seconds / longest) * 100, 1)}%`;
    list.append(element("dt", {}, name), element("dd", {}, bar, `${Math.round(seconds * 1000)} ms`));
  }
  return [element("h3", {}, "Time per stage"), list];
}
