// The server's HTML of an answer, as nodes. The server has sanitised it; this side trusts nobody and builds anew what an
// allow-list names, so that neither a broken server nor a stranger in between can put a script into the page.

const TAGS = new Set(
  "A BLOCKQUOTE BR CODE DEL EM H1 H2 H3 H4 HR LI OL P PRE STRONG TABLE TBODY TD TH THEAD TR UL".split(" "),
);
const DROPPED = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED NOSCRIPT SVG MATH TEXTAREA TITLE".split(" "));

// A page that demands trusted types takes the string for parsing from this policy alone; parsing runs and loads nothing.
let policy = { createHTML: (html) => html };
try {
  policy = globalThis.trustedTypes?.createPolicy("dga-chat", policy) ?? policy;
} catch {
  // the page's policy does not name ours: parsing will throw, and the answer is shown as text
}

/** Return `html` as a fragment of allowed elements; citations come out as buttons that call `open(number)`. */
export function safeHtml(html, open) {
  const parsed = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment, open);
  return fragment;
}

function copy(from, to, open) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const name = node.nodeName.toUpperCase();
    if (DROPPED.has(name)) continue;
    const made = TAGS.has(name) ? make(name, node, open) : to; // of an unknown element its text is kept
    copy(node, made, open);
    if (made !== to) to.append(made);
  }
}

function make(name, node, open) {
  const number = name === "A" ? node.getAttribute("data-citation") : null;
  if (number !== null && /^\d{1,3}$/.test(number)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "citation";
    button.setAttribute("aria-label", node.getAttribute("aria-label") ?? number);
    button.addEventListener("click", () => open(Number(number)));
    return button;
  }
  const made = document.createElement(name);
  const address = name === "A" ? (node.getAttribute("href") ?? "") : "";
  if (/^(?:https?:\/\/|mailto:)/i.test(address)) {
    made.href = address;
    made.rel = "noopener noreferrer";
  }
  if (name === "OL" && /^\d{1,4}$/.test(node.getAttribute("start") ?? "")) made.start = Number(node.getAttribute("start"));
  return made;
}
