// <dga-chat api lang="th" open-on="button">: the assistant on any page. Everything it shows lives in its shadow
// tree, everything it loads comes from its own server, and no style or script is written into the page.

import { Api, BrokenStream } from "./api.js";
import { Device } from "./device.js";
import { dateIn, el, icon } from "./dom.js";
import { addFonts } from "./fonts.js";
import { CitationPanel } from "./panel.js";
import { sheet } from "./styles.js";
import { TEXTS } from "./texts.js";
import { Turn, suggestion } from "./turn.js";
import { headline } from "./verdict.js";

const MOST = 2000;
const length = (text) => [...text].length; // code points, as the server counts

export class DgaChat extends HTMLElement {
  static observedAttributes = ["lang"];

  #turns = [];
  #conversation = null;
  #asking = null;
  #built = false;

  get language() {
    return this.getAttribute("lang") === "en" ? "en" : "th";
  }

  /** "button": a button opens it; "load": it is open from the start; "inline": it stands in the page. */
  get openOn() {
    const named = this.getAttribute("open-on");
    return ["load", "inline"].includes(named) ? named : "button";
  }

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    addFonts();
    this.api = new Api(this.getAttribute("api") ?? new URL("../..", import.meta.url).href, () => this.language);
    this.device = new Device(this.api.base);
    this.panel = new CitationPanel(this.api, () => this.language);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#build(root);
    this.#restore(this.device.all().find((one) => one.id === this.device.current));
    if (this.openOn === "load") this.show(false);
  }

  attributeChangedCallback() {
    if (this.#built) this.#build(this.shadowRoot);
  }

  // --- the frame -------------------------------------------------------------------------------------------------

  #build(root) {
    const texts = TEXTS[this.language];
    const inline = this.openOn === "inline";
    const opened = this.chat ? !this.chat.hidden : inline;
    const typed = this.field?.value ?? "";
    const turns = this.log ? [...this.log.children] : [];

    this.status = el("p", { class: "visually-hidden", role: "status" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": texts.log }, turns);
    this.intro = el(
      "div",
      { class: "intro", hidden: turns.length > 0 },
      el("slot", { name: "intro" }, el("h2", {}, texts.introTitle), el("p", {}, texts.intro)),
      el("h3", {}, texts.examples),
      el("ul", { class: "chips" }, texts.exampleQuestions.map((question) => suggestion(question, this))),
    );
    const restart = el("button", { type: "button", class: "quiet", onclick: () => this.restart() }, texts.restart);
    const history = el("button", { type: "button", class: "quiet", onclick: () => this.#openHistory() }, icon("history"), texts.history);
    this.restartButton = restart;
    restart.hidden = !turns.length;
    this.chat = el(
      "section",
      { class: inline ? "chat inline" : "chat floating", part: "chat", role: inline ? null : "dialog", "aria-label": texts.title, hidden: !opened },
      !inline && this.#head(texts),
      el("div", { class: "body", tabindex: inline ? null : "0", role: inline ? null : "group", "aria-label": inline ? null : texts.log }, this.intro, this.log),
      this.#composer(texts, [history, restart]),
      this.status,
    );
    this.field.value = typed;
    this.chat.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !inline) this.hide();
    });
    this.launcher = el(
      "button",
      { type: "button", class: "launcher", part: "launcher", hidden: inline || opened, onclick: () => this.show() },
      icon("chat"),
      texts.launch,
    );
    this.past = el("dialog", { class: "panel", "aria-labelledby": "history-title" });
    this.past.addEventListener("click", (event) => event.target === this.past && this.past.close());
    root.replaceChildren(el("div", { class: "root", lang: this.language }, this.launcher, this.chat, this.panel.element, this.past));
    this.#count();
  }

  #head(texts) {
    return el(
      "header",
      { part: "header" },
      el("div", {}, el("h2", {}, texts.title), el("p", {}, texts.subtitle)),
      el(
        "button",
        { type: "button", class: "quiet", lang: this.language === "th" ? "en" : "th", onclick: () => this.#switchLanguage() },
        texts.otherLanguage,
      ),
      el("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: () => this.hide() }, icon("close")),
    );
  }

  #composer(texts, buttons) {
    this.field = el("textarea", {
      id: "message",
      rows: "1",
      "aria-describedby": "notice count",
      placeholder: texts.placeholder,
      autocomplete: "off",
    });
    this.counter = el("p", { id: "count", hidden: true });
    this.sendButton = el("button", { type: "submit", class: "send", part: "send" });
    this.form = el(
      "form",
      { class: "composer", part: "composer" },
      el("label", { for: "message" }, texts.label),
      el("div", { class: "field" }, this.field, this.sendButton),
      el("div", { class: "below" }, el("p", { id: "notice" }, texts.notice), this.counter, ...buttons),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#asking) this.#asking.abort();
      else this.#submit();
    });
    this.field.addEventListener("keydown", (event) => {
      // While an input method is composing, Enter picks a word and must not send.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (!this.#asking) this.#submit();
      }
    });
    this.field.addEventListener("input", () => this.#count());
    this.#showSend();
    return this.form;
  }

  /** The one button sends, or, while an answer is on its way, stops it. */
  #showSend() {
    const texts = TEXTS[this.language];
    this.sendButton.replaceChildren(...(this.#asking ? [icon("stop"), texts.stop] : [icon("send"), texts.send]));
    this.sendButton.classList.toggle("stop", Boolean(this.#asking));
  }

  #count() {
    const texts = TEXTS[this.language];
    const left = MOST - length(this.field.value);
    this.counter.hidden = left > 200;
    this.counter.textContent = left < 0 ? texts.tooLong(-left) : texts.left(left);
    this.counter.classList.toggle("over", left < 0);
    this.field.setAttribute("aria-invalid", String(left < 0));
    this.field.rows = Math.min(6, Math.max(1, this.field.value.split("\n").length));
    return left >= 0;
  }

  #switchLanguage() {
    this.setAttribute("lang", this.language === "th" ? "en" : "th");
    this.chat.querySelector("header button").focus();
  }

  show(focus = true) {
    this.chat.hidden = false;
    this.launcher.hidden = true;
    if (focus) this.field.focus();
  }

  hide() {
    this.chat.hidden = true;
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  open(citations) {
    return this.panel.open(citations);
  }

  // --- asking ----------------------------------------------------------------------------------------------------

  #submit() {
    const question = this.field.value.trim();
    if (!question || !this.#count()) return;
    this.field.value = "";
    this.#count();
    this.ask(question);
  }

  /** Ask; `facts` are picked or corrected ones. `turn` is one that failed and is tried again. */
  async ask(question, facts = null, turn = null) {
    if (this.#asking) return;
    const texts = TEXTS[this.language];
    const picked = this.shadowRoot.activeElement !== this.field;
    const stop = new AbortController();
    this.#asking = stop;
    this.#showSend();
    this.intro.hidden = true;
    this.restartButton.hidden = false;
    if (!turn) {
      turn = new Turn(this, question);
      this.log.append(turn.element);
    }
    turn.working();
    this.status.textContent = texts.working;
    turn.element.scrollIntoView({ block: "start" });
    const body = { message: question, conversation_id: this.#conversation, ...(facts && { facts, language: this.language }) };
    try {
      const reply = await this.api.chat(body, turn, stop.signal);
      this.#conversation = reply.conversation_id;
      this.#turns.push({ question: reply.question ?? question, reply });
      this.device.keep(this.#conversation, this.#turns);
      turn.show(question, reply);
      const sources = reply.citations.length ? texts.sourcesCounted(reply.citations.length) : "";
      this.status.textContent = [texts.answered, reply.verdict && headline(reply.verdict, this.language), sources].filter(Boolean).join(" ");
    } catch (error) {
      this.#fail(error, stop, question, facts, turn);
    } finally {
      this.#asking = null;
      this.#showSend();
      turn.element.scrollIntoView({ block: "start" });
      // Typing goes on in the field; after a press, whose button may be gone, the keyboard goes on from the answer.
      if (picked) turn.answer.querySelector("h2, button")?.focus({ preventScroll: true });
      else this.field.focus({ preventScroll: true });
    }
  }

  #fail(error, stop, question, facts, turn) {
    const texts = TEXTS[this.language];
    const retry = () => this.ask(question, facts, turn);
    if (stop.signal.aborted) {
      turn.stopped(retry);
      this.status.textContent = texts.stopped;
      return;
    }
    this.status.textContent = "";
    const { problem } = error;
    if (problem?.type === "/problems/unknown-conversation") this.#conversation = null;
    const reason = problem ? problem[`detail_${this.language}`] || texts.failed : error instanceof BrokenStream ? texts.broken : texts.offline;
    turn.failed(problem, reason, retry);
  }

  restart() {
    this.#asking?.abort();
    this.#conversation = null;
    this.#turns = [];
    this.device.current = null;
    this.log.replaceChildren();
    this.intro.hidden = false;
    this.restartButton.hidden = true;
    this.field.focus();
  }

  // --- history on this device ------------------------------------------------------------------------------------

  #restore(kept) {
    if (!kept?.turns?.length) return;
    this.#conversation = kept.id;
    this.#turns = kept.turns;
    this.device.current = kept.id;
    this.log.replaceChildren(
      ...kept.turns.map(({ question, reply }) => {
        const turn = new Turn(this, question);
        turn.show(question, reply);
        return turn.element;
      }),
    );
    this.intro.hidden = true;
    this.restartButton.hidden = false;
  }

  #openHistory() {
    const texts = TEXTS[this.language];
    const all = this.device.all();
    const again = () => {
      this.#openHistory();
      this.past.querySelector("h2").focus();
    };
    const item = (kept) => {
      const first = kept.turns[0].question;
      const open = () => {
        this.past.close();
        this.#restore(kept);
        this.field.focus();
      };
      const remove = () => {
        this.device.remove(kept.id);
        if (kept.id === this.#conversation) this.restart();
        again();
      };
      return el(
        "li",
        {},
        el("button", { type: "button", class: "kept", onclick: open }, el("span", { class: "heading" }, first), el("span", { class: "hint" }, dateIn(kept.at.slice(0, 10), this.language))),
        el("button", { type: "button", class: "quiet", "aria-label": `${texts.remove}: ${first}`, onclick: remove }, texts.remove),
      );
    };
    const clear = () => {
      this.device.clear();
      this.restart();
      again();
    };
    this.past.replaceChildren(
      el(
        "div",
        { class: "panel-head" },
        el("div", {}, el("h2", { id: "history-title", tabindex: "-1" }, texts.historyTitle), el("p", { class: "hint" }, texts.historyNote)),
        el("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: () => this.past.close() }, icon("close")),
      ),
      el(
        "div",
        { class: "panel-body" },
        all.length ? el("ul", { class: "history" }, all.map(item)) : el("p", {}, texts.historyEmpty),
        all.length > 0 && el("button", { type: "button", class: "button", onclick: clear }, texts.clear),
      ),
    );
    if (!this.past.open) this.past.showModal();
  }
}

customElements.define("dga-chat", DgaChat);
