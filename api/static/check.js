// The project form: the verdict follows what is filled in, and the address holds the case after its #.

import { Api } from "/widget/v1/api.js";
import { copyText, el } from "/widget/v1/dom.js";
import { CitationPanel } from "/widget/v1/panel.js";
import { sheet } from "/widget/v1/styles.js";
import { TEXTS } from "/widget/v1/texts.js";
import { headline, verdictCard } from "/widget/v1/verdict.js";

const language = document.documentElement.lang;
const texts = TEXTS[language];
const said = (th, en) => (language === "th" ? th : en);
const form = document.getElementById("case");
const status = document.getElementById("status");
const api = new Api("", () => language);
const panel = new CitationPanel(api, () => language);
const root = document.getElementById("verdict").attachShadow({ mode: "open" });
const card = el("div");
const short = document.getElementById("short"); // on a narrow screen the outcome is below the form
const VALUES = { yes: true, no: false };
let running = null;
let announced = "";

root.adoptedStyleSheets = [sheet];
root.append(el("div", { class: "root", lang: language }, card, panel.element));
document.getElementById("link").hidden = false;

/** The filled fields, by fact: what stands in the address. */
function filled() {
  const fields = new FormData(form);
  fields.delete("lang");
  return [...fields].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
}

function facts() {
  const told = Object.fromEntries(filled().map(([name, value]) => [name, VALUES[value] ?? value]));
  delete told.approach;
  return told;
}

/** Fill the form from the address; "true" and "false" are what the conversation hands over. */
function restore() {
  form.reset();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(name);
    if (!field || name === "lang") continue;
    const known = { true: "yes", false: "no" }[value] ?? value;
    if (field instanceof RadioNodeList) {
      if ([...field].some((radio) => radio.value === known)) field.value = known;
    } else {
      field.value = value;
    }
  }
  for (const section of form.querySelectorAll("details.section")) if (count(section)) section.open = true;
}

function count(section) {
  const names = new Set([...section.querySelectorAll("[data-fact]")].map((row) => row.dataset.fact));
  return filled().filter(([name]) => names.has(name)).length;
}

function keep() {
  history.replaceState(null, "", `#${new URLSearchParams(filled())}`);
  const other = document.getElementById("language");
  other.hash = location.hash;
  for (const section of form.querySelectorAll("details.section")) {
    const told = count(section);
    section.querySelector("[data-told]").textContent = told ? said(`ตอบแล้ว ${told}`, `${told} answered`) : "";
  }
}

async function check() {
  running?.abort();
  running = new AbortController();
  for (const error of form.querySelectorAll(".field-error")) error.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  try {
    show(await api.check(facts(), form.elements.approach.value || null, running.signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    const wrong = error.problem?.errors?.[0];
    const field = wrong && form.elements.namedItem(wrong.field.replace(/^facts\./, ""));
    const words = error.problem?.[`detail_${language}`] || texts.offline;
    if (field?.setAttribute) {
      field.setAttribute("aria-invalid", "true");
      document.getElementById(`error-${field.name}`).textContent = words;
    } else {
      card.replaceChildren(el("p", { class: "error", role: "alert" }, words));
    }
  }
}

function show(verdict) {
  const open = card.querySelector("details")?.open ?? matchMedia("(min-width: 60rem)").matches;
  card.replaceChildren(verdictCard(verdict, verdict.citations, { language, open: (citation) => panel.open([citation]), expanded: open }));
  const words = headline(verdict, language);
  if (words !== announced) status.textContent = words; // only a change is worth a word
  announced = words;
  short.textContent = words;
  short.className = `short ${verdict.result}`;
  short.hidden = false;
  const missing = document.getElementById("missing");
  missing.hidden = !verdict.missing_facts.length;
  missing.querySelector("ul").replaceChildren(
    ...verdict.missing_facts.map((fact) =>
      el("li", {}, el("a", { href: `#fact-${fact.fact}`, onclick: (event) => go(event, fact.fact) }, fact.question)),
    ),
  );
}

function go(event, fact) {
  event.preventDefault(); // the address holds the case
  const row = document.getElementById(`fact-${fact}`);
  row.closest("details").open = true;
  row.scrollIntoView({ block: "center" });
  row.querySelector("input:checked, input").focus({ preventScroll: true });
}

short.addEventListener("click", (event) => {
  event.preventDefault(); // the address holds the case
  const outcome = document.getElementById("outcome");
  outcome.scrollIntoView({ block: "start" });
  outcome.focus({ preventScroll: true });
});

let waiting = 0;
form.addEventListener("input", () => {
  keep();
  clearTimeout(waiting);
  waiting = setTimeout(check, 120);
});
form.addEventListener("reset", () =>
  setTimeout(() => {
    keep();
    check();
  }),
);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // Enter fills in, it does not print
});
document.getElementById("link").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  status.textContent = (await copyText(location.href, document.body)) ? texts.copied : texts.notCopied;
  button.dataset.said = status.textContent;
  button.focus();
  setTimeout(() => delete button.dataset.said, 2500);
});
addEventListener("hashchange", () => {
  restore();
  check();
});
restore();
keep();
check();
