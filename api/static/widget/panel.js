// The side panel: the place that a citation points at, with what it quotes marked.

import { copyText, dateIn, el, icon } from "./dom.js";
import { TEXTS } from "./texts.js";
import { tag } from "./verdict.js";

export class CitationPanel {
  /** @param {import("./api.js").Api} api @param {() => string} language */
  constructor(api, language) {
    this.api = api;
    this.language = language;
    this.element = el("dialog", { class: "panel", part: "panel", "aria-labelledby": "panel-title" });
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close(); // beside the panel
    });
  }

  /** Open the place that `citations`, all of one place, point at. */
  async open(citations) {
    const texts = TEXTS[this.language()];
    const [first] = citations;
    const body = el("div", { class: "panel-body", tabindex: "0", role: "region", "aria-labelledby": "panel-title" });
    body.append(el("p", { class: "hint" }, texts.loading));
    this.element.replaceChildren(
      el(
        "div",
        { class: "panel-head" },
        el(
          "div",
          {},
          el("p", { class: "over-line" }, first.document_title),
          el("h2", { id: "panel-title", tabindex: "-1" }, first.heading),
        ),
        el("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: () => this.element.close() }, icon("close")),
      ),
      body,
    );
    if (!this.element.open) this.element.showModal();
    this.element.querySelector("h2").focus();
    try {
      this.#show(body, await this.api.passages(first.document_id, first.anchor), citations);
    } catch (error) {
      body.replaceChildren(el("p", { class: "error" }, error.problem?.[`detail_${this.language()}`] || texts.offline));
    }
  }

  #show(body, found, citations) {
    const language = this.language();
    const texts = TEXTS[language];
    const quotes = (passage) =>
      citations.filter((c) => c.source === passage.source && passage.text.includes(c.quote)).map((c) => c.quote);
    const quoted = found.passages.filter((passage) => quotes(passage).length);
    // Of our restatement the reader's language is enough; what is quoted is shown in whichever it stands.
    const others = found.passages.filter(
      (passage) => !quotes(passage).length && (passage.source === "official" || passage.language === language),
    );
    const about = this.#about(found, quoted[0] ?? found.passages[0], citations[0]);
    body.replaceChildren(about.first);
    body.append(...quoted.map((passage) => this.#passage(passage, quotes(passage))));
    if (quoted.length && others.length) body.append(el("h3", {}, texts.alsoHere));
    body.append(...others.map((passage) => this.#passage(passage, [])), about.last);
    body.scrollTop = 0;
    const mark = body.querySelector("mark");
    if (mark && mark.offsetTop > body.clientHeight * 0.6) mark.scrollIntoView({ block: "center" });
  }

  /** What is said of the place: whether it is in force comes first, the rest after the text. */
  #about({ document: about, cite_as }, passage, citation) {
    const language = this.language();
    const texts = TEXTS[language];
    const day = (iso) => dateIn(iso, language);
    const from = passage.in_force_from ?? about.in_force_from;
    const until = passage.in_force_until ?? about.in_force_until;
    const span = [from && `${texts.from} ${day(from)}`, until && `${texts.until} ${day(until)}`].filter(Boolean).join(" ");
    const year = passage.fiscal_year ?? about.fiscal_year;
    const terms = [
      [texts.issuer, about.issuer[language]],
      about.gazette && [texts.gazetteTerm, `${texts.gazette(about.gazette)}, ${day(about.gazette.published)}`],
      !about.gazette && about.announced && [texts.announced, day(about.announced)],
      year && [texts.fiscalYear, String(year)],
      [texts.officialText, about.official_text[language]],
    ].filter(Boolean);
    const said = el("p", { class: "hint", role: "status" });
    const copy = el("button", { type: "button", class: "button" }, icon("copy"), texts.cite);
    copy.addEventListener("click", async () => {
      said.textContent = (await copyText(cite_as, this.element)) ? texts.copied : texts.notCopied;
      copy.focus();
    });
    const place = `/documents/${encodeURIComponent(citation.document_id)}?lang=${language}#${encodeURIComponent(citation.anchor)}`;
    const link = el("a", { class: "button", href: this.api.base + place }, icon("book"), texts.inDocuments);
    return {
      first: el("p", { class: "row" }, tag(passage.state, texts.state[passage.state]), span && el("span", { class: "hint" }, span)),
      last: el(
        "section",
        { class: "about-passage" },
        el("dl", {}, terms.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value)))),
        el("p", { class: "cite-as", lang: "th" }, cite_as),
        el("p", { class: "row" }, copy, link, said),
      ),
    };
  }

  #passage(found, quotes) {
    const texts = TEXTS[this.language()];
    const text = el("p", { class: "passage-text", lang: found.language });
    let at = 0;
    const starts = quotes.map((quote) => [found.text.indexOf(quote), quote]).sort(([a], [b]) => a - b);
    for (const [start, quote] of starts) {
      if (start < at) continue; // two citations quote the same words
      text.append(found.text.slice(at, start), el("mark", {}, quote));
      at = start + quote.length;
    }
    text.append(found.text.slice(at));
    return el(
      "section",
      { class: `passage ${found.source}` },
      el("p", { class: "from" }, tag(found.source, texts.sourceLong[found.source]), " ", found.locator[found.language]),
      text,
    );
  }
}
