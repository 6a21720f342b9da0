// Making elements. Strings enter as text and never as markup.

const PATHS = {
  pass: "m5 12.5 4.5 4.5L19 7",
  fail: "m6 6 12 12M18 6 6 18",
  unknown: "M9 9a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.3m0 3.5v.1",
  conditional: "M12 5.5v8m0 4.5v.1",
  send: "M12 20V5m0 0-6 6m6-6 6 6",
  stop: "M7 7h10v10H7z",
  close: "m6 6 12 12M18 6 6 18",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  edit: "m5 19 1-4L16 5l3 3L9 18z",
  up: "M7 11v9H4v-9zm0 0 4-8c2 0 3 1 2.5 4L13 9h6l-1.5 11H7",
  down: "M7 13V4H4v9zm0 0 4 8c2 0 3-1 2.500-4L13 15h6L17.5 4H7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  save: "M12 4v11m0 0-5-5m5 5 5-5M5 20h14",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.1M4 12h.1M4 18h.1",
  history: "M4 12a8 8 0 1 0 3-6.2L4 8m0-4v4h4m4 0v4l3 2",
  book: "M5 4h14v16H5zM9 8h6M9 12h6",
};

/** Make an element: `el("p", {class: "x", onclick: f}, "text", child…)`; what is null, false or 0 (`list.length && …`) is left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== 0));
  return element;
}

/** Return a picture that assistive software passes over: words stand beside it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Put text on the clipboard, also where the page came over plain HTTP and the newer way is closed. */
export async function copyText(text, root) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused: the older way is left
    }
  }
  const area = el("textarea", { class: "visually-hidden", readonly: true });
  area.value = text;
  root.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** A date of the data (ISO, C.E.) in words; Thai with the Buddhist year. */
export function dateIn(iso, language) {
  const locale = language === "th" ? "th-TH-u-ca-buddhist" : "en-GB";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}
