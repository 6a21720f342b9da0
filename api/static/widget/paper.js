// An answer on paper, in a file or on the clipboard: always with its sources and the notice that it is automatic.

import { dateIn, el } from "./dom.js";
import { TEXTS } from "./texts.js";
import { headline } from "./verdict.js";

const STYLE = `
body { color: #17222e; font: 11pt/1.7 "Sarabun", "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif; margin: 1cm auto; max-width: 46rem; padding: 0 1rem; }
h1 { font-size: 14pt; margin: 0; } h2 { border-bottom: 1px solid #8794a1; font-size: 12pt; margin: 1.2em 0 .4em; }
p, ul, ol { margin: .4em 0; } li { break-inside: avoid; } blockquote { border-left: 3px solid #8794a1; margin: .3em 0; padding-left: .7em; }
.result { font-size: 13pt; font-weight: 600; } .note { color: #4b5a69; }
@page { margin: 18mm 16mm; }`;

/** Return the parts of an answer as elements, the answer's own text being `prose`, a node of allowed elements. */
function parts(question, reply, prose, language) {
  const texts = TEXTS[language];
  const copy = prose.cloneNode(true);
  for (const button of copy.querySelectorAll("button")) button.replaceWith(`[${button.textContent}]`);
  const checks = (reply.verdict?.checks ?? []).map((check) =>
    el("li", {}, `${texts.check[check.result]}: ${check.label}`, check.citations.map((n) => ` [${n}]`).join("")),
  );
  const sources = reply.citations.map((c) =>
    el("li", { value: String(c.number) }, `${c.heading}. ${c.document_title} (${texts.source[c.source]})`, el("blockquote", {}, c.quote)),
  );
  return [
    el("h1", {}, texts.title),
    el("p", { class: "note" }, texts.subtitle),
    el("h2", {}, texts.question),
    el("p", {}, question),
    el("h2", {}, texts.answer),
    reply.verdict && el("p", { class: "result" }, headline(reply.verdict, language)),
    el("div", {}, ...copy.childNodes),
    checks.length && el("h2", {}, texts.checks),
    checks.length && el("ul", {}, checks),
    sources.length && el("h2", {}, texts.sources),
    sources.length && el("ol", {}, sources),
    el("p", { class: "note" }, `${texts.notice} · ${texts.printedAt} ${dateIn(new Date().toISOString().slice(0, 10), language)}`),
  ].filter(Boolean);
}

/** Print one answer from a frame of its own: the page around it stays off the paper, and no policy is in the way. */
export function print(question, reply, prose, language) {
  const frame = el("iframe", { title: TEXTS[language].print, hidden: true });
  document.body.append(frame);
  const { contentDocument: paper, contentWindow: view } = frame;
  const style = new view.CSSStyleSheet();
  style.replaceSync(STYLE);
  paper.adoptedStyleSheets = [style];
  paper.documentElement.lang = language;
  paper.title = TEXTS[language].title;
  paper.body.append(...parts(question, reply, prose, language));
  view.addEventListener("afterprint", () => frame.remove());
  view.focus();
  view.print();
}

/** Save one answer as a web page that needs nothing else. */
export function save(question, reply, prose, language) {
  // The head is ours and constant, the body serialised from elements; a page's policy would report a style in a document.
  const head = `<meta charset="utf-8"><title>${TEXTS[language].title}</title><style>${STYLE}</style>`;
  const body = el("body", {}, parts(question, reply, prose, language)).outerHTML;
  const page = `<!doctype html>\n<html lang="${language}"><head>${head}</head>${body}</html>\n`;
  const file = new Blob([page], { type: "text/html;charset=utf-8" });
  const address = URL.createObjectURL(file);
  const day = new Date().toISOString().slice(0, 10);
  el("a", { href: address, download: `${TEXTS[language].fileName}-${day}.html` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Return one answer as plain text. */
export function plain(question, reply, language) {
  const texts = TEXTS[language];
  const sources = reply.citations.map((c) => `[${c.number}] ${c.heading}. ${c.document_title} (${texts.source[c.source]}): “${c.quote}”`);
  const answer = reply.answer.replace(/\*\*|^> ?/gm, "").replace(/^_(.*)_$/gm, "$1");
  return [question, answer, sources.length && texts.sources, ...sources, texts.notice].filter(Boolean).join("\n\n");
}
