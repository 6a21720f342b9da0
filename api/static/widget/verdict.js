// The verdict card: the result in colour, picture and words, and each criterion with its passages.

import { el, icon } from "./dom.js";
import { TEXTS } from "./texts.js";

export const RESULT_ICON = {
  qualifies: "pass",
  conditional: "conditional",
  does_not_qualify: "fail",
  needs_information: "unknown",
};
const ORDER = ["fail", "unknown", "pass"];

export function headline(verdict, language) {
  const texts = TEXTS[language];
  return texts.result[verdict.result] + (verdict.approach ? ` · ${texts.approach} ${verdict.approach}` : "");
}

/** Return the card. `about` names the approach where more than its number is known; `open(citation)` shows a passage. */
export function verdictCard(verdict, citations, { language, open, about = null, expanded = false }) {
  const texts = TEXTS[language];
  const named = about || (verdict.approach && `${texts.approach} ${verdict.approach}`);
  const banner = el(
    "div",
    { class: "banner" },
    el("span", { class: "seal" }, icon(RESULT_ICON[verdict.result])),
    el(
      "div",
      {},
      el("p", { class: "over-line" }, texts.verdict),
      el("p", { class: "result" }, texts.result[verdict.result]),
      named && el("p", { class: "about" }, named),
    ),
  );
  const card = el("section", { class: `verdict ${verdict.result}`, part: "verdict", "aria-label": texts.verdict, lang: language }, banner);
  if (verdict.checks.length) card.append(checks(verdict, citations, { language, open, expanded }));
  return card;
}

function checks(verdict, citations, { language, open, expanded }) {
  const texts = TEXTS[language];
  const counts = ORDER.map((result) => [result, verdict.checks.filter((check) => check.result === result).length]);
  const summary = el(
    "summary",
    {},
    el("span", { class: "summary-title" }, texts.checks),
    counts.filter(([, n]) => n).map(([result, n]) => tag(result, `${texts.check[result]} ${n}`)),
  );
  const own = verdict.checks.filter((check) => check.rule_id.startsWith(`criteria-${verdict.approach}/`));
  const rest = verdict.checks.filter((check) => !own.includes(check));
  const details = el("details", { class: "checks-box", open: expanded }, summary);
  for (const [title, found] of [[`${texts.ofApproach} ${verdict.approach}`, own], [texts.general, rest]]) {
    if (!found.length) continue;
    details.append(el("h3", {}, title), el("ul", { class: "checks" }, found.map((check) => row(check, citations, language, open))));
  }
  return details;
}

function row(check, citations, language, open) {
  const texts = TEXTS[language];
  const cited = citations.filter((citation) => check.citations.includes(citation.number));
  return el(
    "li",
    { class: check.result },
    tag(check.result, texts.check[check.result]),
    el(
      "div",
      {},
      el("p", { class: "check-label" }, check.label, " ", cited.map((citation) => chip(citation, language, open))),
      check.reason && el("p", { class: "reason" }, check.reason),
    ),
  );
}

export function tag(kind, words) {
  return el("span", { class: `tag ${kind}` }, ["pass", "fail", "unknown"].includes(kind) && icon(kind), words);
}

/** A citation as a small button. */
export function chip(citation, language, open) {
  const label = `${TEXTS[language].openSource} ${citation.number}: ${citation.heading}`;
  return el("button", { type: "button", class: "citation", "aria-label": label, onclick: () => open(citation) }, String(citation.number));
}
