// The page's behaviour. Text from the user or the server enters the page as text; the only HTML is `answer_html`,
// which the server has sanitised.

import { TEXTS } from "./texts.js";

const MOST = 2000;
const $ = (id) => document.getElementById(id);

const PATHS = {
  pass: "m5 12.5 4.5 4.5L19 7",
  fail: "m6 6 12 12M18 6 6 18",
  unknown: "M9 9a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.3m0 3.5v.1",
  conditional: "M12 6.5v6.5m0 4v.1",
};
const RESULT_ICON = {
  qualifies: "pass",
  conditional: "conditional",
  does_not_qualify: "fail",
  needs_information: "unknown",
};

let language = "th";
let conversation = null;
let asking = false;

// --- small helpers ---------------------------------------------------------------------------------------------

/** Make an element: `el("p", {class: "x"}, "text", child…)`. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const length = (text) => [...text].length; // code points, as the server counts

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // storage may be switched off; the page works without it
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

// --- language --------------------------------------------------------------------------------------------------

function setLanguage(chosen) {
  language = chosen;
  const texts = TEXTS[language];
  document.documentElement.lang = language;
  document.title = texts.title;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = texts[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", texts[node.dataset.label]);
  }
  $("message").placeholder = texts.placeholder;
  $("log").setAttribute("aria-label", texts.log);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  $("examples").replaceChildren(...texts.exampleQuestions.map((question) => chip(question)));
  count();
  remember("dga-language", language);
}

// --- asking ----------------------------------------------------------------------------------------------------

function chip(question) {
  const button = el("button", { type: "button", class: "chip", onclick: () => ask(question) }, question);
  return el("li", {}, button);
}

async function ask(question) {
  if (asking || !question.trim()) return;
  asking = true;
  $("send").disabled = true;
  $("intro").hidden = true;
  $("message").value = "";
  count();
  grow();

  const turn = el("section", { class: "turn" });
  const asked = el("div", { class: "asked" }, el("h2", { class: "visually-hidden" }, TEXTS[language].you));
  asked.append(el("p", {}, question));
  const answer = el("article", { class: "answer", "aria-busy": "true" });
  answer.append(el("p", { class: "working" }, TEXTS[language].working));
  turn.append(asked, answer);
  $("log").append(turn);
  $("status").textContent = TEXTS[language].working;
  turn.scrollIntoView({ block: "start" });

  try {
    const reply = await stream(question, answer);
    conversation = reply.conversation_id;
    show(reply, answer);
    $("status").textContent = `${TEXTS[language].answered} ${reply.verdict ? headline(reply.verdict) : ""}`;
  } catch (error) {
    fail(error, question, answer);
  } finally {
    answer.removeAttribute("aria-busy");
    asking = false;
    $("send").disabled = false;
    $("restart").hidden = false;
    turn.scrollIntoView({ block: "start" });
    $("message").focus({ preventScroll: true });
  }
}

class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Post the question, show the answer as it comes, and return the whole reply. */
async function stream(question, answer) {
  const response = await fetch("/v1/chat", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      "accept-language": language,
    },
    body: JSON.stringify({ message: question, conversation_id: conversation }),
  });
  if (!response.ok) {
    throw new ProblemError(await response.json().catch(() => ({})));
  }
  const text = el("p", { class: "streaming" });
  let reply = null;
  for await (const { event, data } of events(response.body)) {
    if (event === "verdict" && data) answer.replaceChildren(banner(data), text);
    if (event === "token") {
      if (!text.isConnected) answer.replaceChildren(text);
      text.append(data);
    }
    if (event === "done") reply = data;
  }
  if (!reply) throw new Error("broken");
  return reply;
}

/** Read server-sent events from a stream of bytes. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = { event: "message", data: [] };
      for (const line of block.split("\n")) {
        if (line.startsWith("event: ")) fields.event = line.slice(7);
        if (line.startsWith("data: ")) fields.data.push(line.slice(6));
      }
      if (fields.data.length) yield { event: fields.event, data: JSON.parse(fields.data.join("\n")) };
    }
  }
}

// --- showing ---------------------------------------------------------------------------------------------------

function headline(verdict) {
  const texts = TEXTS[language];
  return texts.result[verdict.result] + (verdict.approach ? ` · ${texts.approach} ${verdict.approach}` : "");
}

function banner(verdict) {
  const words = el("strong", {}, TEXTS[language].result[verdict.result]);
  const box = el("div", { class: `banner ${verdict.result}` }, icon(RESULT_ICON[verdict.result]), words);
  if (verdict.approach) {
    box.append(el("span", { class: "approach" }, `${TEXTS[language].approach} ${verdict.approach}`));
  }
  return box;
}

function show(reply, answer) {
  const texts = TEXTS[language];
  answer.lang = reply.language;
  answer.replaceChildren(el("h2", { class: "visually-hidden", lang: language }, texts.assistant));
  if (reply.verdict) {
    const top = banner(reply.verdict);
    top.lang = language;
    answer.append(top);
  }

  const prose = el("div", { class: "prose" });
  prose.innerHTML = reply.answer_html;
  prose.addEventListener("click", (event) => {
    const link = event.target.closest("a.citation");
    const citation = link && reply.citations.find((c) => String(c.number) === link.dataset.citation);
    if (!citation || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open([citation]);
  });
  answer.append(prose);

  // The answer asks the next questions itself; what else is missing is listed under it.
  const unasked = reply.verdict?.missing_facts.filter((fact) => !reply.answer.includes(fact.question)) ?? [];
  if (unasked.length) answer.append(missing(unasked));
  if (reply.verdict?.checks.length) answer.append(checks(reply.verdict.checks, reply.citations));
  if (reply.citations.length) answer.append(sources(reply));
  if (reply.suggestions.length) {
    const list = el("ul", { class: "chips" }, ...reply.suggestions.map(chip));
    answer.append(el("div", { class: "next" }, el("h3", { class: "label", lang: language }, texts.next), list));
  }
}

function missing(facts) {
  const box = el("section", { class: "missing" }, el("h3", { lang: language }, TEXTS[language].missing));
  box.append(el("ul", {}, ...facts.map((fact) => el("li", {}, fact.question))));
  box.append(el("p", { class: "hint", lang: language }, TEXTS[language].missingHint));
  return box;
}

function checks(found, citations) {
  const texts = TEXTS[language];
  const summary = el("summary", { lang: language }, el("h3", {}, texts.checks));
  for (const result of ["fail", "unknown", "pass"]) {
    const number = found.filter((check) => check.result === result).length;
    if (number) summary.append(el("span", { class: `tag ${result}` }, icon(result), `${texts.check[result]} ${number}`));
  }
  const list = el("ul", { class: "checks" });
  for (const check of found) {
    const item = el("li", { class: check.result }, icon(check.result));
    const head = el("p", {}, el("strong", {}, check.label), " ");
    head.append(el("span", { class: `tag ${check.result}`, lang: language }, texts.check[check.result]));
    for (const citation of citations.filter((c) => check.citations.includes(c.number))) {
      const label = `${texts.openSource} ${citation.number}: ${citation.heading}`;
      head.append(
        " ",
        el(
          "button",
          { type: "button", class: "citation", "aria-label": label, onclick: () => open([citation]) },
          String(citation.number),
        ),
      );
    }
    const body = el("div", {}, head);
    if (check.reason) body.append(el("p", { class: "reason" }, check.reason));
    item.append(body);
    list.append(item);
  }
  const details = el("details", {}, summary, list);
  return details;
}

/** The sources, one row for each place in the corpus; those that only the checks cite are folded away. */
function sources(reply) {
  const texts = TEXTS[language];
  const inAnswer = new Set([...reply.answer.matchAll(/\[(\d+)\]/g)].map((mark) => Number(mark[1])));
  const rows = new Map();
  for (const citation of reply.citations) {
    const key = [citation.document_id, citation.anchor, citation.source].join("/");
    rows.set(key, [...(rows.get(key) ?? []), citation]);
  }
  const shown = el("ul", { class: "sources" });
  const folded = el("ul", { class: "sources" });
  for (const row of rows.values()) {
    (row.some((citation) => inAnswer.has(citation.number)) ? shown : folded).append(el("li", {}, sourceRow(row)));
  }
  const section = el("section", {}, el("h3", { class: "label", lang: language }, texts.sources));
  if (shown.childElementCount) section.append(shown);
  if (folded.childElementCount) {
    const summary = el("summary", { lang: language }, `${texts.moreSources} (${folded.childElementCount})`);
    section.append(el("details", { class: "more" }, summary, folded));
  }
  return section;
}

function sourceRow(row) {
  const texts = TEXTS[language];
  const [first] = row;
  const numbers = row.map((citation) => citation.number).join(", ");
  const label = `${texts.openSource} ${numbers}: ${first.heading}`;
  const said = texts.state[first.state]; // of what is in force nothing is said
  const state = said ? [el("span", { class: "tag unknown", lang: language }, said), " "] : [];
  const button = el("button", { type: "button", "aria-label": label, onclick: () => open(row) });
  button.append(
    el("span", { class: "number", "aria-hidden": "true" }, numbers),
    el("span", { class: "heading" }, first.heading),
    el("span", { class: `tag ${first.source}`, lang: language }, texts.source[first.source]),
    el("span", { class: "from" }, ...state, first.document_title),
  );
  return button;
}

function fail(error, question, answer) {
  const texts = TEXTS[language];
  const problem = error.problem;
  let reason = texts.offline;
  if (problem) reason = problem[`detail_${language}`] || texts.failed;
  else if (error.message === "broken") reason = texts.broken;
  if (problem?.type === "/problems/unknown-conversation") conversation = null;
  const box = el("div", { class: "error", role: "alert" }, icon("conditional"));
  const body = el("div", {}, el("strong", {}, problem?.title || texts.failed), el("p", {}, reason));
  if (problem?.instance) body.append(el("p", { class: "hint" }, problem.instance));
  body.append(el("button", { type: "button", class: "chip", onclick: () => ask(question) }, texts.retry));
  box.append(body);
  answer.replaceChildren(box);
  $("status").textContent = "";
}

// --- a citation's passage --------------------------------------------------------------------------------------

/** Open the place that `citations`, all of one place, point at, and mark what they quote. */
async function open(citations) {
  const texts = TEXTS[language];
  const [first] = citations;
  $("passage-title").textContent = first.heading;
  $("passage-document").textContent = first.document_title;
  $("passage-body").replaceChildren(el("p", { class: "hint" }, texts.loading));
  $("passage").showModal();
  $("passage-title").focus();
  const address = ["v1", "passages", first.document_id, ...first.anchor.split("/")].map(encodeURIComponent);
  try {
    const response = await fetch(`/${address.join("/")}`, { headers: { "accept-language": language } });
    if (!response.ok) throw new ProblemError(await response.json().catch(() => ({})));
    showPassages(await response.json(), citations);
  } catch (error) {
    const reason = error.problem?.[`detail_${language}`] || texts.offline;
    $("passage-body").replaceChildren(el("p", { class: "error" }, reason));
  }
}

function showPassages({ document: about, passages }, citations) {
  const texts = TEXTS[language];
  const body = $("passage-body");
  const quotes = (found) =>
    citations.filter((c) => c.source === found.source && found.text.includes(c.quote)).map((c) => c.quote);
  const quoted = passages.filter((found) => quotes(found).length);
  const others = passages.filter((found) => !quotes(found).length);
  body.replaceChildren(...quoted.map((found) => passage(found, quotes(found))));
  if (quoted.length && others.length) body.append(el("h3", { class: "label" }, texts.alsoHere));
  body.append(...others.map((found) => passage(found, [])));
  const from = [about.title[language], about.gazette && texts.gazette(about.gazette), about.official_text[language]];
  body.append(el("p", { class: "hint" }, from.filter(Boolean).join(" · ")));
  body.scrollTop = 0;
  body.querySelector("mark")?.scrollIntoView({ block: "center" });
}

function passage(found, quotes) {
  const texts = TEXTS[language];
  const text = el("p", { class: "passage-text", lang: found.language });
  let at = 0;
  const starts = quotes.map((quote) => [found.text.indexOf(quote), quote]).sort(([a], [b]) => a - b);
  for (const [start, quote] of starts) {
    if (start < at) continue; // two citations quote the same words
    text.append(found.text.slice(at, start), el("mark", {}, quote));
    at = start + quote.length;
  }
  text.append(found.text.slice(at));
  const from = el("p", { class: "from" }, el("span", { class: `tag ${found.source}` }, texts.sourceLong[found.source]));
  from.append(" ", found.locator[found.language]);
  return el("section", { class: "passage" }, from, text);
}

// --- the field -------------------------------------------------------------------------------------------------

function count() {
  const texts = TEXTS[language];
  const left = MOST - length($("message").value);
  $("count").hidden = left > 200;
  $("count").textContent = left < 0 ? texts.tooLong(-left) : texts.left(left);
  $("count").classList.toggle("over", left < 0);
  $("message").setAttribute("aria-invalid", String(left < 0));
  return left >= 0;
}

function grow() {
  const field = $("message");
  field.rows = Math.min(6, Math.max(2, field.value.split("\n").length));
}

function submit() {
  if (count()) ask($("message").value.trim());
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
$("message").addEventListener("keydown", (event) => {
  // While an input method is composing, Enter picks a word and must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
$("message").addEventListener("input", () => {
  count();
  grow();
});
$("restart").addEventListener("click", () => {
  conversation = null;
  $("log").replaceChildren();
  $("intro").hidden = false;
  $("restart").hidden = true;
  $("message").focus();
});
$("passage-close").addEventListener("click", () => $("passage").close());
$("passage").addEventListener("click", (event) => {
  if (event.target === $("passage")) $("passage").close();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => setLanguage(button.dataset.language));
}
setLanguage((new URLSearchParams(location.search).get("lang") ?? remembered("dga-language")) === "en" ? "en" : "th");
