// One turn as it is shown: the question, and the answer in its states.

import { copyText, el, icon } from "./dom.js";
import { print, plain, save } from "./paper.js";
import { safeHtml } from "./safe-html.js";
import { TEXTS } from "./texts.js";
import { tag, verdictCard } from "./verdict.js";

const FIRST_SOURCES = 3;

/** The part of the component that a turn needs: `language`, `api`, `open(citations)`, `ask(question, facts)`, `announce(text)`. */
export class Turn {
  constructor(chat, question) {
    this.chat = chat;
    this.words = el("p", {}, question);
    this.answer = el("article", { class: "answer", part: "answer" });
    this.element = el(
      "section",
      { class: "turn" },
      el("div", { class: "asked", part: "question" }, el("h2", { class: "visually-hidden" }, this.#texts.you), this.words),
      this.answer,
    );
  }

  get #texts() {
    return TEXTS[this.chat.language];
  }

  working() {
    this.answer.setAttribute("aria-busy", "true");
    this.answer.replaceChildren(el("p", { class: "working" }, el("span", { class: "dots", "aria-hidden": "true" }), this.#texts.working));
    this.text = el("p", { class: "streaming" });
    this.card = null;
  }

  /** Show the verdict while the answer's words are still on their way. */
  verdict(found) {
    if (!found) return;
    this.card = verdictCard({ ...found, checks: [] }, [], { language: this.chat.language, open: () => {} });
    this.answer.replaceChildren(this.card, this.text);
  }

  token(piece) {
    if (!this.text.isConnected) this.answer.replaceChildren(...[this.card, this.text].filter(Boolean));
    this.text.append(piece.replace(/\*\*|^> /g, ""));
  }

  stopped(retry) {
    this.#over(el("p", { class: "hint" }, this.#texts.stopped), this.#retry(retry));
  }

  failed(problem, reason, retry) {
    const box = el(
      "div",
      { class: "error", role: "alert" },
      icon("conditional"),
      el("div", {}, el("strong", {}, problem?.title || this.#texts.failed), el("p", {}, reason), problem?.instance && el("p", { class: "hint" }, problem.instance), this.#retry(retry)),
    );
    this.#over(box);
  }

  #retry(retry) {
    return el("p", {}, el("button", { type: "button", class: "button", onclick: retry }, this.#texts.retry));
  }

  #over(...nodes) {
    this.answer.removeAttribute("aria-busy");
    this.answer.replaceChildren(...nodes.filter(Boolean));
  }

  /** Show a whole reply. */
  show(question, reply) {
    const texts = this.#texts;
    const language = this.chat.language;
    const cited = (number) => reply.citations.find((citation) => citation.number === number);
    const prose = el("div", { class: "prose", lang: reply.language });
    try {
      prose.append(safeHtml(reply.answer_html, (number) => cited(number) && this.chat.open([cited(number)])));
    } catch {
      prose.append(el("p", { class: "streaming" }, reply.answer)); // the page's policy lets nothing be parsed
    }
    for (const button of prose.querySelectorAll(".citation")) {
      if (!cited(Number(button.textContent))) button.replaceWith(`[${button.textContent}]`);
    }
    const whole = prose.cloneNode(true);
    const about = reply.verdict && withoutRepeats(prose, reply, texts);

    const masked = reply.question !== undefined && reply.question !== question;
    if (masked) this.words.textContent = reply.question;
    const asked = reply.asked?.length && this.#asked(reply);
    const undecided = reply.verdict?.result === "needs_information";
    this.#over(
      el("h2", { class: "visually-hidden", tabindex: "-1" }, texts.assistant),
      masked && el("p", { class: "note" }, texts.masked),
      reply.verdict && verdictCard(reply.verdict, reply.citations, { language, about, open: (citation) => this.chat.open([citation]) }),
      reply.facts?.length && this.#facts(reply),
      undecided && asked, // what decides comes first
      prose,
      !undecided && asked,
      reply.citations.length && this.#sources(reply),
      this.#actions(reply.question ?? question, reply, whole),
      reply.suggestions.length && this.#suggestions(reply.suggestions),
    );
  }

  // --- what was understood, to be corrected ----------------------------------------------------------------------

  #facts(reply) {
    const texts = this.#texts;
    const editor = el("div", { class: "editor", hidden: true });
    const chips = reply.facts.map((fact) => {
      const button = el(
        "button",
        { type: "button", class: "fact", "aria-expanded": "false", title: texts.read(fact.words) },
        fact.text,
        icon("edit"),
        el("span", { class: "visually-hidden" }, texts.correct),
      );
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") === "true";
        for (const other of chips) other.setAttribute("aria-expanded", "false");
        editor.hidden = open;
        button.setAttribute("aria-expanded", String(!open));
        if (!open) this.#edit(editor, fact, button);
      });
      return button;
    });
    return el(
      "section",
      { class: "understood", lang: this.chat.language },
      el("h3", {}, texts.understood),
      el("ul", { class: "facts" }, chips.map((button) => el("li", {}, button))),
      editor,
    );
  }

  #edit(editor, fact, button) {
    const texts = this.#texts;
    const send = (value, words) => this.chat.ask(texts.corrected(fact.label.trim(), words), { [fact.fact]: value });
    const choices = [
      ...(fact.type === "bool" ? [[true, texts.yes], [false, texts.no]] : []),
      ["unsure", texts.unsure],
      [null, texts.takeBack],
    ].map(([value, words]) =>
      el("button", { type: "button", class: "button", "aria-pressed": value === fact.value ? "true" : null, onclick: () => send(value, words) }, words),
    );
    const number = fact.type !== "bool" && numberField(fact.type, fact.label, texts, send, /^[\d.<=]+$/.test(fact.value) ? fact.value : "");
    const close = () => {
      editor.hidden = true;
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    const box = el("div", { role: "group", "aria-label": fact.label, onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), close()) });
    box.append(
      el("p", {}, el("strong", {}, fact.label), " ", el("span", { class: "hint" }, texts.read(fact.words))),
      el("div", { class: "row" }, number, choices, el("button", { type: "button", class: "quiet", onclick: close }, texts.cancel)),
    );
    editor.replaceChildren(box);
    box.querySelector("input, button").focus();
  }

  // --- the interview ---------------------------------------------------------------------------------------------

  #asked(reply) {
    const texts = this.#texts;
    const groups = reply.asked.map((question) => {
      const send = (facts, words) => this.chat.ask(texts.picked(question.question, words), facts);
      return el(
        "div",
        { class: "asked-next", role: "group", "aria-label": question.question },
        el("p", { class: "asked-question" }, question.question),
        el(
          "div",
          { class: "row" },
          ["percent", "count"].includes(question.type) &&
            numberField(question.type, question.question, texts, (value, words) => send({ [question.fact]: value }, words)),
          question.choices.map((choice) =>
            el("button", { type: "button", class: "button", onclick: () => send(choice.facts, choice.label) }, choice.label),
          ),
        ),
      );
    });
    const title = reply.verdict?.result === "conditional" ? texts.askedMore : texts.askedFirst;
    return el("section", { class: "interview", lang: reply.language }, el("h3", { lang: this.chat.language }, title), groups);
  }

  // --- sources ---------------------------------------------------------------------------------------------------

  /** The sources, one row for each place in the corpus, the first that the answer cites; the others are folded away. */
  #sources(reply) {
    const texts = this.#texts;
    const inAnswer = new Set([...reply.answer.matchAll(/\[(\d+)\]/g)].map((mark) => Number(mark[1])));
    const rows = new Map();
    for (const citation of reply.citations) {
      const key = [citation.document_id, citation.anchor, citation.source].join("/");
      rows.set(key, [...(rows.get(key) ?? []), citation]);
    }
    const all = [...rows.values()];
    const first = all.filter((row) => row.some((citation) => inAnswer.has(citation.number))).slice(0, FIRST_SOURCES);
    const list = (found) => el("ul", { class: "sources" }, found.map((row) => el("li", {}, this.#source(row))));
    const [shown, folded] = [list(first), list(all.filter((row) => !first.includes(row)))];
    return el(
      "section",
      { lang: this.chat.language },
      el("h3", {}, texts.sources),
      shown.childElementCount && shown,
      folded.childElementCount &&
        el("details", { class: "more" }, el("summary", {}, `${texts.moreSources} (${folded.childElementCount})`), folded),
    );
  }

  #source(row) {
    const texts = this.#texts;
    const [first] = row;
    const numbers = row.map((citation) => citation.number).join(", ");
    return el(
      "button",
      { type: "button", "aria-label": `${texts.openSource} ${numbers}: ${first.heading}`, onclick: () => this.chat.open(row) },
      el("span", { class: "number", "aria-hidden": "true" }, numbers),
      el("span", { class: "heading" }, first.heading),
      tag(first.source, texts.source[first.source]),
      el("span", { class: "from" }, first.state !== "in_force" && tag("unknown", texts.state[first.state]), " ", first.document_title),
    );
  }

  // --- what to do with the answer --------------------------------------------------------------------------------

  #actions(question, reply, prose) {
    const texts = this.#texts;
    const language = this.chat.language;
    const said = el("span", { class: "hint", role: "status" });
    const button = (name, label, act) => el("button", { type: "button", class: "quiet", onclick: act }, icon(name), label);
    const copy = async () => {
      said.textContent = (await copyText(plain(question, reply, language), this.answer)) ? texts.copied : texts.notCopied;
    };
    const form = reply.facts?.length && el("a", { class: "quiet", href: this.chat.api.base + formAddress(reply.facts, language) }, icon("list"), texts.toForm);
    return el(
      "div",
      { class: "actions", lang: language },
      el(
        "div",
        { class: "row" },
        form,
        button("copy", texts.copy, copy),
        button("print", texts.print, () => print(question, reply, prose, language)),
        button("save", texts.save, () => save(question, reply, prose, language)),
        said,
      ),
      this.#rating(reply.message_id),
    );
  }

  #rating(messageId) {
    const texts = this.#texts;
    const said = el("span", { class: "hint", role: "status" });
    const reasons = el("form", { class: "reasons", hidden: true });
    const thumb = (rating, label) =>
      el("button", { type: "button", class: "thumb", "aria-pressed": "false", "aria-label": label, title: label, onclick: () => rate(rating) }, icon(rating));
    const thumbs = { up: thumb("up", texts.useful), down: thumb("down", texts.notUseful) };
    const send = async (body) => {
      try {
        await this.chat.api.feedback({ message_id: messageId, ...body });
        said.textContent = texts.thanks;
      } catch {
        said.textContent = texts.notSent;
      }
    };
    const rate = (rating) => {
      for (const [name, button] of Object.entries(thumbs)) button.setAttribute("aria-pressed", String(name === rating));
      reasons.hidden = rating !== "down";
      send({ rating });
      if (rating === "down") reasons.querySelector("input").focus();
    };
    const comment = el("input", { type: "text", name: "comment", maxlength: "1000", autocomplete: "off" });
    reasons.append(
      el(
        "fieldset",
        {},
        el("legend", {}, texts.reasonsTitle),
        Object.entries(texts.reasons).map(([name, label]) => el("label", { class: "box" }, el("input", { type: "checkbox", name: "reason", value: name }), label)),
      ),
      el("label", { class: "line" }, texts.comment, comment),
      el("button", { type: "submit", class: "button" }, texts.sendFeedback),
    );
    reasons.addEventListener("submit", async (event) => {
      event.preventDefault();
      const picked = [...reasons.querySelectorAll("input:checked")].map((box) => box.value);
      await send({ rating: "down", reasons: picked, comment: comment.value });
      reasons.hidden = true;
      thumbs.down.focus();
    });
    return el("div", { class: "rating" }, el("div", { class: "row" }, el("span", { class: "hint" }, texts.rate), thumbs.up, thumbs.down, said), reasons);
  }

  #suggestions(found) {
    return el(
      "section",
      { class: "next" },
      el("h3", { lang: this.chat.language }, this.#texts.next),
      el("ul", { class: "chips" }, found.map((question) => suggestion(question, this.chat))),
    );
  }
}

/** A question to ask with one press. */
export function suggestion(question, chat) {
  return el("li", {}, el("button", { type: "button", class: "chip", onclick: () => chat.ask(question) }, question));
}

/** The checker's address with the facts told; it is all in the fragment, which no server sees. */
export function formAddress(facts, language) {
  const told = facts.filter((fact) => fact.value !== "doubtful").map((fact) => [fact.fact, String(fact.value)]);
  return `/check?lang=${language}#${new URLSearchParams(told)}`;
}

function numberField(type, label, texts, send, known = "") {
  const field = el("input", { type: "text", inputmode: "decimal", "aria-label": label, autocomplete: "off", size: "6", value: known, pattern: "(?:<=?)?[0-9]+([.][0-9]+)?", required: true });
  return el(
    "form",
    {
      class: "number-field",
      onsubmit: (event) => {
        event.preventDefault();
        send(field.value.trim(), type === "percent" ? `${texts.percent} ${field.value.trim()}` : field.value.trim());
      },
    },
    el("label", {}, type === "percent" ? texts.percent : texts.count, " ", field),
    el("button", { type: "submit", class: "button primary" }, texts.ok),
  );
}

/** Take out of the answer's text what the card and the chips say already, and return the approach's name from it. */
function withoutRepeats(prose, reply, texts) {
  let about = null;
  for (const paragraph of prose.querySelectorAll("p")) {
    const [only] = paragraph.children;
    const headline = only?.localName === "strong" && Object.values(TEXTS).some((each) => each.result[reply.verdict.result] === only.textContent);
    if (headline && about === null) {
      about = paragraph.textContent.slice(only.textContent.length).replace(/^[:\s]+/, "");
      about = about.charAt(0).toUpperCase() + about.slice(1);
      paragraph.remove();
    } else if (only?.localName === "em" && reply.facts?.length && reply.facts.every((fact) => only.textContent.includes(fact.text))) {
      paragraph.remove();
    }
  }
  return about;
}
